"""The path of a plan: begun, submitted, returned or confirmed; adopted by the community's meeting."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.past_day import PastDay
from bkkplan.ground.core.rows.basis import BY_COMMAND, Basis
from bkkplan.ground.core.thai.errors import N_
from communities.actions import steps
from communities.actions.copying import copy_into
from communities.actions.errors import (
    AlreadyBegunError,
    EnteredAlreadyError,
    NotFromPaperError,
    RecordNeededError,
    WrongYearError,
)
from communities.actions.paper import PaperRecord, keep_record, note_writer
from communities.actions.proofs import keep_proof
from communities.actions.returning import reasons_of
from communities.actions.steps import Meeting
from communities.enums import AdoptionMethod, RevisionState
from communities.models import (
    Committee,
    Community,
    MeetingResolution,
    Plan,
    PlanAdoption,
    PlanRevision,
    PlanTemplate,
    ReturnReason,
)
from communities.permissions import acts_for_the_committee
from communities.queries import completeness_of
from communities.queries.committees import committees_of
from communities.queries.plans import basis_of_confirmation
from communities.queries.templates import template_in_force

SUBMISSION = ("state", "submitted_on", "submitted_at", "submitted_by", "submitted_through")


@transaction.atomic
def begin_plan(*, community_id: int, year: FiscalYear, by: User, at: datetime, on: date) -> PlanRevision:
    """Open the first draft of a community's plan for a year.

    Whoever does not sit on its committee enters it from paper, and the committee is told.
    """
    # The community's row is the lock: two members who begin at once get one plan.
    community = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)
    if not by.has_perm("communities.begin_plan", community):
        raise PermissionDenied
    if existing := Plan.objects.for_year(year).filter(community=community).first():
        raise AlreadyBegunError(existing)
    is_from_paper = acts_for_the_committee(by, community.pk)
    plan, line = steps.begin(
        community, year, template=template_of(year), is_from_paper=is_from_paper, by=by, at=at, on=on
    )
    plan.save(force_insert=True)
    revision = steps.open_revision(plan, number=1, by=by, at=at)
    revision.save(force_insert=True)
    write_line(line)
    if is_from_paper:
        note_writer(revision, by=by, at=at)
        tell_of_entering(revision, by=by, at=at, on=on)
    return revision


@transaction.atomic
def submit(
    *,
    revision_id: int,
    meeting: Meeting,
    areas_reason: str = "",
    paper: PaperRecord | None = None,
    by: User,
    at: datetime,
    on: date,
) -> PlanRevision:
    """Submit the draft to the district. It does not change any more.

    ``meeting`` resolved to submit it. ``areas_reason`` says why an area has no project; it is not kept where every area
    has one. Who does not sit on the committee submits in its place, with ``paper``: the record of the meeting and the
    day on which it adopted the plan, which is the meeting's day then.
    """
    revision = take(revision_id, by=by, permission="communities.submit_plan")
    is_from_paper = acts_for_the_committee(by, revision.plan.community_id)
    if is_from_paper and paper is None:
        raise RecordNeededError
    revision.areas_reason = areas_reason
    if paper is not None:
        meeting = replace(meeting, met_on=paper.adopted_on)
    chair = meeting.chair
    goes_on = chair is not None and Committee.objects.not_over(meeting.met_on).filter(pk=chair.committee_id).exists()
    resolution = steps.resolve(revision, meeting, goes_on=goes_on, by=by, at=at, on=on)
    line = steps.submit(
        revision,
        resolution=resolution,
        complete=completeness_of(revision),
        is_from_paper=is_from_paper,
        by=by,
        at=at,
        on=on,
    )
    if earlier := MeetingResolution.objects.filter(revision=revision).first():
        resolution.pk = earlier.pk
    resolution.save()
    revision.save(update_fields=[*SUBMISSION, "is_from_paper", "areas_reason"])
    if is_from_paper and paper is not None:
        note_writer(revision, by=by, at=at)
        sha256 = keep_record(revision, paper, by=by, at=at)
        write_line(line, sha256=sha256)
        _adopt_on(revision, paper, by=by, at=at, on=on)
        tell_committee(
            revision,
            kind="plan-submitted-from-paper",
            message=N_("%(person)s (สำนักงานเขต) ส่งแผนพัฒนา%(community)s ปี %(year)s แทนคณะกรรมการแล้ว"),
            person=str(by),
            at=at,
            on=on,
        )
    else:
        write_line(line)
    return revision


@transaction.atomic
def enter_from_paper(*, plan_id: int, by: User, at: datetime, on: date) -> Plan:
    """The district's office enters from now on what the committee brings on paper; the committee is told.

    The committee may go on writing, and may take the plan over.
    """
    revision = take_latest(plan_id, by=by, permission="communities.enter_plan")
    plan = revision.plan
    steps.demand_draft(revision)
    if plan.from_paper_at is not None:
        raise EnteredAlreadyError
    plan.from_paper_at, plan.from_paper_by = at, by
    plan.save(update_fields=["from_paper_at", "from_paper_by"])
    record("communities.plan_entered_from_paper", revision, by=by, at=at, **steps.log_details(revision))
    tell_of_entering(revision, by=by, at=at, on=on)
    return plan


@transaction.atomic
def take_over(*, plan_id: int, by: User, at: datetime) -> Plan:
    """The committee writes its plan itself from now on; the person who began to enter it is told."""
    revision = take_latest(plan_id, by=by, permission="communities.take_over_plan")
    plan = revision.plan
    entered_by = plan.from_paper_by
    steps.demand_draft(revision)
    if plan.from_paper_at is None:
        raise NotFromPaperError
    plan.from_paper_at = plan.from_paper_by = None  # type: ignore[assignment]
    plan.save(update_fields=["from_paper_at", "from_paper_by"])
    record("communities.plan_taken_over", revision, by=by, at=at, **steps.log_details(revision))
    notify(
        recipients=[person for person in [entered_by] if person is not None],
        kind="plan-taken-over",
        message=N_("คณะกรรมการ%(community)sรับแผนปี %(year)s ที่ท่านบันทึกแทนไปเขียนเองแล้ว"),
        params={"community": str(plan.community), "year": plan.fiscal_year},
        url=plan.get_absolute_url(),
        at=at,
    )
    return plan


@transaction.atomic
def recall(*, revision_id: int, by: User, at: datetime) -> PlanRevision:
    """The committee takes its plan back. Only ``budget.actions.recall_plan`` calls this: it knows of checks."""
    revision = take(revision_id, by=by, permission="communities.submit_plan")
    steps.demand_submitted(revision)
    was = revision.submitted_on
    revision.state = RevisionState.DRAFT
    revision.submitted_on = revision.submitted_at = revision.submitted_by = None  # type: ignore[assignment]
    revision.submitted_through = None
    revision.is_from_paper = False
    revision.save(update_fields=[*SUBMISSION, "is_from_paper"])
    record("communities.plan_recalled", revision, by=by, at=at, **steps.log_details(revision), submitted_on=was)
    return revision


@transaction.atomic
def return_plan(
    *,
    revision_id: int,
    reason: str,
    chosen: Collection[str] = (),
    seen_as: str = BY_COMMAND,
    by: User,
    at: datetime,
    on: date,
) -> PlanRevision:
    """Send a submitted plan back. Returns the next draft, in which the committee goes on.

    ``chosen`` are codes of `communities.queries.rules_to_meet`, ``reason`` own words; one is given.
    """
    revision = take(revision_id, by=by, permission="communities.return_plan")
    reasons = reasons_of(revision, chosen=chosen, words=reason)
    in_full = "\n".join(one.sentence for one in reasons)
    line = steps.send_back(revision, reason=in_full, by=by, at=at, on=on)
    ReturnReason.objects.bulk_create(reasons)
    revision.save(update_fields=["state", "returned_on", "returned_at", "returned_by", "return_reason"])
    write_line(line, seen=seen_as)
    draft = _open_next(revision, by=by, at=at)
    tell_of_return(revision, at=at, on=on)
    return draft


@transaction.atomic
def confirm(
    *, revision_id: int, past: PastDay | None = None, seen_as: str = BY_COMMAND, by: User, at: datetime, on: date
) -> PlanRevision:
    """Confirm a submitted plan for the district; with ``past`` it did so on that earlier day.

    Only `budget.actions.confirm_plan` calls this, after checking every project.
    """
    revision = take(revision_id, by=by, permission="communities.confirm_plan")
    line = steps.confirm(revision, past=past, by=by, at=at, on=on)
    revision.save(update_fields=["state", "confirmed_on", "confirmed_at", "confirmed_by", "confirmed_through"])
    write_line(line, seen=seen_as, **({"sha256": keep_proof(revision, past, by=by, at=at)} if past else {}))
    tell_committee(
        revision, kind="plan-confirmed", message=N_("เขตรับรองแผนพัฒนา%(community)s ปี %(year)s แล้ว"), at=at, on=on
    )
    return revision


@transaction.atomic
def withdraw_confirmation(
    *, revision_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date
) -> PlanRevision:
    """Withdraw a confirmation on a day. Returns the next draft, in which the committee goes on."""
    revision = take(revision_id, by=by, permission="communities.confirm_plan")
    basis = basis_of_confirmation(revision)
    line = steps.withdraw_confirmation(revision, reason=reason, by=by, at=at, on=on)
    seen_as = basis.demand(seen)
    revision.save(
        update_fields=[
            "confirmation_withdrawn_on",
            "confirmation_withdrawn_at",
            "confirmation_withdrawn_by",
            "withdrawal_reason",
        ]
    )
    write_line(line, seen=seen_as)
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
    revision = take_latest(plan_id, by=by, permission="communities.record_adoption")
    earlier = revision.adoptions.all()
    adoption, line = steps.adopt(revision, earlier=earlier, adopted_on=adopted_on, method=method, by=by, at=at, on=on)
    adoption.save(force_insert=True)
    write_line(line)
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
    line = steps.cancel_adoption(adoption, reason=reason, by=by, at=at, on=on)
    adoption.save(update_fields=["cancelled_on", "cancelled_at", "cancelled_by", "cancel_reason"])
    write_line(line)
    return adoption


def template_of(year: FiscalYear) -> PlanTemplate:
    """The newest template that the plans of a year may have. Raises WrongYearError if there is none."""
    template = template_in_force(year)
    if template is None:
        raise WrongYearError
    return template


def locked(revision_id: int) -> PlanRevision:
    """Lock the revision's row and return it. Every action that writes in the revision takes this lock first."""
    return (
        PlanRevision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan__community__district", "plan__template")
        .get(pk=revision_id)
    )


