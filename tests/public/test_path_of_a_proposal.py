from datetime import date
from types import SimpleNamespace

import pytest

from bkkplan.public.views import proposals
from budget.enums import CheckOutcome


def way(**facts):
    return SimpleNamespace(**{"check": None, "inclusion": None, "money": None} | facts)


@pytest.mark.parametrize("outcome", CheckOutcome)
def test_every_outcome_of_a_check_is_a_step_with_a_word_and_a_mark(outcome):
    check = SimpleNamespace(
        fits_mission=True,
        fits_area_strategy=True,
        fits_city_strategy=False,
        outcome=outcome.value,
        outcome_reason="",
        forwarded_to="สำนักการโยธา",
        checked_on=date(2023, 5, 2),
    )

    step = proposals._checked(way(check=check))

    assert step.word
    assert step.mark


def test_a_project_that_needs_no_money_is_not_waiting_for_any():
    inclusion = SimpleNamespace(item=SimpleNamespace(planned_amount=None))

    step = proposals._funded(way(inclusion=inclusion))

    assert (step.state, step.word) == ("done", "แล้ว")
