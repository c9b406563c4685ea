"""What a later test begins with is what the factories made."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from bkkplan.ground.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictGroupFactory
from tests.fixtures.made_once import MadeOnce
from tests.fixtures.people import call_the_cast

pytestmark = pytest.mark.django_db


def all_rows():
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def made(once):
    with transaction.atomic():
        answer, rows = once(), all_rows()
        transaction.set_rollback(True)
    return answer, rows


def test_the_same_rows_stand_there_each_time():
    once = MadeOnce(call_the_cast)

    (first, made_first), *later = [made(once) for _ in range(4)]

    assert len(made_first["accounts.User"]) >= 10
    for answer, rows in later:
        assert rows == made_first
        assert {name: person.pk for name, person in answer.people.items()} == {
            name: person.pk for name, person in first.people.items()
        }
        assert answer.officer is answer.people["officer"]


def test_what_a_test_does_to_a_person_is_not_there_in_the_next():
    once = MadeOnce(lambda: UserFactory(username="one"))
    for _ in range(3):
        with transaction.atomic():
            person = once()
            assert person.full_name != "another"
            person.full_name = "another"
            person.save()
            transaction.set_rollback(True)

    assert not User.objects.filter(username="one").exists()


def test_rows_beside_have_other_keys():
    once = MadeOnce(lambda: UserFactory(username="one"))
    with transaction.atomic():
        once()
        transaction.set_rollback(True)

    beside = UserFactory.create_batch(3)

    assert once().pk not in {person.pk for person in beside}


def test_a_table_that_was_made_anew_gives_none_of_these_keys():
    once = MadeOnce(lambda: UserFactory(username="one"))
    for _ in range(2):
        user, _rows = made(once)
    with connection.cursor() as cursor:
        cursor.execute("select setval('accounts_user_id_seq', %s, false)", [user.pk])

    assert once().pk == user.pk
    assert UserFactory().pk == user.pk + 1


def test_a_row_that_another_fixture_made_before_is_used_and_not_kept():
    once = MadeOnce(call_the_cast)
    with transaction.atomic():
        there = DistrictGroupFactory(code="central")
        assert once().home.group_id == there.pk
        transaction.set_rollback(True)
    for _ in range(3):
        made(once)

    there = DistrictGroupFactory(code="central")

    assert once().home.group_id == there.pk
    connection.check_constraints()
