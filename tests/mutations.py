"""The places that tests.mutate breaks: rules, comparisons, locks, lines of the log, doors, days at their boundary.

A place is an app (or one of its modules), a function or permission in it, and which of several alike, counted from 0.
"""

from dataclasses import dataclass

# The table of addresses shows their refusal and no act, so their line of the log is looked for in the named tests.
REFUSED_IN_THE_TABLE = {"begin_plan"}


@dataclass(frozen=True)
class Mutation:
    app: str
    place: str
    kind: str
    tests: str
    what: str = ""
    which: int = 0

    @property
    def selection(self) -> list[str]:
        """What should notice: locks and lines of the log have tests of their own, all others the tests named here."""
        if self.kind == "unlock" and self.place != "claim":
            return ["tests/locks/test_locks.py"]
        if self.kind == "forget" and self.what in {"record", "write_line"} and self.place not in REFUSED_IN_THE_TABLE:
            log = ["tests/isolation/test_log.py", "tests/isolation/test_every_url.py"]
            return [*log, "-k", f"last_line or (right_person and ({self.acts}))"]
        return self.tests.split()

    @property
    def acts(self) -> str:
        subject = next(part for part in self.app.split(".") if part not in {"bkkplan", "ground", "figures"})
        return "communities or forums or budget" if subject == "communities" else subject

    def __str__(self) -> str:
        more = f" {self.what}" * bool(self.what) + f" #{self.which}" * bool(self.which)
        return f"{self.app}:{self.place} {self.kind}{more}"


def _of(
    app: str, tests: str, *places: tuple[str, str] | tuple[str, str, str] | tuple[str, str, str, int]
) -> list[Mutation]:
    made = []
    for place, kind, *more in places:
        what, which = (*more, "", 0)[:2] if not more or isinstance(more[0], str) else ("", more[0])
        made.append(Mutation(app, place, kind, tests, str(what), int(which or 0)))
    return made


