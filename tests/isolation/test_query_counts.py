"""No page asks the database more for more rows: every address at one and at three filled rows of everything."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bkkplan.ground.accounts import middleware
from tests.isolation.answers import OK, is_refusal
from tests.isolation.growth import grow
from tests.isolation.rows import CASES, LEAD_ELSEWHERE, READERS

# GET routes at which nothing is counted, and why that is no loss.
NOT_COUNTED = {
    **dict.fromkeys(LEAD_ELSEWHERE, "leads elsewhere"),
    "enter": "one link, one person",
}


def readers_of(name, row) -> list[str]:
    shown = [who for who in READERS if row.get and row.get[who] == OK]
    return shown if name == "desk:my-work" else shown[:1]


READINGS = {f"{case}: {who}": (name, row, who) for case, (name, row) in CASES.items() for who in readers_of(name, row)}


def test_every_page_is_counted_or_has_a_reason_not_to_be():
    answering = {name for name, row in CASES.values() if row.get and not all(map(is_refusal, row.get.values()))}
    counted = {name for name, _row, _who in READINGS.values()}

    assert answering - counted == NOT_COUNTED.keys()


@pytest.mark.parametrize("reading", READINGS)
def test_a_page_asks_no_more_at_three_rows_than_at_one(counts, reading):
    at_one, at_three = counts[1][reading], counts[3][reading]

    # Fewer are right where a page of the log is full of one kind: each kind of thing on it is one question.
    assert len(at_three) <= len(at_one), "\n".join(repeated(at_three))


@pytest.fixture(scope="module")
def counts(city):
    with pytest.MonkeyPatch.context() as patch:
        # A session tells once a minute that its person is here: that would stand at whatever page comes then.
        patch.setattr(middleware, "SEEN_EVERY", timedelta(days=1))
        yield counted(city)


def counted(city):
    grow(city)
    for case in READINGS.values():
        asked(city, *case)  # what a process reads once and keeps stands by itself
    found = {1: {reading: asked(city, *case) for reading, case in READINGS.items()}}
    grow(city)
    grow(city)
    return found | {3: {reading: asked(city, *case) for reading, case in READINGS.items()}}


def asked(city, name, row, who) -> list[str]:
    client = Client(headers=row.headers)
    if who in city.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = city.sessions[who]
    address = row.address(name, city)
    cache.clear()  # what was counted a moment ago must be asked for again
    reset_queries()  # the list of queries has an end, which all readings together reach
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
        if response.streaming:
            b"".join(response)
    assert response.status_code == OK, address
    return [query["sql"] for query in seen.captured_queries]


def repeated(queries: list[str]) -> list[str]:
    """The questions of which there are several alike: what to look at when a count has grown."""
    alike = [query.split(" WHERE ")[0] for query in queries]
    return sorted({f"{alike.count(query)} x {query[:200]}" for query in alike if alike.count(query) > 1})
