"""The twelve months of offices: forums, plans, checks, action plan, money, and the days by which steps are due.

Each kind is one question for all offices that are shown, so that fifty rows cost what one costs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, cast

from django.db.models import Count, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.wording import baht, number, thai_date_short
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries import due_days
from bkkplan.ground.years.registry import usual_measure
from budget.enums import EditionState, EntryKind, Lane, Level
from budget.models import ActionPlanEdition, LedgerEntry
from budget.queries.checks.checks import PATIENCE_DAYS
from communities.enums import RevisionState
from communities.models import PlanRevision
from forums.enums import ForumKind, ForumState
from forums.hearing_rule import HearingRules
from forums.models import Forum

State = Literal["done", "now", "late", "bad", "info", "wait"]
PUBLIC_LANES = (Lane.FORUMS, Lane.PLANS, Lane.ACTION_PLAN, Lane.MONEY)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OfficeMark:
    """Something of a month: what, how it stands, and the page where it is."""

    lane: Lane
    on: date
    text: str
    state: State = "done"
    url: str = ""


@dataclass(slots=True)
class OfficeRibbon:
    """One office in one year. What is due is the same for all offices but for whether it is done."""

    year: FiscalYear
    marks: list[OfficeMark] = field(default_factory=list)

    def of(self, lane: Lane, month: date) -> list[OfficeMark]:
        """The marks of one lane in one month, by day. ``month`` is the first day of the month."""
        found = [mark for mark in self.marks if mark.lane == lane and mark.on.replace(day=1) == month]
        return sorted(found, key=lambda mark: (mark.on, mark.text))

    @property
    def late(self) -> int:
        return sum(mark.state == "late" for mark in self.marks)


Months = tuple[State, int, date, int]
Marks = Iterator[tuple[int, OfficeMark]]
AskedMarks = Iterator[tuple[int, OfficeMark] | None]  # of `asks_first`


def ribbons(
    year: FiscalYear, districts: Collection[int], *, on: date, is_public: bool = False
) -> dict[int, OfficeRibbon]:
    """By district: its twelve months. ``is_public`` leaves out what is the offices' own: drafts, checks, due days."""
    return marked(year, districts, ask_marks(year, districts, on=on, is_public=is_public))


def marked(year: FiscalYear, districts: Collection[int], sources: Iterable[Marks]) -> dict[int, OfficeRibbon]:
    """By district: its twelve months, with the marks that were asked for."""
    found = {district: OfficeRibbon(year) for district in districts}
    for source in sources:
        for district, mark in source:
            found[district].marks.append(mark)
    return found


def ask_marks(year: FiscalYear, districts: Collection[int], *, on: date, is_public: bool = False) -> list[Marks]:
    """The marks of each kind of `ribbons`, asked with what else a page asks."""
    sources: list[Marks] = [
        _forums(year, districts, on=on, is_public=is_public),
        _plans(year, districts, is_public=is_public),
        _action_plans(year, districts, is_public=is_public),
        _money(year, districts),
    ]
    if not is_public:
        sources += [_checks(year, districts, on=on), _due_days(year, districts, on=on)]
    return sources


@written_once
def _hearings(*, districts: Collection[int], first: date, last: date, is_public: bool) -> QuerySet[Forum]:
    rows = Forum.objects.filter(
        district__in=districts, kind=ForumKind.DISTRICT_HEARING, scheduled_on__range=(first, last)
    ).exclude(state__in=[ForumState.CANCELLED, ForumState.WITHDRAWN])
    if is_public:
        rows = rows.filter(announced_on__isnull=False)
    return rows.order_by("scheduled_on", "pk")


@asks_first
def _forums(year: FiscalYear, districts: Collection[int], *, on: date, is_public: bool) -> AskedMarks:
    """The district's hearings, each by what comes next of it."""
    forums = later(_hearings(districts=districts, first=year.start, last=year.end, is_public=is_public))
    rules = HearingRules.read()
    page = "public:hearing" if is_public else "forums:detail"
    yield None
    for forum in forums:
        rule = rules.of(forum.fiscal_year)
        text, state = _how_far(forum, due=rule.publish_by(forum.held_on or forum.scheduled_on), on=on)
        yield (
            forum.district_id,
            OfficeMark(Lane.FORUMS, forum.scheduled_on, text, state, reverse(page, args=[forum.pk])),
        )


