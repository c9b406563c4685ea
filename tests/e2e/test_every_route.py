"""Every page of ours, by the table of addresses: it says nothing on the console, bars nobody and fits a phone.

The pages that links lead to in the sample city are in test_pages.py; here stands one of every route, in each of its
states, in a city in which everything is there: a new route is walked as soon as it has its row.
"""

from types import SimpleNamespace

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import override_settings
from django.urls import reverse

from bkkplan.ground.accounts.actions import issue_link
from bkkplan.ground.accounts.enums import LinkPurpose
from tests.e2e.axe import bring_to_all_pages_of, faults_of
from tests.e2e.people import Person
from tests.factories.accounts import AT
from tests.isolation import city as two_districts
from tests.isolation.answers import OK, is_refusal
from tests.isolation.growth import grow
from tests.isolation.rows import CASES, LEAD_ELSEWHERE, READERS
from tests.isolation.urls import is_like_another

# Routes that answer a GET and are not walked.
NO_PAGE = {
    **dict.fromkeys(LEAD_ELSEWHERE, "leads elsewhere"),
    **dict.fromkeys(
        [
            "accounts:log-file",
            "budget:check-proof",
            "budget:carry-paper",
            "budget:item-photo",
            "budget:money-file",
            "budget:money-table-file",
            "budget:request-file",
            "budget:waiting-file",
            "communities:export",
            "communities:course-file",
            "communities:meeting-record",
            "communities:untrained-export",
            "file",
            "lists:file",
            "opendata:catalogue",
            "opendata:download",
            "public:robots",
            "public:sitemap",
            "public:sitemap-section",
            "reports:file",
            "reports:quarter-file",
            "reports:quarter-files",
        ],
        "a file",
    ),
    **dict.fromkeys(
        ["communities:missing", "core:understood", "forums:similar", "kpi:run-progress", "reports:progress"],
        "a part of a page, which is walked with it",
    ),
    "admin:jsi18n": "of the back office, and no page",
    "enter": "walked below, with a link that opens",
}
HTML = "text/html; charset=utf-8"

# Forms sent with nothing in them, which come back with what is wrong.
FORMS = {
    "accounts:invite": "administrator",
    "budget:item-new": "officer",
    "budget:district-fund": "officer",
    "communities:member-seat": "officer",
    "forums:plan": "officer",
    "forums:postpone": "officer",
    "forums:publish": "officer",
}


def reader_of(row) -> str | None:
    return next((who for who in READERS if row.get and row.get[who] == OK), None)


PAGES = {case: (name, row) for case, (name, row) in CASES.items() if name not in NO_PAGE and not is_like_another(name)}


def test_every_route_that_answers_is_walked_or_has_a_reason():
    shown = {name for name, row in CASES.values() if row.get and not all(map(is_refusal, row.get.values()))}
    answering = {name for name in shown if not is_like_another(name)}
    walked = {name for name, row in PAGES.values() if reader_of(row)}

    assert answering - walked == NO_PAGE.keys()


def test_no_page_bars_anyone_and_each_fits_a_phone(city, person):
    faults = {}

    for case, (name, row) in PAGES.items():
        if who := reader_of(row):
            walker = person(who)
            walker.page.goto(row.address(name, city))
            if found := faults_of(walker):
                faults[f"{case}: {who}"] = found

    assert faults == {}


def test_a_form_that_comes_back_bars_nobody(city, person):
    faults = {}

    for name, who in FORMS.items():
        walker = person(who, 422)
        walker.page.goto(CASES[name][1].address(name, city))
        with walker.page.expect_navigation() as answered:
            walker.page.evaluate(SEND_EMPTY)
        found = faults_of(walker)
        if answered.value.status != 422 or found:
            faults[name] = [f"answered {answered.value.status}", *found]

    assert faults == {}


SEND_EMPTY = """() => {
    const form = document.querySelector("main form[method=post]")
    for (const field of form.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        field.type === "checkbox" || field.type === "radio" ? (field.checked = false) : (field.value = "")
    }
    HTMLFormElement.prototype.submit.call(form)
}"""


def test_the_ways_in_bar_nobody(city, person):
    token = issue_link(user=city.people["stranger"], purpose=LinkPurpose.LOGIN, by=city.administrator, at=AT)
    key = {"uidb36": user_pk_to_url_str(city.officer), "key": default_token_generator.make_token(city.officer)}
    visitor, director = person("visitor", 410), person("director")
    faults = {}

    for address in (
        reverse("enter", args=[token]),
        reverse("enter", args=["guessed"]),
        reverse("account_reset_password_from_key", kwargs=key),
    ):
        visitor.page.goto(address)
        faults[address] = faults_of(visitor)
    director.page.goto(reverse("accounts:person", args=[city.officer.pk]))
    director.page.locator("form[action$='/link/'] [type=submit]").click()
    faults["a new link"] = faults_of(director)

    assert {address: found for address, found in faults.items() if found} == {}


def test_a_refusal_bars_nobody(city, person):
    visitor, officer = person("visitor", 400, 404, 500), person("officer", 403, 404)
    visitor.page.route(
        "**/400", lambda route: route.fulfill(status=400, content_type=HTML, body=render_to_string("400.html"))
    )
    visitor.page.route(
        "**/500", lambda route: route.fulfill(status=500, content_type=HTML, body=render_to_string("500.html"))
    )
    faults = {}

    for walker, address in (
        (visitor, "/400"),
        (visitor, "/500"),
        (visitor, "/nowhere/"),
        (officer, "/work/nowhere/"),
        (officer, reverse("accounts:people")),
    ):
        walker.page.goto(address)
        faults[f"{walker.username}: {address}"] = faults_of(walker)

    assert {address: found for address, found in faults.items() if found} == {}


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """In place of pytest-django's of this name: what is written is committed, as the portal is another process."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
            connection.close()


@pytest.fixture(scope="module")
def city(db):
    with override_settings(WORKING_DAY="2023-06-02"):
        with transaction.atomic():
            built = two_districts.build()
            grow(built)
        yield built


@pytest.fixture
def person(browser, portal, sign_in, city):
    """``person("officer", 403)``: signed in, and not to complain of an answer of 403."""
    entered = {}

    def enter(who, *refusals):
        if who not in entered:
            entered[who] = Person(browser, SimpleNamespace(address=portal), who, language="th", width=1280)
            bring_to_all_pages_of(entered[who].context)
            if who != "visitor":
                sign_in(entered[who].context, city.people[who])
        entered[who].refusals.update(refusals)
        return entered[who]

    yield enter
    for walker in entered.values():
        walker.leave()
