"""The rule of each act on an action plan and its checks, on rows in memory: state checked, row changed, line returned.

No function here asks the database; what a rule needs is given to it. The actions beside this module lock, load, save
and write the line; the writer of the sample city does the same for thousands of rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.audit.record import LogLine, changes, log_line, plain, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import format_baht
from budget.actions.checks import three_answers
from budget.actions.errors import (
    ItemHasMoneyError,
    NotAnAmendmentError,
    NotAwaitingCheckError,
    NothingToApproveError,
    NotIncludableError,
    NotOpenError,
    NotSubmittedError,
    OwnEditionError,
    PartError,
    ReasonNeededError,
    UnansweredError,
)
from budget.actions.money.carried import demand_carried
from budget.actions.parts import part_of
from budget.enums import INCLUDABLE, OPEN_STATES, CheckOutcome, EditionState, ItemProgress
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    CheckMeeting,
    ConsistencyCheck,
    Inclusion,
    ItemWords,
    TakingIn,
)
from budget.models.item_words import WORDS
from budget.queries.checks.checks import ANSWERS, what_is_missing
from communities.enums import RevisionState
from communities.models import PlanProject, PlanRevision
from districts.models import District

# What a meeting decides of a check.
DECISION = ("outcome", "outcome_reason", "forwarded_to", "granted_amount")
PROGRESS = ("progress", "done_on", "cancelled_on", "result")


# --- checks


def demand_awaiting_check(revision: PlanRevision) -> None:
    """Raise NotAwaitingCheckError unless the plan waits for the district's answers."""
    if revision.state != RevisionState.SUBMITTED:
        raise NotAwaitingCheckError(_("แผนฉบับนี้ไม่ได้รอการตรวจแล้ว"))


def answer(
    check: ConsistencyCheck,
    answers: Mapping[str, object],
    *,
    only: Mapping[str, int] | None = None,
    meeting: CheckMeeting | None = None,
    by: User,
    at: datetime,
    on: date,
) -> LogLine:
    """Write answers into a check, sign it if it is complete, and return the log's line.

    The caller has made sure that the plan waits for the check. ``only`` has, by the name of the column, the node
    that is taken for a yes where there is only one node to choose. A ``meeting`` stands behind the check until somebody
    decides otherwise.
    """
    before = {} if check.pk is None else _logged_answers(check)
    decided = [getattr(check, name) for name in DECISION]
    if wrong := answers.keys() - set(ANSWERS):
        raise TypeError(wrong)
    three_answers.write(check, answers, only=only)
    if check.outcome != CheckOutcome.PARTLY:
        check.granted_amount = None
    demand_part(check)
    if meeting is not None or decided != [getattr(check, name) for name in DECISION]:
        check.meeting = meeting
    sign(check, by=by, at=at, on=on)
    changed = changes(before, _logged_answers(check))
    return log_line("budget.project_checked", check, by=by, at=at, project=check.project.title, **changed)


def demand_part(check: ConsistencyCheck) -> None:
    """Raise PartError if what is taken in of the project is not a part of its amount."""
    whole, part = check.project.amount, check.granted_amount
    if part is not None and not 0 < part < whole:
        sentence = _("วงเงินที่นำเข้าแผนต้องมากกว่า 0 และน้อยกว่า %(whole)s บาทที่ชุมชนเสนอ")
        raise PartError(sentence % {"whole": format_baht(whole)})


def demand_all_checked(checks: Mapping[PlanProject, ConsistencyCheck | None]) -> None:
    """Raise UnansweredError, which names the projects, unless each has a finished check."""
    unanswered = [project for project, check in checks.items() if check is None or check.checked_on is None]
    if unanswered:
        raise UnansweredError(unanswered)


def sign(check: ConsistencyCheck, *, by: User, at: datetime, on: date) -> None:
    """Set the day and the person of a check that is complete; clear both on a check that lacks an answer again."""
    if what_is_missing(check):
        check.checked_on, check.checked_at, check.checked_by = None, None, None  # type: ignore[assignment]
    else:
        check.checked_on, check.checked_at, check.checked_by = on, at, by


def _logged_answers(check: ConsistencyCheck) -> dict[str, object]:
    return {name: getattr(check, name) for name in ANSWERS}


# --- editions


class LogDetails(TypedDict):
    """Details that every line of the log about an action plan has: the district's code and the year."""

    district: str
    year: int


class EditionLogDetails(LogDetails):
    """Details that every line of the log about an edition has: those of its plan, and its number."""

    number: int


def log_details(plan: ActionPlan) -> LogDetails:
    """Return the details that every line of the log about this action plan has."""
    return {"district": plan.district.code, "year": plan.fiscal_year}


def open_plan(district: District, year: FiscalYear, *, by: User, at: datetime) -> tuple[ActionPlan, LogLine]:
    plan = ActionPlan(district=district, fiscal_year=year.be, created_at=at, created_by=by)
    return plan, log_line("budget.action_plan_opened", plan, by=by, at=at, **log_details(plan))


