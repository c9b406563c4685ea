"""The city of two districts, built once for a file of tests, in a transaction that is never committed."""

import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from tests.isolation import city as two_districts


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """In place of pytest-django's of this name, which holds for one test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def city(db):
    with override_settings(WORKING_DAY="2023-06-02"):
        built = two_districts.build()
        built.sessions = {who: session_of(person) for who, person in built.people.items() if who != "visitor"}
        yield built


def session_of(person):
    client = Client()
    client.force_login(person, backend="bkkplan.ground.accounts.adapters.Passwords")
    return client.session.session_key
