from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bkkplan.ground.accounts.actions import create_person
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.forms import InvitationForm
from bkkplan.ground.accounts.models import Assignment, OneTimeLink, User
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.fixtures.people import WHO

LOOKS_AFTER_PEOPLE = {"director", "away_director", "administrator"}


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ["accounts:people", "accounts:invite"])
def test_people_pages_are_for_administrators_and_directors(client, cast, who, name):
    if who != "visitor":
        client.force_login(cast.people[who])

    status = client.get(reverse(name)).status_code

    assert status == (200 if who in LOOKS_AFTER_PEOPLE else 302 if who == "visitor" else 403)


def test_a_director_does_not_see_another_districts_people(client, cast):
    client.force_login(cast.director)

    html = client.get(reverse("accounts:people")).content.decode()

    assert "officer" in html
    assert "away_officer" not in html
    assert client.get(reverse("accounts:person", args=[cast.away_officer.pk])).status_code == 404


def invite(client, **data):
    form = {
        "full_name": "นภา สุขสวัสดิ์",
        "username": "napa.s",
        "role": Role.DISTRICT_OFFICER,
        "starts_on": "2 มิ.ย. 2566",
        **data,
    }
    return client.post(reverse("accounts:invite"), form)


def test_a_director_invites_an_officer_who_sets_a_password_and_works(client, cast, mailoutbox):
    client.force_login(cast.director)

    page = invite(client, district=cast.home.pk, email="napa@example.org")

    address = page.context["address"]
    assert address in mailoutbox[0].body
    client.logout()
    secret = "ลำดวน-บานเช้า-2566"
    opened = client.post(address, {"new_password1": secret, "new_password2": secret})
    assert opened.status_code == 302
    napa = User.objects.get(username="napa.s")
    assert [a.district for a in napa.held_assignments] == [cast.home]
    assert client.get(reverse("desk:my-work")).status_code == 200


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_invitation_is_written_in_both_languages_whoever_invites(client, cast, mailoutbox, language):
    client.force_login(cast.administrator)
    client.cookies["django_language"] = language

    invite(client, district=cast.home.pk, email="napa@example.org")

    (mail,) = mailoutbox
    assert "เปิดลิงก์นี้เพื่อตั้งรหัสผ่าน" in mail.body
    assert "Your user name: napa.s" in mail.body
    assert mail.subject == "คำเชิญเข้าใช้บีเคเคแพลน · Invitation to BKK Plan"


def test_a_weak_first_password_is_refused_in_thai(client, cast):
    client.force_login(cast.administrator)
    address = invite(client, district=cast.home.pk).context["address"]
    client.logout()

    page = client.post(address, {"new_password1": "1234", "new_password2": "1234"})

    assert page.status_code == 422
    words = page.content.decode()
    assert "รหัสผ่านสั้นเกินไป ใช้อย่างน้อย 10 ตัวอักษร" in words
    assert "รหัสผ่านมีแต่ตัวเลข" in words
    assert "password must" not in words


def test_a_link_opens_once_and_a_look_does_not_spend_it(client, cast):
    client.force_login(cast.administrator)
    address = client.post(reverse("accounts:new-link", args=[cast.officer.pk])).context["address"]
    client.logout()

    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    client.logout()
    assert client.post(address).status_code == 410
    assert OneTimeLink.objects.get().used_at is not None


def test_the_page_of_a_link_says_where_its_form_comes_from(client, cast):
    # A page without a referrer sends "Origin: null", which no form of ours may come from.
    client.force_login(cast.administrator)
    address = client.post(reverse("accounts:new-link", args=[cast.officer.pk])).context["address"]
    client.logout()

    assert client.get(address)["Referrer-Policy"] == "same-origin"


def test_who_never_set_a_password_is_asked_for_one_by_the_next_link_too(client, cast):
    client.force_login(cast.director)
    lapsed = invite(client, district=cast.home.pk).context["address"]
    napa = User.objects.get(username="napa.s")

    page = client.post(reverse("accounts:new-link", args=[napa.pk]))

    client.logout()
    assert "ตั้งรหัสผ่าน" in page.content.decode()
    assert client.get(lapsed).status_code == 410
    secret = "ลำดวน-บานเช้า-2566"
    client.post(page.context["address"], {"new_password1": secret, "new_password2": secret})
    assert client.login(username="napa.s", password=secret)


def test_a_director_cannot_give_a_role_elsewhere(client, cast):
    client.force_login(cast.director)

    assert invite(client, district=cast.away.pk).status_code == 422
    assert invite(client, district=cast.home.pk, role=Role.ADMINISTRATOR).status_code == 422
    assert not User.objects.filter(username="napa.s").exists()


def test_what_was_typed_stays_when_the_form_is_wrong(client, cast):
    client.force_login(cast.administrator)

    html = invite(client, username="ชื่อไทย", starts_on="31 กันยายน 2566").content.decode()

    assert "ชื่อไทย" in html
    assert "31 กันยายน 2566" in html


def test_a_role_is_not_given_twice_in_one_span(client, cast):
    client.force_login(cast.administrator)

    response = client.post(
        reverse("accounts:give-role", args=[cast.officer.pk]),
        {"role": Role.DISTRICT_OFFICER, "district": cast.home.pk, "starts_on": "2 มิ.ย. 2566"},
    )

    assert response.status_code == 422
    assert cast.officer.assignments.count() == 1


def test_leaving_closes_the_right_that_day(client, cast):
    client.force_login(cast.administrator)
    assignment = cast.officer.assignments.get()

    client.post(reverse("accounts:end-role", args=[cast.officer.pk, assignment.pk]), {"on": "2 มิ.ย. 2566"})

    assignment.refresh_from_db()
    assert assignment.ends_on == date(2023, 6, 2)
    assert User.objects.get(pk=cast.officer.pk).held_assignments == []


def test_closing_an_account_ends_everything(client, cast):
    client.force_login(cast.administrator)

    client.post(reverse("accounts:close", args=[cast.officer.pk]))

    closed = User.objects.get(pk=cast.officer.pk)
    assert not closed.is_active
    assert not Assignment.objects.current(date(2023, 6, 2)).filter(user=closed).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(client, cast, django_assert_num_queries, count):
    for _ in range(count):
        AssignmentFactory(user=UserFactory(), district=cast.home)
    client.force_login(cast.administrator)

    with django_assert_num_queries(8):
        client.get(reverse("accounts:people"))


def once_before_the_other_writes(monkeypatch, cls, name):
    """The check finds nothing, and right after it another person's invitation of the same name is written."""
    check = getattr(cls, name)

    def look(self, **kwargs):
        monkeypatch.setattr(cls, name, check)
        found = check(self, **kwargs)
        UserFactory(username="napa.s")
        return found

    monkeypatch.setattr(cls, name, look)


def test_two_invitations_of_one_name_at_once_are_one_account_and_a_sentence(client, cast, monkeypatch):
    client.force_login(cast.administrator)
    once_before_the_other_writes(monkeypatch, InvitationForm, "clean_username")

    page = invite(client, district=cast.home.pk)

    assert page.status_code == 422
    assert "มีบัญชีผู้ใช้ชื่อนี้แล้ว" in page.content.decode()
    assert User.objects.filter(username="napa.s").count() == 1


def test_an_account_written_between_check_and_writing_is_refused_as_the_check_would(cast, monkeypatch):
    once_before_the_other_writes(monkeypatch, User, "full_clean")

    with pytest.raises(ValidationError) as refusal:
        create_person(username="napa.s", full_name="นภา", by=None, at=AT)

    assert "username" in refusal.value.message_dict
