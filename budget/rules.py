"""Who may, in the subjects of the action plan and the money. When is the actions' business."""

import rules

from bkkplan.accounts.enums import Role
from bkkplan.accounts.rules import holds

WORKS_IN_THE_DISTRICT = (Role.DISTRICT_OFFICER, Role.DISTRICT_DIRECTOR)
STAFF = (*WORKS_IN_THE_DISTRICT, Role.SOCIAL_DEVELOPMENT, Role.STRATEGY, Role.ADMINISTRATOR)


def _is_carried(_user: object, plan: object = None) -> bool:
    """An action plan that was approved once is public, like its items."""
    return plan is None or bool(getattr(plan, "is_approved", False))


# A plan under check (obj: anything with the district's id).
rules.add_perm("budget.view_checks", holds(*STAFF))
rules.add_perm("budget.check_projects", holds(*WORKS_IN_THE_DISTRICT))

# The action plan.
rules.add_perm("budget.edit_action_plan", holds(*WORKS_IN_THE_DISTRICT))
rules.add_perm("budget.approve_action_plan", holds(Role.DISTRICT_DIRECTOR))

# Money (obj: a district's budget or allocation; none for the city's flagship projects).
rules.add_perm("budget.view_money", holds(*STAFF))
rules.add_perm("budget.record_money", holds(*WORKS_IN_THE_DISTRICT))
rules.add_perm("budget.manage_flagship_money", holds(Role.STRATEGY))
