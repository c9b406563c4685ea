"""A committee as one table: all seats in one act, all invitations in one, with the rules and the log of single acts."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.models import OneTimeLink, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BasisChangedError
from communities.actions import committees
from communities.actions.seats import Invitee, RowsRefusedError, SeatRow, invite_members, save_seats
from communities.queries.committees import bases_of_seats, free_usernames
from tests.at_once import at_once
from tests.communities.conftest import AT, ON
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommitteeFactory, CommitteeMemberFactory, CommunityFactory
from tests.words import words_of

DAYS = {"starts_on": ON, "leaves_on": ON, "at": AT}


@pytest.fixture
def committee(cast):
    community = CommunityFactory(subdistrict=cast.home_community.subdistrict, code="1001-007")
    return CommitteeFactory(community=community, starts_on=date(2022, 1, 1))


@pytest.fixture
def three(committee):
    """Who sits already: the chair, the secretary, and a plain member."""
    return [
        CommitteeMemberFactory(committee=committee, full_name=name, position=position, starts_on=date(2022, 1, 1))
        for name, position in (("กานดา", "chair"), ("ขจร", "secretary"), ("คำนึง", "member"))
    ]


def new(name, position="member"):
    return SeatRow(key=name, uuid=uuid4(), full_name=name, position=position)


def of(seat, **changed):
    words = {"full_name": seat.full_name, "position": seat.position, **changed}
    return SeatRow(key=str(seat.pk), member=seat.pk, **words)


def standing(committee):
    seats = committee.members.filter(ends_on=None).order_by("pk")
    return [(seat.full_name, seat.position) for seat in seats]


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_table_adds_corrects_and_ends_with_a_line_of_the_log_for_each(cast, committee, three):
    chair, secretary, plain = three
    rows = [of(chair, is_left=True), of(secretary), of(plain, position="chair", full_name="คำนึง ดี"), new("งามตา")]

    assert save_seats(committee_id=committee.pk, rows=rows, by=cast.officer, **DAYS) == 3

    assert standing(committee) == [("ขจร", "secretary"), ("คำนึง ดี", "chair"), ("งามตา", "member")]
    assert verbs() == ["communities.member_left", "communities.member_corrected", "communities.member_seated"]


def test_whoever_gives_a_position_up_comes_before_whoever_gets_it(cast, committee, three):
    chair, secretary, plain = three
    rows = [of(secretary, position="chair"), of(plain, position="secretary"), of(chair, position="member")]

    save_seats(committee_id=committee.pk, rows=rows, by=cast.officer, **DAYS)

    assert [position for _name, position in standing(committee)] == ["member", "chair", "secretary"]


def test_a_table_with_a_wrong_row_writes_nothing_and_names_each_field(cast, committee, three):
    _chair, secretary, plain = three
    rows = [of(plain, position="chair"), new("งามตา"), new("จันทร์", "secretary"), of(secretary, is_left=True)]
    given = {**DAYS, "starts_on": date(2021, 12, 31), "leaves_on": date(2021, 12, 31)}

    with pytest.raises(RowsRefusedError) as refused:
        save_seats(committee_id=committee.pk, rows=rows, by=cast.officer, **given)

    assert set(refused.value.by_field) == {f"position-{plain.pk}", "starts_on", "leaves_on"}
    assert len(standing(committee)) == 3
    assert verbs() == []


@pytest.mark.django_db(transaction=True)
def test_a_table_sent_by_two_at_once_is_written_once(cast, committee, three):
    rows = [of(three[0], full_name="กานดา ดี"), of(three[2], is_left=True), new("งามตา"), new("จันทร์")]
    people = [cast.officer, cast.director]

    at_once(lambda by: save_seats(committee_id=committee.pk, rows=rows, by=by, **DAYS), people * 2)

    assert [name for name, _position in standing(committee)] == ["กานดา ดี", "ขจร", "งามตา", "จันทร์"]
    assert len(verbs()) == 4


def test_a_table_of_before_a_colleagues_act_is_not_written(cast, committee, three):
    seen = bases_of_seats(committee)
    committees.leave_seat(member_id=three[2].pk, on=ON, by=cast.director, at=AT)

    with pytest.raises(BasisChangedError) as changed:
        save_seats(committee_id=committee.pk, rows=[new("งามตา")], seen=seen, by=cast.officer, **DAYS)

    assert [change.label for change in changed.value.changes] == ["คำนึง"]
    assert ("งามตา", "member") not in standing(committee)


def test_who_may_not_keep_the_committee_may_not_send_its_table(cast, committee, three):
    for by in (cast.away_officer, cast.member, cast.strategy):
        with pytest.raises(PermissionDenied):
            save_seats(committee_id=committee.pk, rows=[new("งามตา")], by=by, **DAYS)
        with pytest.raises(PermissionDenied):
            invite_members(committee_id=committee.pk, chosen=[Invitee(member=three[0].pk)], by=by, at=AT, on=ON)


def test_all_are_invited_or_none_and_each_wrong_name_is_told(cast, committee, three):
    UserFactory(username="taken")
    chosen = [Invitee(member=seat.pk, username=name) for seat, name in zip(three, ("k1", "taken", "k1"), strict=True)]
    given = {"committee_id": committee.pk, "by": cast.officer, "at": AT, "on": ON}

    with pytest.raises(RowsRefusedError) as refused:
        invite_members(chosen=chosen, **given)

    assert set(refused.value.by_field) == {f"username-{three[1].pk}", f"username-{three[2].pk}"}
    assert not User.objects.filter(username="k1").exists()
    names = free_usernames(committee.community, 3)
    made = invite_members(
        chosen=[Invitee(member=seat.pk, username=name) for seat, name in zip(three, names, strict=True)], **given
    )
    assert [invitation.user.username for invitation in made] == ["1001-007.1", "1001-007.2", "1001-007.3"]
    assert len({invitation.token for invitation in made}) == OneTimeLink.objects.count() == 3
    assert verbs().count("communities.member_invited") == 3
    assert free_usernames(committee.community, 1) == ["1001-007.4"]


def test_the_pages_lead_from_fifteen_names_to_one_sheet_of_links(cast, committee, client, mailoutbox):
    client.force_login(cast.officer)
    table = reverse("communities:seat-table", args=[committee.community.code, committee.pk])
    form = client.get(table).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {f"full_name-{key}": f"กรรมการ {key}" for key in form.blank}
    sent |= {f"position-{form.blank[0]}": "chair", **client.get(table).context["seen"]}

    answer = client.post(table, {**sent, "second": "yes"})

    invite = reverse("communities:members-invite", args=[committee.community.code, committee.pk])
    assert answer.url == invite
    assert committee.members.count() == 15
    page = client.get(invite)
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | page.context["seen"]
    sent[f"email-{form.seats[0].pk}"] = "chair@example.org"
    sheet = client.post(invite, sent)
    words = sheet.content.decode()
    assert words.count("/enter/") == 15
    assert words.count('<img src="data:image/svg') == 15
    assert words.count("ใช้ได้ครั้งเดียว จนถึง") == 16  # at the top, and on each slip
    assert sheet["Cache-Control"] == "no-store"
    assert [mail.to for mail in mailoutbox] == [["chair@example.org"]]
    again = client.post(invite, sent)
    assert again.status_code == 409
    assert User.objects.filter(username__startswith="1001-007.").count() == 15


def test_the_page_says_what_changed_and_keeps_what_was_typed(cast, committee, three, client):
    client.force_login(cast.officer)
    table = reverse("communities:seat-table", args=[committee.community.code, committee.pk])
    page = client.get(table)
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | page.context["seen"]
    CommitteeMemberFactory(committee=committee, full_name="ฉวี")
    sent[f"full_name-{form.blank[0]}"] = "งามตา"

    answer = client.post(table, sent)

    assert answer.status_code == 409
    assert "ฉวี" in words_of(answer)
    assert 'value="งามตา"' in answer.content.decode()
    assert answer.context["form"].rows[3].full_name.value() == "ฉวี"


def test_someone_must_be_chosen_and_have_a_user_name(cast, committee, three, client):
    client.force_login(cast.officer)
    invite = reverse("communities:members-invite", args=[committee.community.code, committee.pk])

    nobody = client.post(invite, {})
    nameless = client.post(invite, {f"is_chosen-{three[0].pk}": "on"})

    assert "เลือกผู้ที่จะเชิญอย่างน้อยหนึ่งคน" in words_of(nobody)
    assert "ใส่บัญชีผู้ใช้ของ กานดา" in words_of(nameless)
