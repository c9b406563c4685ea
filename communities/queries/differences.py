"""Two editions of a plan side by side: the words that changed, and the money."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.wording import baht, localname, month_short
from communities.models import BudgetLine, PlanProblem, PlanProject, PlanRevision
from communities.models.writing import PROBLEM_WORDS, PROJECT_WORDS
from communities.queries.completeness import sections_of

SAME_TITLE = 0.6  # how alike two problems are that are told as one that was rewritten


class Difference(Enum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        return str(LABELS[self])


LABELS = {
    Difference.ADDED: gettext_lazy("เพิ่ม"),
    Difference.REMOVED: gettext_lazy("นำออก"),
    Difference.CHANGED: gettext_lazy("แก้ไข"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; ``is_changed`` where the other edition does not have them there."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class FieldDifference:
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A section, a problem or a project that is not the same in both editions; its money where it has some."""

    kind: Difference
    title: str
    fields: tuple[FieldDifference, ...] = ()
    money: tuple[Decimal, Decimal] | None = None
    lineage: UUID | None = None

    @property
    def money_more(self) -> Decimal:
        return self.money[1] - self.money[0] if self.money else Decimal(0)


@dataclass(frozen=True, slots=True)
class Differences:
    sections: tuple[RowDifference, ...]
    problems: tuple[RowDifference, ...]
    projects: tuple[RowDifference, ...]
    before_total: Decimal
    after_total: Decimal

    def __bool__(self) -> bool:
        return bool(self.sections or self.problems or self.projects)

    @property
    def more(self) -> Decimal:
        return self.after_total - self.before_total

    @property
    def money(self) -> tuple[RowDifference, ...]:
        """The projects whose money is not the same."""
        return tuple(row for row in self.projects if row.money_more)


def differences_of(before: PlanRevision, after: PlanRevision) -> Differences:
    """What the later edition says differently. Both are of one plan."""
    theirs, ours = _projects_of(before), _projects_of(after)
    return Differences(
        sections=tuple(_of_sections(before, after)),
        problems=tuple(_of_problems(before, after)),
        projects=tuple(_of_projects(theirs, ours)),
        before_total=sum((project.amount for project in theirs.values()), Decimal(0)),
        after_total=sum((project.amount for project in ours.values()), Decimal(0)),
    )


def changed_since_return(revision: PlanRevision) -> dict[UUID, RowDifference]:
    """By its lineage, each project that is new or says something else than in the edition before this one."""
    before = None
    if revision.number > 1:
        before = PlanRevision.objects.filter(plan=revision.plan_id, number=revision.number - 1).first()
    if before is None:
        return {}
    found = _of_projects(_projects_of(before), _projects_of(revision))
    return {row.lineage: row for row in found if row.lineage and row.kind is not Difference.REMOVED}


def _of_sections(before: PlanRevision, after: PlanRevision) -> Iterable[RowDifference]:
    before.plan = after.plan  # its template is loaded once
    was = {section.code: section.text for section in sections_of(before)}
    for section in sections_of(after):
        if fields := _differing({section.title: was[section.code]}, {section.title: section.text}):
            yield RowDifference(_kind(was[section.code], section.text), section.title, fields)


def _of_problems(before: PlanRevision, after: PlanRevision) -> Iterable[RowDifference]:
    """A problem has another row in each edition: the same words are the same problem, then the most alike."""
    left = list(before.problems.live().order_by("position", "pk"))
    new: list[PlanProblem] = []
    for problem in after.problems.live().order_by("position", "pk"):
        twin = next((one for one in left if one.problem == problem.problem), None)
        if twin is None:
            new.append(problem)
            continue
        left.remove(twin)
        if fields := _differing(_words_of(twin), _words_of(problem)):
            yield RowDifference(Difference.CHANGED, problem.problem, fields)
    for problem in new:
        twin = max(left, key=lambda one: _likeness(one.problem, problem.problem), default=None)
        if twin is not None and _likeness(twin.problem, problem.problem) >= SAME_TITLE:
            left.remove(twin)
            yield RowDifference(Difference.CHANGED, problem.problem, _differing(_words_of(twin), _words_of(problem)))
        else:
            yield RowDifference(Difference.ADDED, problem.problem, _differing({}, _words_of(problem)))
    for problem in left:
        yield RowDifference(Difference.REMOVED, problem.problem, _differing(_words_of(problem), {}))


