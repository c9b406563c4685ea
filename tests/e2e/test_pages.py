"""Every page that links lead to: it opens, says nothing on the console, bars nobody and fits a phone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bkkplan.trial.catalog import PASSWORD
from bkkplan.trial.journey.steps import Journey
from tests.e2e.axe import bring_to_all_pages_of, faults_of, fits_a_phone
from tests.e2e.crawl import Found, crawl
from tests.isolation.urls import is_like_another

PEOPLE = ("", "committee1001", "officer1001", "director1001", "social", "strategy", "admin")
# What a link leads to and is no page.
FILES = {
    "accounts:log-file",
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
    "reports:file",
    "reports:quarter-file",
    "reports:quarter-files",
}


@pytest.fixture(scope="session")
def pages(city, tmp_path_factory) -> list[Found]:
    journey = Journey(city.address, PASSWORD, papers=tmp_path_factory.mktemp("papers"), turn_to=city.turn_to)

    def found_by(who: str) -> list[Found]:
        browser = journey.person(who) if who else journey.visitor()
        return list(crawl(browser, ["/work/", "/"] if who else ["/"]))

    with ThreadPoolExecutor(2) as people:  # the portal answers two at a time
        return [found for each in people.map(found_by, PEOPLE) for found in each]


def test_every_link_that_people_are_shown_opens(pages):
    assert [f"{page.who}: {page.path} {page.status}" for page in pages if page.status != 200] == []


@pytest.fixture(scope="session")
def nearest(pages):
    """The nearest page of each route that is drawn by a template of its own."""
    drawn = (page for page in reversed(pages) if page.route not in FILES and not is_like_another(page.route))
    return list({page.route: page for page in drawn}.values())


def test_no_page_bars_anyone_and_each_fits_a_phone(enter, nearest):
    faults = {}

    for who in PEOPLE:
        person = enter(who)
        bring_to_all_pages_of(person.context)
        for page in (page for page in nearest if page.who == (who or "visitor")):
            person.page.goto(page.path)
            if found := faults_of(person):
                faults[page.path] = found

    assert faults == {}


def test_each_page_is_whole_in_english_too(enter, nearest):
    """The same templates: axe has been through them. Longer words may not fit, and the page says its language."""
    faults = {}

    for who in PEOPLE:
        person = enter(who, language="en")
        for page in (page for page in nearest if page.who == (who or "visitor")):
            person.page.set_viewport_size({"width": 1280, "height": 900})
            person.page.goto(page.path)
            found = fits_a_phone(person)
            person.complaints.clear()
            if (said := person.page.evaluate("document.documentElement.lang")) != "en":
                found.append(f"says that its language is {said}")
            if found:
                faults[page.path] = found

    assert faults == {}