def first_edition(plan: ActionPlan, *, by: User, at: datetime) -> ActionPlanEdition:
    """The draft with which a plan begins; the plan has its key."""
    return ActionPlanEdition(plan=plan, number=0, created_at=at, created_by=by)


def open_amendment(
    plan: ActionPlan, *, editions: Iterable[ActionPlanEdition], reason: str, by: User, at: datetime
) -> tuple[ActionPlanEdition, LogLine]:
    """The next amendment; it takes the number of a discarded one. ``editions`` are all that the plan has."""
    used = [edition for edition in editions if edition.state != EditionState.DISCARDED]
    if any(edition.state in OPEN_STATES for edition in used):
        raise NotOpenError(_("แผนนี้มีฉบับที่กำลังจัดทำอยู่แล้ว"))
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่แก้ไขเพิ่มเติมแผน"))
    number = max((edition.number for edition in used), default=0) + 1
    edition = ActionPlanEdition(plan=plan, number=number, reason=reason, created_at=at, created_by=by)
    line = log_line("budget.amendment_opened", edition, by=by, at=at, **log_details(plan), number=number, reason=reason)
    return edition, line


def demand_draft(edition: ActionPlanEdition | None) -> ActionPlanEdition:
    """The edition under way, if it may be changed. Raises NotOpenError if there is none, or if it is submitted."""
    if edition is None or edition.state not in OPEN_STATES:
        raise NotOpenError(_("แผนอนุมัติแล้ว ต้องเปิดการแก้ไขเพิ่มเติมก่อนจึงเปลี่ยนแปลงได้"))
    if edition.state == EditionState.SUBMITTED:
        raise NotOpenError(_("แผนเสนอไปแล้วและรออนุมัติ จึงแก้ไขไม่ได้ ดึงกลับมาก่อนหากต้องการแก้ไข"))
    return edition


def demand_submitted(edition: ActionPlanEdition | None) -> ActionPlanEdition:
    """The edition that waits for the director. Raises NotSubmittedError if there is none."""
    if edition is None or edition.state != EditionState.SUBMITTED:
        raise NotSubmittedError(_("แผนนี้ไม่ได้รอการอนุมัติแล้ว"))
    return edition


def submit(edition: ActionPlanEdition, *, is_empty: bool, by: User, at: datetime, on: date) -> LogLine:
    demand_draft(edition)
    if is_empty:
        raise NothingToApproveError(_("ฉบับนี้ยังไม่มีรายการ จึงยังเสนอไม่ได้"))
    edition.state = EditionState.SUBMITTED
    edition.submitted_on, edition.submitted_at = on, at
    edition.submitted_by, edition.submitted_through = by, by.entered_through
    return log_line("budget.action_plan_submitted", edition, by=by, at=at, **_edition_log_details(edition))


def send_back(edition: ActionPlanEdition, *, reason: str, by: User, at: datetime, on: date) -> LogLine:
    demand_submitted(edition)
    if not reason.strip():
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ส่งกลับ"))
    edition.state = EditionState.DRAFT
    edition.returned_on, edition.returned_at, edition.returned_by = on, at, by
    edition.return_reason = reason
    return log_line(
        "budget.action_plan_sent_back", edition, by=by, at=at, **_edition_log_details(edition), reason=reason
    )


def approve(
    edition: ActionPlanEdition,
    *,
    dropped: Mapping[ActionPlanItem, Allocation | None],
    by: User,
    at: datetime,
    on: date,
) -> LogLine:
    """Approve the edition, and return the line for the log.

    ``dropped``: the items that the edition removes, each with its money. The caller ends their inclusions.
    """
    demand_submitted(edition)
    if sentence := why_not_approved_by(by, edition, on=on):
        raise OwnEditionError(sentence)
    for item, purse in dropped.items():
        demand_no_money(item, purse)
    edition.state = EditionState.APPROVED
    edition.approved_on, edition.approved_at = on, at
    edition.approved_by, edition.approved_through = by, by.entered_through
    return log_line(
        "budget.action_plan_approved",
        edition,
        by=by,
        at=at,
        **_edition_log_details(edition),
        on=on,
        dropped=list(dropped),
    )


def discard(edition: ActionPlanEdition, *, by: User, at: datetime) -> LogLine:
    """Close an amendment without approval. The caller ends what it brought in."""
    demand_draft(edition)
    if not edition.number:
        raise NotAnAmendmentError(_("แผนฉบับแรกยกเลิกไม่ได้ แก้ไขรายการแทน"))
    edition.state = EditionState.DISCARDED
    edition.discarded_at, edition.discarded_by = at, by
    return log_line("budget.amendment_discarded", edition, by=by, at=at, **_edition_log_details(edition))


def why_not_approved_by(by: User, edition: ActionPlanEdition, *, on: date) -> str:
    """The sentence that says why ``by`` may not approve the edition and who may; "" if ``by`` may.

    Whoever submitted an edition does not approve it. Only the sentence itself asks the database, for the names of those
    who may.
    """
    return why_another_decides(
        by=by,
        handed_in_by=(edition.submitted_by_id, edition.submitted_through_id),
        roles=[Role.DISTRICT_DIRECTOR],
        district=edition.plan.district,
        on=on,
    )


