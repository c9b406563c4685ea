"""Which outcomes a community may ask to look at again, and what stood before."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bkkplan.ground.core.rows.basis import Basis, Point
from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck, Inclusion, SecondLook
from budget.queries.checks.checks import basis_of_answers
from communities.models import PlanProject


def why_not_asked_again(project: PlanProject) -> str:
    """The sentence that says why its community may not ask for another look; an empty text if it may."""
    return why_not_asked_again_of([project])[project.pk]


def why_not_asked_again_of(projects: Iterable[PlanProject]) -> dict[int, str]:
    """What `why_not_asked_again` says of several projects of one edition, by project, in as many queries as of one."""
    projects = list(projects)
    lineages = {project.lineage for project in projects}
    asked = set(SecondLook.objects.filter(project__lineage__in=lineages).values_list("project__lineage", flat=True))
    live = Inclusion.objects.live().filter(project__lineage__in=lineages)
    included = set(live.values_list("project__lineage", flat=True))
    checks = {check.project_id: check for check in ConsistencyCheck.objects.finished().filter(project__in=projects)}
    return {
        project.pk: _why_not(
            project,
            checks.get(project.pk),
            is_asked=project.lineage in asked,
            is_included=project.lineage in included,
        )
        for project in projects
    }


def _why_not(project: PlanProject, check: ConsistencyCheck | None, *, is_asked: bool, is_included: bool) -> str:
    if check is None or not project.revision.is_confirmed:
        return _("ขอให้พิจารณาใหม่ได้เมื่อเขตรับรองแผนแล้ว")
    if is_asked:
        return _("ชุมชนขอให้พิจารณาโครงการนี้ใหม่ไปแล้ว ขอได้ครั้งเดียว")
    if is_included or check.outcome == CheckOutcome.INCLUDE:
        return _("โครงการนี้ได้นำเข้าแผนแล้ว จึงไม่ต้องขอให้พิจารณาใหม่")
    return ""


def basis_of_second_look(look: SecondLook) -> Basis:
    """What the district decides by: the project, the answers on it, and why its community asks."""
    asked = Point("asked", _("เหตุผลที่ขอให้พิจารณาใหม่"), look.asked_reason)
    return basis_of_answers(look.project).with_points_of(Basis.of([asked]))
