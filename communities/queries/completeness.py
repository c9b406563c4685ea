"""What a draft says in each section of its template, and what is missing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.thai import from_thai_digits
from bkkplan.ground.core.wording import baht
from communities.enums import ProjectItem, ProjectKind, WritingStep
from communities.models import PlanArea, PlanProblem, PlanProject, PlanRevision, PlanSection, PlanTemplate
from communities.models.template import FORUMS_HELD, WORKING_GROUP

# The id of the element where an item of a project is written.
ANCHORS = {
    ProjectItem.REASON: "id_reason",
    ProjectItem.OBJECTIVES: "id_objectives",
    ProjectItem.TARGET: "id_target",
    ProjectItem.NATURE: "id_nature",
    ProjectItem.TIME_AND_PLACE: "id_starts_in",
    ProjectItem.WORK_PLAN: "work-plan",
    ProjectItem.MONEY: "money",
    ProjectItem.EXPECTED_BENEFIT: "id_expected_benefit",
    ProjectItem.RISK: "id_risk",
    ProjectItem.FOLLOW_UP: "id_follow_up",
}


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of a plan's template, and what stands in it."""

    code: str
    title: str
    help: str
    rows: int
    is_required: bool
    text: str
    version: int

    @property
    def anchor(self) -> str:
        return f"section-{self.code}"


def said_in(revision: int) -> PlanRevision:
    """An edition with its sections, and with its problems in their order as ``live_problems``."""
    return editions_with_words(revision)[0]


@asked_once
def editions_with_words(revision: int) -> Sequence[PlanRevision]:
    problems = PlanProblem.objects.live().filter(revision=OuterRef("pk")).order_by("position", "pk")
    sections = PlanSection.objects.filter(revision=OuterRef("pk"))
    return later(with_rows(PlanRevision.objects.filter(pk=revision), sections=sections, live_problems=problems))


def problems_of(revision: PlanRevision) -> list[PlanProblem]:
    """What stands in the edition, in its order."""
    problems: list[PlanProblem] = vars(said_in(revision.pk))["live_problems"]
    for problem in problems:
        problem.revision = revision  # loaded once
    return problems


