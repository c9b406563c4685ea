"""The reports of a quarter: each office's items and KPIs, what is known of them, and for whom they wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)
from django.utils.translation import gettext as _

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter, Narrative, ReportedFigure
from bkkplan.figures.kpi.queries.measured import quarter_day
from bkkplan.figures.kpi.queries.targets import targets_of
from bkkplan.figures.kpi.registry import Definition, Ratio, Result
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.catalog import due_day
from budget.enums import QuarterState
from budget.models import QuarterReport
from budget.queries.plan.quarter_reports import (
    ReportedItem,
    SectionItems,
    by_section,
    items_of_sections,
    reported_items,
)
from districts.models import District

SECTIONS_NAMED = 2


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One KPI in the report of one office. ``ratio`` is computed; ``reported`` is what was reported elsewhere."""

    definition: Definition
    external_code: str
    ratio: Ratio
    target_text: str
    target: Decimal | None
    is_frozen: bool
    narrative: Narrative | None
    reported: ReportedFigure | None

    @property
    def verdict(self) -> str:
        return self.narrative.verdict if self.narrative else ""

    @property
    def is_outdated(self) -> bool:
        return bool(self.narrative and self.narrative.verdict and self.narrative.is_outdated)

    @property
    def is_accepted(self) -> bool:
        return self.verdict == Verdict.ACCEPTED and not self.is_outdated

    @property
    def is_told(self) -> bool:
        return bool(self.narrative and self.narrative.text)


@dataclass(frozen=True, slots=True)
class OfficeQuarter:
    """The report of one office for a quarter. ``report`` is an unsaved row while nobody has written anything.

    ``items`` is empty where only their counts by section were asked for.
    """

    district: District
    report: QuarterReport
    sections: tuple[SectionItems, ...]
    items: tuple[ReportedItem, ...]
    indicators: tuple[IndicatorLine, ...]
    due_on: date | None

    @property
    def waiting(self) -> tuple[SectionItems, ...]:
        return tuple(section for section in self.sections if section.owed)

    @property
    def all_items(self) -> int:
        return sum(section.items for section in self.sections)

    @property
    def answered(self) -> int:
        return sum(section.items - section.owed for section in self.sections)

    @property
    def is_sent(self) -> bool:
        return self.report.state == QuarterState.SENT

    def is_late(self, on: date) -> bool:
        return not self.is_sent and self.due_on is not None and self.due_on < on

    @property
    def untold(self) -> tuple[IndicatorLine, ...]:
        return tuple(line for line in self.indicators if not line.is_told)

    @property
    def waits_for(self) -> str:
        """Whose turn it is, in words: sections by name, the coordinator, the director, the strategy office."""
        if self.is_sent:
            left = sum(not line.is_accepted for line in self.indicators)
            return _("สำนักยุทธศาสตร์และประเมินผล ประเมินอีก %(n)s ตัวชี้วัด") % {"n": left} if left else ""
        if self.report.state == QuarterState.GATHERED:
            return _("ผู้อำนวยการเขต")
        if self.waiting:
            return ", ".join(section.in_words for section in self.waiting)
        if self.untold:
            return _("ผู้รวบรวม เขียนผลของอีก %(n)s ตัวชี้วัด") % {"n": len(self.untold)}
        return _("ผู้รวบรวม")

    @property
    def waits_in_short(self) -> str:
        """`waits_for` in short, for a table of many offices: only the first sections by name, and how many more."""
        more = len(self.waiting) - SECTIONS_NAMED
        if self.report.state != QuarterState.OPEN or more < 1:
            return self.waits_for
        named = ", ".join(section.in_words for section in self.waiting[:SECTIONS_NAMED])
        return _("%(sections)s และอีก %(n)s ฝ่าย") % {"sections": named, "n": more}


