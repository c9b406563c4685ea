"""The report of a quarter: sections report their items, a coordinator gathers, the director sends it.

`bkkplan.figures.kpi.actions.narratives` adds what the office says about each indicator.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import changes, record, state_of, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission, hands_of
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai.errors import N_
from budget.actions import steps
from budget.actions.money.carried import demand_carried
from budget.enums import ItemProgress, QuarterState
from budget.models import ActionPlanItem, ItemReport, QuarterReport
from budget.models.quarter_reports import COMPLETE
from budget.queries.plan.quarter_reports import basis_of_sending, waiting_sections
from communities.actions.plans import shortened


class QuarterReportError(Refusal):
    """An act on the report of a quarter is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotBegunError(QuarterReportError):
    sentence = gettext_lazy("ไตรมาสนี้ยังไม่เริ่ม จึงยังรายงานผลไม่ได้")


class NotOpenError(QuarterReportError):
    sentence = gettext_lazy("รายงานของไตรมาสนี้รวบรวมแล้ว จึงแก้ไม่ได้จนกว่าจะส่งกลับมาแก้ไข")


class OwnReportError(QuarterReportError):
    sentence = gettext_lazy("ผู้รวบรวมรายงานส่งรายงานนั้นเองไม่ได้ ให้ผู้อำนวยการเขตหรือผู้รักษาราชการแทนอีกคนเป็นผู้ส่ง")


class OutOfRangeError(QuarterReportError):
    kind, field = Kind.WRONG_INPUT, "percent"
    sentence = gettext_lazy("ความก้าวหน้าใส่ได้ 0 ถึง 100 เพราะ 100 คืองานทั้งหมด ถ้าทำได้มากกว่าแผน เขียนไว้ในผลการดำเนินงาน")


class FallNeedsReasonError(QuarterReportError):
    kind, field = Kind.WRONG_INPUT, "fall_reason"


class LaterIsLessError(QuarterReportError):
    kind, field = Kind.WRONG_INPUT, "percent"


class ReturnReasonNeededError(QuarterReportError):
    kind, field = Kind.WRONG_INPUT, "reason"
    sentence = gettext_lazy("การส่งรายงานกลับต้องมีเหตุผล")


class OfQuarter(TypedDict):
    """Which report."""

    district_id: int
    year: FiscalYear
    quarter: int


