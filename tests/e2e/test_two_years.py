"""Two years in the life of a city: 15 Sept 2026 to 31 Dec 2028, every working day set, every night passed.

Three districts with twenty communities and one bureau live fiscal years 2570 and 2571 through the portal's own pages,
in running processes. What the pages must show is worked out by hand in two_years/figures.toml, what is sent in
two_years/reminders.toml. The tests are the parts of one story, in the order of its days, and go to
one process (tests/scheduling.py).
"""

from datetime import date

import pytest

from tests.e2e.two_years import first_year, second_year
from tests.e2e.two_years.first_year import Kept
from tests.e2e.two_years.life import Life

FIRST, LAST = "2026-09-15", "2028-12-31"

pytestmark = [pytest.mark.heavy, pytest.mark.services]


@pytest.fixture(scope="module")
def life(django_db_modify_db_settings, browser):
    with Life.begun(FIRST, browser) as life:
        yield life


@pytest.fixture(scope="module")
def kept():
    return Kept()


def test_an_empty_portal_opens_2570_and_its_districts_hold_their_forums_and_confirm_plans(life):
    with life.part():
        first_year.autumn(life)


def test_2571_is_asked_for_while_2570_gets_its_action_plans_and_a_training(life, kept):
    with life.part():
        first_year.winter(life, kept)


def test_2570_is_spent_and_reported_and_2571_is_cut_twice_and_voted(life, kept):
    with life.part():
        first_year.spring(life)
        first_year.summer(life, kept)


def test_2571_is_opened_from_2570_and_what_2570_did_not_pay_is_carried_over(life, kept):
    with life.part():
        first_year.september(life, kept)


def test_2571_begins_while_carried_money_is_paid_and_2570_is_closed(life, kept):
    with life.part():
        second_year.autumn(life, kept)


def test_2571_spends_its_voted_money_and_some_of_what_was_carried(life, kept):
    with life.part():
        second_year.winter(life, kept)
        second_year.summer(life)


def test_what_was_carried_is_extended_or_lapses_in_the_night_and_2571_is_closed(life, kept):
    with life.part():
        second_year.the_end(life, kept)

    assert life.nights.passed == (date.fromisoformat(LAST) - date.fromisoformat(FIRST)).days
    assert "all totals agree" in life.portal.command("check_ledger")
