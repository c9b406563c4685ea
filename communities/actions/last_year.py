"""Last year's plan, reviewed project by project in one act, and the act undone in one."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.rows.basis import Bases
from communities.actions.copying import Copied, copy_into
from communities.actions.errors import PlanError
from communities.actions.steps import log_details
from communities.actions.writing import draft_of, renumber
from communities.enums import ReviewDecision
from communities.models import (
    LastYearReview,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    ReviewedProject,
)
from communities.queries.last_year import GOING_ON, bases_of_review, last_years_revision, standing_review


class NothingToReviewError(PlanError):
    sentence = _("ไม่มีแผนของปีก่อนให้ทบทวน")


class NotAllDecidedError(PlanError):
    kind = Kind.WRONG_INPUT
    sentence = _("แผนปีก่อนมีโครงการที่ยังไม่ได้เลือก หรือหน้านี้เป็นของแผนอื่น เปิดหน้านี้ใหม่แล้วเลือกให้ครบทุกโครงการ")


class NoReasonError(PlanError):
    kind = Kind.WRONG_INPUT
    sentence = _("โครงการที่ยกเลิกต้องมีเหตุผล")


class ReviewedAlreadyError(PlanError):
    sentence = _("ทบทวนแผนปีก่อนไปแล้ว ถ้าจะเลือกใหม่ให้กด “เลิกทำ” ก่อน สิ่งที่แก้ไขไว้จะอยู่ครบ")


class NotReviewedError(PlanError):
    sentence = _("ไม่มีการทบทวนที่เลิกทำได้ แก้ไขทีละโครงการในหน้าเขียนแผน")


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """What the community decides about one project of last year's plan; ``reason`` for one that it gives up."""

    project: int
    decision: ReviewDecision
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``kept`` copies were changed since, or are in use, and stay."""

    rows: int
    kept: int


@transaction.atomic
def review_last_year(
    *, revision_id: int, decisions: Sequence[ReviewChoice], seen: Bases | None = None, by: User, at: datetime
) -> Copied:
    """Bring over what goes on or is changed, with the texts and the problems behind it, and keep what was decided.

    Every project of last year's plan is decided about. The same decisions sent twice are made once.
    """
    revision = draft_of(revision_id, by, at)
    source = last_years_revision(revision.plan)
    if source is None:
        raise NothingToReviewError
    reviewed = standing_review(revision.plan)
    if reviewed is not None:
        if _same(reviewed, decisions):
            return Copied(sections=0, problems=0, projects=0)
        raise ReviewedAlreadyError
    seen_as = bases_of_review(source).demand(seen)
    projects = {project.pk: project for project in source.projects.live()}
    if projects.keys() != {one.project for one in decisions} or len(projects) != len(decisions):
        raise NotAllDecidedError
    if any(one.decision == ReviewDecision.DROP and not one.reason.strip() for one in decisions):
        raise NoReasonError
    left = {one.project for one in decisions if one.decision not in GOING_ON}
    copied = copy_into(revision, source=source, without=left, without_problems=_problems_of(projects.values(), left))
    review = LastYearReview.objects.create(revision=revision, copied=copied.versions, at=at, by=by)
    ReviewedProject.objects.bulk_create(
        ReviewedProject(
            review=review,
            project=projects[one.project],
            decision=one.decision,
            reason=one.reason if one.decision == ReviewDecision.DROP else "",
        )
        for one in decisions
    )
    counts = Counter(one.decision for one in decisions)
    record(
        "communities.last_year_reviewed",
        revision,
        by=by,
        at=at,
        **log_details(revision),
        seen=seen_as,
        continue_projects=counts[ReviewDecision.CONTINUE],
        change_projects=counts[ReviewDecision.CHANGE],
        drop_projects=counts[ReviewDecision.DROP],
        finished_projects=counts[ReviewDecision.FINISHED],
    )
    return copied


@transaction.atomic
def undo_review(*, revision_id: int, by: User, at: datetime) -> TakenBack:
    """Undo the review; a row that was saved since then, or is in use, stays."""
    revision = draft_of(revision_id, by, at)
    review = LastYearReview.objects.standing().filter(revision=revision).first()
    if review is None:
        raise NotReviewedError
    taken = _take_back(revision, review.copied)
    review.undone_at, review.undone_by = at, by
    review.save(update_fields=["undone_at", "undone_by"])
    record(
        "communities.last_year_review_undone",
        revision,
        by=by,
        at=at,
        **log_details(revision),
        rows=taken.rows,
        kept=taken.kept,
    )
    return taken


def _take_back(revision: PlanRevision, versions: dict[str, dict[str, int]]) -> TakenBack:
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
    return TakenBack(rows, kept)


def _problems_of(projects: Collection[PlanProject], left: Collection[int]) -> set[int]:
    """The problems that only projects which are left behind answer."""
    going_on = {project.problem_id for project in projects if project.pk not in left}
    return {project.problem_id for project in projects if project.problem_id} - going_on


def _same(review: LastYearReview, decisions: Sequence[ReviewChoice]) -> bool:
    kept = {row.project_id: row.decision for row in review.projects.all()}
    return kept == {one.project: one.decision for one in decisions}