def office_quarters(
    districts: Sequence[District], year: FiscalYear, quarter: int, *, on: date, at: datetime, with_items: bool = True
) -> list[OfficeQuarter]:
    """The reports of these offices; as many questions for fifty as for one.

    Without items the database counts them: an office has dozens.
    """
    as_of = min(quarter_day(year, quarter), on)
    figures = registry.official_summaries(year, as_of, at=at)
    targets = targets_of(year)
    shares = {figure.code: figure.districts for figure in figures}
    own_aims = {figure.code: targets.by_district(figure.code, on=as_of) for figure in figures}
    codes = dict(ExternalCode.objects.filter(fiscal_year=year.be).values_list("code", "external_code"))
    reports = {
        report.district_id: report
        for report in QuarterReport.objects.filter(
            district__in=districts, fiscal_year=year.be, quarter=quarter
        ).select_related("district", "gathered_by", "sent_by", "returned_by")
    }
    narratives: dict[int, dict[str, Narrative]] = defaultdict(dict)
    for row in Narrative.objects.filter(report__in=reports.values()).select_related("frozen", "evaluated_by"):
        narratives[row.report_id][row.code] = row
    told = reported_figures(year, quarter, districts)
    if with_items:
        items = reported_items(districts, year, quarter, on=on)
        sections = {district: by_section(some) for district, some in items.items()}
    else:
        items, sections = {}, items_of_sections(districts, year, quarter)
    due_on = due_day(year, f"quarter_{quarter}")
    found = []
    for district in districts:
        report = reports.get(district.pk) or QuarterReport(district=district, fiscal_year=year.be, quarter=quarter)
        written = narratives.get(report.pk, {}) if report.pk else {}
        lines = []
        for figure in figures:
            code = figure.code
            aim = own_aims[code].get(district.pk) or figure.aim
            lines.append(
                IndicatorLine(
                    definition=figure.definition,
                    external_code=codes.get(code, ""),
                    ratio=shares[code].get(district.pk, Ratio(0, 0)),
                    target_text=aim.text if aim else "",
                    target=aim.percent if aim else None,
                    is_frozen=figure.frozen_at is not None,
                    narrative=written.get(code),
                    reported=told.get((code, district.pk)),
                )
            )
        own = tuple(items.get(district.pk, ()))
        found.append(OfficeQuarter(district, report, sections[district.pk], own, tuple(lines), due_on))
    return found


def reported_figures(
    year: FiscalYear, quarter: int | None, districts: Sequence[District] = ()
) -> dict[tuple[str, int | None], ReportedFigure]:
    """What was reported elsewhere for a quarter (None: the year), by KPI and district (None: the city)."""
    rows = ReportedFigure.objects.filter(
        Q(district=None) | Q(district__in=districts), fiscal_year=year.be, quarter=quarter
    )
    return {(row.code, row.district_id): row for row in rows}


def reported_to_the_city(year: FiscalYear) -> dict[tuple[str, int | None], ReportedFigure]:
    """What was reported elsewhere for the whole city, by KPI and quarter (None: the year)."""
    rows = ReportedFigure.objects.filter(district=None, fiscal_year=year.be)
    return {(row.code, row.quarter): row for row in rows}


def frozen_of(code: str, report: QuarterReport) -> FrozenQuarter | None:
    rows = FrozenQuarter.objects.filter(code=code, fiscal_year=report.fiscal_year, quarter=report.quarter)
    return rows.filter(reopened_at=None).first()


def basis_of_evaluation(narrative: Narrative, report: QuarterReport, frozen: FrozenQuarter | None) -> Basis:
    """What a verdict rests on: the frozen figure of the district, the office's text, and that it was sent."""
    results = [Result.from_json(row) for row in frozen.results] if frozen else []
    ratio = Ratio.of(result for result in results if result.district == report.district_id)
    return Basis.of(
        [
            Point("state", _("สถานะ"), report.state, report.get_state_display()),
            Point(
                "figure",
                _("ตัวเลขที่ตรึง"),
                [frozen.pk if frozen else None, ratio.counted, ratio.units],
                f"{ratio.counted} / {ratio.units}" if frozen else _("ยังไม่ได้ตรึง"),
            ),
            Point("text", _("ผลการดำเนินงาน"), narrative.text),
            Point("problems", _("ปัญหาอุปสรรคและแนวทางแก้ไข"), narrative.problems),
        ]
    )


def why_not_evaluated(narrative: Narrative, report: QuarterReport, frozen: FrozenQuarter | None) -> str:
    """Why there can be no verdict now: nothing was sent, or the figure is not frozen. Empty if there can be one."""
    if report.state != QuarterState.SENT:
        return _("เขตยังไม่ได้ส่งรายงานของไตรมาสนี้ จึงยังประเมินไม่ได้")
    if frozen is not None:
        return ""
    values: dict[str, object] = {"quarter": report.quarter}
    rows = FrozenQuarter.objects.filter(code=narrative.code, fiscal_year=report.fiscal_year, quarter=report.quarter)
    last = rows.order_by("-reopened_at").first()
    if last is None or last.reopened_at is None:
        return _("ยังไม่ได้ตรึงตัวเลขไตรมาสที่ %(quarter)s ตรึงก่อนจึงประเมินได้") % values
    values |= {"day": thai_date_short(localdate(last.reopened_at)), "reason": last.reopen_reason}
    sentence = _("ตัวเลขไตรมาสที่ %(quarter)s ถูกเปิดให้คำนวณใหม่เมื่อ %(day)s (%(reason)s) ประเมินได้เมื่อตรึงตัวเลขอีกครั้ง")
    return sentence % values
