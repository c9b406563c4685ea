from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.fiscal import FiscalYear
from tests.golden import THAI

days = st.dates(min_value=date(1958, 1, 1), max_value=date(2054, 12, 31))


@pytest.mark.parametrize(("day", "facts"), THAI["date"].items())
def test_golden_days_lie_in_their_year_and_quarter(day, facts):
    year = FiscalYear.of(date.fromisoformat(day))

    assert year.be == facts["fiscal_year_be"]
    assert year.quarter_of(date.fromisoformat(day)) == facts["quarter"]


def test_a_year_runs_from_october_to_september():
    year = FiscalYear(2563)

    assert (year.start, year.end) == (date(2019, 10, 1), date(2020, 9, 30))
    assert year.default_closing_on == date(2020, 10, 15)
    assert year.label == "ปีงบประมาณ 2563"
    assert str(year) == "2563"


def test_a_month_ends_within_its_year():
    year = FiscalYear(2563)

    assert [year.end_of(month) for month in (10, 12, 2, 9)] == [
        date(2019, 10, 31),
        date(2019, 12, 31),
        date(2020, 2, 29),
        date(2020, 9, 30),
    ]


@given(days)
def test_each_day_lies_in_exactly_one_year(day):
    year = FiscalYear.of(day)

    assert day in year
    assert day not in year.previous
    assert day not in year.next


@given(days)
def test_the_quarters_part_the_year_without_gap_or_overlap(day):
    year = FiscalYear.of(day)
    quarters = [year.quarter(number) for number in (1, 2, 3, 4)]

    start, end = quarters[year.quarter_of(day) - 1]

    assert start <= day <= end
    assert quarters[0][0] == year.start
    assert quarters[3][1] == year.end
    for (_, ends), (starts, _) in pairwise(quarters):
        assert starts == ends + timedelta(days=1)


def test_months_begin_with_october():
    assert [f"{month:%Y-%m}" for month in FiscalYear(2563).months][:4] == ["2019-10", "2019-11", "2019-12", "2020-01"]
    assert len(FiscalYear(2563).months) == 12


def test_years_are_ordered_and_follow_each_other():
    assert FiscalYear(2563).next == FiscalYear(2564)
    assert FiscalYear(2563).previous < FiscalYear(2563)
    assert [year.be for year in FiscalYear(2563).through(FiscalYear(2566))] == [2563, 2564, 2565, 2566]


def test_a_day_of_another_year_has_no_quarter_here():
    with pytest.raises(ValueError, match="outside fiscal year 2563"):
        FiscalYear(2563).quarter_of(date(2020, 10, 1))


@pytest.mark.parametrize("be", [2020, 2499, 2600])
def test_a_gregorian_or_distant_year_is_refused(be):
    with pytest.raises(ValueError, match="no Buddhist year"):
        FiscalYear(be)


def test_a_year_has_begun_on_its_first_day_and_ended_after_its_last():
    year = FiscalYear(2563)

    assert not year.has_begun(date(2019, 9, 30))
    assert year.has_begun(date(2019, 10, 1))
    assert not year.has_ended(date(2020, 9, 30))
    assert year.has_ended(date(2020, 10, 1))
