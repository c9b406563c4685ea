"""The rule of each step of a plan, on rows in memory: it checks the state, changes the row, returns the log's line.

No function here asks the database; what a rule needs is given to it. The actions beside this module lock, load, save
and write the line; the writer of the sample city does the same for thousands of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from bkkplan.ground.accounts.enums import DISTRICT_ROLES
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.audit.record import LogLine, log_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.past_day import PastDay
from communities.actions.errors import (
    AlreadyAdoptedError,
    AreasUnexplainedError,
    BeforeItsYearError,
    ChairNeededError,
    ChairNotSeatedError,
    IncompleteError,
    NotAdoptedError,
    NotADraftError,
    NotConfirmedError,
    NotSubmittedError,
    NotYetError,
    OwnPlanError,
    ReasonNeededError,
    WrongYearError,
)
from communities.enums import AdoptionMethod, RevisionState
from communities.models import (
    CommitteeMember,
    Community,
    MeetingResolution,
    Plan,
    PlanAdoption,
    PlanRevision,
    PlanTemplate,
)
from communities.queries import Completeness


class LogDetails(TypedDict):
    """Details that every line of the log about a plan has."""

    community: str
    year: int
    revision: int


def log_details(revision: PlanRevision) -> LogDetails:
    """Return the details that every line of the log about this revision has."""
    plan = revision.plan
    return {"community": plan.community.code, "year": plan.fiscal_year, "revision": revision.number}


def years_open_on(day: date) -> tuple[FiscalYear, FiscalYear]:
    """The fiscal years for which a plan may be begun on a day: the next one, and the current one if it is late."""
    this = FiscalYear.of(day)
    return this.next, this


def begin(
    community: Community,
    year: FiscalYear,
    *,
    template: PlanTemplate,
    is_from_paper: bool = False,
    by: User,
    at: datetime,
    on: date,
) -> tuple[Plan, LogLine]:
    """With ``is_from_paper`` the district's office enters the plan for the committee."""
    if year not in years_open_on(on):
        raise WrongYearError
    plan = Plan(community=community, fiscal_year=year.be, template=template, created_at=at, created_by=by)
    verb = "communities.plan_begun"
    if is_from_paper:
        plan.from_paper_at, plan.from_paper_by = at, by
        verb = "communities.plan_begun_from_paper"
    return plan, log_line(verb, plan, by=by, at=at, community=community.code, year=year)


def open_revision(plan: Plan, *, number: int, by: User, at: datetime) -> PlanRevision:
    """The draft of that number; the plan has its key."""
    return PlanRevision(plan=plan, number=number, created_at=at, created_by=by)


