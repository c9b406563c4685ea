"""A small city, written once by the bulk actions and once by the single ones: the rows are the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models, transaction

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions import hire, open_years
from bkkplan.trial.builders import action_plans, plans, register, story
from bkkplan.trial.builders.city import City, District
from budget.actions.bulk import check_projects, grant_flagships, keep_action_plans, spend_flagships
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    Appropriation,
    ConsistencyCheck,
    Inclusion,
    LedgerEntry,
)
from communities.actions.bulk import register_communities, write_plans
from communities.models import (
    BudgetLine,
    Plan,
    PlanAdoption,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
)
from districts.models import District as DistrictRow
from forums.actions.bulk import hold_forums
from forums.models import AgendaItem, Attendance, Correction, Forum, Proposal
from tests.trial import one_by_one

pytestmark = [pytest.mark.slow, pytest.mark.heavy]

CODES = ("1002", "1004", "1007", "1012", "1050")
YEARS = (FiscalYear(2565), FiscalYear(2566))
# One district for each of these, so that few districts show much.
HEARINGS = {
    2565: dict.fromkeys((story.Hearing.LATE, story.Hearing.CORRECTED, story.Hearing.WITHDRAWN), 1),
    2566: dict.fromkeys((story.Hearing.OPEN, story.Hearing.CANCELLED, story.Hearing.PLANNED), 1),
}
TABLES: tuple[type[models.Model], ...] = (
    Forum, Attendance, AgendaItem, Proposal, Correction,
    Plan, PlanRevision, PlanAdoption, PlanSection, PlanProblem, PlanProject, PlanProject.areas.through, BudgetLine,
    ConsistencyCheck, ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion,
    Appropriation, Allocation, LedgerEntry,
)  # fmt: skip
# Ids that are drawn anew each time, and how often a row was saved.
PASSED_OVER = {"id", "uuid", "lineage", "act", "version"}


@pytest.fixture
def small(reference, monkeypatch):
    counts = {"crowded": 1, "urban": 1, "suburban": 1, "high_rise": 0}
    monkeypatch.setattr(register, "communities_by_district", lambda: dict.fromkeys(CODES, counts))
    monkeypatch.setattr(register, "_given_up", lambda district: 0)
    monkeypatch.setattr(story, "HEARINGS", HEARINGS)
    monkeypatch.setattr(action_plans, "SECOND_THOUGHTS", CODES)
    # Carrying on and taking up are acts of their own, tried where they live.
    monkeypatch.setattr(plans, "SHARE_CARRIED_ON", 0)
    monkeypatch.setattr(plans, "SHARE_TAKEN_UP", 0)
    story.hearings.cache_clear()
    story.linkings.cache_clear()
    yield [
        District(d.code, d.name_th, dict(d.subdistricts.order_by("code").values_list("code", "houses")))
        for d in DistrictRow.objects.filter(code__in=CODES).order_by("code")
    ]
    story.hearings.cache_clear()
    story.linkings.cache_clear()


def test_bulk_and_single_actions_write_the_same_rows(small):
    crew = hire(CODES)
    communities = register_communities(City(small, crew, last=YEARS[-1]).communities)
    city = City(small, crew, last=YEARS[-1])
    open_years(city, YEARS)
    grant_flagships({year.be: city.granted(year) for year in YEARS})

    def in_bulk(told):
        hold_forums(told.forums, communities=communities)
        projects = write_plans(told.plans, communities=communities, projects={}).projects
        check_projects(told.checks, projects=projects)
        keep_action_plans(told.action_plans, projects=projects)
        spend_flagships(told.year.be, transferred=told.transferred, spent=told.spent)

    by_bulk, told_in_bulk = after(lambda: lived(small, crew, in_bulk))
    by_hand, told_by_hand = after(
        lambda: lived(small, crew, lambda told: one_by_one.live(told, communities=communities))
    )

    assert told_in_bulk
    assert told_in_bulk - told_by_hand == set()
    assert [name for name, rows in by_bulk.items() if not rows] == []
    assert {name: only_in(by_bulk[name], by_hand[name])[:2] for name in by_bulk if by_bulk[name] != by_hand[name]} == {
        name: only_in(by_hand[name], by_bulk[name])[:2] for name in by_bulk if by_bulk[name] != by_hand[name]
    }


def only_in(these: list[dict[str, Any]], those: list[dict[str, Any]]) -> list[dict[str, Any]]:
    others = {repr(row) for row in those}
    return [row for row in these if repr(row) not in others]


def lived(ground, crew, write: Callable[[Any], None]) -> None:
    city = City(ground, crew, last=YEARS[-1])
    for year in YEARS:
        write(city.live(year, shares={1: 200_000, 3: 100_000}))


def after(build: Callable[[], None]) -> tuple[dict[str, list[dict[str, Any]]], set[tuple[Any, ...]]]:
    """What the tables hold after building, and the acts that the log tells; the ground is clean again afterwards.

    The single acts tell more: each answer that is saved on the way to the last one.
    """
    with transaction.atomic():
        before = set(Entry.objects.values_list("pk", flat=True))
        build()
        connection.check_constraints()
        rows = {table._meta.label: _rows(table) for table in TABLES}
        acts = Entry.objects.exclude(pk__in=before).values_list("verb", "target_type", "actor_label", "at")
        told = set(acts)
        transaction.set_rollback(True)
    return rows, told


def _rows(table: type[models.Model]) -> list[dict[str, Any]]:
    names = Names()
    return sorted((names.told(row) for row in table._default_manager.all()), key=repr)


class Names:
    """Rows by what people call them, in place of their ids."""

    BY = {
        "accounts.User": ("username",),
        "districts.District": ("code",),
        "districts.Subdistrict": ("code",),
        "communities.Community": ("code",),
        "communities.PlanArea": ("code",),
        "communities.PlanTemplate": ("version",),
        "forums.ParticipantSector": ("code",),
        "budget.StrategyNode": ("code",),
        "budget.FlagshipProject": ("fiscal_year", "position"),
        "forums.Forum": ("district", "kind", "fiscal_year", "number"),
        "forums.Proposal": ("forum", "position"),
        "communities.Plan": ("community", "fiscal_year"),
        "communities.PlanRevision": ("plan", "number"),
        "communities.PlanProblem": ("revision", "position"),
        "communities.PlanProject": ("revision", "rank"),
        "budget.ActionPlan": ("district", "fiscal_year"),
        "budget.ActionPlanEdition": ("plan", "number", "state"),
        "budget.ActionPlanItem": ("plan", "position"),
        "budget.Appropriation": ("flagship", "district", "fiscal_year"),
        "budget.Allocation": ("appropriation", "district", "item"),
        "budget.LedgerEntry": ("allocation", "kind", "on", "at"),
    }

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], str] = {}

    def name_of(self, row: models.Model | None) -> str | None:
        if row is None:
            return None
        key = (row._meta.label, row.pk)
        if key not in self.known:
            values = (getattr(row, field) for field in self.BY[row._meta.label])
            self.known[key] = "/".join(
                str(self.name_of(value) if isinstance(value, models.Model) else value) for value in values
            )
        return self.known[key]

    def told(self, row: models.Model) -> dict[str, Any]:
        told = {}
        for field in row._meta.concrete_fields:
            if field.name in PASSED_OVER:
                continue
            value = getattr(row, field.name)
            told[field.name] = self.name_of(value) if field.is_relation else value
        return told
