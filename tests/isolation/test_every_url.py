"""Two districts, each role and the visitor, every URL: who is shown it, who is refused, and that a refusal is one."""

from collections import Counter
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.test import Client

from bkkplan import urls
from bkkplan.ground.audit.models import Entry
from tests.fixtures.people import WHO
from tests.isolation.answers import FORBIDDEN, NOT_SO, NOT_THERE, Row, answer_of, is_refusal
from tests.isolation.buttons import out_of_order
from tests.isolation.log import LINES, line_of, not_in_words
from tests.isolation.rows import CASES, OPEN, ROWS
from tests.isolation.urls import every_route, is_open, routes

each_case = pytest.mark.parametrize("case", CASES)


def test_every_route_has_its_row():
    assert sorted(routes().keys() - ROWS.keys()) == []


def test_every_route_has_a_name_of_its_own():
    """Only the back office has nameless ones, which lead to its named ones or to nothing."""
    found = list(every_route())

    assert [address for name, address in found if not name and not address.startswith("admin/")] == []
    assert [name for name, times in Counter(name for name, _ in found if name).items() if times > 1] == []


def test_every_row_has_its_route():
    assert sorted(ROWS.keys() - routes().keys()) == []


def test_a_visitor_may_use_these_routes_and_no_others():
    assert {name for name, pattern in routes().items() if is_open(pattern)} == OPEN


@each_case
def test_a_get_answers_each_person(case, city, ask):
    name, row = CASES[case]
    before = written()

    answers = {who: ask(who, "get", name, row) for who in WHO}

    assert written() == before, "a GET has written"
    if row.get is None:
        assert {answer for answer in answers.values() if not is_refusal(answer)} == set(), (
            "shown, though nothing says so"
        )
    else:
        assert answers == row.get


@each_case
def test_a_post_by_a_wrong_person_is_refused_and_changes_nothing(case, city, ask):
    name, row = CASES[case]
    before = written()
    expected = row.post or dict.fromkeys(WHO, NOT_SO)

    wrong = {who: answer for who, answer in expected.items() if is_refusal(answer)}
    answers = {who: ask(who, "post", name, row) for who in wrong}

    if row.post is None:
        assert {who: answer for who, answer in answers.items() if not is_refusal(answer)} == {}
    else:
        assert answers == wrong
    assert written() == before, "refused, but something has written"


@each_case
def test_a_post_by_a_right_person_gets_through(case, city, ask):
    name, row = CASES[case]
    refused, acts, strangers, lines, raw = {}, set(), {}, set(), set()

    for who in WHO:
        if row.post and not is_refusal(row.post[who]):
            with transaction.atomic():
                row.first(city)
                last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
                answer = ask(who, "post", name, row)
                left = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
                acts.add(len(left))
                if left:
                    lines.add(tuple(line_of(entry) for entry in left))
                if others := [entry.verb for entry in left if entry.actor != city.people[who]]:
                    strangers[who] = others
                raw |= not_in_words(left, city.administrator)
                transaction.set_rollback(True)
            if is_refusal(answer) or answer >= 500:
                refused[who] = answer

    assert refused == {}
    # A person may be let through to a form that then says no.
    assert acts - {0} == ({row.acts} - {0} if acts else set()), "one row of the log for each act"
    assert strangers == {}, "the log names another person than the one who did it"
    assert raw == set(), "the page of the log says it in words"
    assert sorted(lines) == [LINES.get(case)] * bool(lines), "what the log says of the act stands in log.py"


def test_an_act_that_does_not_leave_one_row_in_the_log_says_why():
    assert [case for case, (_, row) in CASES.items() if (row.acts == 1) != (row.why == "")] == []


@pytest.fixture
def undone(city):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_pages_of_a_refusal_open_for_each_person(city, undone):
    """The tests above look at the status alone, and pass these pages over."""
    name, row = CASES["accounts:log"]

    nowhere = {who: client_of(city, who, row).get("/work/nowhere/").status_code for who in WHO}
    refused = {who: answer_of(client_of(city, who, row).get(row.address(name, city))) for who in WHO}

    assert nowhere == dict.fromkeys(WHO, NOT_THERE)
    assert refused == row.get
    assert FORBIDDEN in refused.values()


@pytest.fixture
def ask(city, undone, monkeypatch):
    # More than half of the answers are refusals, and to draw those pages took most of the time.
    for status in (FORBIDDEN, NOT_THERE):
        plain = partial(_plain, status)
        monkeypatch.setattr(urls, f"handler{status}", plain, raising=False)

    def ask(who: str, method: str, name: str, row: Row):
        client = client_of(city, who, row)
        response = getattr(client, method)(row.address(name, city), row.data(city) if method == "post" else None)
        if response.streaming:
            b"".join(response)  # to its end, which closes the file
        elif response.get("Content-Type", "").startswith("text/html"):
            assert out_of_order(response.content.decode()) == [], "buttons in another order than elsewhere"
        return answer_of(response)

    return ask


def _plain(status: int, _request: HttpRequest, *_exception: object, **_more: object) -> HttpResponse:
    return HttpResponse(status=status)


def client_of(city, who: str, row: Row) -> Client:
    client = Client(headers=row.headers)
    if who in city.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = city.sessions[who]
    return client


def written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far, also those that it took back.

    PostgreSQL counts them anyway. A session keeps what its person looked at; nothing else may be written by looking.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables"
            " where n_tup_ins + n_tup_upd + n_tup_del > 0 and relname <> 'django_session'"
        )
        return dict(cursor.fetchall())
