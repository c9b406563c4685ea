"""What a committee writes in a draft: texts of sections, problems, projects and their money, saved row by row.

Each row comes with the ``version`` that the page showed (0: no row yet). If someone else saved the row since,
StaleError is raised; it holds both texts. The same text sent twice is saved once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from communities.actions.errors import PlanError
from communities.actions.paper import note_if_for_the_committee
from communities.actions.plans import take
from communities.actions.steps import demand_draft, log_details
from communities.enums import PlannedSource, ProjectKind
from communities.models import (
    BudgetLine,
    PlanArea,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
)
from communities.models.writing import PROBLEM_WORDS, PROJECT_WORDS

SATANG = Decimal("0.01")
ONE = Decimal(1)
Kind = type[PlanProblem] | type[PlanProject]
R = TypeVar("R", PlanProblem, PlanProject)
PLACE: dict[Kind, str] = {PlanProblem: "position", PlanProject: "rank"}


class UnknownSectionError(PlanError):
    sentence = _("แบบแผนของปีนี้ไม่มีหัวข้อนี้")


class ElsewhereError(PlanError):
    """The row belongs to another revision: an address made by hand, or a page older than the plan's return."""

    sentence = _("รายการนี้อยู่ในแผนฉบับอื่น เปิดหน้าแผนใหม่อีกครั้ง")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    problem: str
    cause: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMoneyLine:
    """A money line. Without a ``uuid`` it takes that of the line in whose place it is saved."""

    item: str
    quantity: Decimal = ONE
    unit: str = ""
    unit_price: Decimal
    source: str = PlannedSource.DISTRICT
    uuid: UUID | None = None

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.unit_price).quantize(SATANG, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectWords:
    """What is typed in the ten items of the project form. ``areas`` are codes, ``problem`` is the problem's uuid."""

    title: str
    kind: str = ProjectKind.AGENCY
    areas: Sequence[str] = ()
    problem: UUID | None = None
    reason: str = ""
    objectives: str = ""
    target: str = ""
    nature: str = ""
    starts_in: int | None = None
    ends_in: int | None = None
    place: str = ""
    work_plan: Sequence[dict[str, object]] = ()
    expected_benefit: str = ""
    risk: str = ""
    follow_up: str = ""
    score_size: int | None = None
    score_urgency: int | None = None
    score_feasibility: int | None = None
    score_cooperation: int | None = None
    lines: Sequence[ProjectMoneyLine] = ()


@transaction.atomic
def save_section(*, revision_id: int, code: str, text: str, seen: int, by: User, at: datetime) -> PlanSection:
    revision = draft_of(revision_id, by, at)
    demand_known(revision, code)
    section = PlanSection.objects.filter(revision=revision, code=code).first()
    was = section.text if section else ""
    if section is None:
        section = PlanSection.objects.create(revision=revision, code=code, text=text)
    elif was == text:
        return section
    else:
        section.text = text
        section.save_over(seen, update_fields=["text"])
    record(
        "communities.section_saved",
        section,
        by=by,
        at=at,
        before={"text": was},
        after={"text": text},
        **log_details(revision),
        code=code,
    )
    return section


@transaction.atomic
def save_problem(
    *, revision_id: int, uuid: UUID, words: ProblemWords, seen: int, by: User, at: datetime
) -> PlanProblem:
    revision = draft_of(revision_id, by, at)
    problem = _found(PlanProblem, uuid, revision)
    if problem is None:
        problem = PlanProblem(revision=revision, uuid=uuid, position=_next_place(PlanProblem, revision))
        was: dict[str, object] = {}
        put_problem(problem, words)
        problem.save(force_insert=True)
    else:
        was = state_of(problem, PROBLEM_WORDS)
        put_problem(problem, words)
        if state_of(problem, PROBLEM_WORDS) == was:
            return problem
        problem.save_over(seen, update_fields=PROBLEM_WORDS)
    record(
        "communities.problem_saved",
        problem,
        by=by,
        at=at,
        **changes(was, state_of(problem, PROBLEM_WORDS)),
        **log_details(revision),
    )
    return problem


@transaction.atomic
def save_project(
    *, revision_id: int, uuid: UUID, words: ProjectWords, seen: int, by: User, at: datetime
) -> PlanProject:
    """Save a project with its areas and money lines, which share one version.

    Its amount becomes the sum of the lines.
    """
    revision = draft_of(revision_id, by, at)
    project = _found(PlanProject, uuid, revision)
    if project is None:
        project = PlanProject(revision=revision, uuid=uuid, rank=_next_place(PlanProject, revision))
        was: dict[str, object] = {}
        put_project(project, words, problem=_answered(project, words))
        project.save(force_insert=True)
    else:
        was = logged_values(project)
        put_project(project, words, problem=_answered(project, words))
        if logged_values(project, words) == was:
            return project
        project.save_over(seen, update_fields=[*PROJECT_WORDS, "problem", "amount"])
    project.areas.set(PlanArea.objects.filter(code__in=words.areas))
    there = list(project.budget_lines.order_by("position").values_list("uuid", flat=True))
    project.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(lines_of(project, words, there=there))
    record(
        "communities.project_saved",
        project,
        by=by,
        at=at,
        **changes(was, logged_values(project)),
        **log_details(revision),
    )
    return project


@transaction.atomic
def take_out(*, row: PlanProblem | PlanProject, by: User, at: datetime) -> None:
    """Remove a row from the draft. `put_back` returns it, with its text, at the end of the list."""
    revision = draft_of(row.revision_id, by, at)
    kind = type(row)
    row = kind.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if row.removed_at is not None:
        return
    setattr(row, PLACE[kind], None)
    row.removed_at, row.removed_by = at, by
    row.save(update_fields=[PLACE[kind], "removed_at", "removed_by"])
    _number(kind, _in_order(kind, revision))
    record(f"communities.{_noun(kind)}_taken_out", row, by=by, at=at, **log_details(revision))


@transaction.atomic
def put_back(*, row: PlanProblem | PlanProject, by: User, at: datetime) -> None:
    revision = draft_of(row.revision_id, by, at)
    kind = type(row)
    row = kind.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if row.removed_at is None:
        return
    setattr(row, PLACE[kind], _next_place(kind, revision))
    row.removed_at = row.removed_by = None
    row.save(update_fields=[PLACE[kind], "removed_at", "removed_by"])
    record(f"communities.{_noun(kind)}_put_back", row, by=by, at=at, **log_details(revision))


@transaction.atomic
def move(*, row: PlanProblem | PlanProject, to: int, by: User, at: datetime) -> None:
    """Move a row to the place ``to`` (1 is first; a larger number than there are rows means last)."""
    revision = draft_of(row.revision_id, by, at)
    kind = type(row)
    rows = _in_order(kind, revision)
    was = next((place for place, other in enumerate(rows, start=1) if other.pk == row.pk), None)
    if was is None:
        raise ElsewhereError
    moved = rows.pop(was - 1)
    to = min(max(to, 1), len(rows) + 1)
    if to == was:
        return
    rows.insert(to - 1, moved)
    _number(kind, rows)
    record(f"communities.{_noun(kind)}_moved", moved, by=by, at=at, **log_details(revision), was=was, became=to)


def logged_values(project: PlanProject, words: ProjectWords | None = None) -> dict[str, object]:
    """A project as the log keeps it; with ``words``, as it will be once they are saved."""
    if words is None:
        areas: list[str] = sorted(project.areas.values_list("code", flat=True))
        lines = list(project.budget_lines.order_by("position"))
    else:
        areas, lines = sorted(words.areas), lines_of(project, words)
    return {
        **state_of(project, (*PROJECT_WORDS, "problem", "amount")),
        "areas": areas,
        "lines": [
            f"{line.item} {line.quantity.normalize():f} {line.unit} × {line.unit_price:.2f} ({line.source})"
            for line in lines
        ],
    }


def draft_of(revision_id: int, by: User, at: datetime) -> PlanRevision:
    """The draft, locked, for someone who may write in it; who writes in the committee's place is noted."""
    revision = take(revision_id, by=by, permission="communities.write_plan")
    demand_draft(revision)
    note_if_for_the_committee(revision, by=by, at=at)
    return revision


def _found(kind: type[R], uuid: UUID, revision: PlanRevision) -> R | None:
    row = kind._base_manager.filter(uuid=uuid).first()
    if row is not None and (row.revision_id != revision.pk or row.removed_at is not None):
        raise ElsewhereError
    return row


def demand_known(revision: PlanRevision, code: str) -> None:
    """Raise UnknownSectionError if the template of the plan has no such section."""
    if all(section["code"] != code for section in revision.plan.template.asked_sections):
        raise UnknownSectionError


def put_problem(problem: PlanProblem, words: ProblemWords) -> None:
    for name in PROBLEM_WORDS:
        setattr(problem, name, getattr(words, name))


def put_project(project: PlanProject, words: ProjectWords, *, problem: PlanProblem | None) -> None:
    """Write the words into the row; its amount becomes the sum of the lines, which `lines_of` makes."""
    for name in PROJECT_WORDS:
        setattr(project, name, getattr(words, name))
    project.work_plan = [dict(activity) for activity in words.work_plan]
    project.problem = problem
    project.amount = sum((line.amount for line in words.lines), Decimal("0.00"))


def _answered(project: PlanProject, words: ProjectWords) -> PlanProblem | None:
    """The problem of the draft that the project answers."""
    if not words.problem:
        return None
    return PlanProblem.objects.live().filter(revision=project.revision_id, uuid=words.problem).first()


def lines_of(project: PlanProject, words: ProjectWords, *, there: Sequence[UUID] = ()) -> list[BudgetLine]:
    """The rows of the lines; ``there`` are the uuids of the lines that stand, by their places."""
    named = {line.uuid for line in words.lines}
    free = [None if uuid in named else uuid for uuid in there]
    free += [None] * (len(words.lines) - len(free))
    return [
        BudgetLine(
            uuid=line.uuid or free[position - 1] or uuid4(),
            project=project,
            position=position,
            item=line.item,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            amount=line.amount,
            source=line.source,
        )
        for position, line in enumerate(words.lines, start=1)
    ]


def _in_order(kind: Kind, revision: PlanRevision) -> list[PlanProblem | PlanProject]:
    return list(kind._base_manager.filter(revision=revision, removed_at=None).order_by(PLACE[kind], "pk"))


def _next_place(kind: Kind, revision: PlanRevision) -> int:
    last = kind._base_manager.filter(revision=revision).aggregate(last=Max(PLACE[kind]))["last"]
    return (last or 0) + 1


def _number(kind: Kind, rows: Sequence[PlanProblem | PlanProject]) -> None:
    """Give the rows the places 1, 2, 3 … without a gap. Versions do not change, because the texts stay the same."""
    moved: list[Any] = []  # all of the kind
    for place, row in enumerate(rows, start=1):
        if getattr(row, PLACE[kind]) != place:
            setattr(row, PLACE[kind], place)
            moved.append(row)
    kind._base_manager.bulk_update(moved, [PLACE[kind]])


def renumber(kind: Kind, revision: PlanRevision) -> None:
    """Close the gaps that rows leave behind."""
    _number(kind, _in_order(kind, revision))


def _noun(kind: Kind) -> str:
    return "problem" if kind is PlanProblem else "project"