def _projects_of(revision: PlanRevision) -> dict[UUID, PlanProject]:
    rows = revision.projects.live().select_related("problem").with_areas_and_lines()
    return {project.lineage: project for project in rows.order_by("rank", "pk")}


def _of_projects(before: Mapping[UUID, PlanProject], after: Mapping[UUID, PlanProject]) -> Iterable[RowDifference]:
    for lineage, project in after.items():
        was = before.get(lineage)
        fields = _differing(_words_of(was) if was else {}, _words_of(project))
        money = (was.amount if was else Decimal(0), project.amount)
        if fields or was is None:
            yield RowDifference(Difference.CHANGED if was else Difference.ADDED, project.title, fields, money, lineage)
    for lineage, project in before.items():
        if lineage not in after:
            money = (project.amount, Decimal(0))
            yield RowDifference(Difference.REMOVED, project.title, _differing(_words_of(project), {}), money, lineage)


def _words_of(row: PlanProblem | PlanProject) -> dict[str, str]:
    """By the names of its fields, what a row says, as a page shows it; empty fields are left out."""
    names: Sequence[str] = PROBLEM_WORDS if isinstance(row, PlanProblem) else PROJECT_WORDS
    words = {str(row._meta.get_field(name).verbose_name): _in_words(row, name) for name in names}  # type: ignore[union-attr]
    if isinstance(row, PlanProject):
        words |= {
            _("ด้าน"): ", ".join(localname(area) for area in sorted(row.areas.all(), key=lambda area: area.position)),
            _("แก้ปัญหา"): row.problem.problem if row.problem else "",
            _("รายการงบประมาณ"): "\n".join(map(_line_in_words, sorted(row.budget_lines.all(), key=_place))),
        }
    return {label: text for label, text in words.items() if text}


def _place(line: BudgetLine) -> int:
    return line.position


def _line_in_words(line: BudgetLine) -> str:
    amount = f"{line.quantity.normalize():f} {line.unit}".strip()
    return f"{line.item} {amount} × {baht(line.unit_price)} = {baht(line.amount)} ({line.get_source_display()})"


def _in_words(row: PlanProblem | PlanProject, name: str) -> str:
    value = getattr(row, name)
    if name == "work_plan":
        steps = (f"{one['activity']} ({', '.join(map(month_short, one.get('months', [])))})" for one in value)
        return "\n".join(steps)
    if name in ("starts_in", "ends_in"):
        return month_short(value) if value else ""
    display: Callable[[], str] | None = getattr(row, f"get_{name}_display", None)
    return str(display() if display else "" if value is None else value)


def _kind(before: str, after: str) -> Difference:
    return Difference.CHANGED if before and after else Difference.ADDED if after else Difference.REMOVED


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldDifference, ...]:
    labels = dict.fromkeys([*before, *after])
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return tuple(FieldDifference(label, *side_by_side(was, now)) for label, was, now in pairs if was != now)


def side_by_side(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces: the words that stand in both, and those of one alone. Thai is divided into its words."""
    ours, theirs = _split(before), _split(after)
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs).get_opcodes():
        is_changed = tag != "equal"
        left.append(Piece("".join(ours[a:b]), is_changed))
        right.append(Piece("".join(theirs[c:d]), is_changed))
    return tuple(piece for piece in left if piece.text), tuple(piece for piece in right if piece.text)


def _split(text: str) -> list[str]:
    from pythainlp.tokenize import word_tokenize  # here, because its dictionary takes a second to load

    return word_tokenize(text, keep_whitespace=True) if text else []


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
