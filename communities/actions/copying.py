"""Copy what a revision says into the next revision of the same plan, or into the plan of the next year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.db.models import Max

from communities.models import BudgetLine, PlanProblem, PlanProject, PlanRevision, PlanSection
from communities.models.writing import PROBLEM_WORDS, PROJECT_WORDS

LINE_WORDS = ("position", "item", "quantity", "unit", "unit_price", "amount", "source")


@dataclass(frozen=True, slots=True)
class Copied:
    sections: int
    problems: int
    projects: int
    finished: tuple[str, ...] = ()  # projects left out, by title
    # What the copies were when they were made, so that they can be taken back: {"projects": {key: version}, …}.
    versions: dict[str, dict[str, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sections or self.problems or self.projects)


def copy_into(
    draft: PlanRevision,
    *,
    source: PlanRevision,
    without: Collection[int] = (),
    without_problems: Collection[int] = (),
) -> Copied:
    """Add to the draft what the source says and the draft does not; return what was added.

    In the same plan a project keeps its lineage. In another year's plan it gets a new lineage, and ``carried_from``
    names the project that it continues. Copying twice adds nothing the second time, and never changes what the draft
    says. Projects whose keys are in ``without`` are not copied, nor problems whose keys are in ``without_problems``.
    """
    sections = _copy_sections(draft, source)
    problems, twins = _copy_problems(draft, source, without_problems)
    wanted = list(source.projects.live().order_by("rank", "pk"))
    projects = _copy_projects(draft, source, twins, [p for p in wanted if p.pk not in without])
    return Copied(
        sections=len(sections),
        problems=len(problems),
        projects=len(projects),
        finished=tuple(p.title for p in wanted if p.pk in without),
        versions={
            "sections": {section.code: section.version for section in sections},
            "problems": {str(problem.pk): problem.version for problem in problems},
            "projects": {str(project.pk): project.version for project in projects},
        },
    )


def _copy_sections(draft: PlanRevision, source: PlanRevision) -> list[PlanSection]:
    known = {section["code"] for section in draft.plan.template.asked_sections}
    written = {section.code: section for section in draft.sections.all()}
    wanted = [s for s in source.sections.exclude(text="").order_by("pk") if s.code in known]
    fresh = [copy_of_section(s, draft=draft) for s in wanted if s.code not in written]
    emptied = [s for s in wanted if s.code in written and not written[s.code].text]
    for section in emptied:
        mine = written[section.code]
        mine.text, mine.version = section.text, mine.version + 1
    PlanSection.objects.bulk_create(fresh)
    PlanSection.objects.bulk_update([written[s.code] for s in emptied], ["text", "version"])
    return [*fresh, *(written[s.code] for s in emptied)]


def _copy_problems(
    draft: PlanRevision, source: PlanRevision, without: Collection[int]
) -> tuple[list[PlanProblem], dict[int, PlanProblem]]:
    """Copy the problems. Return the copies, and the draft's problem for the id of each of the source's."""
    here = {p.problem: p for p in draft.problems.live()}
    place = draft.problems.aggregate(last=Max("position"))["last"] or 0
    fresh, twins = [], {}
    for theirs in source.problems.live().exclude(pk__in=without).order_by("position", "pk"):
        mine = here.get(theirs.problem)
        if mine is None:
            place += 1
            mine = copy_of_problem(theirs, draft=draft, position=place)
            here[theirs.problem] = mine
            fresh.append(mine)
        twins[theirs.pk] = mine
    PlanProblem.objects.bulk_create(fresh)
    return fresh, twins


def _copy_projects(
    draft: PlanRevision, source: PlanRevision, twins: dict[int, PlanProblem], wanted: Sequence[PlanProject]
) -> list[PlanProject]:
    is_same_plan = draft.plan_id == source.plan_id
    here = set(draft.projects.values_list("lineage" if is_same_plan else "carried_from", flat=True))
    rank = draft.projects.aggregate(last=Max("rank"))["last"] or 0
    pairs = []
    for theirs in wanted:
        if (theirs.lineage if is_same_plan else theirs.pk) in here:
            continue
        rank += 1
        mine = copy_of_project(theirs, draft=draft, rank=rank, problem=twins.get(theirs.problem_id or 0))
        pairs.append((theirs, mine))
    PlanProject.objects.bulk_create([mine for _theirs, mine in pairs])
    copies = {theirs.pk: mine for theirs, mine in pairs}
    through = PlanProject.areas.through
    through.objects.bulk_create(
        through(planproject=copies[row.planproject_id], planarea_id=row.planarea_id)
        for row in through.objects.filter(planproject__in=copies).order_by("pk")
    )
    BudgetLine.objects.bulk_create(
        copy_of_line(line, project=copies[line.project_id])
        for line in BudgetLine.objects.filter(project__in=copies).order_by("pk")
    )
    return list(copies.values())


def copy_of_section(theirs: PlanSection, *, draft: PlanRevision) -> PlanSection:
    return PlanSection(revision=draft, code=theirs.code, text=theirs.text)


def copy_of_problem(theirs: PlanProblem, *, draft: PlanRevision, position: int) -> PlanProblem:
    return PlanProblem(revision=draft, position=position, **_words(theirs, PROBLEM_WORDS))


def copy_of_project(theirs: PlanProject, *, draft: PlanRevision, rank: int, problem: PlanProblem | None) -> PlanProject:
    is_same_plan = draft.plan_id == theirs.revision.plan_id
    return PlanProject(
        revision=draft,
        rank=rank,
        lineage=theirs.lineage if is_same_plan else uuid4(),
        carried_from_id=theirs.carried_from_id if is_same_plan else theirs.pk,
        problem=problem,
        amount=theirs.amount,
        **_words(theirs, PROJECT_WORDS),
    )


def copy_of_line(theirs: BudgetLine, *, project: PlanProject) -> BudgetLine:
    return BudgetLine(project=project, **_words(theirs, LINE_WORDS))


def _words(row: object, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
