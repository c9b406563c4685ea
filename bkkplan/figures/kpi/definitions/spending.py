"""KPI 5, supplementary: the district offices whose rate of spending reached the quarter's target."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from bkkplan.figures.kpi.queries import Evidence, EvidenceStep
from bkkplan.figures.kpi.registry import CardWords, Definition, Mark, Reason, Result, Window, register
from bkkplan.ground.core.thai import format_baht
from budget.models import LedgerEntry
from budget.queries.money.spending_rates import (
    MOVES,
    SpendingFact,
    days_of_spending,
    is_reached,
    spending_facts,
    spending_targets,
)
from districts.models import District
from districts.queries import names_in_being

REACHED = gettext_noop(
    "เบิกจ่าย %(spent)s จาก %(money)s บาท คิดเป็นร้อยละ %(rate)s ถึงเป้าหมายไตรมาสที่ %(quarter)s ร้อยละ %(target)s"
)
SHORT = gettext_noop("เบิกจ่าย %(spent)s จาก %(money)s บาท คิดเป็นร้อยละ %(rate)s ขาดอีก %(short)s บาทจึงถึงร้อยละ %(target)s")
LADDER = gettext_noop(
    "เทียบกับเป้าหมายการเบิกจ่ายสะสมของไตรมาสที่ %(quarter)s ร้อยละ %(target)s ของงบประมาณหลังปรับโอน "
    "เขตที่ยังไม่ได้รับจัดสรรไม่อยู่ในตัวหาร"
)


def _judge(fact: SpendingFact, window: Window) -> tuple[Mark, Reason]:
    told = {
        "spent": format_baht(fact.disbursed),
        "money": format_baht(fact.transferred),
        "rate": str(fact.percent),
        "target": in_short(fact.target),
    }
    if fact.is_reached:
        return Mark.COUNTED, Reason.of(REACHED, **told, quarter=fact.quarter)
    is_over = window.day == window.year.quarter(fact.quarter)[1]
    mark = Mark.LATE if is_over or fact.is_behind else Mark.UNDER_WAY
    return mark, Reason.of(SHORT, **told, short=format_baht(fact.short))


def in_short(target: object) -> str:
    """A percentage without zeros at its end: 25, 12.5."""
    return f"{target:.2f}".rstrip("0").rstrip(".")


def measure(window: Window) -> Iterator[Result]:
    facts = spending_facts(year=window.year, day=window.day)
    for district, name in names_in_being(window.day):
        if fact := facts.get(district):
            yield Result(district, name, district, *_judge(fact, window))


def notes(window: Window) -> Iterator[Reason]:
    quarter = window.year.quarter_of(window.day)
    yield Reason.of(LADDER, quarter=quarter, target=in_short(spending_targets(window.year)[quarter - 1]))


def evidence(district: int, window: Window) -> Iterator[Evidence]:
    year, quarter = window.year, window.year.quarter_of(window.day)
    target = spending_targets(year)[quarter - 1]
    received: date | None = None
    since: date | None = None
    for on, sums in days_of_spending(district, year, until=window.day):
        has_money = sums.transferred > 0
        received = received or (on if has_money else None)
        stays = has_money and is_reached(sums.disbursed, sums.transferred, target)
        since = (since or on) if stays else None
    if received is None:
        return
    code = District.objects.values_list("code", flat=True).get(pk=district)
    yield Evidence(
        title=_("งบประมาณของเขต ปีงบประมาณ %(year)s") % {"year": year},
        happened=EvidenceStep(_("ได้รับจัดสรรครั้งแรก"), received, year.end),
        confirmed=EvidenceStep(
            _("เบิกจ่ายถึงร้อยละ %(target)s") % {"target": in_short(target)}, since, year.quarter(quarter)[1]
        ),
        staff_href=reverse("budget:district-money", args=[year, code]),
        public_href=reverse("public:district", args=[code]),
    )


def back_dated(window: Window, entered: datetime) -> int:
    entries = LedgerEntry.objects.filter(appropriation__fiscal_year=window.year.be, allocation__district__isnull=False)
    return entries.filter(kind__in=MOVES, on__lte=window.year.end, at__gt=entered).count()


KPI_5 = register(
    Definition(
        code="KPI-5",
        version=1,
        number=2,
        title=gettext_lazy("ร้อยละของสำนักงานเขตที่เบิกจ่ายถึงเป้าหมายของไตรมาส"),
        short=gettext_lazy("เบิกจ่ายถึงเป้าหมาย"),
        unit_name=pgettext_lazy("หน่วยนับ", "เขต"),
        is_unit_district=True,
        measure=measure,
        evidence=evidence,
        back_dated=back_dated,
        about=(
            "Unit: a district office in being on the day that has money of the year. Happened: money was disbursed "
            "in the year, in per cent of what the district has after transfers. Confirmed: on the day the rate is at "
            "least the year's target for the quarter of that day, compared to the satang."
        ),
        card=CardWords(
            meaning=gettext_lazy(
                "สำนักงานเขตที่เบิกจ่ายเงินของปีงบประมาณสะสมตั้งแต่ต้นปี ไม่น้อยกว่าเป้าหมายของไตรมาสเมื่อเทียบกับงบประมาณหลังปรับโอน "
                "เงินกันไว้เบิกเหลื่อมปีที่จ่ายในปีถัดไปไม่นับ"
            ),
            formula=gettext_lazy(
                "จำนวนสำนักงานเขตที่อัตราการเบิกจ่ายถึงเป้าหมายของไตรมาส × 100 ÷ จำนวนสำนักงานเขตที่ได้รับจัดสรร "
                "โดยอัตราการเบิกจ่าย = เบิกจ่าย × 100 ÷ งบประมาณหลังปรับโอน"
            ),
            source=gettext_lazy("บัญชีงบประมาณของสำนักงานเขตในระบบนี้ และเป้าหมายการเบิกจ่ายในกติกาการใช้จ่ายของปี"),
            office=gettext_lazy("สำนักงานเขต / สำนักยุทธศาสตร์และประเมินผล"),
        ),
        is_supplementary=True,
        only_grows=False,
        notes=notes,
    )
)
