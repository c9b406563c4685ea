"""Steps of the year whose day is near, or has passed, for those whom they concern."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

from django.urls import reverse

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import fiscal_year
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries.asking import audiences_of_the_calendar
from bkkplan.ground.years.queries.days import due_days

AHEAD = timedelta(days=30)
# Nobody reports that a step is done, so a day that has passed is told for a while only.
AFTERWARDS = timedelta(days=14)
AUDIENCE_OF: dict[str, Audience] = {
    **dict.fromkeys(DISTRICT_ROLES, Audience.DISTRICTS),
    Role.SOCIAL_DEVELOPMENT: Audience.BUREAU,
    Role.STRATEGY: Audience.STRATEGY,
}


def todos_for(user: Person, *, on: date) -> list[Todo]:
    """The steps that concern the roles a person holds; those of committees come from `communities`."""
    if not user.is_authenticated:
        return []
    found = {AUDIENCE_OF[a.role] for a in user.held_assignments if a.role in AUDIENCE_OF}
    return todos_of_steps(found, on=on, address=lambda year: reverse("years:days", args=[year]))


def todos_of_steps(audiences: Collection[Audience], *, on: date, address: Callable[[FiscalYear], str]) -> list[Todo]:
    """Each step of an opened year once, from a month before its day until two weeks after it.

    A step for which a subject asks by itself is left out (`asks_for_steps`).
    """
    if not audiences:
        return []
    return [
        Todo.on(
            on, text=f"{step} · {fiscal_year(step.planned.year)}", due_on=step.due_on, url=address(step.planned.year)
        )
        for step in due_days()
        if not step.planned.is_draft
        and step.due_on
        and on - AFTERWARDS <= step.due_on <= on + AHEAD
        and audiences_of_the_calendar(step.code, step.audiences).intersection(audiences)
    ]
