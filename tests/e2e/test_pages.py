"""Every page that links lead to: it opens, says nothing on the console, bars nobody and fits a phone."""

import pytest

from bkkplan.demo.catalog import PASSWORD
from bkkplan.demo.journey.steps import Journey
from tests.e2e.axe import find_faults
from tests.e2e.crawl import Found, crawl

PEOPLE = ("", "committee1001", "officer1001", "director1001", "social", "strategy", "admin")
# What a link leads to and is no page.
FILES = {"file", "reports:file", "opendata:download", "opendata:catalogue", "communities:export"}


@pytest.fixture(scope="session")
def pages(city, tmp_path_factory) -> list[Found]:
    journey = Journey(city.address, PASSWORD, papers=tmp_path_factory.mktemp("papers"), turn_to=city.turn_to)
    found = []
    for who in PEOPLE:
        browser = journey.person(who) if who else journey.visitor()
        found += crawl(browser, ["/work/", "/"] if who else ["/"])
    return found


def test_every_link_that_people_are_shown_opens(pages):
    assert [f"{page.who}: {page.path} {page.status}" for page in pages if page.status != 200] == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_page_bars_anyone_and_each_fits_a_phone(enter, pages, language):
    nearest = {page.route: page for page in reversed(pages) if page.route not in FILES}
    faults = {}

    for who in PEOPLE:
        person = enter(who, language=language)
        for page in (page for page in nearest.values() if page.who == (who or "visitor")):
            person.page.goto(page.path)
            found = faults_now(person)
            person.page.set_viewport_size({"width": 360, "height": 740})
            if person.page.evaluate("document.documentElement.scrollWidth") > 360:
                found.append("wider than a phone")
            found += [f"at 360 px: {fault}" for fault in faults_now(person)]
            person.page.set_viewport_size({"width": 1280, "height": 900})
            if found:
                faults[page.path] = found

    assert faults == {}


def faults_now(person) -> list[str]:
    """What the page said until now, and what axe finds; not what axe itself makes the page say by its measuring."""
    said = list(person.complaints)
    found = find_faults(person.page)
    person.page.wait_for_timeout(100)  # what axe made the page say comes late
    person.complaints.clear()
    return said + found
