"""The card of a KPI in the official layout: what it means, how it is counted, its targets, each quarter's result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.builders.reports import reported_to_the_city
from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter
from bkkplan.figures.kpi.queries import CITY, quarter_day, targets_of
from bkkplan.figures.kpi.registry import Definition, Ratio, Summary, summaries_with_notes
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from budget.models import FlagshipProject


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """One quarter of a card. ``ratio`` is None before the quarter has begun; frozen, it is certified by a person."""

    quarter: int
    as_of: date
    target_text: str
    ratio: Ratio | None
    reported_text: str
    certified_by: str
    certified_at: datetime | None

    @property
    def percent(self) -> Decimal | None:
        return self.ratio.percent if self.ratio else None


@dataclass(frozen=True, slots=True)
class KpiCard:
    definition: Definition
    year: FiscalYear
    external_code: str
    target_text: str  # of the city, for the year
    quarters: tuple[QuarterResult, ...]
    projects: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The rows of the official card in their order, each with its label."""
        one = self.definition
        in_plan = _("ตัวชี้วัดเสริม ไม่ใช่ตัวชี้วัดของแผน") if one.is_supplementary else _("ตัวชี้วัดเป้าประสงค์ของแผน")
        return (
            (_("รหัสตัวชี้วัด"), f"{one.code} · {self.external_code}" if self.external_code else one.code),
            (_("ชื่อตัวชี้วัด"), str(one.title)),
            (_("ประเภทของตัวชี้วัด"), f"{in_plan} · {one.kind}" if one.kind else in_plan),
            (_("คำนิยาม"), str(one.card.meaning)),
            (_("สูตรการคำนวณ"), str(one.card.formula)),
            (_("หน่วยนับ"), _("ร้อยละ (นับเป็น%(unit)s)") % {"unit": one.unit_name}),
            (_("เป้าหมายของปี"), self.target_text or _("ไม่ได้กำหนด")),
            (_("น้ำหนัก"), _("แผนไม่ได้กำหนด")),
            (_("แหล่งข้อมูล"), str(one.card.source)),
            (_("ความถี่"), _("คำนวณทุกวัน รายงานและตรึงตัวเลขทุกไตรมาส")),
            (_("หน่วยงานที่รับผิดชอบ"), str(one.card.office)),
            (_("โครงการภายใต้ตัวชี้วัด"), " · ".join(self.projects) or "–"),
            (_("รุ่นของนิยาม"), str(one.version)),
        )


def cards_of(definitions: Iterable[Definition], year: FiscalYear, *, as_of: date, at: datetime) -> tuple[KpiCard, ...]:
    """The cards of a year as they stood on a day. Only the KPIs that are asked for are counted."""
    definitions = tuple(definitions)
    begun = [quarter for quarter in QUARTERS if year.quarter(quarter)[0] <= as_of]
    measured: dict[int, dict[str, Summary]] = {}
    for quarter in begun:
        day = min(quarter_day(year, quarter), as_of)
        measured[quarter] = {one.code: one for one in summaries_with_notes(definitions, year, day, at=at)}
    rows = FrozenQuarter.objects.filter(fiscal_year=year.be, reopened_at=None).select_related("frozen_by")
    frozen = {(row.code, row.quarter): row for row in rows.defer("results")}
    codes = dict(ExternalCode.objects.filter(fiscal_year=year.be).values_list("code", "external_code"))
    told = reported_to_the_city(year)
    targets = targets_of(year)
    projects: dict[str, list[str]] = {}
    for project in FlagshipProject.objects.filter(fiscal_year=year.be).order_by("position", "pk"):
        projects.setdefault(project.kpi_code, []).append(str(project))
    cards = []
    for one in definitions:
        results = []
        for quarter in QUARTERS:
            figure = measured.get(quarter, {}).get(one.code)
            row = frozen.get((one.code, quarter))
            certified = row if row and figure and row.as_of == figure.as_of else None
            own = targets.in_force(one.code, quarter, on=as_of).get(CITY)
            reported = told.get((one.code, quarter))
            results.append(
                QuarterResult(
                    quarter=quarter,
                    as_of=figure.as_of if figure else quarter_day(year, quarter),
                    target_text=own.text if own else "",
                    ratio=figure.ratio if figure else None,
                    reported_text=reported.text if reported else "",
                    certified_by=str(certified.frozen_by) if certified else "",
                    certified_at=certified.frozen_at if certified else None,
                )
            )
        of_year = targets.in_force(one.code, None, on=as_of).get(CITY)
        latest = measured[begun[-1]][one.code] if begun else None
        cards.append(
            KpiCard(
                definition=one,
                year=year,
                external_code=codes.get(one.code, ""),
                target_text=of_year.text if of_year else "",
                quarters=tuple(results),
                projects=tuple(projects.get(one.code, ())),
                notes=tuple(str(note) for note in latest.notes) if latest else (),
            )
        )
    return tuple(cards)
