"""Questions about fiscal years, for this floor's pages and for the floors above."""

from bkkplan.ground.years.queries.days import (
    closing_days,
    closing_on,
    default_hearing_days,
    due_days,
    hearing_days,
    of_opened_year,
    of_year,
)
from bkkplan.ground.years.queries.my_work import todos_for, todos_of_steps
from bkkplan.ground.years.queries.years import hidden_years, may_see, planned, year_to_set_up
