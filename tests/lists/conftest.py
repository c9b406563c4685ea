from datetime import date
from uuid import uuid4

import pytest

from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.tasks import read_list
from tests.factories.accounts import AT
from tests.factories.communities import PlanAreaFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory

ON = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def forum(cast):
    PlanAreaFactory(code="physical", name_th="ด้านกายภาพ")
    PlanAreaFactory(code="social", name_th="ด้านสังคม")
    ParticipantSectorFactory(code="volunteers", name_th="อาสาสมัคร", position=101)
    ParticipantSectorFactory(code="others", name_th="ประชาชนทั่วไป", position=102)
    return ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))


@pytest.fixture
def hand_in(cast, forum):
    """A list that a worker has read."""

    def hand_in(data, *, kind="proposals", place=forum.pk, name="ตาราง.csv", by=cast.officer):
        data = data if isinstance(data, bytes) else data.encode()
        upload = actions.submit(kind=kind, place=str(place), uuid=uuid4(), data=data, name=name, by=by, at=AT)
        read_list(job_id=upload.reading.pk)
        return RowList.objects.get(pk=upload.pk)

    return hand_in


@pytest.fixture
def confirm(cast):
    def confirm(upload, *, by=cast.officer, **more):
        upload = RowList.objects.get(pk=upload.pk)
        seen = seal_of(upload.outcome)
        return actions.confirm(**{"list_id": upload.pk, "seen": seen, "on": ON, "by": by, "at": AT} | more)

    return confirm
