"""The path of a plan: begun, submitted, returned or confirmed; adopted by the community's meeting."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import DISTRICT_ROLES
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.basis import BY_COMMAND, Basis
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.thai.errors import N_
from communities.actions.copying import copy_into
from communities.enums import AdoptionMethod, RevisionState
from communities.models import Community, Plan, PlanAdoption, PlanRevision, PlanTemplate
from communities.queries import Missing, completeness_of
from communities.queries.committees import committees_of
from communities.queries.plans import basis_of_confirmation


class PlanError(Refusal):
    """An action on a plan is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class WrongYearError(PlanError):
    sentence = _("จัดทำแผนได้เฉพาะของปีงบประมาณนี้หรือปีหน้า")


class AlreadyBegunError(PlanError):
    sentence = _("ชุมชนนี้มีแผนของปีนี้แล้ว")

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


class NotADraftError(PlanError):
    sentence = _("แผนฉบับนี้ส่งแล้ว จึงแก้ไขไม่ได้")


class NotSubmittedError(PlanError):
    sentence = _("แผนฉบับนี้ไม่ได้รอการตรวจแล้ว")


class OwnPlanError(PlanError):
    """The person who would confirm the plan also submitted it. The sentence says who may confirm."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class NotConfirmedError(PlanError):
    sentence = _("แผนฉบับนี้ไม่ได้รับรองอยู่")


class ReasonNeededError(PlanError):
    kind, field = Kind.WRONG_INPUT, "reason"
    sentence = _("ต้องระบุเหตุผล")


class AlreadyAdoptedError(PlanError):
    sentence = _("บันทึกการรับรองของชุมชนไว้แล้ว ยกเลิกก่อนจึงบันทึกใหม่ได้")


class NotAdoptedError(PlanError):
    sentence = _("การรับรองนี้ยกเลิกไปแล้ว")


class NotYetError(PlanError):
    kind, field = Kind.WRONG_INPUT, "adopted_on"
    sentence = _("วันนั้นยังมาไม่ถึง")


class BeforeItsYearError(PlanError):
    kind, field = Kind.WRONG_INPUT, "adopted_on"
    sentence = _("ชุมชนรับรองแผนก่อนปีงบประมาณที่จัดทำแผนไม่ได้ ตรวจปี พ.ศ. ของวันที่รับรอง")


class IncompleteError(PlanError):
    kind = Kind.WRONG_INPUT
    sentence = _("แผนยังไม่ครบ")

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__()
        self.missing = missing


class AreasUnexplainedError(PlanError):
    """An area has no project, and nothing says why."""

    kind, field = Kind.WRONG_INPUT, "areas_reason"
    sentence = _("แผนยังไม่ครบทุกด้าน เพิ่มโครงการในด้านที่ขาด หรือเขียนเหตุผลที่ไม่มี")


def years_open_on(day: date) -> tuple[FiscalYear, FiscalYear]:
    """The fiscal years for which a plan may be begun on a day: the next one, and the current one if it is late."""
    this = FiscalYear.of(day)
    return this.next, this


@transaction.atomic
def begin_plan(*, community_id: int, year: FiscalYear, by: User, at: datetime, on: date) -> PlanRevision:
    """Open the first draft of a community's plan for a year."""
    # The community's row is the lock: two members who begin at once get one plan.
    community = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)
    if not by.has_perm("communities.begin_plan", community):
        raise PermissionDenied
    if year not in years_open_on(on):
        raise WrongYearError
    if existing := Plan.objects.for_year(year).filter(community=community).first():
        raise AlreadyBegunError(existing)
    template = PlanTemplate.objects.filter(from_year__lte=year.be).order_by("-from_year", "-version").first()
    if template is None:
        raise WrongYearError
    plan = Plan.objects.create(
        community=community, fiscal_year=year.be, template=template, created_at=at, created_by=by
    )
    revision = PlanRevision.objects.create(plan=plan, number=1, created_at=at, created_by=by)
    record("communities.plan_begun", plan, by=by, at=at, community=community.code, year=year)
    return revision


@transaction.atomic
def submit(*, revision_id: int, areas_reason: str = "", by: User, at: datetime, on: date) -> PlanRevision:
    """Submit the draft to the district. It does not change any more.

    ``areas_reason`` says why an area has no project; it is not kept where every area has one.
    """
    revision = locked(revision_id)
    if not by.has_perm("communities.submit_plan", revision.plan):
        raise PermissionDenied
    if revision.state != RevisionState.DRAFT:
        raise NotADraftError
    revision.areas_reason = areas_reason
    complete = completeness_of(revision)
    if complete.missing:
        raise IncompleteError(complete.missing)
    if not complete.is_explained:
        raise AreasUnexplainedError
    if not complete.areas_left:
        revision.areas_reason = ""
    revision.state = RevisionState.SUBMITTED
    revision.submitted_on, revision.submitted_at = on, at
    revision.submitted_by, revision.submitted_through = by, by.entered_through
    revision.save(
        update_fields=["state", "submitted_on", "submitted_at", "submitted_by", "submitted_through", "areas_reason"]
    )
    record("communities.plan_submitted", revision, by=by, at=at, **told(revision), on=on)
    return revision


