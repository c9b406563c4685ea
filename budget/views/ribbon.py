"""The twelve months of offices as the component `ribbon` shows them; for the pages of the floors above, too."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bkkplan.ground.core.components import RibbonCell, RibbonMark, RibbonMonth, RibbonRow
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import localname, month_short
from budget.enums import Lane
from budget.queries.ribbon import OfficeMark, OfficeRibbon
from districts.models import District

# In a row of fifty the days of the year would stand fifty times: only what an office misses of them does.
OF_MANY = (Lane.FORUMS, Lane.PLANS, Lane.CHECKS, Lane.ACTION_PLAN, Lane.MONEY)


def months_of(year: FiscalYear, *, on: date) -> tuple[RibbonMonth, ...]:
    this = on.replace(day=1)
    return tuple(RibbonMonth(label=month_short(day.month), is_now=day == this) for day in year.months)


def rows_of(ribbon: OfficeRibbon, lanes: Iterable[Lane]) -> list[RibbonRow]:
    """One office: a row for each kind of work."""
    return [
        RibbonRow(
            label=lane.label,
            cells=tuple(
                RibbonCell(marks=tuple(_in_full(mark) for mark in ribbon.of(lane, month)))
                for month in ribbon.year.months
            ),
        )
        for lane in lanes
    ]


def rows_of_many(
    found: Mapping[int, OfficeRibbon], districts: Sequence[District], *, address: Callable[[District], str]
) -> list[RibbonRow]:
    """Many offices: a row for each, with one short mark for each kind of work in a month, and how much is late."""
    rows = []
    for district in districts:
        ribbon = found[district.pk]
        cells = tuple(RibbonCell(marks=tuple(_of_a_month(ribbon, month))) for month in ribbon.year.months)
        note = _("เลยกำหนด %(n)s") % {"n": ribbon.late} if ribbon.late else ""
        rows.append(RibbonRow(label=localname(district), cells=cells, href=address(district), note=note))
    return rows


def _short(lane: Lane) -> str:
    """As short as a cell of fifty rows asks for; the whole stands beside it for whoever hears it or points at it."""
    return {
        Lane.FORUMS: _("เวที"),
        Lane.PLANS: pgettext("แผนชุมชน", "แผน"),
        Lane.CHECKS: pgettext("ตรวจแผน", "ตรวจ"),
        Lane.ACTION_PLAN: pgettext("แผนปฏิบัติราชการ", "ปฏิบัติ"),
        Lane.MONEY: _("งบ"),
        Lane.DUE: pgettext("กำหนดวัน", "กำหนด"),
    }[lane]


def _in_full(mark: OfficeMark) -> RibbonMark:
    return RibbonMark(text=mark.text, state=mark.state, href=mark.url)


def _of_a_month(ribbon: OfficeRibbon, month: date) -> Iterable[RibbonMark]:
    for lane in Lane:
        marks = ribbon.of(lane, month)
        if lane not in OF_MANY:
            marks = [mark for mark in marks if mark.state == "late"]
        if marks:
            yield _together(lane, marks)


def _together(lane: Lane, marks: Sequence[OfficeMark]) -> RibbonMark:
    """The most pressing state of the marks of one kind; what they say is read aloud and shown on the pointer."""
    states = [mark.state for mark in marks]
    pressing = next((state for state in ("late", "bad", "now", "wait", "info") if state in states), "done")
    more = " · ".join(mark.text for mark in marks)
    return RibbonMark(text=_short(lane), state=pressing, more=more)  # type: ignore[arg-type]