def demand_draft(revision: PlanRevision) -> None:
    """Raise NotADraftError once the revision was submitted: nothing is written in it any more."""
    if revision.state != RevisionState.DRAFT:
        raise NotADraftError


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The meeting that resolved to submit a plan. A ``chair`` who is no member of the committee is told by name."""

    words: str
    met_on: date
    present: int
    chair: CommitteeMember | None = None
    chair_name: str = ""


def resolve(
    revision: PlanRevision, meeting: Meeting, *, goes_on: bool = False, by: User, at: datetime, on: date
) -> MeetingResolution:
    """The resolution with which an edition is submitted; the caller keeps it. A chair comes with the committee.

    ``goes_on`` says that the chair's committee was in office on the day of the meeting, though its term was over.
    """
    plan, chair = revision.plan, meeting.chair
    if meeting.met_on > on:
        raise NotYetError(field="met_on")
    if meeting.met_on < plan.year.previous.start:
        raise BeforeItsYearError(field="met_on")
    if chair is None and not meeting.chair_name:
        raise ChairNeededError
    if chair is not None and not _sat_on(chair, plan.community_id, meeting.met_on, goes_on=goes_on):
        raise ChairNotSeatedError
    return MeetingResolution(
        revision=revision,
        words=meeting.words,
        met_on=meeting.met_on,
        present=meeting.present,
        chair=chair,
        chair_name="" if chair else meeting.chair_name,
        at=at,
        by=by,
    )


def _sat_on(member: CommitteeMember, community: int, day: date, *, goes_on: bool) -> bool:
    term = member.committee
    is_over = any(end is not None and end <= day for end in (member.ends_on, None if goes_on else term.ends_on))
    return term.community_id == community and member.starts_on <= day and not is_over


def submit(
    revision: PlanRevision,
    *,
    resolution: MeetingResolution,
    complete: Completeness,
    is_from_paper: bool = False,
    by: User,
    at: datetime,
    on: date,
) -> LogLine:
    """``complete`` says what the draft lacks. Why an area has no project is not kept where every area has one.

    With ``is_from_paper`` the district's office submits it for the committee, and the caller keeps the record of the
    meeting.
    """
    demand_draft(revision)
    if complete.missing:
        raise IncompleteError(complete.missing)
    if not complete.is_explained:
        raise AreasUnexplainedError
    if not complete.areas_left:
        revision.areas_reason = ""
    revision.state = RevisionState.SUBMITTED
    revision.submitted_on, revision.submitted_at = on, at
    revision.submitted_by, revision.submitted_through = by, by.entered_through
    revision.is_from_paper = is_from_paper
    verb = "communities.plan_submitted_from_paper" if is_from_paper else "communities.plan_submitted"
    return log_line(
        verb,
        revision,
        by=by,
        at=at,
        **log_details(revision),
        on=on,
        met_on=resolution.met_on,
        present=resolution.present,
        resolution=resolution.words,
    )


def demand_submitted(revision: PlanRevision) -> None:
    if revision.state != RevisionState.SUBMITTED:
        raise NotSubmittedError


def send_back(revision: PlanRevision, *, reason: str, by: User, at: datetime, on: date) -> LogLine:
    """Return a submitted revision to its committee with a reason, and return the log's line.

    The caller opens the next draft. Raises NotSubmittedError and ReasonNeededError.
    """
    demand_submitted(revision)
    if not reason.strip():
        raise ReasonNeededError
    revision.state = RevisionState.RETURNED
    revision.returned_on, revision.returned_at, revision.returned_by = on, at, by
    revision.return_reason = reason
    return log_line("communities.plan_returned", revision, by=by, at=at, **log_details(revision), on=on, reason=reason)


def confirm(revision: PlanRevision, *, past: PastDay | None = None, by: User, at: datetime, on: date) -> LogLine:
    """The caller has found every project checked. With ``past`` the district confirmed it on that earlier day.

    The caller keeps the file that proves that day.
    """
    demand_submitted(revision)
    if sentence := why_not_confirmed_by(by, revision, on=on):
        raise OwnPlanError(sentence)
    if past:
        past.demand(on=on, earliest=revision.plan.year.previous.start)
    revision.state = RevisionState.CONFIRMED
    revision.confirmed_on, revision.confirmed_at = past.on if past else on, at
    revision.confirmed_by, revision.confirmed_through = by, by.entered_through
    details = {**log_details(revision), "on": revision.confirmed_on, **(past.log_details(on=on) if past else {})}
    return log_line("communities.plan_confirmed", revision, by=by, at=at, **details)


def why_not_confirmed_by(by: User, revision: PlanRevision, *, on: date) -> str:
    """The sentence that says why ``by`` may not confirm the plan and who may; "" if ``by`` may.

    Whoever submitted a plan does not confirm it. Only the sentence itself asks the database, for the names of those who
    may.
    """
    return why_another_decides(
        by=by,
        handed_in_by=(revision.submitted_by_id, revision.submitted_through_id),
        roles=DISTRICT_ROLES,
        district=revision.plan.community.district,
        on=on,
    )


def withdraw_confirmation(revision: PlanRevision, *, reason: str, by: User, at: datetime, on: date) -> LogLine:
    """Withdraw the confirmation of a revision with a reason, and return the log's line.

    The caller opens the next draft. Raises NotConfirmedError and ReasonNeededError.
    """
    if not revision.is_confirmed:
        raise NotConfirmedError
    if not reason.strip():
        raise ReasonNeededError
    revision.confirmation_withdrawn_on = on
    revision.confirmation_withdrawn_at, revision.confirmation_withdrawn_by = at, by
    revision.withdrawal_reason = reason
    return log_line(
        "communities.confirmation_withdrawn", revision, by=by, at=at, **log_details(revision), on=on, reason=reason
    )


def adopt(
    revision: PlanRevision,
    *,
    earlier: Iterable[PlanAdoption],
    adopted_on: date,
    method: AdoptionMethod | str,
    by: User,
    at: datetime,
    on: date,
) -> tuple[PlanAdoption, LogLine]:
    """Return the adoption of a revision by its community, and the log's line.

    ``earlier`` are the revision's adoptions. Raises AlreadyAdoptedError if one of them was not cancelled.
    """
    if adopted_on > on:
        raise NotYetError
    if adopted_on < revision.plan.year.previous.start:
        raise BeforeItsYearError
    if any(adoption.cancelled_on is None for adoption in earlier):
        raise AlreadyAdoptedError
    adoption = PlanAdoption(
        revision=revision, adopted_on=adopted_on, method=AdoptionMethod(method), recorded_at=at, recorded_by=by
    )
    line = log_line(
        "communities.plan_adopted",
        revision,
        by=by,
        at=at,
        **log_details(revision),
        adopted_on=adopted_on,
        method=method,
    )
    return adoption, line


def cancel_adoption(adoption: PlanAdoption, *, reason: str, by: User, at: datetime, on: date) -> LogLine:
    if adoption.cancelled_on is not None:
        raise NotAdoptedError
    if not reason.strip():
        raise ReasonNeededError
    adoption.cancelled_on, adoption.cancelled_at, adoption.cancelled_by = on, at, by
    adoption.cancel_reason = reason
    return log_line(
        "communities.adoption_cancelled",
        adoption.revision,
        by=by,
        at=at,
        **log_details(adoption.revision),
        adopted_on=adoption.adopted_on,
        on=on,
        reason=reason,
    )