def take(revision_id: int, *, by: User, permission: str) -> PlanRevision:
    """Lock the revision and return it. Raises PermissionDenied for whoever has not this right for its plan."""
    revision = locked(revision_id)
    if not by.has_perm(permission, revision.plan):
        raise PermissionDenied
    return revision


def take_latest(plan_id: int, *, by: User, permission: str) -> PlanRevision:
    """Lock the plan's newest revision and return it, as `take` does."""
    return take(PlanRevision.objects.filter(plan=plan_id).latest("number").pk, by=by, permission=permission)


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


def tell_of_entering(revision: PlanRevision, *, by: User, at: datetime, on: date) -> None:
    tell_committee(
        revision,
        kind="plan-entered-from-paper",
        message=N_("%(person)s (สำนักงานเขต) บันทึกแผนพัฒนา%(community)s ปี %(year)s แทนคณะกรรมการ ท่านรับไปเขียนเองได้"),
        person=str(by),
        at=at,
        on=on,
    )


def _adopt_on(revision: PlanRevision, paper: PaperRecord, *, by: User, at: datetime, on: date) -> None:
    """Record the adoption that the meeting's record tells of; one that was recorded for another day is cancelled."""
    earlier = list(revision.adoptions.select_related("revision__plan__community"))
    for adoption in earlier:
        if adoption.cancelled_on is None:
            if (adoption.adopted_on, adoption.method) == (paper.adopted_on, paper.method):
                return
            reason = gettext("ส่งแผนอีกครั้งพร้อมบันทึกการประชุมอื่น")
            write_line(steps.cancel_adoption(adoption, reason=reason, by=by, at=at, on=on))
            adoption.save(update_fields=["cancelled_on", "cancelled_at", "cancelled_by", "cancel_reason"])
    adoption, line = steps.adopt(
        revision, earlier=earlier, adopted_on=paper.adopted_on, method=paper.method, by=by, at=at, on=on
    )
    adoption.save(force_insert=True)
    write_line(line)


def _open_next(revision: PlanRevision, *, by: User, at: datetime) -> PlanRevision:
    draft = steps.open_revision(revision.plan, number=revision.number + 1, by=by, at=at)
    draft.save(force_insert=True)
    copy_into(draft, source=revision)
    return draft
