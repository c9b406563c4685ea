"""Which districts have done what a step of the year asks of them."""

from datetime import date

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EditionState, QuarterState, RequestState
from budget.models import ActionPlanEdition, BudgetRequest, QuarterReport


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


def districts_reported(year: FiscalYear, quarter: int, *, on: date) -> set[int]:
    """The districts whose report of a quarter is sent, and was not sent back since."""
    rows = QuarterReport.objects.filter(fiscal_year=year.be, quarter=quarter, state=QuarterState.SENT)
    return set(rows.filter(sent_at__date__lte=on).values_list("district", flat=True))
