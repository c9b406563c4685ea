"""What was asked for a year and what became of it, stage by stage, line by line; and what waits to be asked for."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.catalog import due_day
from budget.enums import TAKEN_IN, AskingStage, ItemProgress
from budget.models import (
    ActionPlanItem,
    Appropriation,
    BudgetRequest,
    Inclusion,
    LedgerEntry,
    RequestLine,
    RequestStage,
    StageAmount,
    granted_of,
)
from budget.queries.waiting import waiting_projects
from communities.enums import RevisionState
from communities.models import PlanProject

ZERO = Decimal(0)
STEP = "money_asked"  # of the city's calendar
YEARS_BACK = 3  # how old the plan of a project may be for which money is asked


def due_on(year: FiscalYear) -> date | None:
    """By which day requests of the year are handed in."""
    return due_day(year, STEP)


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount in baht at a stage, and how far it is from the amount before it."""

    amount: Decimal
    difference: Decimal
    reason: str = ""

    @property
    def is_fallen(self) -> bool:
        return self.amount == 0


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line with what each stage left of it, in the order of ``stages``."""

    line: RequestLine
    cells: tuple[Cell, ...]
    stages: tuple[RequestStage, ...] = ()

    @property
    def staged(self) -> list[tuple[RequestStage, Cell]]:
        return list(zip(self.stages, self.cells, strict=True))

    @property
    def latest(self) -> Decimal:
        """What stands after the last stage."""
        return self.cells[-1].amount if self.cells else self.line.amount

    @property
    def is_fallen(self) -> bool:
        return bool(self.cells) and self.cells[-1].is_fallen

    @property
    def reason(self) -> str:
        """The reason that was given last."""
        return next((cell.reason for cell in reversed(self.cells) if cell.reason), "")


@dataclass(frozen=True, slots=True)
class Vote:
    """What one vote adds to the votes before it, in baht, and when that was entered in the ledger."""

    stage: RequestStage
    given: Decimal
    granted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestTable:
    """A request with its stages in order; ``granted`` has the acts by which voted money stands in the ledger."""

    request: BudgetRequest
    stages: tuple[RequestStage, ...]
    rows: tuple[RequestRow, ...]
    granted: Mapping[UUID, datetime]

    @property
    def asked(self) -> Decimal:
        return sum((row.line.amount for row in self.rows), ZERO)

    @property
    def last(self) -> RequestStage | None:
        return self.stages[-1] if self.stages else None

    @property
    def latest(self) -> Decimal:
        return sum((row.latest for row in self.rows), ZERO)

    @property
    def change(self) -> Decimal:
        """How far the last stage is from what was asked."""
        return self.latest - self.asked

    @property
    def staged(self) -> list[tuple[RequestStage, Cell]]:
        return list(zip(self.stages, self.totals, strict=True))

    @property
    def totals(self) -> tuple[Cell, ...]:
        sums = [self.asked, *(stage.total for stage in self.stages)]
        return tuple(Cell(now, now - before) for before, now in itertools.pairwise(sums))

    @property
    def is_voted(self) -> bool:
        return self.last is not None and self.last.kind == AskingStage.VOTED

    @property
    def votes(self) -> list[Vote]:
        """The votes in order. A vote for less takes from the latest votes before it that were not granted then."""
        found: list[Vote] = []
        before = ZERO
        for stage in self.stages:
            if stage.kind != AskingStage.VOTED:
                continue
            given, before = stage.total - before, stage.total
            for place, vote in reversed(list(enumerate(found))):
                if given < 0 and (vote.granted_at is None or stage.recorded_at < vote.granted_at):
                    taken = min(vote.given, -given)
                    given += taken
                    found[place] = replace(vote, given=vote.given - taken)
            granted_at = self.granted.get(stage.granted_act) if stage.granted_act else None
            found.append(Vote(stage, given, granted_at))
        return found

    @property
    def to_grant(self) -> Vote | None:
        """The first vote whose money is not in the ledger yet."""
        return next((vote for vote in self.votes if vote.given > 0 and vote.granted_at is None), None)

    @property
    def to_cut(self) -> Decimal:
        """How much less was voted in the end than was granted before, in baht."""
        return -sum((vote.given for vote in self.votes if vote.given < 0), ZERO)

    @property
    def is_granted(self) -> bool:
        """All that was voted stands in the ledger."""
        return self.is_voted and bool(self.latest) and self.to_grant is None

    @property
    def last_may_go(self) -> bool:
        """The last stage may be withdrawn: no money was entered since it was recorded."""
        last = self.last
        return last is not None and all(last.recorded_at > at for at in self.granted.values())


def with_stages(requests: QuerySet[BudgetRequest], *, with_lines: bool = True) -> QuerySet[BudgetRequest]:
    """The requests with what `table_of` reads, in the same number of queries for one and for many."""
    its = OuterRef("pk")
    stages = RequestStage.objects.live().filter(request=its).select_related("source").order_by("kind", "pk")
    lists: dict[str, QuerySet[Any]] = {"stages": stages}
    more: list[str | Prefetch[Any]] = ["stages__amounts"]
    if with_lines:
        lines = RequestLine.objects.filter(request=its).select_related("category", "item")
        lists["lines"] = lines.order_by("position", "pk")
        projects = PlanProject.objects.select_related("revision__plan__community__district")
        more.append(Prefetch("lines__projects", queryset=projects))
    return with_rows(requests.select_related("flagship", "district"), **lists).prefetch_related(*more)


def table_of(request: BudgetRequest, *, granted: Mapping[UUID, datetime] | None = None) -> RequestTable:
    """The table of a request that was loaded by `with_stages`; ``granted`` are the acts that stand in the ledger."""
    stages = tuple(request.stages.all())
    if granted is None:
        granted = granted_acts(stages)
    amounts: dict[int, list[StageAmount]] = {}
    for stage in stages:
        for row in stage.amounts.all():
            amounts.setdefault(row.line_id, []).append(row)
    rows = []
    for line in request.lines.all():
        before, cells = line.amount, []
        for found in amounts.get(line.pk, []):
            cells.append(Cell(found.amount, found.amount - before, found.reason))
            before = found.amount
        rows.append(RequestRow(line, tuple(cells), stages))
    return RequestTable(request, stages, tuple(rows), granted)


def granted_acts(stages: Iterable[RequestStage]) -> dict[UUID, datetime]:
    """Of the acts by which stages were granted, those that nobody took back, with when each was entered."""
    acts = [stage.granted_act for stage in stages if stage.granted_act]
    if not acts:
        return {}
    entries = LedgerEntry.objects.filter(act__in=acts, reverses=None, reversed_by=None)
    return dict(entries.values_list("act", "at"))


def tables_of_year(requests: QuerySet[BudgetRequest], year: FiscalYear) -> dict[int, RequestTable]:
    """By the request's id: the tables of a year's requests."""
    found = list(with_stages(requests.filter(fiscal_year=year.be)))
    granted = granted_acts(stage for one in found for stage in one.stages.all())
    return {one.pk: table_of(one, granted=granted) for one in found}


def table_for(requests: QuerySet[BudgetRequest]) -> RequestTable | None:
    """The table of the first of these requests; None if there is none."""
    found = with_stages(requests).first()
    return table_of(found) if found else None


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of the money from the request to the transfer, in baht; None for the difference of the first."""

    label: str
    amount: Decimal
    difference: Decimal | None
    on: date | None = None


