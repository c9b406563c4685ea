"""What one visitor may cost: the size of a request, and how often a page that computes is asked for."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from bkkplan.ground.core.limits import BoundedBody
from bkkplan.settings import base
from tests.factories.accounts import UserFactory

LOGIN = "/accounts/login/"
LARGEST = base.MAX_BODY_BYTES
LIGHT = {
    "opendata:datasets",
    "public:about",
    "public:accessibility",
    "public:contacts",
    "public:favicon",
    "public:privacy",
    "public:robots",
}


class Unread:
    """A body that fails the test when someone reads it."""

    def read(self, *_):
        pytest.fail("the body was read")

    readline = read


def send(length=None, language="th", **headers):
    request = RequestFactory().post(LOGIN, HTTP_ACCEPT_LANGUAGE=language, **headers)
    request.META.pop("CONTENT_LENGTH")
    if length is not None:
        request.META["CONTENT_LENGTH"] = length
    request.META["wsgi.input"] = request._stream = Unread()
    answered = []
    response = BoundedBody(lambda _request: answered.append(_request) or None)(request)
    return response, bool(answered)


@pytest.mark.parametrize("length", [None, "", "0", "5", str(LARGEST)])
def test_a_body_of_a_usual_size_passes(length):
    assert send(length) == (None, True)


@pytest.mark.parametrize(
    "length", [str(LARGEST + 1), str(300 * 1024 * 1024), "9" * 5000, "0" * 5000 + str(LARGEST + 1)]
)
def test_a_body_that_is_too_large_is_refused_unread(length):
    response, passed = send(length)

    assert (response.status_code, passed) == (413, False)
    assert "ข้อมูลที่ส่งใหญ่เกินไป" in response.content.decode()


def test_a_body_in_chunks_is_refused_unread():
    response, passed = send(HTTP_TRANSFER_ENCODING="chunked")

    assert (response.status_code, passed) == (411, False)
    assert "อ่านคำขอนี้ไม่ได้" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "1e9", "x", "٣", "+5", "1_000"])
def test_a_length_that_is_no_number_is_refused_unread(length):
    response, passed = send(length)

    assert (response.status_code, passed) == (400, False)


def test_the_refusal_speaks_the_language_of_the_visitor():
    response, _ = send(str(LARGEST + 1), language="en")

    assert "too large" in response.content.decode()


def test_a_refused_body_still_has_the_headers_of_a_page(client):
    response = client.generic("POST", LOGIN, b"", CONTENT_LENGTH=str(LARGEST + 1))

    assert response.status_code == 413
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response["Content-Security-Policy"]


# --- how often


@pytest.fixture
def clock(monkeypatch):
    """A minute that stands still, until the test moves it."""
    moment = [1_000_000_020.0]
    monkeypatch.setattr("bkkplan.ground.core.limits.time.time", lambda: moment[0])
    return moment


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.REQUESTS_A_MINUTE = {"opendata:catalogue": 3}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    yield
    cache.clear()


CATALOGUE = "/data/catalog.json"


def ask(client, address="203.0.113.5", times=1):
    return [client.get(CATALOGUE, HTTP_X_FORWARDED_FOR=address) for _ in range(times)][-1]


@pytest.mark.django_db
def test_the_fourth_within_a_minute_is_told_when_to_come_again(client, clock):
    assert ask(client, times=3).status_code == 200

    response = ask(client)

    assert response.status_code == 429
    assert response["Retry-After"] == str(60 - int(clock[0]) % 60)
    assert "เปิดหน้านี้ถี่เกินไป" in response.content.decode()


@pytest.mark.django_db
def test_the_next_minute_begins_anew(client, clock):
    ask(client, times=4)
    clock[0] += 60

    assert ask(client).status_code == 200


@pytest.mark.django_db
def test_another_address_is_not_held_up(client, clock):
    ask(client, times=4)

    assert ask(client, "203.0.113.6").status_code == 200


@pytest.mark.django_db
def test_only_the_address_that_the_proxy_saw_counts(client, clock):
    for number in range(3):
        ask(client, f"198.51.100.{number}, 203.0.113.5")

    assert ask(client, "198.51.100.77, 203.0.113.5").status_code == 429


@pytest.mark.django_db
def test_all_addresses_of_one_line_of_ipv6_count_together(client, clock):
    for number in range(3):
        ask(client, f"2001:db8:1:2::{number}")

    assert ask(client, "2001:db8:1:2:ffff::9").status_code == 429
    assert ask(client, "2001:db8:1:3::1").status_code == 200


@pytest.mark.django_db
def test_colleagues_behind_one_address_count_for_themselves(client, clock):
    for _ in range(2):
        client.force_login(UserFactory())
        assert ask(client, times=3).status_code == 200

    assert ask(client).status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["add", "incr"])
def test_while_the_cache_is_away_everyone_passes(client, clock, monkeypatch, name):
    def fail(*_args, **_kwargs):
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(f"bkkplan.ground.core.limits.cache.{name}", fail)

    assert ask(client, times=5).status_code == 200


def test_every_public_page_that_computes_has_its_limit():
    names = {
        f"{namespace}:{pattern.name}"
        for namespace in ("public", "opendata")
        for pattern in get_resolver().namespace_dict[namespace][1].url_patterns
    }

    assert names - LIGHT == {name for name in base.REQUESTS_A_MINUTE if name.startswith(("public:", "opendata:"))}


def test_every_limit_is_of_a_page_that_is_there():
    for name in base.REQUESTS_A_MINUTE:
        namespace, _, page = name.rpartition(":")
        resolver = get_resolver().namespace_dict[namespace][1] if namespace else get_resolver()
        assert page in {getattr(pattern, "name", None) for pattern in resolver.url_patterns}, name


def test_the_catalogue_is_where_this_file_asks_for_it():
    assert reverse("opendata:catalogue") == CATALOGUE