MUTATIONS = [
    # --- the action plan and its checks
    *_of(
        "budget.actions.plan.action_plan",
        "tests/budget/test_action_plan.py",
        ("open_plan", "unlock"),
        ("open_plan", "forget", "demand_permission"),
        ("lock_plan", "unlock"),
        ("lock_plan", "forget", "demand_permission"),
        ("submit", "forget", "write_line"),
        ("submit", "forget", "tell_directors"),
        ("recall", "forget", "record"),
        ("give_back", "forget", "write_line"),
        ("approve", "forget", "write_line"),
    ),
    *_of(
        "budget.actions.steps",
        "tests/budget/test_action_plan.py",
        ("open_amendment", "guard"),
        ("discard", "guard"),
        ("submit", "guard"),
        ("send_back", "guard"),
        ("approve", "forget", "demand_no_money"),
        ("demand_no_money", "compare", "", 1),
    ),
    *_of(
        "budget.actions.checks.checks",
        "tests/budget/test_checks.py",
        ("lock_for_check", "forget", "demand_permission"),
        ("answer", "forget", "write_line"),
    ),
    *_of(
        "budget.actions.steps",
        "tests/budget/test_checks.py",
        ("demand_all_checked", "guard"),
        ("demand_awaiting_check", "guard"),
    ),
    # --- money
    *_of(
        "budget.actions.money.ledger",
        "tests/budget/test_ledger.py tests/budget/test_money.py",
        ("enter", "unlock"),
        ("_lock", "unlock"),
        ("enter", "forget", "write_line"),
        ("put_down", "forget", "_demand_day_in_year"),
        ("_demand_room", "guard"),
        ("_demand_room", "compare", "", 1),
        ("_repeated", "guard"),
    ),
    *_of(
        "budget.queries.money.levels",
        "tests/budget/test_ledger.py tests/budget/test_money.py",
        ("Balance.least_between", "compare", "", 2),
    ),
    *_of(
        "budget.actions.money.payments",
        "tests/budget/test_spending.py",
        ("clear", "guard"),
        ("_demand_outstanding", "guard"),
        ("confirm", "forget", "record"),
    ),
    # --- plans of communities
    *_of(
        "communities.actions.plans",
        "tests/communities/test_plan_path.py tests/communities/test_plan_writing.py tests/forums/test_adoption.py",
        ("begin_plan", "unlock"),
        ("begin_plan", "forget", "write_line"),
        ("return_plan", "forget", "write_line"),
        ("withdraw_confirmation", "forget", "write_line"),
        ("cancel_adoption", "unlock"),
        ("locked", "unlock"),
    ),
    *_of(
        "communities.actions.steps",
        "tests/communities/test_plan_path.py tests/communities/test_plan_writing.py tests/forums/test_adoption.py",
        ("begin", "guard"),
        ("submit", "guard"),
        ("demand_submitted", "guard"),
        ("adopt", "compare", "", 0),
        ("adopt", "compare", "", 1),
        ("adopt", "guard", "", 2),
    ),
    *_of(
        "communities.actions.committees",
        "tests/communities/test_committees.py",
        ("next_term", "compare", "", 1),
        ("end_term", "compare"),
        ("new_member", "compare", "", 0),
        ("new_member", "compare", "", 1),
        ("leave_seat", "compare", "", 1),
        ("record_standing", "compare", "", 0),
        ("another_link", "guard"),
        ("_community", "guard"),
        ("_community", "unlock"),
    ),
    # --- forums
    *_of(
        "forums.actions.schedule",
        "tests/forums/test_schedule.py tests/forums/test_at_once.py",
        ("plan_forum", "unlock"),
        ("postpone", "compare", "", 1),
        ("open_forum", "forget", "write_line"),
    ),
    *_of(
        "forums.actions.steps",
        "tests/forums/test_schedule.py tests/forums/test_results.py tests/forums/test_evidence.py",
        ("announce", "compare"),
        ("hold", "compare", "", 0),
        ("hold", "compare", "", 1),
        ("publish", "forget", "_demand_complete"),
        ("publish", "guard", "", 1),
        ("publish", "compare", "", 1),
    ),
    *_of("forums.actions.results", "tests/forums/test_results.py", ("withdraw", "forget", "write_line")),
    *_of(
        "forums.actions.uptakes",
        "tests/forums/test_uptake.py tests/forums/test_at_once.py",
        ("_demand_open_to", "guard", "", 1),
        ("end_uptake", "unlock"),
    ),
    # --- the same rules where the sample city is written: its own test notices them, too
    *_of(
        "forums.actions.steps",
        "tests/trial/test_rules_hold.py",
        ("announce", "guard"),
        ("publish", "forget", "_demand_complete"),
    ),
    *_of(
        "communities.actions.steps",
        "tests/trial/test_rules_hold.py",
        ("submit", "guard"),
        ("confirm", "guard"),
        ("adopt", "guard", "", 1),
    ),
    *_of(
        "budget.actions.steps",
        "tests/trial/test_rules_hold.py",
        ("demand_all_checked", "guard"),
        ("demand_includable", "guard", "", 1),
        ("approve", "guard"),
    ),
    *_of("budget.actions.money.ledger", "tests/trial/test_rules_hold.py", ("_demand_room", "guard")),
    *_of(
        "forums.queries.hearings",
        "tests/forums/test_queries.py tests/kpi/test_definitions.py",
        ("hearing_facts", "keyword", "held_on__lte>held_on__lt"),
        ("hearing_facts", "keyword", "cancelled_on__gt>cancelled_on__gte"),
    ),
    *_of(
        "forums.hearing_rule",
        "tests/forums/test_queries.py tests/kpi/test_definitions.py",
        ("HearingRule.publish_by", "operator"),
    ),
    # --- people
    *_of(
        "bkkplan.ground.accounts.actions",
        "tests/accounts tests/isolation/test_every_url.py -k accounts",
        ("find_link", "keyword", "expires_at__gt>expires_at__gte"),
        ("_lock_person", "unlock"),
        ("close_account", "forget", "record"),
    ),
    *_of("bkkplan.ground.accounts.actions.steps", "tests/accounts", ("give_role", "guard")),
    # --- what a page has shown
    *_of(
        "bkkplan.ground.core.rows.basis",
        "tests/budget/test_deciding.py",
        ("Basis.demand", "compare", "", 1),
        ("Bases.demand", "guard"),
    ),
    # --- figures and jobs
    *_of(
        "bkkplan.figures.kpi.actions.quarters",
        "tests/kpi/test_quarters.py",
        ("reopen_quarter", "guard", "", 1),
        ("freeze_quarter", "forget", "record"),
    ),
    *_of("bkkplan.ground.core.jobs", "tests/core/test_jobs.py tests/core/test_jobs_machine.py", ("claim", "unlock")),
    *_of("bkkplan.ground.core.fiscal", "tests/core/test_fiscal.py", ("FiscalYear.of", "compare")),
    # --- who may
    Mutation(
        "budget.permissions",
        "budget.approve_action_plan",
        "allow",
        "tests/budget/test_action_plan.py tests/budget/test_money.py",
    ),
    Mutation(
        "budget.permissions",
        "budget.record_money",
        "allow",
        "tests/budget/test_action_plan.py tests/budget/test_money.py",
    ),
    Mutation("communities.permissions", "communities.view_plan", "allow", "tests/communities/test_permissions.py"),
    Mutation("communities.permissions", "communities.begin_plan", "allow", "tests/communities/test_permissions.py"),
    Mutation("forums.permissions", "forums.view_attachment", "allow", "tests/forums/test_permissions.py"),
    Mutation("forums.permissions", "forums.publish_forum", "allow", "tests/forums/test_permissions.py"),
]
