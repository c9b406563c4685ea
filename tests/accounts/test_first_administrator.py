"""The first way into a portal that has nobody yet."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from bkkplan.ground.accounts.actions.first import open_portal
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now, today
from tests.at_once import at_once
from tests.factories.accounts import AssignmentFactory, UserFactory

ADDRESS = "http://testserver/"
SECRET = "ลำดวน-บานเช้า-2566"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2026-09-01"


def first_administrator(*words):
    told = StringIO()
    call_command("first_administrator", "--address", ADDRESS, *words, stdout=told)
    return told.getvalue()


def link_in(told):
    return re.search(r"http://\S+", told)[0]


@pytest.mark.django_db
def test_the_printed_link_leads_to_a_password_and_into_the_portal(client):
    link = link_in(first_administrator())

    assert "ตั้งรหัสผ่าน" in client.get(link).content.decode()
    client.post(link, {"new_password1": SECRET, "new_password2": SECRET})

    assert client.get(reverse("accounts:people")).status_code == 200
    admin = User.objects.get()
    assert admin.check_password(SECRET)
    assert [role.role for role in admin.assignments.all()] == [Role.ADMINISTRATOR]
    verbs = ["accounts.person_created", "accounts.role_given", "accounts.link_issued", "accounts.link_used"]
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == verbs
    assert Entry.objects.filter(actor=None).count() == 3  # the last is the administrator's own act


@pytest.mark.django_db
def test_a_second_call_makes_a_new_link_for_the_same_person(client):
    first, second = link_in(first_administrator()), link_in(first_administrator("--username", "other"))

    assert User.objects.get().username == "admin"
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.django_db
def test_once_an_administrator_has_a_password_it_is_refused():
    owner = UserFactory()
    owner.set_password(SECRET)
    owner.save()
    AssignmentFactory(user=owner, role=Role.ADMINISTRATOR, district=None)

    with pytest.raises(CommandError, match="ตั้งรหัสผ่านแล้ว"):
        first_administrator()
    assert "log in" in first_administrator("--if-needed")
    assert User.objects.get() == owner


@pytest.mark.django_db
def test_a_user_name_that_is_taken_is_refused_with_a_sentence():
    UserFactory(username="admin")

    with pytest.raises(CommandError, match="ชื่อผู้ใช้"):
        first_administrator()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_make_one_administrator():
    def open_for(name):
        return open_portal(username=name, full_name=name, on=today(), at=now())

    at_once(open_for, ["first.one", "second.one"])

    assert User.objects.count() == 1
