"""All seats of a committee, and a district's election results, come in as one list."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.registry import kind_called
from communities.actions.committees import invite_member, seat_member
from communities.models import Committee, CommitteeMember
from communities.queries import seats_on
from tests.factories.accounts import AT
from tests.factories.communities import CommitteeFactory, CommitteeMemberFactory, CommunityFactory
from tests.lists.test_proposals import ON, does, errors, saved, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(cast):
    return CommitteeFactory(community=cast.home_community, term_no=9999, starts_on=date(2023, 1, 1))


def seated(committee):
    seats = CommitteeMember.objects.filter(committee=committee).exclude(ends_on__lte=ON).order_by("pk")
    return [(seat.full_name, seat.position) for seat in seats]


def test_fifteen_seats_come_in_as_one_list(cast, committee, hand_in, confirm):
    CommitteeMemberFactory(committee=committee, full_name="นายเดิม อยู่แล้ว")
    people = "\n".join(f"{n}\tนายสมาชิก ที่{n}\tกรรมการ" for n in range(4, 16))
    upload = hand_in(
        "ที่\tชื่อ - สกุล\tตำแหน่งในคณะกรรมการ\n1\tนางประธาน ดี\tประธาน\n2\tนายเลขา ดี\tเลขา\n3\tนายเดิม อยู่แล้ว\t-\n" + people,
        kind="committee",
        place=committee.pk,
    )
    assert does(upload) == ["new", "new", "same", *["new"] * 12]

    confirm(upload)

    assert len(seated(committee)) == 15
    assert seated(committee)[1:3] == [("นางประธาน ดี", "chair"), ("นายเลขา ดี", "secretary")]
    assert Entry.objects.filter(verb="communities.member_seated").count() == 14


def test_the_rules_of_a_seat_are_told_by_the_row(committee, hand_in):
    CommitteeMemberFactory(committee=committee, full_name="นางประธาน เดิม", position="chair")

    upload = hand_in(
        "ชื่อ,ตำแหน่ง,เริ่มวันที่\nนายใหม่ ดี,ประธาน,\nนายก่อน วาระ,กรรมการ,1/5/2560\nนายหนึ่ง ดี,เหรัญญิก,\nนายสอง ดี,เหรัญญิก,",
        kind="committee",
        place=committee.pk,
    )

    assert does(upload) == ["wrong", "wrong", "new", "wrong"]
    assert ["มีผู้ดำรงตำแหน่งอยู่แล้ว" in text or "นอกวาระ" in text for _row, _column, text in errors(upload)] == [True] * 3
    assert not Entry.objects.filter(verb="communities.member_seated").exists()


def test_a_sheet_with_new_seats_and_no_days_may_be_sent_twice(cast, committee, hand_in, confirm):
    kind = kind_called("committee")
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(kind, kind.find(str(committee.pk), cast.officer))))
    book.worksheets[0]["A2"] = "นายใหม่ ดี"
    confirm(hand_in(saved(book), kind="committee", place=committee.pk, name="a.xlsx"))

    again = hand_in(saved(book), kind="committee", place=committee.pk, name="a.xlsx")

    assert does(again) == ["same"]
    assert seated(committee) == [("นายใหม่ ดี", "member")]


def test_seats_are_taken_back_until_somebody_is_invited(cast, committee, hand_in, confirm):
    old = CommitteeMemberFactory(committee=committee, full_name="นายเดิม ดี")
    text = "ชื่อ,ตำแหน่ง\nนายเดิม ดี,เหรัญญิก\nนายใหม่ ดี,กรรมการ"
    upload = confirm(hand_in(text, kind="committee", place=committee.pk))
    old.refresh_from_db()
    assert old.position == "treasurer"

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    assert seated(committee) == [("นายเดิม ดี", "member")]

    upload = confirm(hand_in(text, kind="committee", place=committee.pk))
    new = CommitteeMember.objects.get(committee=committee, full_name="นายใหม่ ดี", ends_on=None)
    invite_member(member_id=new.pk, username="new.one", email="", by=cast.officer, at=AT, on=ON)
    with pytest.raises(actions.BuiltOnError, match="นายใหม่"):
        actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)


def test_a_districts_elections_begin_terms_and_seat_everybody(cast, committee, hand_in, confirm):
    other = CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="วัดใหม่")
    here = cast.home_community.name_th
    upload = hand_in(
        "เขต,ชุมชน,ชื่อ-นามสกุล,ตำแหน่ง,วันที่ได้รับเลือกตั้ง\n"
        f",{here},นางหนึ่ง ดี,ประธาน,๑ พ.ค. ๒๕๖๖\n"
        ",,นายสอง ดี,กรรมการ,\n"
        ",ชุมชนวัดใหม่,นางสาม ดี,ประธาน,1/5/2566\n"
        "เขตอื่นไกล,วัดใหม่,นายสี่ ดี,กรรมการ,1/5/2566\n",
        kind="elections",
        place=cast.home.code,
    )
    assert (does(upload), errors(upload)) == (["new", "new", "new", "left"], [])
    assert "เขตอื่น" in sentences(upload)[5]

    confirm(upload)

    begun = Committee.objects.filter(starts_on=date(2023, 5, 1)).order_by("pk")
    assert [one.community for one in begun] == [cast.home_community, other]
    assert [len(seated(one)) for one in begun] == [2, 1]
    committee.refresh_from_db()
    assert committee.ends_on == date(2023, 5, 1)


def test_undoing_elections_takes_the_terms_back_and_the_same_list_may_come_again(cast, committee, hand_in, confirm):
    Committee.objects.filter(pk=committee.pk).update(ends_on=date(2026, 1, 1))
    old = CommitteeMemberFactory(committee=committee, full_name="นายเดิม อยู่แล้ว", starts_on=committee.starts_on)
    text = f"ชุมชน,ชื่อ,ตำแหน่ง,เริ่มวาระ\n{cast.home_community.name_th},นางหนึ่ง ดี,ประธาน,1/5/2566\n,นายสอง ดี,กรรมการ,"
    upload = confirm(hand_in(text, kind="elections", place=cast.home.code))
    begun = Committee.objects.get(starts_on=date(2023, 5, 1))
    assert old not in CommitteeMember.objects.current(ON)

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    assert old in CommitteeMember.objects.current(ON)
    committee.refresh_from_db()
    assert committee.ends_on == date(2026, 1, 1)
    assert seats_on(cast.home_community, ON).committee == committee
    assert Entry.objects.filter(verb="communities.term_taken_back").count() == 1
    upload = confirm(hand_in(text, kind="elections", place=cast.home.code))
    begun.refresh_from_db()
    assert (begun.ends_on, seated(begun)) == (None, [("นางหนึ่ง ดี", "chair"), ("นายสอง ดี", "member")])
    seat = {"uuid": uuid4(), "full_name": "นายหลัง ดี", "position": "member", "starts_on": ON}
    seat_member(committee_id=begun.pk, **seat, by=cast.officer, at=AT)
    with pytest.raises(actions.BuiltOnError, match="จึงถอนไม่ได้"):
        actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)


def test_a_committee_is_written_by_those_who_keep_it(cast, committee, hand_in):
    with pytest.raises(PermissionDenied):
        hand_in("ชื่อ\nนายใหม่ ดี", kind="committee", place=committee.pk, by=cast.away_officer)
    with pytest.raises(actions.NotHereError):
        hand_in("ชื่อ\nนายใหม่ ดี", kind="elections", place=cast.home.code, by=cast.away_officer)
