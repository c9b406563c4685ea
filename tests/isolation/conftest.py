"""The city of two districts, built once for a file of tests, in a transaction that is never committed."""

from functools import partial

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings

from bkkplan import urls
from tests.isolation import city as two_districts
from tests.isolation.answers import FORBIDDEN, NOT_THERE


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


@pytest.fixture
def plain_refusals(monkeypatch):
    """More than half of the answers are refusals, and to draw those pages takes most of the time."""
    for status in (FORBIDDEN, NOT_THERE):
        plain = partial(_plain, status)
        monkeypatch.setattr(urls, f"handler{status}", plain, raising=False)


def _plain(status: int, _request: HttpRequest, *_exception: object, **_more: object) -> HttpResponse:
    return HttpResponse(status=status)
