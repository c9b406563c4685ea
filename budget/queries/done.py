"""Which districts have done what a step of the year asks of them."""

from datetime import date

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EditionState, RequestState
from budget.models import ActionPlanEdition, BudgetRequest


def districts_approved(year: FiscalYear, *, on: date) -> set[int]:
    """The districts whose action plan of the year is approved."""
    rows = ActionPlanEdition.objects.filter(plan__fiscal_year=year.be, state=EditionState.APPROVED, approved_on__lte=on)
    return set(rows.values_list("plan__district", flat=True))


def districts_asked(year: FiscalYear, *, on: date) -> set[int]:
    """The districts that have handed in their request for the money of the year."""
    rows = BudgetRequest.objects.filter(
        fiscal_year=year.be, state=RequestState.HANDED_IN, handed_in_on__lte=on, district__isnull=False
    )
    return set(rows.values_list("district", flat=True))
