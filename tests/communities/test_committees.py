"""Committees: who sits, how many must, and rights that end on the day."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.actions import find_link, use_link
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.audit.models import Entry
from communities.actions import committees, errors
from communities.models import CommitteeMember
from communities.queries import register_on, required_members, seats_on
from tests.at_once import at_once
from tests.communities.conftest import AT, ON
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.communities import CommitteeFactory, CommitteeMemberFactory, CommunityFactory, CommunityTypeFactory

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "thai.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("houses", "members"), GOLDEN["committee_size_2555"].items())
def test_a_committee_is_as_large_as_the_regulation_says(houses, members):
    assert required_members(int(houses)) == members


def test_without_a_number_of_houses_the_fewest_are_required():
    assert required_members(None) == 7


@pytest.fixture
def community(cast):
    """Of the home district, without a committee."""
    return CommunityFactory(subdistrict=cast.home_community.subdistrict, houses=126)


@pytest.fixture
def committee(cast, community):
    return committees.begin_term(
        community_id=community.pk, starts_on=date(2022, 1, 1), ends_on=date(2026, 1, 1), by=cast.officer, at=AT
    )


def seat(committee, cast, name="สมศรี", position="member", **kwargs):
    given = {"uuid": uuid4(), "starts_on": date(2022, 1, 1), "by": cast.officer, "at": AT, **kwargs}
    return committees.seat_member(committee_id=committee.pk, full_name=name, position=position, **given)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_eight_times_at_once_is_one_seat_and_two_forms_of_one_name_are_two(cast, committee):
    forms = [uuid4(), uuid4()]

    at_once(lambda uuid: seat(committee, cast, "สมชาย ใจดี", uuid=uuid), forms * 4)

    assert committee.members.count() == 2
    assert Entry.objects.filter(verb="communities.member_seated").count() == 2


def test_members_are_seated_and_counted_against_what_is_required(cast, community, committee):
    seat(committee, cast, "ประธาน", "chair")
    for n in range(6):
        seat(committee, cast, f"กรรมการ {n}")

    seats = seats_on(community, ON)

    assert (seats.count, seats.required, seats.lacking, seats.is_complete) == (7, 8, 1, False)
    assert seats.members[0].full_name == "ประธาน"
    assert seats.committee == committee


def test_a_new_term_ends_the_one_before_on_its_first_day(cast, community, committee):
    seat(committee, cast)

    new = committees.begin_term(
        community_id=community.pk, starts_on=date(2023, 6, 2), ends_on=None, by=cast.officer, at=AT
    )

    committee.refresh_from_db()
    assert (new.term_no, committee.ends_on) == (2, date(2023, 6, 2))
    assert seats_on(community, date(2023, 6, 1)).count == 1
    assert seats_on(community, date(2023, 6, 2)).count == 0


def test_a_term_does_not_begin_before_the_one_that_stands(cast, community, committee):
    with pytest.raises(committees.TermOverlapsError):
        committees.begin_term(
            community_id=community.pk, starts_on=date(2022, 1, 1), ends_on=None, by=cast.officer, at=AT
        )


def test_one_chair_at_a_time(cast, committee):
    chair = seat(committee, cast, "คนแรก", "chair")
    with pytest.raises(committees.SeatTakenError):
        seat(committee, cast, "คนที่สอง", "chair")

    committees.leave_seat(member_id=chair.pk, on=ON, by=cast.officer, at=AT)
    seat(committee, cast, "คนที่สอง", "chair", starts_on=ON)

    assert [m.full_name for m in seats_on(committee.community, ON).members] == ["คนที่สอง"]


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2026, 1, 1)])
def test_nobody_is_seated_outside_the_term(cast, committee, day):
    with pytest.raises(committees.OutsideTermError):
        seat(committee, cast, starts_on=day)


def test_leaving_ends_the_right_that_day(cast, committee):
    member = CommitteeMemberFactory(committee=committee, user=UserFactory(username="malee"))

    committees.leave_seat(member_id=member.pk, on=ON, by=cast.officer, at=AT)

    assert not CommitteeMember.objects.current(ON).filter(pk=member.pk).exists()
    assert CommitteeMember.objects.current(date(2023, 6, 1)).filter(pk=member.pk).exists()
    with pytest.raises(committees.SeatEndedError):
        committees.leave_seat(member_id=member.pk, on=ON, by=cast.officer, at=AT)


def test_a_seat_may_end_on_its_first_day_and_not_before(cast, committee):
    member = seat(committee, cast, starts_on=ON)

    with pytest.raises(committees.OutsideTermError):
        committees.leave_seat(member_id=member.pk, on=ON - timedelta(days=1), by=cast.officer, at=AT)
    committees.leave_seat(member_id=member.pk, on=ON, by=cast.officer, at=AT)

    member.refresh_from_db()
    assert member.ends_on == member.starts_on == ON


def test_the_end_of_the_term_ends_every_right_that_day(cast, committee):
    CommitteeMemberFactory(committee=committee, user=cast.stranger)

    committees.end_term(committee_id=committee.pk, on=ON, by=cast.officer, at=AT)

    assert not cast.stranger.has_perm("communities.begin_plan", committee.community)


def test_a_term_lasts_a_day_at_the_least(cast, committee):
    ended = {"committee_id": committee.pk, "by": cast.officer, "at": AT}
    with pytest.raises(committees.OutsideTermError):
        committees.end_term(on=committee.starts_on, **ended)

    assert committees.end_term(on=date(2022, 1, 2), **ended).ends_on == date(2022, 1, 2)


def test_a_name_is_put_right_and_the_log_keeps_the_old_one(cast, committee):
    member = seat(committee, cast, "สมสี")

    committees.correct_member(member_id=member.pk, full_name="สมศรี", position="secretary", by=cast.officer, at=AT)

    member.refresh_from_db()
    assert (member.full_name, member.position) == ("สมศรี", "secretary")
    entry = Entry.objects.get(verb="communities.member_corrected")
    assert entry.before == {"full_name": "สมสี", "position": "member"}


def test_an_officer_invites_a_seated_member_who_can_then_write(cast, committee):
    member = seat(committee, cast, "สมศรี ใจดี")

    invitation = committees.invite_member(
        member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON
    )

    assert invitation.token
    assert invitation.user.full_name == "สมศรี ใจดี"
    assert not invitation.user.has_usable_password()
    assert invitation.user.has_perm("communities.begin_plan", committee.community)
    with pytest.raises(committees.AlreadyInvitedError):
        committees.invite_member(member_id=member.pk, username="other", email="", by=cast.officer, at=AT, on=ON)


def test_a_lapsed_invitation_is_made_anew_until_its_person_has_entered(cast, committee):
    member = seat(committee, cast)
    first = committees.invite_member(member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON)

    again = committees.invite_again(member_id=member.pk, by=cast.officer, at=AT, on=ON)

    assert find_link(token=first.token, at=AT) is None
    with pytest.raises(PermissionDenied):
        committees.invite_again(member_id=member.pk, by=cast.away_officer, at=AT, on=ON)
    use_link(token=again.token, password="ten-letters-and-more", at=AT)
    with pytest.raises(committees.AlreadyEnteredError):
        committees.invite_again(member_id=member.pk, by=cast.officer, at=AT, on=ON)


def test_no_new_link_leads_into_a_closed_account(cast, committee):
    member = seat(committee, cast)
    invitation = committees.invite_member(
        member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON
    )
    type(invitation.user).objects.filter(pk=invitation.user.pk).update(is_active=False)

    with pytest.raises(committees.AccountClosedError):
        committees.invite_again(member_id=member.pk, by=cast.officer, at=AT, on=ON)


def test_no_new_link_leads_into_an_account_with_an_office(cast, committee):
    member = seat(committee, cast)
    invitation = committees.invite_member(
        member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON
    )
    AssignmentFactory(user=invitation.user, role=Role.DISTRICT_DIRECTOR, district=cast.home)

    with pytest.raises(committees.AlreadyEnteredError):
        committees.invite_again(member_id=member.pk, by=cast.officer, at=AT, on=ON)


def test_the_page_offers_a_new_link_to_one_who_never_entered(cast, committee, client):
    member = seat(committee, cast)
    committees.invite_member(member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON)
    address = reverse("communities:member-link", args=[committee.community.code, member.pk])
    client.force_login(cast.officer)

    assert address in client.get(reverse("communities:committee", args=[committee.community.code])).content.decode()
    assert "/enter/" in client.post(address).content.decode()


def test_a_user_name_that_is_taken_is_said_beside_it(cast, committee):
    member = seat(committee, cast)
    UserFactory(username="somsri")

    with pytest.raises(committees.AccountInUseError) as refusal:
        committees.invite_member(member_id=member.pk, username="somsri", email="", by=cast.officer, at=AT, on=ON)

    assert "username" in refusal.value.errors
    member.refresh_from_db()
    assert member.user is None


def test_a_former_member_is_not_invited(cast, committee):
    member = seat(committee, cast)
    committees.leave_seat(member_id=member.pk, on=ON, by=cast.officer, at=AT)

    with pytest.raises(committees.SeatEndedError):
        committees.invite_member(member_id=member.pk, username="late", email="", by=cast.officer, at=AT, on=ON)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", {"seat", "leave", "end", "begin", "correct", "invite"}),
        ("director", {"seat", "leave", "end", "begin", "correct", "invite"}),
        ("social", {"seat", "leave", "end", "begin", "correct"}),
        ("member", set()),
        ("away_officer", set()),
        ("strategy", set()),
        ("stranger", set()),
    ],
)
def test_who_keeps_committees(cast, community, committee, who, may):
    person = {"by": cast.people[who], "at": AT}
    member = CommitteeMemberFactory(committee=committee)
    attempts = {
        "invite": lambda: committees.invite_member(member_id=member.pk, username="x", email="", on=ON, **person),
        "correct": lambda: committees.correct_member(member_id=member.pk, full_name="ก", position="member", **person),
        "seat": lambda: seat(committee, cast, **person),
        "leave": lambda: committees.leave_seat(member_id=member.pk, on=ON, **person),
        "end": lambda: committees.end_term(committee_id=committee.pk, on=ON, **person),
        "begin": lambda: committees.begin_term(community_id=community.pk, starts_on=ON, ends_on=None, **person),
    }
    done = set()

    for name, attempt in attempts.items():
        try:
            attempt()
        except PermissionDenied:
            continue
        done.add(name)

    assert done == may


def stand(cast, community, **given):
    kind = CommunityTypeFactory()
    defaults = {"type_id": kind.pk, "status": "incomplete_committee", "starts_on": ON, "by": cast.social}
    return committees.record_standing(community_id=community.pk, at=AT, on=ON, **{**defaults, **given})


def test_a_standing_holds_from_its_day_and_leaves_earlier_days_alone(cast, community):
    stand(cast, community, note="ลาออกสองคน")

    assert {row.status for row in register_on(date(2023, 6, 1)) if row.community == community.pk} == {"normal"}
    assert {row.status for row in register_on(ON) if row.community == community.pk} == {"incomplete_committee"}
    entry = Entry.objects.get(verb="communities.standing_recorded")
    assert (entry.before, entry.after) == ({"status": "normal"}, {"status": "incomplete_committee"})


def test_a_standing_is_refused_before_its_day_and_under_a_type_out_of_use(cast, community):
    former = CommunityTypeFactory(code="estate", name_th="ชุมชนหมู่บ้านจัดสรร", valid_until=date(2021, 10, 1))

    with pytest.raises(errors.NotYetError):
        stand(cast, community, starts_on=date(2023, 6, 3))
    with pytest.raises(committees.TypeNotValidError):
        stand(cast, community, type_id=former.pk)
    with pytest.raises(PermissionDenied):
        stand(cast, community, by=cast.officer)


def test_seats_of_a_community_without_a_committee(community):
    seats = seats_on(community, ON)

    assert (seats.committee, seats.count, seats.lacking) == (None, 0, 8)


def test_a_committee_that_has_not_begun_is_not_the_one_that_stands(community):
    CommitteeFactory(community=community, starts_on=date(2024, 1, 1))

    assert seats_on(community, ON).committee is None
