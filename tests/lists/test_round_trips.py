"""The sheet of each kind of list goes out with what stands, and comes back: nothing edited is nothing changed.

Those of proposals, plan projects, items and people are tried with their kinds.
"""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest

from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.registry import kind_called
from budget.actions.books.register import Registered, take_register
from budget.actions.money import money
from budget.models import Allocation
from forums.models import Attendance, ParticipantSector
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory
from tests.factories.communities import CommitteeFactory, CommitteeMemberFactory
from tests.lists.test_bad_input import saved_elsewhere
from tests.lists.test_proposals import does, errors, saved, sentences

pytestmark = pytest.mark.django_db


def attendance(cast, forum):
    Attendance.objects.create(forum=forum, sector=ParticipantSector.objects.get(code="volunteers"), people=1200)
    ParticipantSector.objects.filter(code="others").update(is_active=False)
    return "attendance", forum.pk, 1


def seats(cast):
    term = CommitteeFactory(community=cast.home_community, term_no=9999, starts_on=date(2023, 1, 1))
    CommitteeMemberFactory(committee=term, full_name="=นางประธาน ดี", position="chair")
    CommitteeMemberFactory(committee=term, full_name="นายสมาชิก ดี", starts_on=date(2023, 2, 28))
    return term


def committee(cast, forum):
    return "committee", seats(cast).pk, 2


def elections(cast, forum):
    seats(cast)
    return "elections", cast.home.code, 2


def movements(cast, forum):
    given = {"on": date(2023, 3, 1), "by": None, "at": AT}
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ขุดลอกคลอง")
    money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), act=uuid4(), **given)
    purse = Allocation.objects.get(item=item)
    money.commit(allocation_id=purse.pk, amount=Decimal("1500.50"), act=uuid4(), **given)
    return "money", f"2566-{cast.home.code}", None


def register(cast, forum):
    movements(cast, forum)
    purse = Allocation.objects.get(item__title="ขุดลอกคลอง").pk
    lines = [
        Registered(
            purse=purse, on=date(2023, 5, 2), amount=Decimal(amount), document_no=f"ฎ.{amount}", number="", text="-"
        )
        for amount in ("20000", "-500.25")
    ]
    take_register(district=cast.home, month=date(2023, 5, 1), lines=lines, by=cast.officer, at=AT)
    return "register", f"2566-5-{cast.home.code}", 2


@pytest.mark.parametrize("standing", [attendance, committee, elections, movements, register])
def test_a_sheet_in_which_nothing_was_edited_changes_nothing(cast, forum, hand_in, standing):
    code, place, rows = standing(cast, forum)
    kind = kind_called(code)
    data = sheet_of(kind, kind.find(str(place), cast.officer))

    for file in (data, saved(openpyxl.load_workbook(io.BytesIO(data))), saved_elsewhere(data)):
        upload = hand_in(file, kind=code, place=place, name="a.xlsx")

        assert (errors(upload), upload.outcome["strange"], sentences(upload)) == ([], {}, {})
        assert set(does(upload)) == {"same"}
        assert rows is None or len(does(upload)) == rows


def test_a_sheet_of_attendance_may_leave_sectors_empty(cast, forum, hand_in, confirm):
    kind = kind_called("attendance")
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(kind, kind.find(str(forum.pk), cast.officer))))
    book.worksheets[0]["B2"] = 30

    upload = hand_in(saved(book), kind="attendance", place=forum.pk, name="a.xlsx")

    assert (does(upload), errors(upload)) == (["changed", "left"], [])
    assert "ยังไม่ได้ใส่จำนวน" in sentences(upload)[3]
    confirm(upload)
    assert list(Attendance.objects.filter(forum=forum).values_list("sector__code", "people")) == [("volunteers", 30)]