def path_of(table: RequestTable | None, source: Appropriation | None) -> tuple[PathStep, ...]:
    """Return the steps of a request with their amounts: asked, each recorded stage, granted, transferred.

    Each step but the first has its difference from the step before. Empty without a request, or while it is a draft.
    """
    if table is None or table.request.is_draft:
        return ()
    steps = [(_("ขอตั้ง"), table.asked, table.request.handed_in_on)]
    steps += [(stage.label, stage.total, stage.on) for stage in table.stages]
    if source is not None:
        steps += [(_("ได้รับงบประมาณ"), source.amount, None), (_("โอนจัดสรร"), source.transferred_total, None)]
    before = [None, *(amount for _label, amount, _on in steps)]
    return tuple(
        PathStep(label, amount, None if last is None else amount - last, on)
        for (label, amount, on), last in zip(steps, before, strict=False)
    )


def basis_of_request(request: BudgetRequest) -> Basis:
    """What whoever hands a request in decides by: its lines and amounts."""
    points = [Point("state", str(request._meta.verbose_name), request.state, request.get_state_display())]
    for line in request.lines.order_by("position", "pk"):
        shown = format_baht(line.amount, decimals=False)
        points.append(Point(f"line-{line.pk}", line.title, [str(line.amount), line.note, line.category_id], shown))
    return Basis.of(points)


