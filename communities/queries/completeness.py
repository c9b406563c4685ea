"""What a draft says in each section of its template, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.enums import ProjectKind
from communities.models import PlanArea, PlanRevision


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
    return Completeness(
        missing=(*_missing_sections(revision), *_missing_problems(revision), *_missing_in_projects(revision)),
        areas_left=_areas_left(revision),
        areas_reason=revision.areas_reason,
    )


def _areas_left(revision: PlanRevision) -> tuple[PlanArea, ...]:
    served = revision.projects.standing().filter(areas=OuterRef("pk"))
    return tuple(PlanArea.objects.exclude(Exists(served)).order_by("position", "pk"))


def _missing_sections(revision: PlanRevision) -> Iterator[Missing]:
    written = set(revision.sections.exclude(text="").values_list("code", flat=True))
    for section in revision.plan.template.sections:
        if section.get("required") and section["code"] not in written:
            yield Missing(_("ยังไม่ได้เขียน “%(section)s”") % {"section": title_of(section)}, f"section-{section['code']}")


def _missing_problems(revision: PlanRevision) -> Iterator[Missing]:
    if not revision.problems.standing().exists():
        yield Missing(_("ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ"), "problems")


def _missing_in_projects(revision: PlanRevision) -> Iterator[Missing]:
    projects = (
        revision.projects.standing()
        .annotate(area_count=Count("areas", distinct=True), line_count=Count("budget_lines", distinct=True))
        .order_by("rank", "pk")
    )
    rank = 0
    for rank, project in enumerate(projects, start=1):
        lacks = [
            (word, anchor)
            for word, anchor, is_there in (
                (_("ด้าน"), "areas", project.area_count),
                (_("หลักการและเหตุผล"), "id_reason", project.reason),
                (_("วัตถุประสงค์"), "id_objectives", project.objectives),
                (_("เป้าหมาย"), "id_target", project.target),
                # A project that the community carries out itself may cost nothing.
                (_("งบประมาณ"), "money", project.line_count or project.kind == ProjectKind.SELF),
            )
            if not is_there
        ]
        if lacks:
            sentence = _("โครงการลำดับที่ %(rank)s “%(title)s” ยังขาด%(lacks)s")
            values = {"rank": rank, "title": project.title, "lacks": " ".join(word for word, _anchor in lacks)}
            yield Missing(sentence % values, lacks[0][1], project.uuid)
    if not rank:
        yield Missing(_("ยังไม่มีโครงการ ต้องมีอย่างน้อย 1 โครงการ"), "projects")


def title_of(section: dict[str, Any], *, key: str = "title") -> str:
    """A template section's title (or help) in the reader's language."""
    thai = section.get(f"{key}_th", "")
    return str((section.get(f"{key}_en") or thai) if (get_language() or "th").startswith("en") else thai)
