"""Who may do what with checks, action plans and money. The actions say at which moment it may be done."""

import rules

from bkkplan.ground.accounts.enums import BUREAU_ROLES, STAFF_ROLES, Duty, Role
from bkkplan.ground.accounts.permissions import holds, on_duty
from bkkplan.ground.core.people import Person
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanItem, BudgetRequest, Carry
from communities.permissions import did_not_enter_it


@rules.predicate
def is_approved(user: Person, plan: ActionPlan | None) -> bool:
    return plan is None or plan.editions.filter(state=EditionState.APPROVED).exists()


@rules.predicate
def works_in_its_section(user: Person, item: ActionPlanItem | None) -> bool:
    """Whether the person works in the section that is in charge of the item today."""
    if item is None or item.section is None or not user.is_authenticated:
        return False
    return item.section.current.pk in {section.pk for section in user.sections_of_offices if section.is_own}


@rules.predicate
def is_carried(user: Person, item: ActionPlanItem | None) -> bool:
    return item is None or item.introduced_in.state == EditionState.APPROVED


@rules.predicate
def is_a_districts(user: Person, request: BudgetRequest | None) -> bool:
    return request is None or request.district_id is not None


@rules.predicate
def is_a_flagships(user: Person, request: BudgetRequest | None) -> bool:
    return request is None or request.flagship_id is not None


@rules.predicate
def is_the_citys_decision(user: Person, carry: Carry | None) -> bool:
    return carry is None or carry.is_the_citys_decision


# Checking (obj: a community's Plan).
rules.add_perm("budget.view_checks", holds(*STAFF_ROLES, district="community.district_id", year="fiscal_year"))
# The file of a confirmation that was entered late, after its use in daily work is over.
opens_kept_proofs = holds(
    Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, district="community.district_id", year="fiscal_year"
)
rules.add_perm("budget.open_kept_proof", opens_kept_proofs)
rules.add_perm("budget.check_projects", on_duty(Duty.PLANS, district="community.district_id") & did_not_enter_it)

# The action plan (obj: an ActionPlan, or the District for which one is opened).
rules.add_perm("budget.open_action_plan", on_duty(Duty.ACTION_PLAN, district="pk"))
rules.add_perm("budget.view_no_plan", holds(*STAFF_ROLES, district="pk"))
rules.add_perm("budget.view_action_plan", is_approved | holds(*STAFF_ROLES, year="fiscal_year"))
# Seeing what the director has not approved: drafts, editions sent back, amendments under way.
rules.add_perm("budget.view_draft", holds(*STAFF_ROLES, year="fiscal_year"))
rules.add_perm("budget.edit_action_plan", on_duty(Duty.ACTION_PLAN))
# Progress (obj: an ActionPlanItem). The section in charge of the item reports it, too.
keeps_the_plan = on_duty(Duty.ACTION_PLAN, district="plan.district_id")
rules.add_perm("budget.report_progress", keeps_the_plan | works_in_its_section)
# The report of a quarter (obj: a QuarterReport, saved or not).
rules.add_perm("budget.view_quarter_report", holds(*STAFF_ROLES, year="fiscal_year"))
rules.add_perm("budget.gather_quarter", on_duty(Duty.ACTION_PLAN))
rules.add_perm("budget.send_quarter", holds(Role.DISTRICT_DIRECTOR))
rules.add_perm("budget.approve_action_plan", holds(Role.DISTRICT_DIRECTOR))
rules.add_perm(
    "budget.view_item", is_carried | holds(*STAFF_ROLES, district="plan.district_id", year="plan.fiscal_year")
)

# Strategy: the trees of the city and of all districts; a district writes its own (obj: the District).
rules.add_perm("budget.view_trees", holds(*STAFF_ROLES, *BUREAU_ROLES))
rules.add_perm("budget.write_own_strategy", on_duty(Duty.ACTION_PLAN, district="pk"))

# The policy that a district decides after its forums (obj: the District).
rules.add_perm("budget.view_policy_drafts", holds(*STAFF_ROLES, district="pk"))
rules.add_perm("budget.draft_policy", on_duty(Duty.FORUMS, district="pk"))
rules.add_perm("budget.approve_policy", holds(Role.DISTRICT_DIRECTOR, district="pk"))

# Money (obj: an object with a ``district_id`` and a ``bureau_id``; both are None for a flagship project).
rules.add_perm("budget.view_money", holds(*STAFF_ROLES, *BUREAU_ROLES, bureau="bureau_id"))
# The twelve months of the offices that the person reaches (obj: a District).
rules.add_perm("budget.view_year_of_offices", holds(*STAFF_ROLES, district="pk"))
rules.add_perm("budget.view_flagships", holds(*STAFF_ROLES, *BUREAU_ROLES))
rules.add_perm("budget.record_money", on_duty(Duty.MONEY, bureau="bureau_id"))
rules.add_perm("budget.commit_money", on_duty(Duty.PROCUREMENT, bureau="bureau_id"))
leads_the_office = holds(Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR, Role.ADMINISTRATOR, bureau="pk")
# Whether each payment of an office waits for a second person (obj: the Office).
rules.add_perm("budget.set_second_person", leads_the_office)
rules.add_perm("budget.manage_flagship_money", holds(Role.STRATEGY))

# Asking for money (obj: a BudgetRequest, saved or not). Whoever prepares it also records what others decided.
asks_for_the_city = is_a_flagships & holds(Role.STRATEGY)
rules.add_perm("budget.prepare_request", is_a_districts & on_duty(Duty.ACTION_PLAN) | asks_for_the_city)
rules.add_perm("budget.hand_in_request", is_a_districts & holds(Role.DISTRICT_DIRECTOR) | asks_for_the_city)

# Money that is carried over (obj: a Carry). The year's rule says who decides on its kind.
decides_for_the_office = holds(
    Role.DISTRICT_DIRECTOR,
    Role.BUREAU_DIRECTOR,
    district="allocation.district_id",
    bureau="allocation.bureau_id",
)
decides_for_the_city = is_the_citys_decision & holds(Role.STRATEGY, district="allocation.district_id")
rules.add_perm("budget.decide_carry", decides_for_the_city | ~is_the_citys_decision & decides_for_the_office)

# Closing the books of a year, and what is entered afterwards (obj: a YearPermit).
rules.add_perm("budget.close_year", holds(Role.STRATEGY))
rules.add_perm(
    "budget.decide_permit", holds(Role.DISTRICT_DIRECTOR, Role.BUREAU_DIRECTOR, Role.STRATEGY, bureau="bureau_id")
)
