"""Which edition of a plan stands in the queue of checks."""

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from budget.queries.checks.checks import queue, queue_counts
from communities.enums import RevisionState
from communities.models import PlanRevision
from tests.factories.communities import PlanFactory, PlanRevisionFactory

YEAR = FiscalYear(2567)
WAYS = [
    ("draft",),
    ("submitted",),
    ("returned",),
    ("confirmed",),
    ("returned", "draft"),
    ("returned", "submitted"),
    ("returned", "returned"),
    ("returned", "returned", "draft"),
    ("returned", "confirmed", "draft"),
    ("confirmed", "draft"),
    ("confirmed", "submitted"),
    ("confirmed", "returned", "draft"),
    ("confirmed", "returned", "draft"),
]


def newest_by_hand(editions):
    """The last edition; the one before where the last is the draft that follows a return."""
    *before, last = editions
    was_returned = bool(before) and before[-1].state == RevisionState.RETURNED
    return before[-1] if was_returned and last.state == RevisionState.DRAFT else last


@pytest.fixture
def plans(db):
    for way in WAYS:
        plan = PlanFactory(fiscal_year=YEAR.be)
        for number, state in enumerate(way, 1):
            PlanRevisionFactory(plan=plan, number=number, **({} if state == "draft" else {state: True}))
    PlanRevisionFactory(plan__fiscal_year=2566, submitted=True)


def test_each_plan_stands_once_in_the_queue_with_its_newest_edition(plans):
    by_plan = {}
    for edition in PlanRevision.objects.filter(plan__fiscal_year=YEAR.be).order_by("plan", "number"):
        by_plan.setdefault(edition.plan_id, []).append(edition)
    wanted = [newest_by_hand(editions) for editions in by_plan.values()]

    for state in RevisionState.values:
        shown = {row.pk for row in queue(YEAR, None, state=state)}
        assert shown == {edition.pk for edition in wanted if edition.state == state}, state
        assert queue_counts(YEAR, None)[state] == len(shown)
