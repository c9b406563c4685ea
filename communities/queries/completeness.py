"""What a draft says in each section of its template, and what is missing."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from communities.enums import ProjectKind
from communities.models import PlanArea, PlanProject, PlanRevision

# What a project must have, by the id of the element where it is written.
PARTS = {
    "areas": gettext_noop("ด้าน"),
    "id_reason": gettext_noop("หลักการและเหตุผล"),
    "id_objectives": gettext_noop("วัตถุประสงค์"),
    "id_target": gettext_noop("เป้าหมาย"),
    "money": gettext_noop("งบประมาณ"),
}


@dataclass(frozen=True, slots=True)
class Section:
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


def sections_of(revision: PlanRevision) -> list[Section]:
    written = {section.code: section for section in revision.sections.all()}
    return [
        Section(
            code=(code := given["code"]),
            title=title_of(given),
            help=title_of(given, key="help"),
            rows=given.get("rows", 4),
            is_required=bool(given.get("required")),
            text=written[code].text if code in written else "",
            version=written[code].version if code in written else 0,
        )
        for given in revision.plan.template.sections
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a plan must have before it is submitted, and the id of the element where it is written.

    With ``project`` the element is on the page of that project, otherwise on the page of the draft.
    """

    sentence: str
    anchor: str
    project: UUID | None = None


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a plan lacks, and what its committee says of the areas in which it has no project.

    This is the one rule of completeness: the committee's pages, the act of submitting and the district's check ask it.
    """

    missing: tuple[Missing, ...]
    areas_left: tuple[PlanArea, ...]
    areas_reason: str

    @property
    def is_complete(self) -> bool:
        """Nothing is missing, and every area has a project."""
        return not self.missing and not self.areas_left

    @property
    def is_explained(self) -> bool:
        """Every area has a project, or the committee has written why one has none."""
        return not self.areas_left or bool(self.areas_reason.strip())


def completeness_of(revision: PlanRevision) -> Completeness:
    projects = (
        revision.projects.live()
        .annotate(area_count=Count("areas", distinct=True), line_count=Count("budget_lines", distinct=True))
        .order_by("rank", "pk")
    )
    return completeness_in(
        revision,
        written=set(revision.sections.exclude(text="").values_list("code", flat=True)),
        has_problems=revision.problems.live().exists(),
        projects=[(project, project.area_count, project.line_count) for project in projects],
        areas_left=_areas_left(revision),
    )


def completeness_in(
    revision: PlanRevision,
    *,
    written: Container[str],
    has_problems: bool,
    projects: Sequence[tuple[PlanProject, int, int]],
    areas_left: tuple[PlanArea, ...],
) -> Completeness:
    """The same of a revision in memory, in which these sections are written.

    Each project comes with its areas and its money lines, counted.
    """
    missing = [
        Missing(_("ยังไม่ได้เขียน “%(section)s”") % {"section": title_of(section)}, f"section-{section['code']}")
        for section in revision.plan.template.sections
        if section.get("required") and section["code"] not in written
    ]
    if not has_problems:
        missing.append(Missing(_("ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ"), "problems"))
    return Completeness(
        missing=(*missing, *_missing_in_projects(projects)),
        areas_left=areas_left,
        areas_reason=revision.areas_reason,
    )


def _areas_left(revision: PlanRevision) -> tuple[PlanArea, ...]:
    served = revision.projects.live().filter(areas=OuterRef("pk"))
    return tuple(PlanArea.objects.exclude(Exists(served)).order_by("position", "pk"))


def _missing_in_projects(projects: Sequence[tuple[PlanProject, int, int]]) -> Iterator[Missing]:
    for rank, (project, area_count, line_count) in enumerate(projects, start=1):
        there = {
            "areas": area_count,
            "id_reason": project.reason,
            "id_objectives": project.objectives,
            "id_target": project.target,
            # A project that the community carries out itself may cost nothing.
            "money": line_count or project.kind == ProjectKind.SELF,
        }
        lacks = [(_(PARTS[anchor]), anchor) for anchor, is_there in there.items() if not is_there]
        if lacks:
            sentence = _("โครงการลำดับที่ %(rank)s “%(title)s” ยังขาด%(lacks)s")
            values = {"rank": rank, "title": project.title, "lacks": " ".join(word for word, _anchor in lacks)}
            yield Missing(sentence % values, lacks[0][1], project.uuid)
    if not projects:
        yield Missing(_("ยังไม่มีโครงการ ต้องมีอย่างน้อย 1 โครงการ"), "projects")


def title_of(section: Mapping[str, object], *, key: str = "title") -> str:
    """A template section's title (or help) in the reader's language."""
    thai = section.get(f"{key}_th", "")
    return str((section.get(f"{key}_en") or thai) if (get_language() or "th").startswith("en") else thai)
