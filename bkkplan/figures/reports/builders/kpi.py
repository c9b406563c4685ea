"""The KPI report: the city's figures, by group and district, and each unit by name with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.registry import Figure, Ratio, Result, figures
from bkkplan.figures.reports.registry import Report, ReportSheet, is_sample, register
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.thai import short_date, time_text
from districts.models import District

FIRST_YEAR = FiscalYear(2563)  # of the plan that the portal carries out


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    is_counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DistrictPart:
    name: str
    ratio: Ratio
    units: tuple[Unit, ...]

    @property
    def counted(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.is_counted)

    @property
    def not_counted_by_reason(self) -> tuple[tuple[str, tuple[Unit, ...]], ...]:
        reasons: dict[str, list[Unit]] = {}
        for unit in self.units:
            if not unit.is_counted:
                reasons.setdefault(unit.reason, []).append(unit)
        return tuple((reason, tuple(units)) for reason, units in reasons.items())


@dataclass(frozen=True, slots=True)
class GroupPart:
    name: str
    ratio: Ratio
    districts: tuple[DistrictPart, ...]


@dataclass(frozen=True, slots=True)
class KpiPart:
    label: str
    is_supplementary: bool
    notes: tuple[str, ...]
    title: str
    kind: str
    unit_name: str
    is_unit_district: bool
    ratio: Ratio
    target: Decimal | None
    target_text: str  # as the plan writes it
    distance: Decimal | None
    frozen_at: datetime | None
    groups: tuple[GroupPart, ...]

    @property
    def target_cell(self) -> Decimal | str:
        """The number where the figure is compared with one, else the plan's words."""
        return self.target_text if self.target is None else self.target

    @property
    def districts(self) -> Iterator[DistrictPart]:
        return (district for group in self.groups for district in group.districts)


@dataclass(frozen=True, slots=True)
class KpiReport:
    year: FiscalYear
    as_of: date
    measured_at: datetime
    is_sample: bool
    has_begun: bool
    kpis: tuple[KpiPart, ...]

    @property
    def tables(self) -> tuple[tuple[str, tuple[KpiPart, ...]], ...]:
        """The indicators of the plan, and apart from them the supplementary ones."""
        return (
            (_("ผลของกรุงเทพมหานคร"), tuple(kpi for kpi in self.kpis if not kpi.is_supplementary)),
            (_("ตัวชี้วัดเสริม ไม่ใช่ตัวชี้วัดของแผน"), tuple(kpi for kpi in self.kpis if kpi.is_supplementary)),
        )

    @property
    def title(self) -> str:
        return _("รายงานตัวชี้วัด ปีงบประมาณ พ.ศ. %(year)s") % {"year": self.year}


def build(year: FiscalYear, as_of: date, at: datetime) -> KpiReport:
    districts = list(District.objects.select_related("group").order_by("group__position", "code"))
    measured = figures(year, as_of, at=at)
    return KpiReport(
        year=year,
        as_of=as_of,
        measured_at=at,
        is_sample=is_sample(),
        has_begun=not any(figure.is_before_the_year for figure in measured),
        kpis=tuple(_part(figure, districts) for figure in measured),
    )


def _part(figure: Figure, districts: list[District]) -> KpiPart:
    definition = figure.definition
    return KpiPart(
        label=definition.label,
        is_supplementary=definition.is_supplementary,
        notes=tuple(str(note) for note in figure.notes),
        title=str(definition.title),
        kind=str(definition.kind),
        unit_name=str(definition.unit_name),
        is_unit_district=definition.is_unit_district,
        ratio=figure.ratio,
        target=figure.target,
        target_text=figure.target_text,
        distance=figure.distance,
        frozen_at=figure.frozen_at,
        groups=tuple(_groups(figure.results, districts)),
    )


def _groups(results: Iterable[Result], districts: list[District]) -> Iterator[GroupPart]:
    units: dict[int, list[Unit]] = {}
    for result in results:
        units.setdefault(result.district, []).append(Unit(result.label, result.is_counted, str(result.reason)))
    parts: dict[str, list[DistrictPart]] = {}
    for district in districts:
        if theirs := units.get(district.pk):
            ratio = Ratio(sum(unit.is_counted for unit in theirs), len(theirs))
            parts.setdefault(district.group.name_th, []).append(DistrictPart(district.name_th, ratio, tuple(theirs)))
    for name, members in parts.items():
        yield GroupPart(name, Ratio.of_sum(member.ratio for member in members), tuple(members))


# As a spreadsheet: figures as numbers, digits as a spreadsheet counts with them.


def sheets(report: KpiReport) -> tuple[ReportSheet, ...]:
    measured = localtime(report.measured_at)
    notes = [
        report.title,
        _("ข้อมูล ณ วันที่ %(day)s") % {"day": short_date(report.as_of)},
        _("คำนวณเมื่อ %(at)s") % {"at": f"{short_date(measured.date())} {time_text(measured)}"},
    ]
    if report.is_sample:
        notes.append(_("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง"))
    counts = (_("นับแล้ว"), _("ทั้งหมด"), _("ร้อยละ"))
    return (
        ReportSheet(
            title=_("สรุป"),
            notes=tuple(notes),
            headings=(_("ลำดับ"), _("ตัวชี้วัด"), *counts, _("เป้าหมาย"), _("ห่างจากเป้าหมาย")),
            widths=(22, 80, 10, 10, 10, 10, 16),
            rows=tuple(
                (kpi.label, kpi.title, *_numbers(kpi.ratio), kpi.target_cell, kpi.distance) for kpi in report.kpis
            ),
        ),
        ReportSheet(
            title=_("รายเขต"),
            notes=tuple(notes),
            headings=(_("ตัวชี้วัด"), _("กลุ่มเขต"), _("เขต"), *counts),
            widths=(22, 24, 24, 10, 10, 10),
            rows=tuple(
                (kpi.label, group.name, district.name, *_numbers(district.ratio))
                for kpi in report.kpis
                for group in kpi.groups
                for district in group.districts
            ),
        ),
        *(_units_sheet(kpi, notes) for kpi in report.kpis),
    )


def _units_sheet(kpi: KpiPart, notes: list[str]) -> ReportSheet:
    return ReportSheet(
        title=kpi.label,
        notes=(*notes, kpi.title, *kpi.notes),
        # Where the district is the unit, its name stands once.
        headings=(_("กลุ่มเขต"), _("เขต"), *(() if kpi.is_unit_district else (kpi.unit_name,)), _("ผล"), _("เหตุผล")),
        widths=(24, 24, *(() if kpi.is_unit_district else (40,)), 12, 60),
        rows=tuple(
            (
                group.name,
                district.name,
                *(() if kpi.is_unit_district else (unit.name,)),
                _("นับแล้ว") if unit.is_counted else _("ยังไม่นับ"),
                unit.reason,
            )
            for group in kpi.groups
            for district in group.districts
            for unit in district.units
        ),
    )


def _numbers(ratio: Ratio) -> tuple[int, int, Decimal | None]:
    return ratio.counted, ratio.units, ratio.percent


def years(_user: Person, today: date) -> list[FiscalYear]:
    """Return the fiscal years of which the report can be made: this year first, back to FIRST_YEAR."""
    return [FiscalYear(be) for be in range(FiscalYear.of(today).be, FIRST_YEAR.be - 1, -1)]


REPORT = register(
    Report(
        kind="kpi",
        title=gettext_lazy("รายงานตัวชี้วัด"),
        template="reports/kpi.html",
        build=build,
        sheets=sheets,
        years=years,
    )
)
