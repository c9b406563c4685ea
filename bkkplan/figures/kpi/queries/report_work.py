"""What the reports of quarters ask of people, for งานของฉัน."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.figures.kpi.models import FrozenQuarter, Narrative
from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, holds_role, own_districts
from bkkplan.ground.years.catalog import due_day
from budget.enums import QuarterState
from budget.models import QuarterReport
from budget.queries.plan.quarter_reports import reported_items
from districts.models import District
from districts.queries import districts_of

BEFORE_IT_IS_DUE = timedelta(days=30)
JUDGED_WITHIN = timedelta(days=30)  # since it was sent; no regulation sets this number


def quarter_to_report(year: FiscalYear, *, on: date) -> int:
    """The quarter about which people report on a day: the last one that is over; the first while there is none."""
    over = [quarter for quarter in QUARTERS if year.quarter(quarter)[1] <= on]
    return over[-1] if over else QUARTERS[0]


def reports_to_write(user: Person, *, on: date) -> list[Todo]:
    """The report of the latest quarter that is due, or will be within a month, for whoever has a hand in it.

    The coordinator gathers it, the director sends it, and the people of a section are told what theirs owes.
    """
    year, quarter, due_on = _due(on)
    if due_on is None:
        return []
    planning = districts_on_duty(user, Duty.ACTION_PLAN)
    led = own_districts(user, Role.DISTRICT_DIRECTOR)
    own: dict[int, set[str]] = {}
    for section in user.sections_of_offices:
        if section.is_own and section.district_id is not None and section.district_id not in planning:
            own.setdefault(section.district_id, set()).add(section.name)
    places = planning | led | set(own)
    if not places:
        return []
    districts = districts_of(places)
    states = dict(
        QuarterReport.objects.filter(district__in=places, fiscal_year=year.be, quarter=quarter).values_list(
            "district", "state"
        )
    )
    return list(_of_offices(districts, states, (year, quarter, due_on), led=led, own=own, on=on))


def _of_offices(
    districts: Sequence[District],
    states: dict[int, str],
    due: tuple[FiscalYear, int, date],
    *,
    led: set[int],
    own: dict[int, set[str]],
    on: date,
) -> Iterator[Todo]:
    year, quarter, due_on = due
    in_sections = [district for district in districts if district.pk in own]
    items = reported_items(in_sections, year, quarter, on=on) if in_sections else {}
    for district in districts:
        state = states.get(district.pk, QuarterState.OPEN)
        values: dict[str, object] = {"quarter": quarter, "year": year, "district": district}
        decides = state == QuarterState.GATHERED and district.pk in led
        if decides:
            text = _("ส่งรายงานผลไตรมาสที่ %(quarter)s ปี %(year)s · %(district)s") % values
        elif state != QuarterState.OPEN:
            continue
        elif district.pk in own:
            owed = [line for line in items[district.pk] if line.section in own[district.pk] and not line.is_answered]
            if not owed:
                continue
            values["count"] = len(owed)
            text = _("รายงานความก้าวหน้าไตรมาสที่ %(quarter)s ของ %(count)s โครงการ · %(district)s") % values
        else:
            text = _("รวบรวมรายงานผลไตรมาสที่ %(quarter)s ปี %(year)s · %(district)s") % values
        yield Todo.on(
            on,
            text=text,
            due_on=due_on,
            url=reverse("kpi:quarter-send" if decides else "kpi:quarter-report", args=[year, quarter, district.code]),
            left_from=year,
            decides=decides,
        )


def reports_to_judge(user: Person, *, on: date) -> list[Todo]:
    """For the strategy office: the quarters that are frozen, with what was sent and has no verdict."""
    if not holds_role(user, Role.STRATEGY):
        return []
    waiting = Narrative.objects.filter(
        Q(verdict="") | Q(frozen__reopened_at__isnull=False), report__state=QuarterState.SENT
    )
    rows = waiting.values_list("report__fiscal_year", "report__quarter").annotate(count=Count("pk"))
    frozen = set(FrozenQuarter.objects.filter(reopened_at=None).values_list("fiscal_year", "quarter"))
    return [
        Todo.on(
            on,
            text=_("ประเมินผลไตรมาสที่ %(quarter)s ปีงบประมาณ %(year)s %(count)s รายการ")
            % {"quarter": quarter, "year": be, "count": count},
            due_on=max(FiscalYear(be).quarter(quarter)[1] + JUDGED_WITHIN, on - JUDGED_WITHIN),
            url=reverse("kpi:quarter-reports", args=[FiscalYear(be), quarter]),
        )
        for be, quarter, count in rows.order_by("report__fiscal_year", "report__quarter")
        if (be, quarter) in frozen
    ]


def _due(on: date) -> tuple[FiscalYear, int, date | None]:
    """The quarter whose report is asked for on a day, and by when: the latest that is due or soon will be."""
    year = FiscalYear.of(on)
    found: tuple[FiscalYear, int, date | None] = (year, QUARTERS[0], None)
    for that_year, quarter in ((year.previous, QUARTERS[-1]), *((year, q) for q in QUARTERS)):
        if that_year.quarter(quarter)[0] <= on and that_year.quarter(quarter)[1] <= on + BEFORE_IT_IS_DUE:
            found = (that_year, quarter, due_day(that_year, f"quarter_{quarter}"))
    return found