def _how_far(forum: Forum, *, due: date, on: date) -> tuple[str, State]:
    day = thai_date_short(forum.held_on or forum.scheduled_on)
    if forum.state == ForumState.PUBLISHED:
        return _("เผยแพร่ผลเวที %(day)s") % {"day": day}, "done"
    if forum.held_on:
        return _("จัดเวทีแล้ว %(day)s รอเผยแพร่ผล") % {"day": day}, "late" if on > due else "now"
    state: State = "late" if on > forum.last_on else "wait"
    return _("กำหนดจัดเวที %(day)s") % {"day": day}, state


@written_once
def _plans_by_month(
    *, districts: Collection[int], first: date, last: date, is_public: bool
) -> "QuerySet[PlanRevision, Months]":
    day = "confirmed_on" if is_public else "submitted_on"
    rows = PlanRevision.objects.filter(plan__community__district__in=districts, **{f"{day}__range": (first, last)})
    if is_public:
        rows = rows.filter(state=RevisionState.CONFIRMED, confirmation_withdrawn_on=None)
    return _by_month(rows, day)


@asks_first
def _plans(year: FiscalYear, districts: Collection[int], *, is_public: bool) -> AskedMarks:
    """How many community plans were handed in, or (for everyone) confirmed, in each month."""
    counted = later(_plans_by_month(districts=districts, first=year.start, last=year.end, is_public=is_public))
    sentence = _("รับรองแผนพัฒนาชุมชน %(n)s แผน") if is_public else _("ชุมชนส่งแผน %(n)s แผน")
    url = "" if is_public else reverse("communities:plans", args=[year.next])
    yield None
    for _state, district, month, count in counted:
        yield district, OfficeMark(Lane.PLANS, month, sentence % {"n": number(count)}, "done", url)


@written_once
def _plans_decided(
    *, districts: Collection[int], first: date, last: date, waiting_on: date | None
) -> "QuerySet[PlanRevision, Months]":
    """By month those that were decided on, and those that wait on a day of the year."""
    rows = PlanRevision.objects.filter(plan__community__district__in=districts)
    waiting = rows.filter(state=RevisionState.SUBMITTED, submitted_on__lte=waiting_on) if waiting_on else rows.none()
    return _by_month(rows.filter(confirmed_on__range=(first, last)), "confirmed_on", "done").union(
        _by_month(rows.filter(returned_on__range=(first, last)), "returned_on", "info"),
        _told(waiting, "now").annotate(day=Min("submitted_on"), n=Count("pk")),
        all=True,
    )


@asks_first
def _checks(year: FiscalYear, districts: Collection[int], *, on: date) -> AskedMarks:
    """How many plans were decided on in each month, and what waits for a check now."""
    until = on if on in year else None
    counted = later(_plans_decided(districts=districts, first=year.start, last=year.end, waiting_on=until))
    sentences = {"done": _("รับรองแล้ว %(n)s แผน"), "info": _("ส่งกลับ %(n)s แผน"), "now": _("รอตรวจ %(n)s แผน")}
    url = reverse("budget:checks", args=[year.next])
    yield None
    for state, district, day, count in counted:
        text = sentences[state] % {"n": number(count)}
        if state == "now":
            is_late = on > day + timedelta(days=PATIENCE_DAYS)
            yield district, OfficeMark(Lane.CHECKS, on, text, "late" if is_late else "now", url)
        else:
            yield district, OfficeMark(Lane.CHECKS, day, text, state, url)


@written_once
def _editions(*, districts: Collection[int], first: date, last: date, is_public: bool) -> QuerySet[ActionPlanEdition]:
    approved = Q(state=EditionState.APPROVED, approved_on__range=(first, last))
    waiting = Q(state=EditionState.SUBMITTED, submitted_on__range=(first, last))
    returned = Q(state=EditionState.DRAFT, returned_on__range=(first, last))
    rows = ActionPlanEdition.objects.filter(approved if is_public else approved | waiting | returned)
    return rows.filter(plan__district__in=districts).select_related("plan__district").order_by("pk")