def sections_of(revision: PlanRevision) -> list[WrittenSection]:
    written = {section.code: section for section in said_in(revision.pk).sections.all()}
    return [
        WrittenSection(
            code=(code := given["code"]),
            title=title_of(given),
            help=title_of(given, key="help"),
            rows=given.get("rows", 4),
            is_required=bool(given.get("required")),
            text=written[code].text if code in written else "",
            version=written[code].version if code in written else 0,
        )
        for given in revision.plan.template.asked_sections
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a plan must have before it is submitted, and the id of the element where it is written.

    With ``project`` the element is on the page of that project, otherwise on a page of the draft.
    """

    sentence: str
    anchor: str
    project: UUID | None = None

    @property
    def step(self) -> WritingStep:
        """On which of the writing pages it is written."""
        if self.project:
            return WritingStep.ITEMS
        return WritingStep.PROJECTS if self.anchor == "projects" else WritingStep.PROBLEMS


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a plan lacks, and what its committee says of the areas in which it has no project.

    This is the one rule of completeness: the committee's pages, the act of submitting and the district's check ask it.
    """

    missing: tuple[Missing, ...]
    areas_left: tuple[PlanArea, ...]
    areas_reason: str
    # The five areas, each with how many projects serve it; asked of an edition that is saved.
    areas: tuple[tuple[PlanArea, int], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Nothing is missing, and every area has a project."""
        return not self.missing and not self.areas_left

    @property
    def is_explained(self) -> bool:
        """Every area has a project, or the committee has written why one has none."""
        return not self.areas_left or bool(self.areas_reason.strip())


def completeness_of(revision: PlanRevision) -> Completeness:
    ask_for_completeness(revision.pk)
    projects = _projects_counted(revision.pk)
    areas = tuple((area, vars(area)["count"]) for area in _areas_counted(revision.pk))
    complete = completeness_in(
        revision,
        written={section.code: section.text for section in said_in(revision.pk).sections.all() if section.text},
        has_problems=bool(problems_of(revision)),
        projects=[(project, vars(project)["area_count"], vars(project)["line_count"]) for project in projects],
        areas_left=tuple(area for area, count in areas if not count),
    )
    return replace(complete, areas=areas)


def completeness_in(
    revision: PlanRevision,
    *,
    written: Mapping[str, str],
    has_problems: bool,
    projects: Sequence[tuple[PlanProject, int, int]],
    areas_left: tuple[PlanArea, ...],
) -> Completeness:
    """The completeness of a revision, from facts that the caller has already read.

    ``written`` has the texts of sections by their codes. Each project comes with the number of its areas and of its
    money lines.
    """
    template = revision.plan.template
    missing = [
        Missing(_("ยังไม่ได้เขียน “%(section)s”") % {"section": title_of(section)}, f"section-{section['code']}")
        for section in template.asked_sections
        if section.get("required") and section["code"] not in written
    ]
    if not has_problems:
        missing.append(Missing(_("ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ"), "problems"))
    return Completeness(
        missing=(
            *missing,
            *_missing_in_numbers(template, written),
            *_missing_in_projects(template, projects),
            *_too_much_money(template, projects),
        ),
        areas_left=areas_left,
        areas_reason=revision.areas_reason,
    )


def ask_for_completeness(revision: int) -> None:
    """Put what `completeness_of` asks among the questions that a page asks together."""
    _projects_counted(revision)
    _areas_counted(revision)
    editions_with_words(revision)


@asked_once
def _projects_counted(revision: int) -> Sequence[PlanProject]:
    projects = PlanProject.objects.live().filter(revision=revision)
    counted = projects.annotate(
        area_count=Count("areas", distinct=True), line_count=Count("budget_lines", distinct=True)
    )
    return later(counted.order_by("rank", "pk"))


@asked_once
def _areas_counted(revision: int) -> Sequence[PlanArea]:
    """The five areas, each with the ``count`` of projects of the edition that serve it.

    It is asked from the edition's own projects: from the areas, those of all plans would be joined first.
    """
    served = PlanProject.areas.through.objects.filter(planarea=OuterRef("pk"), planproject__revision=revision)
    counts: Any = served.filter(planproject__removed_at=None).order_by().values("planarea").annotate(n=Count("pk"))
    areas = PlanArea.objects.annotate(count=Coalesce(Subquery(counts.values("n")), 0))
    return later(areas.order_by("position", "pk"))


def _missing_in_numbers(template: PlanTemplate, written: Mapping[str, str]) -> Iterator[Missing]:
    """What the numbers that a committee wrote lack of the rules. One that is not written is missing as a section."""
    rule = template.rule
    forums, people = (_number_in(written.get(code, "")) for code in (FORUMS_HELD, WORKING_GROUP))
    if rule.min_forums is not None and FORUMS_HELD in written and (forums is None or forums < rule.min_forums):
        sentence = _("ต้องจัดเวทีในชุมชนอย่างน้อย %(n)s ครั้ง") % {"n": rule.min_forums}
        yield Missing(sentence, f"section-{FORUMS_HELD}")
    least, most = rule.group_least, rule.group_most
    if least is None or most is None or WORKING_GROUP not in written:
        return
    if people is None or not least <= people <= most:
        sentence = _("คณะทำงานของชุมชนต้องมี %(least)s ถึง %(most)s คน") % {"least": least, "most": most}
        yield Missing(sentence, f"section-{WORKING_GROUP}")


def _number_in(text: str) -> int | None:
    found = re.search("[0-9]+", from_thai_digits(text))
    return int(found.group()) if found else None


def _missing_in_projects(template: PlanTemplate, projects: Sequence[tuple[PlanProject, int, int]]) -> Iterator[Missing]:
    rule = template.rule
    areas_asked = _("ด้าน") if rule.min_areas < 2 else _("ด้าน (อย่างน้อย %(n)s ด้าน)") % {"n": rule.min_areas}
    for rank, (project, area_count, line_count) in enumerate(projects, start=1):
        lacks = [(areas_asked, "areas")] if area_count < rule.min_areas else []
        lacks += [
            (str(item.label), ANCHORS[item])
            for item in ProjectItem
            if template.requires(item) and not _is_there(item, project, line_count)
        ]
        if lacks:
            sentence = _("โครงการลำดับที่ %(rank)s “%(title)s” ยังขาด%(lacks)s")
            values = {"rank": rank, "title": project.title, "lacks": " ".join(word for word, _anchor in lacks)}
            yield Missing(sentence % values, lacks[0][1], project.uuid)
    if len(projects) < rule.min_projects:
        if rule.min_projects == 1:
            yield Missing(_("ยังไม่มีโครงการ ต้องมีอย่างน้อย 1 โครงการ"), "projects")
        else:
            sentence = _("มี %(n)s โครงการ ต้องมีอย่างน้อย %(least)s โครงการ")
            yield Missing(sentence % {"n": len(projects), "least": rule.min_projects}, "projects")


def _is_there(item: ProjectItem, project: PlanProject, line_count: int) -> bool:
    if item == ProjectItem.MONEY:
        # A project that the community carries out itself may cost nothing.
        return bool(line_count) or project.kind == ProjectKind.SELF
    if item == ProjectItem.TIME_AND_PLACE:
        return bool(project.starts_in and project.ends_in and project.place)
    return bool(getattr(project, item.value))


def _too_much_money(template: PlanTemplate, projects: Sequence[tuple[PlanProject, int, int]]) -> Iterator[Missing]:
    most = template.rule.most_money
    total = sum((project.amount for project, _areas, _lines in projects), Decimal(0))
    if most is not None and total > most:
        sentence = _("งบประมาณรวม %(total)s บาท เกินเกณฑ์ชุมชนละ %(most)s บาท อยู่ %(over)s บาท")
        values = {"total": baht(total), "most": baht(most), "over": baht(total - most)}
        yield Missing(sentence % values, "projects")


def title_of(section: Mapping[str, object], *, key: str = "title") -> str:
    """A template section's title (or help) in the reader's language."""
    thai = section.get(f"{key}_th", "")
    return str((section.get(f"{key}_en") or thai) if (get_language() or "th").startswith("en") else thai)
