"""What each page asks the database: no more for more rows, and no more than it may.

Every address is asked for at one and at three filled rows of everything.
"""

from copy import copy

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

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


# So many questions a page may ask, those of the frame among them.
CEILING = 12
# The pages that ask more, and how many. A number here only ever goes down, and a page at the ceiling has no line.
ABOVE = {
    "accounts:log-file: administrator": 28,
    "public:district: officer": 21,
    "kpi:dashboard: officer": 20,
    "public:hearing, published: officer": 20,
    "accounts:log: administrator": 19,
    "kpi:evaluate: strategy": 19,
    "kpi:quarter-report: officer": 19,
    "kpi:quarters: strategy": 19,
    "budget:item, approved: officer": 18,
    "reports:quarter-file: officer": 18,
    "years:year, draft: strategy": 18,
    "years:year, opened: officer": 18,
    "budget:year-close: strategy": 17,
    "kpi:card: officer": 17,
    "kpi:quarter-reports: strategy": 17,
    "public:home: officer": 17,
    "reports:quarter-files: strategy": 17,
    "years:open: strategy": 17,
    "budget:district-money: officer": 16,
    "budget:year-end: officer": 16,
    "desk:my-work: strategy": 16,
    "budget:action-plan, approved: officer": 15,
    "budget:lot: officer": 15,
    "public:plan, confirmed: officer": 15,
    "accounts:person: director": 14,
    "opendata:download: officer": 14,
    "public:indicator: officer": 14,
    "budget:action-plan, being written: officer": 13,
    "communities:edition: officer": 13,
    "communities:plan, being written: officer": 13,
    "public:proposal, published: officer": 13,
}
# Each kind of thing among the newest rows of the log is a question, and other tests of a process write rows, too: these
# are the most that was counted.
AT_MOST = {"accounts:log: administrator", "accounts:log-file: administrator"}

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


@pytest.mark.parametrize("reading", READINGS)
def test_a_page_asks_no_more_than_it_may(counts, reading):
    questions = max(counts[1][reading], counts[3][reading], key=len)

    if reading in AT_MOST:
        assert len(questions) <= ABOVE[reading], "\n".join(repeated(questions))
    elif reading in ABOVE:
        assert len(questions) == ABOVE[reading], "\n".join(["put the lower number into ABOVE", *repeated(questions)])
    else:
        assert len(questions) <= CEILING, "\n".join(repeated(questions))


def test_only_pages_above_the_ceiling_have_a_number_of_their_own():
    assert {reading for reading, number in ABOVE.items() if number <= CEILING} | (ABOVE.keys() - READINGS) == set()


@pytest.fixture(scope="module")
def counts(city, request):
    asked = (item for item in request.session.items if item.path == request.path)
    chosen = {item.callspec.params["reading"] for item in asked if "counts" in item.fixturenames}
    with transaction.atomic():
        found = counted(copy(city), {reading: case for reading, case in READINGS.items() if reading in chosen})
        transaction.set_rollback(True)
    return found


def counted(city, readings):
    grow(city)
    for case in readings.values():
        asked(city, *case)  # what a process reads once and keeps stands by itself
    found = {1: {reading: asked(city, *case) for reading, case in readings.items()}}
    grow(city)
    grow(city)
    return found | {3: {reading: asked(city, *case) for reading, case in readings.items()}}


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
