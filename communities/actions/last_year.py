"""Last year's plan, brought over into this year's draft in one act, and taken back in one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from communities.actions.copying import Copied, copy_into
from communities.actions.errors import PlanError
from communities.actions.steps import log_details
from communities.actions.writing import draft_of, renumber
from communities.models import Plan, PlanProblem, PlanProject, PlanRevision, PlanSection
from communities.queries.finished import finished_among


class NothingToCopyError(PlanError):
    sentence = _("ไม่มีแผนของปีก่อนให้คัดลอก")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``kept`` copies were changed since, or are in use, and stay."""

    rows: int
    kept: int


@transaction.atomic
def copy_last_year(*, revision_id: int, by: User, at: datetime) -> Copied:
    """Bring over what last year's plan says: texts, problems, and projects that tell which one they continue.

    Finished projects stay behind, and ``Copied.finished`` names them.
    """
    revision = draft_of(revision_id, by, at)
    source = last_years_revision(revision.plan)
    if source is None:
        raise NothingToCopyError
    finished = finished_among(list(source.projects.live().values_list("pk", flat=True)))
    copied = copy_into(revision, source=source, without=finished)
    if copied:
        record(
            "communities.last_year_copied",
            revision,
            by=by,
            at=at,
            **log_details(revision),
            source=source.pk,
            problems=copied.problems,
            projects=copied.projects,
            finished=len(copied.finished),
        )
    return copied


@transaction.atomic
def take_back_copies(*, revision_id: int, versions: dict[str, dict[str, int]], by: User, at: datetime) -> TakenBack:
    """Undo a copying. ``versions`` is what ``Copied.versions`` said; a row that was saved since then stays."""
    revision = draft_of(revision_id, by, at)
    rows = kept = 0
    for section in PlanSection.objects.filter(revision=revision, code__in=versions["sections"], text__gt=""):
        if section.version != versions["sections"][section.code]:
            kept += 1
            continue
        section.text = ""
        section.save_over(section.version, update_fields=["text"])
        rows += 1
    for kind, name in ((PlanProject, "projects"), (PlanProblem, "problems")):
        copies = kind._base_manager.filter(revision=revision, pk__in=versions[name])
        untouched = [row.pk for row in copies if row.version == versions[name][str(row.pk)] and row.removed_at is None]
        if kind is PlanProject:
            untouched = list(PlanProject.objects.filter(pk__in=untouched, uptakes=None).values_list("pk", flat=True))
        else:
            used = set(revision.projects.exclude(problem=None).values_list("problem", flat=True))
            untouched = [pk for pk in untouched if pk not in used]
        kept += len(copies) - len(untouched)
        kind._base_manager.filter(pk__in=untouched).delete()
        rows += len(untouched)
        renumber(kind, revision)
    if rows:
        record(
            "communities.last_year_taken_back", revision, by=by, at=at, **log_details(revision), rows=rows, kept=kept
        )
    return TakenBack(rows, kept)


def last_years_revision(plan: Plan) -> PlanRevision | None:
    """The confirmed revision of the community's plan of the year before, or else its newest one."""
    revisions = PlanRevision.objects.filter(
        plan__community=plan.community_id, plan__fiscal_year=plan.year.previous.be
    ).select_related("plan__template")
    return revisions.confirmed().order_by("-number").first() or revisions.order_by("-number").first()
