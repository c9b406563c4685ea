"""The year chosen in the header is kept, and every link obeys it."""

import pytest
from django.urls import reverse

from bkkplan.faces.desk.context_processors import YEAR

MONEY = "/work/money/{}/"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def choose(client, year, there):
    return client.post(reverse("desk:year"), {"year": year, "next": there})


def links(client, page="/work/"):
    return {link.url for link in client.get(page).context["nav"]}


def test_without_a_choice_plans_are_for_the_next_year_and_money_for_this(officer):
    assert {"/work/plans/2567/", "/work/checks/2567/", MONEY.format(2566), "/work/kpi/2566/"} <= links(officer)


def test_the_same_page_of_another_year_is_shown_and_all_links_follow(officer, cast):
    there = f"/work/money/2566/{cast.home.code}/"

    answer = choose(officer, 2565, there)

    assert answer["Location"] == f"/work/money/2565/{cast.home.code}/"
    assert {"/work/plans/2565/", MONEY.format(2565), "/work/forums/year/2565/"} <= links(officer)


def test_the_usual_year_of_a_page_ends_the_choice(officer):
    choose(officer, 2565, MONEY.format(2566))

    choose(officer, 2566, MONEY.format(2565))

    assert YEAR not in officer.session
    assert "/work/plans/2567/" in links(officer)


def test_a_page_without_a_year_stays(officer):
    assert choose(officer, 2565, "/work/")["Location"] == "/work/"
    assert officer.get("/work/").context["year_switch"].year.be == 2565


@pytest.mark.parametrize("year", ["", "2509", "9999999999999999", "๒๕๖๖", "-1"])
def test_what_is_no_year_changes_nothing(officer, year):
    assert choose(officer, year, "/work/")["Location"] == "/work/"
    assert YEAR not in officer.session


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example/", "", "/nowhere/"])
def test_nobody_is_led_elsewhere(officer, there):
    assert choose(officer, 2565, there)["Location"] in {"/work/", "/nowhere/"}