@asks_first
def _action_plans(year: FiscalYear, districts: Collection[int], *, is_public: bool) -> AskedMarks:
    """The editions that were approved, and for the offices those that wait or were sent back."""
    editions = later(_editions(districts=districts, first=year.start, last=year.end, is_public=is_public))
    page = "public:action-plan" if is_public else "budget:action-plan"
    yield None
    for edition in editions:
        plan, values = edition.plan, {"year": edition.plan.fiscal_year}
        state: State = "done"
        text, day = _("อนุมัติแผนปี %(year)s"), edition.approved_on
        if edition.state == EditionState.SUBMITTED:
            text, state, day = _("แผนปี %(year)s รออนุมัติ"), "now", edition.submitted_on
        elif edition.state == EditionState.DRAFT:
            text, state, day = _("แผนปี %(year)s ถูกส่งกลับ"), "late", edition.returned_on
        url = reverse(page, args=[plan.year, plan.district.code])
        yield plan.district_id, OfficeMark(Lane.ACTION_PLAN, day or year.start, text % values, state, url)


@written_once
def _entries_by_month(
    *, districts: Collection[int], first: date, last: date
) -> QuerySet[LedgerEntry, tuple[int, date, str, Decimal]]:
    rows = LedgerEntry.objects.filter(allocation__district__in=districts, on__range=(first, last))
    by_month = rows.annotate(month=TruncMonth("on")).order_by("allocation__district", "month", "kind")
    sums = by_month.values_list("allocation__district", "month", "kind").annotate(Sum("amount"))
    return cast("QuerySet[LedgerEntry, tuple[int, date, str, Decimal]]", sums)


@asks_first
def _money(year: FiscalYear, districts: Collection[int]) -> AskedMarks:
    """What was transferred to an office and disbursed by it in each month."""
    counted = later(_entries_by_month(districts=districts, first=year.start, last=year.end))
    sums: dict[tuple[int, date, Level], Decimal] = defaultdict(Decimal)
    yield None
    for district, month, kind, amount in counted:
        level, sign = EntryKind(kind).level, EntryKind(kind).sign
        sums[district, month, level] += sign * amount
    sentences = {Level.TRANSFERRED: _("ได้รับโอน %(n)s บาท"), Level.DISBURSED: _("เบิกจ่าย %(n)s บาท")}
    for (district, month, level), amount in sums.items():
        if level in sentences and amount:
            yield district, OfficeMark(Lane.MONEY, month, sentences[level] % {"n": baht(amount, "whole")})


def _due_days(year: FiscalYear, districts: Collection[int], *, on: date) -> Marks:
    """The steps of opened years that are due for the offices in these months.

    Where the records say who has done a step, it is done or late for each office; of others only the day is told.
    """
    for step in due_days():
        if step.due_on is None or step.due_on not in year or step.planned.is_draft:
            continue
        if Audience.DISTRICTS not in step.audiences:
            continue
        measure = usual_measure(step.code)
        done = measure.districts(step.planned.year, on=on) if measure else set()
        text = f"{step} {thai_date_short(step.due_on)}"
        open_state: State = "wait" if on + SOON < step.due_on else "now"
        if on > step.due_on:
            open_state = "late" if measure else "info"
        url = reverse("years:days", args=[step.planned.year])
        for district in districts:
            yield district, OfficeMark(Lane.DUE, step.due_on, text, "done" if district in done else open_state, url)


def _by_month(rows: QuerySet[PlanRevision], day: str, state: State = "done") -> "QuerySet[PlanRevision, Months]":
    """How many plans each district has in each month: the state, the district, the month's first day, the number."""
    return _told(rows, state).annotate(day=TruncMonth(day), n=Count("plan", distinct=True))


def _told(rows: QuerySet[PlanRevision], state: State) -> "QuerySet[PlanRevision, tuple[State, int]]":
    """By state and district, to be counted; in no order, so that several can be asked for by one question."""
    return rows.order_by().annotate(told_as=Value(state)).values_list("told_as", "plan__community__district")
