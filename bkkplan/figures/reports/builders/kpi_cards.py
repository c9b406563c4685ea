"""The cards of all KPIs of a year in the official layout, one on each page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.builders.cards import KpiCard, cards_of
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.figures.reports.builders.kpi import years
from bkkplan.figures.reports.registry import Report, ReportSheet, is_sample, register
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import short_date


@dataclass(frozen=True, slots=True)
class CardsReport:
    year: FiscalYear
    as_of: date
    measured_at: datetime
    is_sample: bool
    cards: tuple[KpiCard, ...]

    @property
    def title(self) -> str:
        return _("แบบรายละเอียดตัวชี้วัด ปีงบประมาณ พ.ศ. %(year)s") % {"year": self.year}


def build(year: FiscalYear, as_of: date, at: datetime) -> CardsReport:
    cards = cards_of(all_definitions(), year, as_of=as_of, at=at)
    return CardsReport(year, as_of, at, is_sample(), cards)


def sheets(report: CardsReport) -> tuple[ReportSheet, ...]:
    notes: tuple[str, ...] = (report.title, _("ข้อมูล ณ วันที่ %(day)s") % {"day": short_date(report.as_of)})
    if report.is_sample:
        notes += (_("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง"),)
    labels = tuple(label for label, _value in report.cards[0].facts)
    return (
        ReportSheet(
            title=_("รายละเอียด"),
            notes=notes,
            headings=labels,
            widths=(18, 60, 24, 60, 50, 16, 16, 14, 40, 30, 40, 50, 10),
            rows=tuple(tuple(value for _label, value in card.facts) for card in report.cards),
        ),
        ReportSheet(
            title=_("ผลรายไตรมาส"),
            notes=notes,
            headings=(
                _("ตัวชี้วัด"),
                _("ไตรมาส"),
                _("ณ วันที่"),
                _("เป้าหมาย"),
                _("นับแล้ว"),
                _("ทั้งหมด"),
                _("ร้อยละ"),
                _("ตามที่รายงานไว้"),
                _("ผู้รับรองผล"),
            ),
            widths=(22, 10, 16, 20, 10, 10, 10, 20, 30),
            rows=tuple(
                (
                    card.definition.label,
                    row.quarter,
                    short_date(row.as_of),
                    row.target_text,
                    row.ratio.counted if row.ratio else None,
                    row.ratio.units if row.ratio else None,
                    row.ratio.percent if row.ratio else None,
                    row.reported_text,
                    row.certified_by,
                )
                for card in report.cards
                for row in card.quarters
            ),
        ),
    )


REPORT = register(
    Report(
        kind="kpi-cards",
        title=gettext_lazy("แบบรายละเอียดตัวชี้วัด (KPI Card)"),
        template="reports/kpi_cards.html",
        build=build,
        sheets=sheets,
        years=years,
    )
)
