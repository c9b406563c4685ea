"""Two districts, each role and the visitor, every URL: who is shown it, who is refused, and that a refusal is one."""

from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client

from bkkplan.ground.accounts.adapters import BackOffice
from bkkplan.ground.audit.models import Entry
from tests.fixtures.people import WHO
from tests.isolation.answers import (
    FORBIDDEN,
    NOT_SO,
    NOT_THERE,
    Row,
    answer_of,
    faults_in_keeping,
    is_refusal,
)
from tests.isolation.buttons import out_of_order
from tests.isolation.log import LINES, line_of, not_in_words
from tests.isolation.rows import CASES, OPEN, ROWS
from tests.isolation.urls import every_route, is_like_another, is_open, routes

each_case = pytest.mark.parametrize("case", CASES)
# Who asks for a page of the back office that is like another: everyone else is refused there as the first three are.
AT_THE_BACK_OFFICE = ("visitor", "officer", "strategy", "administrator")


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


def test_every_page_of_the_back_office_asks_its_site_who_may_enter():
    """So who may not enter is tried with everyone at three tables, and with some at all others."""
    views = {name: pattern.callback for name, pattern in routes().items() if is_like_another(name)}

    # Django's name for the table's own class, on a view that it has wrapped into the question of the site.
    assert [name for name, view in views.items() if not isinstance(view.model_admin.admin_site, BackOffice)] == []


def asked(name: str) -> tuple[str, ...]:
    return AT_THE_BACK_OFFICE if is_like_another(name) else WHO


@each_case
def test_a_get_answers_each_person(case, city, ask):
    name, row = CASES[case]
    before = written()

    answers = {who: ask(who, "get", name, row) for who in asked(name)}

    assert written() == before, "a GET has written"
    assert ask.faults == [], "what browsers and proxies may keep of it"
    if row.get is None:
        assert {answer for answer in answers.values() if not is_refusal(answer)} == set(), (
            "shown, though nothing says so"
        )
    else:
        assert answers == {who: row.get[who] for who in answers}


@each_case
def test_a_post_by_a_wrong_person_is_refused_and_changes_nothing(case, city, ask):
    name, row = CASES[case]
    before = written()
    expected = row.post or dict.fromkeys(WHO, NOT_SO)

    wrong = {who: expected[who] for who in asked(name) if is_refusal(expected[who])}
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


def test_the_pages_of_a_refusal_open_for_each_person(city):
    """The tests above look at the status alone, and pass these pages over."""
    name, row = CASES["accounts:log"]

    nowhere = {who: client_of(city, who, row).get("/work/nowhere/") for who in WHO}
    refused = {who: client_of(city, who, row).get(row.address(name, city)) for who in WHO}

    assert {who: answer.status_code for who, answer in nowhere.items()} == dict.fromkeys(WHO, NOT_THERE)
    assert {who: answer_of(answer) for who, answer in refused.items()} == row.get
    assert FORBIDDEN in row.get.values()
    for answers in (nowhere, refused):
        assert [fault for who, answer in answers.items() for fault in faults_in_keeping(who, name, answer)] == []


@pytest.fixture
def ask(city, plain_refusals):
    def ask(who: str, method: str, name: str, row: Row):
        client = client_of(city, who, row)
        response = getattr(client, method)(row.address(name, city), row.data(city) if method == "post" else None)
        if method == "get":
            ask.faults += faults_in_keeping(who, name, response)
        if response.streaming:
            b"".join(response)  # to its end, which closes the file
        elif response.get("Content-Type", "").startswith("text/html"):
            assert out_of_order(response.content.decode()) == [], "buttons in another order than elsewhere"
        return answer_of(response)

    ask.faults = []
    return ask


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
