"""Who may do what with fiscal years. The actions say at which moment it may be done."""

import rules

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.permissions import holds
from bkkplan.ground.core.people import Person, holds_role


@rules.predicate
def works_in_an_office(user: Person) -> bool:
    """True for a person with any role in any place, because a year belongs to no district."""
    return holds_role(user)


rules.add_perm("years.view_years", works_in_an_office)
# A year that is not opened yet: its pages are not there for anyone else.
rules.add_perm("years.view_drafts", holds(Role.STRATEGY, Role.ADMINISTRATOR))
# Reminding all offices of a step.
rules.add_perm("years.remind", holds(Role.STRATEGY))
rules.add_perm("years.prepare_year", holds(Role.STRATEGY))