def _edition_log_details(edition: ActionPlanEdition) -> EditionLogDetails:
    return {**log_details(edition.plan), "number": edition.number}


# --- items and what they carry


def add_item(
    plan: ActionPlan,
    edition: ActionPlanEdition,
    *,
    uuid: UUID,
    position: int,
    words: ItemWords,
    taking: TakingIn | None = None,
    by: User,
    at: datetime,
) -> tuple[ActionPlanItem, LogLine]:
    demand_draft(edition)
    item = ActionPlanItem(plan=plan, introduced_in=edition, uuid=uuid, position=position, taking=taking)
    words.write_to(item)
    after = plain(state_of(item, WORDS))
    return item, log_line(
        "budget.item_added", item, by=by, at=at, after=after, **log_details(plan), edition=edition.number
    )


def demand_includable(project: PlanProject, check: ConsistencyCheck | None) -> None:
    """Raise NotIncludableError unless the project's plan is confirmed and its check lets it into an action plan."""
    if not project.revision.is_confirmed:
        raise NotIncludableError(_("“%(title)s” อยู่ในแผนที่เขตไม่ได้รับรอง") % {"title": project.title})
    if check is None or check.checked_on is None or check.outcome not in INCLUDABLE:
        raise NotIncludableError(_("“%(title)s” ไม่มีผลพิจารณาให้นำเข้าแผนปฏิบัติราชการ") % {"title": project.title})


def include(
    item: ActionPlanItem,
    edition: ActionPlanEdition,
    project: PlanProject,
    *,
    check: ConsistencyCheck | None,
    others: Sequence[Inclusion],
    amount: Decimal | None = None,
    taking: TakingIn | None = None,
    by: User,
    at: datetime,
    on: date,
) -> tuple[Inclusion, LogLine]:
    """``others`` are the live inclusions of the project in other items; ``amount`` None is all that they leave."""
    demand_draft(edition)
    demand_includable(project, check)
    amount = part_of(project, check, others=others, amount=amount)
    share: dict[str, Any] = {} if amount is None else {"amount": amount}
    inclusion = Inclusion(
        project=project, item=item, edition=edition, taking=taking, included_on=on, amount=amount, at=at, by=by
    )
    line = log_line(
        "budget.project_included",
        item,
        by=by,
        at=at,
        **log_details(edition.plan),
        project=project,
        title=project.title,
        on=on,
        edition=edition.number,
        **share,
    )
    return inclusion, line


def end_inclusion(inclusion: Inclusion, *, reason: str, by: User, at: datetime, on: date) -> None:
    inclusion.ended_on, inclusion.ended_at, inclusion.ended_by = on, at, by
    inclusion.ended_reason = reason


def drop(
    item: ActionPlanItem,
    edition: ActionPlanEdition,
    *,
    purse: Allocation | None,
    reason: str,
    by: User,
    at: datetime,
) -> LogLine:
    """Take an item out; only one that the same draft brought in needs no reason."""
    demand_draft(edition)
    if not reason.strip() and item.introduced_in_id != edition.pk:
        raise ReasonNeededError(_("ต้องระบุเหตุผลที่ตัดโครงการออกจากแผน"))
    demand_no_money(item, purse)
    item.dropped_in, item.drop_reason = edition, reason.strip() or str(_("ตัดออกระหว่างจัดทำ"))
    about = log_details(edition.plan)
    return log_line("budget.item_dropped", item, by=by, at=at, **about, edition=edition.number, reason=item.drop_reason)


def demand_no_money(item: ActionPlanItem, purse: Allocation | None) -> None:
    """Raise ItemHasMoneyError if money that was transferred to the item has not been returned."""
    if purse is not None and purse.transferred > 0:
        raise ItemHasMoneyError(_("“%(title)s” ได้รับงบประมาณแล้ว ต้องโอนเงินกลับก่อนจึงตัดออกจากแผนได้") % {"title": item.title})


def report_progress(
    item: ActionPlanItem,
    *,
    progress: str,
    done_on: date | None,
    result: str,
    by: User,
    at: datetime,
    on: date,
) -> LogLine:
    demand_carried(item)
    if progress == ItemProgress.DONE and (done_on is None or not result.strip()):
        raise ReasonNeededError(_("โครงการที่แล้วเสร็จต้องมีวันที่แล้วเสร็จและผลการดำเนินงาน"))
    if progress == ItemProgress.CANCELLED and not result.strip():
        raise ReasonNeededError(_("การยกเลิกโครงการต้องมีเหตุผล"))
    was = state_of(item, PROGRESS)
    item.progress, item.result = progress, result
    item.done_on = done_on if progress == ItemProgress.DONE else None
    item.cancelled_on = (item.cancelled_on or on) if progress == ItemProgress.CANCELLED else None
    return log_line(
        "budget.item_progress", item, by=by, at=at, **log_details(item.plan), **changes(was, state_of(item, PROGRESS))
    )
