"""A long register is written some thousand communities at a time."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bkkplan.ground.audit.models import Entry
from communities.actions import register
from communities.actions.register import Change, write_register
from communities.enums import StandingStatus
from communities.models import Community
from communities.queries import register_on
from tests.communities.test_register_import import AT, DAY, ROW, as_csv, bring_in, keeper

pytestmark = pytest.mark.usefixtures("files")


@pytest.fixture
def three(places):
    bring_in(as_csv(*([*ROW[:3], name, ROW[4]] for name in ("วัดสน", "ริมคลอง", "หลังตลาด"))))
    return {row.name: row for row in register_on(DAY)}


@pytest.mark.parametrize("at_once", [1, 5000])
def test_names_change_hands_also_between_those_that_are_written_one_after_the_other(three, monkeypatch, at_once):
    monkeypatch.setattr(register, "BATCH", at_once)
    one, other, ending = three.values()
    changes = [
        Change(one, replace(one, name=other.name), (("ชื่อชุมชน", one.name, other.name),)),
        Change(other, replace(other, name=ending.name), (("ชื่อชุมชน", other.name, ending.name),)),
        Change(ending, replace(ending, status=StandingStatus.DISSOLVED.value), is_end=True),
    ]

    written = write_register(
        uuid=uuid4(), name="", register_on=DAY, districts=["1024"], changes=changes, by=keeper(), at=AT
    )

    assert [does for _code, does, _version, _before in written] == ["changed"] * 3
    left = Community.objects.filter(ended_on=None)
    assert {row.code: row.name_th for row in left} == {one.code: other.name, other.code: ending.name}
    told = Entry.objects.filter(verb__startswith="communities.").order_by("-pk").values_list("verb", flat=True)
    assert told[0] == "communities.register_imported"
    assert sorted(told[1:4]) == ["communities.community_ended", *["communities.community_updated"] * 2]