class ReportDetails(TypedDict):
    district: str
    year: int
    quarter: int


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What a section writes about one item. Without ``percent`` it is a draft."""

    percent: int | None = None
    done: str = ""
    problems: str = ""
    remedy: str = ""
    fall_reason: str = ""


def take_report(*, district_id: int, year: FiscalYear, quarter: int, permission: str, by: User) -> QuarterReport:
    """The report, locked, after the right was asked; made if nothing was written for the quarter yet."""
    place = {"district_id": district_id, "fiscal_year": year.be, "quarter": quarter}
    demand_permission(by, permission, QuarterReport(**place))
    return lock_report(district_id=district_id, year=year, quarter=quarter)


def lock_report(*, district_id: int, year: FiscalYear, quarter: int) -> QuarterReport:
    report, _is_new = QuarterReport.objects.get_or_create(district_id=district_id, fiscal_year=year.be, quarter=quarter)
    rows = QuarterReport.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    return rows.get(pk=report.pk)


def demand_open(report: QuarterReport, *, on: date) -> None:
    """Raise unless the quarter has begun and the office still gathers its report."""
    if on < report.year.quarter(report.quarter)[0]:
        raise NotBegunError
    if not report.is_open:
        raise NotOpenError


@transaction.atomic
def save_item_report(
    *, item_id: int, quarter: int, words: ReportWords, seen: int, on: date, by: User, at: datetime
) -> ItemReport:
    """Save what a section reports of an item; a percentage over nothing says that the item is under way.

    Raises FallNeedsReasonError for less than in an earlier quarter without a reason, and StaleError if the report is
    no longer at version ``seen``.
    """
    district_id, be = ActionPlanItem.objects.values_list("plan__district", "plan__fiscal_year").get(pk=item_id)
    report = lock_report(district_id=district_id, year=FiscalYear(be), quarter=quarter)
    items = ActionPlanItem.objects.select_for_update(of=("self",), no_key=True)
    item = items.select_related("plan__district", "introduced_in", "dropped_in", "section__merged_into").get(pk=item_id)
    demand_permission(by, "budget.report_progress", item)
    demand_carried(item)
    demand_open(report, on=on)
    _demand_no_silent_fall(item, quarter, words)
    kept = ItemReport.objects.filter(item=item, quarter=quarter).first()
    row = kept or ItemReport(item=item, quarter=quarter, version=0)
    names = tuple(asdict(words))
    before = state_of(row, names)
    for name, value in asdict(words).items():
        setattr(row, name, value)
    row.reported_at, row.reported_by = at, by
    if kept is None:
        row.version = 1
        row.save(force_insert=True)
    else:
        row.save_over(seen, update_fields=[*names, "reported_at", "reported_by"])
    record("budget.item_reported", row, by=by, at=at, **details_of(report), **changes(before, state_of(row, names)))
    if words.percent and item.progress == ItemProgress.NOT_STARTED:
        line = steps.report_progress(
            item, progress=ItemProgress.UNDER_WAY, done_on=None, result=item.result, by=by, at=at, on=on
        )
        item.save_over(item.version, update_fields=steps.PROGRESS)
        write_line(line)
    return row


def _demand_no_silent_fall(item: ActionPlanItem, quarter: int, words: ReportWords) -> None:
    if words.percent is None:
        return
    if not 0 <= words.percent <= COMPLETE:
        raise OutOfRangeError
    others = list(item.reports.exclude(percent=None).order_by("quarter"))
    earlier = next((row for row in reversed(others) if row.quarter < quarter), None)
    if earlier and earlier.percent and words.percent < earlier.percent and not words.fall_reason.strip():
        sentence = _(
            "ไตรมาสที่ %(quarter)s รายงานไว้ร้อยละ %(before)s ครั้งนี้ร้อยละ %(now)s ถ้าลดลงจริง เขียนเหตุผล ถ้าพิมพ์ผิด แก้ตัวเลข"
        )
        raise FallNeedsReasonError(
            sentence % {"quarter": earlier.quarter, "before": earlier.percent, "now": words.percent}
        )
    later = next((row for row in others if row.quarter > quarter), None)
    if later and (later.percent or 0) < words.percent and not later.fall_reason.strip():
        sentence = _("ไตรมาสที่ %(quarter)s รายงานไว้ร้อยละ %(later)s ซึ่งน้อยกว่าที่ใส่ แก้ไตรมาสนั้น หรือเขียนเหตุผลที่ลดลงไว้ที่นั่นก่อน")
        raise LaterIsLessError(sentence % {"quarter": later.quarter, "later": later.percent})


@transaction.atomic
def gather(*, district_id: int, year: FiscalYear, quarter: int, on: date, by: User, at: datetime) -> QuarterReport:
    """Close the report for the sections, and put it before the director. Refused while a section owes an item."""
    report = take_report(district_id=district_id, year=year, quarter=quarter, permission="budget.gather_quarter", by=by)
    demand_open(report, on=on)
    if waiting := waiting_sections([report.district], year, quarter).get(report.district_id, ()):
        listed = ", ".join(section.in_words for section in waiting)
        raise QuarterReportError(_("ยังรวบรวมไม่ได้ รอ %(sections)s") % {"sections": listed})
    report.state, report.gathered_at, report.gathered_by = QuarterState.GATHERED, at, by
    report.save(update_fields=["state", "gathered_at", "gathered_by"])
    record("budget.quarter_gathered", report, by=by, at=at, **details_of(report))
    directors = staff_of(district_id, roles=[Role.DISTRICT_DIRECTOR], at=at)
    tell(
        [person for person in directors if person.pk not in hands_of(by)],
        report,
        kind="budget.quarter_gathered",
        message=N_("รายงานผลไตรมาสที่ %(quarter)s ปี %(year)s ของ%(district)s รอท่านส่ง"),
        at=at,
    )
    return report


@transaction.atomic
def send(
    *, district_id: int, year: FiscalYear, quarter: int, seen: Basis | None = None, by: User, at: datetime
) -> QuarterReport:
    """Send a gathered report to the strategy office. Whoever gathered it does not send it.

    Raises BasisChangedError if it was sent back and gathered again since ``seen``.
    """
    report = take_report(district_id=district_id, year=year, quarter=quarter, permission="budget.send_quarter", by=by)
    if report.state != QuarterState.GATHERED:
        raise QuarterReportError(_("รายงานนี้ยังไม่ได้รวบรวม หรือส่งไปแล้ว"))
    if report.gathered_by_id in hands_of(by):
        raise OwnReportError
    seen_as = basis_of_sending(report).demand(seen)
    report.state, report.sent_at, report.sent_by = QuarterState.SENT, at, by
    report.save(update_fields=["state", "sent_at", "sent_by"])
    record("budget.quarter_sent", report, by=by, at=at, seen=seen_as, **details_of(report))
    return report


@transaction.atomic
def send_back(
    *, district_id: int, year: FiscalYear, quarter: int, reason: str, seen: Basis | None = None, by: User, at: datetime
) -> QuarterReport:
    """The director gives a gathered report back to the coordinator and the sections.

    Raises BasisChangedError if it was given back and gathered again since ``seen``.
    """
    report = take_report(district_id=district_id, year=year, quarter=quarter, permission="budget.send_quarter", by=by)
    if report.state != QuarterState.GATHERED:
        raise QuarterReportError(_("ส่งกลับได้เมื่อรายงานรอผู้อำนวยการเขตส่ง"))
    return open_again(report, reason=reason, seen_as=basis_of_sending(report).demand(seen), by=by, at=at)


def open_again(report: QuarterReport, *, reason: str, seen_as: str, by: User, at: datetime) -> QuarterReport:
    """Let the office write again in a report that the caller has locked, and tell the coordinator why."""
    if not reason.strip():
        raise ReturnReasonNeededError
    report.state = QuarterState.OPEN
    for signature in ("gathered_at", "gathered_by", "sent_at", "sent_by"):
        setattr(report, signature, None)
    report.returned_at, report.returned_by, report.return_reason = at, by, reason
    signatures = ["gathered_at", "gathered_by", "sent_at", "sent_by", "returned_at", "returned_by", "return_reason"]
    report.save(update_fields=["state", *signatures])
    record("budget.quarter_sent_back", report, by=by, at=at, seen=seen_as, **details_of(report), reason=reason)
    tell(
        staff_of(report.district_id, roles=BELOW_THE_DIRECTOR, duty=Duty.ACTION_PLAN, at=at, besides=by),
        report,
        kind="budget.quarter_sent_back",
        message=N_("รายงานผลไตรมาสที่ %(quarter)s ปี %(year)s ของ%(district)s ถูกส่งกลับให้แก้ไข: %(reason)s"),
        at=at,
        reason=shortened(reason),
    )
    return report


def details_of(report: QuarterReport) -> ReportDetails:
    """The details that every line of the log about this report has."""
    return {"district": report.district.code, "year": report.fiscal_year, "quarter": report.quarter}


def tell(people: list[User], report: QuarterReport, *, kind: str, message: str, at: datetime, **params: str) -> None:
    values = {"year": report.fiscal_year, "quarter": report.quarter, "district": report.district, **params}
    notify(recipients=people, kind=kind, message=message, params=values, url=report.get_absolute_url(), at=at)
