"""The city of two districts, built once for all tests of this folder, in a transaction that is never committed.

What a test does to it is taken back; a test that commits stands in another folder (tests/locks).
"""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings

from bkkplan import urls
from bkkplan.ground.accounts import middleware
from tests.isolation import city as two_districts
from tests.isolation.answers import FORBIDDEN, NOT_THERE


@pytest.fixture(scope="package")
def db(django_db_setup, django_db_blocker):
    """In place of pytest-django's of this name, which holds for one test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def city(db):
    with override_settings(WORKING_DAY="2023-06-02"), pytest.MonkeyPatch.context() as patch:
        # A session says once a minute that its person is here: that would be written at whatever page comes then.
        patch.setattr(middleware, "SEEN_EVERY", timedelta(days=1))
        built = two_districts.build()
        built.sessions = {who: session_of(person) for who, person in built.people.items() if who != "visitor"}
        yield built


@pytest.fixture(autouse=True)
def taken_back(request):
    if "city" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("city")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


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
