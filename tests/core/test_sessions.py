"""Sessions are Django's, read by a question of our own."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from bkkplan.ground.core.serving.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    store = SessionStore()
    store["fiscal_year"] = 2567
    store.create()
    return store.session_key


def test_what_was_kept_is_read_again_and_is_what_django_reads(key):
    assert SessionStore(key)["fiscal_year"] == db.SessionStore(key)["fiscal_year"] == 2567


def test_a_session_that_has_ended_is_empty_and_gets_another_key(key):
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))

    store = SessionStore(key)

    assert store.get("fiscal_year") is None
    assert store.session_key is None
    store.save()
    assert store.session_key != key


def test_a_key_that_nobody_has_is_not_taken_up():
    store = SessionStore("not-a-key-of-ours-0123456789abcdef")

    assert not store.keys()
    assert store.session_key is None


def test_it_asks_one_question(key, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(key)["fiscal_year"] == 2567


def test_the_portal_uses_it(settings):
    assert import_module(settings.SESSION_ENGINE).SessionStore is SessionStore
