"""What two people do in the same moment."""

from datetime import date
from uuid import uuid4

import pytest

from forums.actions import proposals, schedule
from forums.actions.steps import Call
from forums.models import Forum, Proposal
from forums.slots import SessionTime
from tests.at_once import at_once
from tests.factories.forums import AT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_forums_planned_at_once_get_two_numbers(cast):
    call = Call(title="เวที", place="วัด", sessions=(SessionTime(date(2023, 7, 1)),))

    at_once(
        lambda by: schedule.plan_forum(district=cast.home, kind="district_hearing", call=call, by=by, at=AT),
        # Each sends the form twice, which is one forum.
        [cast.officer, cast.director] * 2,
    )

    assert sorted(Forum.objects.values_list("number", flat=True)) == [1, 2]
    assert set(Forum.objects.values_list("created_by", flat=True)) == {cast.officer.pk, cast.director.pk}


def test_one_row_sent_twice_at_once_is_one_row_and_others_get_places_of_their_own(cast, held):
    same = uuid4()

    def send(by):
        text = {"title": "ขอเต็นท์"}
        common = {"forum_id": held.pk, "seen": 0, "text": text, "by": by, "at": AT}
        proposals.save_proposal(uuid=same, **common)
        proposals.save_proposal(uuid=uuid4(), **common)

    at_once(send, [cast.officer, cast.officer, cast.director])

    assert Proposal.objects.filter(uuid=same).count() == 1
    assert sorted(Proposal.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