@transaction.atomic
def recall(*, revision_id: int, by: User, at: datetime) -> PlanRevision:
    """The committee takes its plan back. Only ``budget.actions.recall_plan`` calls this: it knows of checks."""
    revision = locked(revision_id)
    if not by.has_perm("communities.submit_plan", revision.plan):
        raise PermissionDenied
    if revision.state != RevisionState.SUBMITTED:
        raise NotSubmittedError
    was = revision.submitted_on
    revision.state = RevisionState.DRAFT
    revision.submitted_on = revision.submitted_at = revision.submitted_by = None  # type: ignore[assignment]
    revision.submitted_through = None
    revision.save(update_fields=["state", "submitted_on", "submitted_at", "submitted_by", "submitted_through"])
    record("communities.plan_recalled", revision, by=by, at=at, **told(revision), submitted_on=was)
    return revision


@transaction.atomic
def return_plan(
    *, revision_id: int, reason: str, seen_as: str = BY_COMMAND, by: User, at: datetime, on: date
) -> PlanRevision:
    """Send a submitted plan back with a reason. Returns the next draft, in which the committee goes on."""
    revision = locked(revision_id)
    if not by.has_perm("communities.return_plan", revision.plan):
        raise PermissionDenied
    if revision.state != RevisionState.SUBMITTED:
        raise NotSubmittedError
    if not reason.strip():
        raise ReasonNeededError
    revision.state = RevisionState.RETURNED
    revision.returned_on, revision.returned_at, revision.returned_by = on, at, by
    revision.return_reason = reason
    revision.save(update_fields=["state", "returned_on", "returned_at", "returned_by", "return_reason"])
    record("communities.plan_returned", revision, by=by, at=at, **told(revision), on=on, reason=reason, seen=seen_as)
    draft = _open_next(revision, by=by, at=at)
    tell_of_return(revision, at=at, on=on)
    return draft


@transaction.atomic
def confirm(*, revision_id: int, seen_as: str = BY_COMMAND, by: User, at: datetime, on: date) -> PlanRevision:
    """Confirm a submitted plan for the district.

    Only `budget.actions.confirm_plan` calls this, after checking every project.
    """
    revision = locked(revision_id)
    if not by.has_perm("communities.confirm_plan", revision.plan):
        raise PermissionDenied
    if revision.state != RevisionState.SUBMITTED:
        raise NotSubmittedError
    if sentence := why_not_confirmed_by(by, revision, on=on):
        raise OwnPlanError(sentence)
    revision.state = RevisionState.CONFIRMED
    revision.confirmed_on, revision.confirmed_at = on, at
    revision.confirmed_by, revision.confirmed_through = by, by.entered_through
    revision.save(update_fields=["state", "confirmed_on", "confirmed_at", "confirmed_by", "confirmed_through"])
    record("communities.plan_confirmed", revision, by=by, at=at, **told(revision), on=on, seen=seen_as)
    tell_committee(
        revision, kind="plan-confirmed", message=N_("เขตรับรองแผนพัฒนา%(community)s ปี %(year)s แล้ว"), at=at, on=on
    )
    return revision


@transaction.atomic
def withdraw_confirmation(
    *, revision_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date
) -> PlanRevision:
    """Withdraw a confirmation on a day. Returns the next draft, in which the committee goes on."""
    revision = locked(revision_id)
    if not by.has_perm("communities.confirm_plan", revision.plan):
        raise PermissionDenied
    if not revision.is_confirmed:
        raise NotConfirmedError
    seen_as = basis_of_confirmation(revision).demand(seen)
    if not reason.strip():
        raise ReasonNeededError
    revision.confirmation_withdrawn_on = on
    revision.confirmation_withdrawn_at, revision.confirmation_withdrawn_by = at, by
    revision.withdrawal_reason = reason
    revision.save(
        update_fields=[
            "confirmation_withdrawn_on",
            "confirmation_withdrawn_at",
            "confirmation_withdrawn_by",
            "withdrawal_reason",
        ]
    )
    details = {**told(revision), "on": on, "reason": reason, "seen": seen_as}
    record("communities.confirmation_withdrawn", revision, by=by, at=at, **details)
    draft = _open_next(revision, by=by, at=at)
    tell_committee(
        revision,
        kind="plan-confirmation-withdrawn",
        message=N_("เขตถอนการรับรองแผนพัฒนา%(community)s ปี %(year)s: %(reason)s"),
        reason=shortened(reason),
        at=at,
        on=on,
    )
    return draft


