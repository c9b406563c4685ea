"""Two years in the life of a city: 15 Sept 2026 to 31 Dec 2028, every working day set, every night passed.

Three districts with twenty communities and one bureau live fiscal years 2570 and 2571 through the portal's own pages,
in running processes. What the pages must show is worked out by hand in two_years/figures.toml.
"""

from datetime import date

import pytest

from tests.e2e.two_years import first_year, second_year
from tests.e2e.two_years.life import Life

FIRST, LAST = "2026-09-15", "2028-12-31"

pytestmark = [pytest.mark.heavy, pytest.mark.services]


@pytest.fixture(scope="module")
def life(django_db_modify_db_settings, browser):
    with Life.begun(FIRST, browser) as life:
        yield life


def test_two_years_are_lived_and_closed_and_their_figures_are_those_worked_out_by_hand(life):
    kept = first_year.live(life)
    second_year.live(life, kept)

    assert life.nights.passed == (date.fromisoformat(LAST) - date.fromisoformat(FIRST)).days
    assert "all totals agree" in life.portal.command("check_ledger")