def basis_of_stage(table: RequestTable) -> Bases:
    """What a stage is recorded on: what the stage before left of each line."""
    return Bases.of({row.line.pk: _amount_of(row.line.title, row.latest) for row in table.rows})


def basis_of_vote(vote: Vote | None) -> Basis:
    """What voted money is entered by: the stage of the vote, its source, and what it adds."""
    if vote is None:
        return Basis()
    stage = vote.stage
    value = f"{stage.pk} {stage.source_id} {stage.source_number} {vote.given:.2f}"
    return Basis.of([Point("vote", stage, value, f"{stage.source or ''} {format_baht(vote.given)}")])


def basis_of_choice(items: Iterable[ActionPlanItem], projects: Iterable[PlanProject]) -> Bases:
    """What is asked for: title and amount of each item and each project."""
    rows = {f"item-{item.pk}": _amount_of(item.title, item.planned_amount or ZERO) for item in items}
    rows |= {
        f"project-{project.pk}": _amount_of(project.title, granted_of(project, project.check_result))
        for project in projects
    }
    return Bases.of(rows)


def _amount_of(title: str, amount: Decimal) -> Basis:
    return Basis.of([Point("amount", title, f"{title} {amount:.2f}", format_baht(amount, decimals=False))])


# --- what waits to be asked for


def items_to_ask_for(request: BudgetRequest) -> QuerySet[ActionPlanItem]:
    """Items of the district's action plan of the year that need money, have none, and stand in no line yet."""
    return (
        ActionPlanItem.objects.live()
        .filter(plan__district=request.district_id, plan__fiscal_year=request.fiscal_year, planned_amount__isnull=False)
        .filter(Q(allocation=None) | Q(allocation__transferred=0))
        .exclude(progress=ItemProgress.CANCELLED)
        .exclude(request_lines__request=request)
        .order_by("position", "pk")
    )


def projects_to_ask_for(request: BudgetRequest) -> QuerySet[PlanProject]:
    """The district's checked projects that wait for money: to be taken into its plan, and neither funded nor asked for.

    A project whose line fell waits again. One of the waiting list (`waiting_projects`) may be of any year.
    """
    years = (request.fiscal_year - YEARS_BACK, request.fiscal_year)
    same = {"project__lineage": OuterRef("lineage")}
    funded = Inclusion.objects.in_force().filter(item__allocation__transferred__gt=0, **same)
    live = RequestLine.objects.filter(projects__lineage=OuterRef("lineage"), request__in=_going_on(request))
    return (
        PlanProject.objects.live()
        .filter(
            Q(check_result__outcome__in=TAKEN_IN, revision__plan__fiscal_year__range=years)
            | Q(pk__in=waiting_projects([request.district_id]).order_by().values("pk")),
            revision__plan__community__district=request.district_id,
            revision__state=RevisionState.CONFIRMED,
            revision__confirmation_withdrawn_on=None,
            check_result__checked_on__isnull=False,
        )
        .exclude(Exists(PlanProject.objects.live().filter(carried_from=OuterRef("pk"))))
        .exclude(Exists(funded))
        .exclude(Exists(live.exclude(pk__in=_fallen_lines())))
        .select_related("revision__plan__community", "check_result")
        .order_by("revision__plan__fiscal_year", "rank", "pk")
    )


def _going_on(request: BudgetRequest) -> QuerySet[BudgetRequest]:
    """Requests of this year and earlier ones of the same district."""
    return BudgetRequest.objects.filter(district=request.district_id, fiscal_year__lte=request.fiscal_year)


def _fallen_lines() -> QuerySet[RequestLine]:
    """Lines of whose request the last stage left nothing."""
    later = RequestStage.objects.live().filter(request=OuterRef("stage__request"), pk__gt=OuterRef("stage"))
    last = StageAmount.objects.filter(stage__withdrawn_on=None, amount=0).exclude(Exists(later))
    return RequestLine.objects.filter(pk__in=last.values("line"))