@transaction.atomic
def adopt(
    *, plan_id: int, adopted_on: date, method: AdoptionMethod | str, by: User, at: datetime, on: date
) -> PlanAdoption:
    """Record that the community's meeting adopted the plan, in its latest revision."""
    revision = locked(PlanRevision.objects.filter(plan=plan_id).latest("number").pk)
    if not by.has_perm("communities.record_adoption", revision.plan):
        raise PermissionDenied
    if adopted_on > on:
        raise NotYetError
    if adopted_on < revision.plan.year.previous.start:
        raise BeforeItsYearError
    if revision.adoptions.standing().exists():
        raise AlreadyAdoptedError
    adoption = PlanAdoption.objects.create(
        revision=revision, adopted_on=adopted_on, method=AdoptionMethod(method), recorded_at=at, recorded_by=by
    )
    record("communities.plan_adopted", revision, by=by, at=at, **told(revision), adopted_on=adopted_on, method=method)
    return adoption


@transaction.atomic
def cancel_adoption(*, adoption_id: int, reason: str, by: User, at: datetime, on: date) -> PlanAdoption:
    """Cancel an adoption that was recorded by mistake. It stays readable and does not count from this day on."""
    adoption = (
        PlanAdoption.objects.select_for_update(of=("self",), no_key=True)
        .select_related("revision__plan__community")
        .get(pk=adoption_id)
    )
    if not by.has_perm("communities.record_adoption", adoption.revision.plan):
        raise PermissionDenied
    if adoption.cancelled_on is not None:
        raise NotAdoptedError
    if not reason.strip():
        raise ReasonNeededError
    adoption.cancelled_on, adoption.cancelled_at, adoption.cancelled_by = on, at, by
    adoption.cancel_reason = reason
    adoption.save(update_fields=["cancelled_on", "cancelled_at", "cancelled_by", "cancel_reason"])
    record(
        "communities.adoption_cancelled",
        adoption.revision,
        by=by,
        at=at,
        **told(adoption.revision),
        adopted_on=adoption.adopted_on,
        on=on,
        reason=reason,
    )
    return adoption


def why_not_confirmed_by(by: User, revision: PlanRevision, *, on: date) -> str:
    """The sentence that says why ``by`` may not confirm the plan and who may; "" if ``by`` may.

    Whoever submitted a plan does not confirm it.
    """
    return why_another_decides(
        by=by,
        handed_in_by=(revision.submitted_by_id, revision.submitted_through_id),
        roles=DISTRICT_ROLES,
        district=revision.plan.community.district,
        on=on,
    )


def locked(revision_id: int) -> PlanRevision:
    """Lock the revision's row and return it. Every action that writes in the revision takes this lock first."""
    return (
        PlanRevision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan__community__district", "plan__template")
        .get(pk=revision_id)
    )


def told(revision: PlanRevision) -> dict[str, Any]:
    """Details that every line of the log about a plan has."""
    plan = revision.plan
    return {"community": plan.community.code, "year": plan.fiscal_year, "revision": revision.number}


def shortened(reason: str) -> str:
    return reason if len(reason) <= 200 else f"{reason[:199]}…"


def tell_committee(revision: PlanRevision, *, kind: str, message: str, at: datetime, on: date, **params: str) -> None:
    """Send a notice to each member of today's committee who has an account."""
    community = revision.plan.community
    notify(
        recipients=committees_of([community.pk], on=on).get(community.pk, ()),
        kind=kind,
        message=message,
        params={"community": str(community), "year": revision.plan.fiscal_year, **params},
        url=revision.plan.get_absolute_url(),
        at=at,
    )


def tell_of_return(revision: PlanRevision, *, at: datetime, on: date) -> None:
    tell_committee(
        revision,
        kind="plan-returned",
        message=N_("แผนพัฒนา%(community)s ปี %(year)s ถูกส่งกลับให้แก้ไข: %(reason)s"),
        reason=shortened(revision.return_reason),
        at=at,
        on=on,
    )


def _open_next(revision: PlanRevision, *, by: User, at: datetime) -> PlanRevision:
    draft = PlanRevision.objects.create(plan=revision.plan, number=revision.number + 1, created_at=at, created_by=by)
    copy_into(draft, source=revision)
    return draft
