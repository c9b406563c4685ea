"""What a draft says in each section of its template, and what is missing."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from communities.enums import ProjectKind
from communities.models import PlanArea, PlanProject, PlanRevision, PlanTemplate

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


def what_is_missing(revision: PlanRevision) -> tuple[Missing, ...]:
    """What the draft lacks, in the order of the page; empty if it can be submitted."""
    projects = (
        revision.projects.standing()
        .annotate(area_count=Count("areas", distinct=True), line_count=Count("budget_lines", distinct=True))
        .order_by("rank", "pk")
    )
    return missing_in(
        revision.plan.template,
        written=set(revision.sections.exclude(text="").values_list("code", flat=True)),
        has_problems=revision.problems.standing().exists(),
        projects=[(project, project.area_count, project.line_count) for project in projects],
    )


def missing_in(
    template: PlanTemplate,
    *,
    written: Container[str],
    has_problems: bool,
    projects: Sequence[tuple[PlanProject, int, int]],
) -> tuple[Missing, ...]:
    """What is missing where these sections are written; each project comes with its areas and money lines, counted."""
    missing = [
        Missing(_("ยังไม่ได้เขียน “%(section)s”") % {"section": title_of(section)}, f"section-{section['code']}")
        for section in template.sections
        if section.get("required") and section["code"] not in written
    ]
    if not has_problems:
        missing.append(Missing(_("ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ"), "problems"))
    return (*missing, *_missing_in_projects(projects))


def areas_left(revision: PlanRevision) -> list[PlanArea]:
    """Areas in which the plan has no project.

    A plan may be submitted without one, and the district may send it back for that: both read this.
    """
    served = revision.projects.standing().filter(areas=OuterRef("pk"))
    return list(PlanArea.objects.exclude(Exists(served)).order_by("position", "pk"))


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


def title_of(section: dict[str, Any], *, key: str = "title") -> str:
    """A template section's title (or help) in the reader's language."""
    thai = section.get(f"{key}_th", "")
    return str((section.get(f"{key}_en") or thai) if (get_language() or "th").startswith("en") else thai)
