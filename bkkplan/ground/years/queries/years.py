"""Which years there are, and which of them are hidden from a person."""

from datetime import date, timedelta

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Visitor
from bkkplan.ground.years.models import PlannedYear
from bkkplan.ground.years.queries.days import planned_years

AHEAD = timedelta(days=92)  # in the last quarter of a year it is the next one that has to be opened


def planned(year: FiscalYear) -> PlannedYear | None:
    return next((row for row in planned_years() if row.fiscal_year == year.be), None)


def year_to_set_up(on: date) -> FiscalYear:
    """This year; in its last quarter the next, unless this one alone is opened."""
    this, wanted = FiscalYear.of(on), FiscalYear.of(on + AHEAD)
    opened = {row.fiscal_year for row in planned_years() if not row.is_draft} & {this.be, wanted.be}
    return this if opened == {this.be} else wanted


def may_see(user: Visitor, year: FiscalYear) -> bool:
    """Whether the year is prepared here and the person may open its pages."""
    return PlannedYear.objects.visible_to(user).filter(fiscal_year=year.be).exists()


def hidden_years(user: Visitor) -> set[int]:
    """The years whose contents are somebody's draft, for a person who may not see drafts; else none."""
    if user.is_authenticated and user.has_perm("years.view_drafts"):
        return set()
    return {row.fiscal_year for row in planned_years() if row.is_draft}
