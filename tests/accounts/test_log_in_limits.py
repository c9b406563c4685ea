"""Wrong passwords are counted, and nobody is locked out by somebody else's."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.actions import wrong_passwords
from bkkplan.ground.accounts.adapters import account_of
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import Limit, WrongPassword
from bkkplan.ground.core.clock import real_now
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "ลำดวน-บานเช้า-2566"
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def owner():
    return person("owner")


def person(name, **given):
    user = UserFactory(username=name, **given)
    user.set_password(SECRET)
    user.save()
    return user


def log_in(client, login, password=SECRET, address=OFFICE):
    return client.post(reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=address)


def guess(times, login="owner", address=ELSEWHERE):
    return [log_in(Client(), login, "wrong guess", address) for _ in range(times)]


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_seventh_wrong_password_is_answered_with_how_long_and_what_to_do(owner):
    answers = guess(7)

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    html = answers[6].content.decode()
    assert "ลองใหม่ได้ใน 15 นาที" in html
    assert reverse("account_reset_password") in html
    assert answers[6]["Retry-After"] == "900"


def test_the_block_speaks_english_too(owner):
    guess(6)

    answer = Client(headers={"Accept-Language": "en"}).post(
        reverse("account_login"), {"login": "owner", "password": "x"}, REMOTE_ADDR=ELSEWHERE
    )

    assert "15 minutes" in answer.content.decode()


def test_a_blocked_pair_is_told_so_with_the_right_password_too_until_the_time_is_over(owner):
    guess(6)
    assert log_in(Client(), "owner", address=ELSEWHERE).status_code == 429

    WrongPassword.objects.update(at=real_now() - timedelta(minutes=16))

    assert log_in(Client(), "owner", address=ELSEWHERE).status_code == 302


def test_an_attack_from_elsewhere_does_not_lock_the_owner_out(owner):
    guess(7)

    client = Client()

    assert log_in(client, "owner").status_code == 302
    assert is_in(client)


def test_one_account_is_counted_under_its_name_and_its_address(owner):
    guess(3, "owner")
    guess(3, "OWNER@example.org")

    assert log_in(Client(), "owner", "wrong guess", ELSEWHERE).status_code == 429


def test_a_name_that_nobody_has_is_answered_the_same(owner):
    known = [answer.status_code for answer in guess(7)]

    assert [answer.status_code for answer in guess(7, "nobody")] == known
    assert not WrongPassword.objects.filter(account__contains="nobody").exists()


def test_sixty_right_log_ins_of_one_address_pass(owner):
    others = [person(f"officer{n}") for n in range(3)]

    answers = [log_in(Client(), [owner, *others][n % 4].username) for n in range(60)]

    assert {answer.status_code for answer in answers} == {302}
    assert not WrongPassword.objects.exists()


def test_guessing_in_the_same_office_does_not_block_a_browser_that_is_known(owner):
    client = Client()
    log_in(client, "owner")
    client.post(reverse("account_logout"))
    guess(7, address=OFFICE)

    assert log_in(Client(), "owner").status_code == 429
    assert log_in(client, "owner").status_code == 302


def under_attack(user):
    at = real_now() - timedelta(hours=1)
    WrongPassword.objects.bulk_create(
        WrongPassword(account=account_of(user), source=f"192.0.2.{n}", at=at)
        for n in range(wrong_passwords.PER_ACCOUNT)
    )


def test_under_attack_an_unknown_browser_shows_a_code_from_the_mail(owner, mailoutbox):
    under_attack(owner)
    client = Client()

    answer = log_in(client, "owner")

    assert answer["Location"] == reverse("account_confirm_login_code")
    assert not is_in(client)
    assert "อีเมลของท่าน" in client.get(answer["Location"]).content.decode()
    code = mailoutbox[0].body.split("\n\n")[1].strip()
    wrong = client.post(answer["Location"], {"code": "AAA-AAA"})
    assert wrong.status_code == 200
    assert not is_in(client)
    client.post(answer["Location"], {"code": code})
    assert is_in(client)


def test_under_attack_a_known_browser_comes_in_as_ever(owner, mailoutbox):
    client = Client()
    log_in(client, "owner")
    client.post(reverse("account_logout"))
    under_attack(owner)

    log_in(client, "owner")

    assert is_in(client)
    assert mailoutbox == []


def test_a_browser_is_known_to_one_account_only_and_until_the_password_is_new(owner):
    other = person("other")
    client = Client()
    log_in(client, "other")
    client.post(reverse("account_logout"))
    under_attack(owner)
    under_attack(other)

    assert log_in(client, "owner")["Location"] == reverse("account_confirm_login_code")
    other.set_password(SECRET)
    other.save()
    assert log_in(client, "other")["Location"] == reverse("account_confirm_login_code")


def test_a_made_up_cookie_makes_no_browser_known(owner):
    under_attack(owner)
    client = Client()
    client.cookies["known_browser"] = "W1sxLCJhIiwiYiJdXQ:1abc:forged"

    assert log_in(client, "owner")["Location"] == reverse("account_confirm_login_code")


def test_under_attack_who_has_no_address_is_sent_to_the_director_for_a_link(cast):
    lone = person("lone", email="")
    under_attack(lone)
    client = Client()

    answer = log_in(client, "lone")

    assert answer.status_code == 403
    assert "ขอลิงก์เข้าระบบครั้งเดียว" in answer.content.decode()
    assert not is_in(client)
    token = actions.issue_link(user=lone, purpose=LinkPurpose.LOGIN, by=cast.administrator, at=real_now())
    client.post(reverse("enter", args=[token]))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert log_in(client, "lone").status_code == 302  # known from now on


def test_confirming_a_password_counts_too(client, owner):
    client.force_login(owner)

    answers = [client.post(reverse("account_reauthenticate"), {"password": "wrong guess"}) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]


def test_mails_that_set_a_password_are_limited_in_the_database_and_the_refusal_is_a_page(owner, mailoutbox):
    def ask():
        return Client().post(reverse("account_reset_password"), {"email": "owner@example.org"}, REMOTE_ADDR=OFFICE)

    answers = [ask() for _ in range(6)]

    assert len(mailoutbox) == 5
    assert answers[5].status_code == 429
    assert "รอ 5 นาที" in answers[5].content.decode()
    assert Limit.objects.exists()


def test_what_no_limit_counts_any_more_is_removed(owner):
    now = real_now()
    WrongPassword.objects.create(account="a", source="s", at=now - timedelta(hours=25))
    WrongPassword.objects.create(account="a", source="s", at=now - timedelta(hours=23))
    caches["limits"].set("gone", [1], 1)
    Limit.objects.update(expires=now - timedelta(minutes=1))
    caches["limits"].set("counts", [1], 60)

    wrong_passwords.forget(at=now)

    assert WrongPassword.objects.count() == 1
    assert Limit.objects.count() == 1
