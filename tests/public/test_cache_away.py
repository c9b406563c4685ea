"""The cache hangs, goes away or is killed: people log in, and every page is made without it, soon."""

import socket
import time

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from bkkplan.ground.core.questions.cache import Breaker, PassingCache
from forums.search_terms import terms_of
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory
from tests.factories.forums import ProposalFactory
from tests.workers import Broker

pytestmark = pytest.mark.django_db

SECRET = "ลำดวน-บานเช้า-2566"
SOON = 3.0  # seconds, on a machine that does other things too; waiting for a silent server took five at each question


def use(settings, url):
    PassingCache.breakers.clear()
    portal = {"BACKEND": "bkkplan.ground.core.questions.cache.PassingCache", "LOCATION": url, "KEY_PREFIX": "test"}
    settings.CACHES = settings.CACHES | {"default": portal}
    assert isinstance(caches["default"], PassingCache)


def visit_everything():
    terms_of("น้ำท่วมซอย")  # each process loads the dictionary of the search once, which costs the same with a cache
    district = CommunityFactory().district
    ProposalFactory(forum__published=True)
    user = UserFactory(username="napa")
    user.set_password(SECRET)
    user.save()
    client = Client()
    wrong = client.post(reverse("account_login"), {"login": "napa", "password": "wrong guess"})
    asked_at = time.monotonic()
    right = client.post(reverse("account_login"), {"login": "napa", "password": SECRET})
    took = {"log-in": time.monotonic() - asked_at}
    statuses = {"log-in": right.status_code, "wrong": wrong.status_code}
    for address in (
        reverse("public:home"),
        reverse("public:districts"),
        reverse("public:district", args=[district.code]),
        f"{reverse('public:search')}?q=ทดสอบ",
        reverse("public:hearings"),
        reverse("desk:my-work"),
        reverse("account_reset_password"),
    ):
        asked_at = time.monotonic()
        statuses[address] = client.get(address).status_code
        took[address] = time.monotonic() - asked_at
    asked_at = time.monotonic()
    statuses["mail"] = client.post(reverse("account_reset_password"), {"email": user.email}).status_code
    took["mail"] = time.monotonic() - asked_at
    return statuses, took


def assert_all_is_well(statuses, took):
    assert {what: status for what, status in statuses.items() if status != 200} == {"log-in": 302, "mail": 302}
    assert {what: seconds for what, seconds in took.items() if seconds > SOON} == {}


def test_pages_and_log_in_do_without_a_cache_that_says_nothing(settings):
    settings.WORKING_DAY = "2023-06-02"
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        use(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")

        assert_all_is_well(*visit_everything())


@pytest.mark.heavy
@pytest.mark.services
@pytest.mark.parametrize("used_before", [True, False], ids=["with open lines", "at first"])
@pytest.mark.parametrize("lose", [Broker.go_away, Broker.fall_silent])
def test_pages_and_log_in_do_without_a_cache_that_is_lost(settings, broker, lose, used_before):
    settings.WORKING_DAY = "2023-06-02"
    use(settings, broker.url)
    if used_before:
        Client().get(reverse("public:home"))
        caches["default"].set("lines are", "open")
    lose(broker)

    assert_all_is_well(*visit_everything())


def test_a_search_asks_a_silent_cache_once_at_most(settings, monkeypatch):
    asked, ask = [], PassingCache._ask
    monkeypatch.setattr(PassingCache, "_ask", lambda *args, **kwargs: asked.append(1) or ask(*args, **kwargs))
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        use(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        failed, fail = [], Breaker.failed
        monkeypatch.setattr(Breaker, "failed", lambda self, error: failed.append(1) or fail(self, error))

        answer = Client().get(reverse("public:search"), {"q": "ทดสอบ", "reached": "included"})

    assert answer.status_code == 200
    assert len(failed) <= 1
    assert len(asked) <= 1  # where proposals stand is asked of the database
