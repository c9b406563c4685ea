"""A small city is written by the rules of the single actions: told against a rule, it is refused as a person would be.

Each case below changes one fact. Whoever takes a rule out of ``steps`` or of the ledger fails here, and in the tests of
the single action, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection

from bkkplan.ground.accounts.actions.steps import AlreadyHeldError
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions import hire, open_years, write_year
from bkkplan.trial.actions.register import open_accounts, register_communities
from bkkplan.trial.actions.requests import ask_for_flagships
from bkkplan.trial.builders.city import City, YearFacts
from bkkplan.trial.builders.staff import first_account
from budget.actions import errors as plan_errors
from budget.actions.money.ledger import NotAvailableError, NotEnoughError, OutsideYearError
from budget.enums import CheckOutcome, EditionState, EntryKind
from budget.models import ActionPlanEdition, ActionPlanItem, LedgerEntry
from communities.actions import errors as community_errors
from communities.actions.committees import OutsideTermError, SeatTakenError, TermOverlapsError, TypeNotValidError
from communities.models import Community, PlanRevision
from forums.actions import errors as forum_errors
from forums.models import Forum
from forums.slots import SessionTime
from tests.trial.conftest import CODES

pytestmark = pytest.mark.slow

YEAR = FiscalYear(2565)
SHARES = {1: Decimal(200_000), 3: Decimal(100_000)}


def first(rows: Any, is_wanted: Callable[[Any], Any]) -> int:
    return next(place for place, row in enumerate(rows) if is_wanted(row))


def changed(rows: Any, place: int, **facts: Any) -> Any:
    """The rows, one of them with other facts."""
    return type(rows)([*rows[:place], replace(rows[place], **facts), *rows[place + 1 :]])


def other(
    year_facts: YearFacts, table: str, is_wanted: Callable[[Any], Any], change: Callable[[Any], Any]
) -> YearFacts:
    """Return the year with only one row in that table, and this row changed."""
    rows = getattr(year_facts, table)
    return replace(year_facts, **{table: [replace(row, **change(row)) for row in [rows[first(rows, is_wanted)]]]})


def forum(is_wanted: Callable[[Any], Any], change: Callable[[Any], Any]) -> Callable[[YearFacts], YearFacts]:
    return lambda year_facts: other(year_facts, "forums", is_wanted, change)


def revision(is_wanted: Callable[[Any], Any], change: Callable[[Any], Any]) -> Callable[[YearFacts], YearFacts]:
    def broken(year_facts: YearFacts) -> YearFacts:
        return other(
            replace(year_facts, forums=[], meetings={}),
            "plans",
            lambda plan: is_wanted(plan.revisions[0]),
            lambda plan: {"revisions": changed(plan.revisions, 0, **change(plan.revisions[0]))},
        )

    return broken


def edition(is_wanted: Callable[[Any], Any], change: Callable[[Any], Any]) -> Callable[[YearFacts], YearFacts]:
    def broken(year_facts: YearFacts) -> YearFacts:
        return other(
            replace(year_facts, forums=[], meetings={}, uptakes=[]),
            "action_plans",
            lambda plan: is_wanted(plan.editions[0]),
            lambda plan: {"editions": (replace(plan.editions[0], **change(plan.editions[0])),)},
        )

    return broken


def line(is_wanted: Callable[[Any], Any], change: Callable[[Any], Any]) -> Callable[[YearFacts], YearFacts]:
    return edition(
        lambda year_facts: any(map(is_wanted, year_facts.items)),
        lambda year_facts: {
            "items": changed(
                year_facts.items, place := first(year_facts.items, is_wanted), **change(year_facts.items[place])
            )
        },
    )


def money(kind: EntryKind, change: Callable[[Any], Any]) -> Callable[[YearFacts], YearFacts]:
    def is_wanted(item: Any) -> bool:
        return any(row.kind == kind for row in item.money)

    def broken(item: Any) -> dict[str, Any]:
        place = first(item.money, lambda row: row.kind == kind)
        return {"money": changed(item.money, place, **change(item.money[place]))}

    return line(is_wanted, broken)


def earlier(act: Any, days: int) -> Any:
    return replace(act, on=act.on - timedelta(days=days))


CASES: dict[str, tuple[type[Exception], Callable[[YearFacts], YearFacts]]] = {
    "a forum is announced after its day": (
        forum_errors.WrongDayError,
        forum(lambda f: f.announced, lambda f: {"sessions": (SessionTime(f.announced.on - timedelta(days=1)),)}),
    ),
    "a forum is held before it was announced": (
        forum_errors.WrongDayError,
        forum(lambda f: f.held, lambda f: {"held": replace(f.held, on=f.announced.on - timedelta(days=1))}),
    ),
    "results are published without a count of people": (
        forum_errors.NotReadyError,
        forum(lambda f: f.published, lambda f: {"attendance": {}, "recorded": None, "proposals": ()}),
    ),
    "a forum that was never published is withdrawn": (
        forum_errors.WrongMomentError,
        forum(lambda f: f.withdrawn, lambda f: {"published": None, "corrections": ()}),
    ),
    "published results change without a reason": (
        forum_errors.ReasonNeededError,
        forum(lambda f: f.corrections, lambda f: {"corrections": changed(f.corrections, 0, reason=" ")}),
    ),
    "a plan without problems is submitted": (
        community_errors.IncompleteError,
        revision(lambda r: r.submitted, lambda r: {"problems": (), "projects": ()}),
    ),
    "a plan is adopted before its year": (
        community_errors.BeforeItsYearError,
        revision(
            lambda r: r.adopted,
            # Not submitted, because the rule for the meeting of a submitted plan raises this error for this day, too.
            lambda r: {
                "adopted": replace(r.adopted, act=earlier(r.adopted.act, 900)),
                "submitted": None,
                "projects": (),
            },
        ),
    ),
    "a plan is confirmed by whoever submitted it": (
        community_errors.OwnPlanError,
        revision(lambda r: r.confirmed, lambda r: {"submitted": replace(r.submitted, by=r.confirmed.by)}),
    ),
    "a draft is confirmed": (
        community_errors.NotSubmittedError,
        revision(lambda r: r.confirmed, lambda r: {"submitted": None, "projects": ()}),
    ),
    "a plan is confirmed with a project that nobody checked": (
        plan_errors.UnansweredError,
        lambda year_facts: revision(lambda r: r.confirmed, lambda r: {})(replace(year_facts, checks=[])),
    ),
    "a project goes into an action plan against its check": (
        plan_errors.NotIncludableError,
        lambda year_facts: edition(lambda e: any(i.projects for i in e.items), lambda e: {})(
            replace(
                year_facts,
                checks=[
                    replace(check, answers=check.answers | {"outcome": CheckOutcome.COMMUNITY})
                    for check in year_facts.checks
                ],
            )
        ),
    ),
    "an empty action plan is submitted": (
        plan_errors.NothingToApproveError,
        edition(lambda e: e.submitted, lambda e: {"items": ()}),
    ),
    "an action plan is approved by whoever submitted it": (
        plan_errors.OwnEditionError,
        edition(
            lambda e: e.approved and not e.returned, lambda e: {"submitted": replace(e.submitted, by=e.approved.by)}
        ),
    ),
    "an action plan is sent back without a reason": (
        plan_errors.ReasonNeededError,
        edition(lambda e: e.approved, lambda e: {"returned": e.approved, "return_reason": ""}),
    ),
    "an item of a plan that is not approved gets money": (
        NotAvailableError,
        edition(
            lambda e: e.approved and any(i.money for i in e.items),
            lambda e: {"approved": None, "items": tuple(replace(i, reported=None) for i in e.items)},
        ),
    ),
    "more is spent than was bound": (
        NotEnoughError,
        money(EntryKind.DISBURSEMENT, lambda row: {"amount": row.amount * 50}),
    ),
    "money moves outside its year": (
        OutsideYearError,
        money(EntryKind.TRANSFER, lambda row: {"act": earlier(row.act, 900)}),
    ),
    "an item is done without a result": (
        plan_errors.ReasonNeededError,
        line(lambda i: i.done_on, lambda i: {"result": ""}),
    ),
}


@dataclass
class Small:
    city: City
    communities: dict[str, Community]
    year_facts: YearFacts


@pytest.fixture
def small(ground) -> Small:
    crew = hire(CODES)
    city = City(ground, crew, last=FiscalYear(2566))
    communities = register_communities(city.communities)
    granted = {year.be: city.granted(year) for year in (YEAR, YEAR.next)}
    open_years(city, (YEAR, YEAR.next))
    ask_for_flagships(granted)
    return Small(city, communities, city.live(YEAR, shares=SHARES))


def test_the_city_is_refused_what_a_person_would_be_refused(small):
    found = {case: outcome(partial(written, broken(small.year_facts), small)) for case, (_, broken) in CASES.items()}

    assert found == {case: error.__name__ for case, (error, _) in CASES.items()}


def test_people_and_the_register_obey_their_rules_too(small):
    admin = first_account()
    community = next(c for c in small.city.communities if len(c.terms) == 2 and len(c.standings) == 2)
    old, new = community.terms

    def registered(**facts: Any) -> str:
        return outcome(lambda: register_communities([replace(community, code="1002-999", **facts)]))

    found = {
        "a role twice": outcome(lambda: open_accounts([replace(admin, roles=admin.roles * 2)], password="!")),
        "two chairs": registered(terms=(replace(new, seats=new.seats[:1] * 2),)),
        "a seat before its term": registered(
            terms=(replace(new, starts_on=new.starts_on + timedelta(days=1)),),
        ),
        "a term before the one before": registered(terms=(new, old)),
        "a type of another time": registered(
            standings=(replace(community.standings[1], starts_on=community.standings[0].starts_on),)
        ),
    }

    assert found == {
        "a role twice": AlreadyHeldError.__name__,
        "two chairs": SeatTakenError.__name__,
        "a seat before its term": OutsideTermError.__name__,
        "a term before the one before": TermOverlapsError.__name__,
        "a type of another time": TypeNotValidError.__name__,
    }


def test_two_years_are_written_as_told_and_the_database_takes_them(small):
    projects = written(small.year_facts, small)
    coming = small.city.live(YEAR.next, shares=SHARES)
    before = Entry.objects.latest("pk").pk
    write_year(coming, communities=small.communities, earlier=projects)
    connection.check_constraints()

    forums = [*small.year_facts.forums, *small.year_facts.meetings.values(), *coming.forums, *coming.meetings.values()]
    assert Forum.objects.count() == len(forums)
    assert PlanRevision.objects.exclude(confirmed_on=None).count() == sum(
        bool(revision.confirmed)
        for year in (small.year_facts, coming)
        for plan in year.plans
        for revision in plan.revisions
    )
    lines = [
        item
        for year in (small.year_facts, coming)
        for plan in year.action_plans
        for e in plan.editions
        for item in e.items
    ]
    assert ActionPlanItem.objects.count() == len(lines)
    assert Entry.objects.filter(verb="budget.item_progress").count() == sum(bool(item.reported) for item in lines)
    assert LedgerEntry.objects.exclude(reverses=None).exists()
    assert ActionPlanEdition.objects.filter(state=EditionState.DISCARDED).exists()
    moments = list(Entry.objects.filter(pk__gt=before).order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def written(year_facts: YearFacts, small: Small) -> dict[str, Any]:
    return write_year(year_facts, communities=small.communities, earlier={})


def outcome(act: Callable[[], object]) -> str:
    """The name of the refusal."""
    try:
        act()
    except Exception as error:  # noqa: BLE001  (whatever it is, it is compared with the refusal that is due)
        return type(error).__name__
    return "nothing"
