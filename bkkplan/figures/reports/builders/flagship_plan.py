"""The flagship plan of a year in the two tables of its source: what each KPI has for it, and each project in full."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.queries import Targets, targets_of
from bkkplan.figures.reports.registry import Report, ReportSheet, is_sample, register
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.thai import format_baht, short_date
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.queries import planned
from budget.catalog import Indicator, indicators
from budget.enums import Sharing
from budget.models import FlagshipProject, StrategyNode
from budget.queries.plan.action_plans import months_text
from budget.queries.strategy.trees import path_to

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProjectPart:
    """A project with its texts; a text that nobody gave is empty."""

    number: int  # in the whole plan
    title: str
    budget: Decimal | None
    budget_words: str  # how it is shared; without a budget, why there is none
    unit: str
    bureau: str  # empty where ``unit`` names it already
    months: str
    code: str
    reason: str
    objectives: str
    methods: tuple[str, ...]
    note: str

    @property
    def remarks(self) -> tuple[str, ...]:
        """The last column of the first table: the unit, and the bureau, the months and the code if they are known."""
        return tuple(filter(None, (self.unit, self.bureau, self.months, self.code)))


@dataclass(frozen=True, slots=True)
class KpiRow:
    number: int
    title: str
    importance: str
    target: str  # as the plan writes it
    projects: tuple[ProjectPart, ...]


@dataclass(frozen=True, slots=True)
class PathPart:
    """The KPIs under one node of a strategy tree. ``path`` is empty for the KPIs that have no project."""

    path: tuple[tuple[str, str], ...]  # ด้านที่ 5, มหานครประชาธิปไตย
    kpis: tuple[KpiRow, ...]


@dataclass(frozen=True, slots=True)
class FlagshipPlanReport:
    year: FiscalYear
    as_of: date
    measured_at: datetime
    is_sample: bool
    is_draft: bool
    parts: tuple[PathPart, ...]
    projects: tuple[ProjectPart, ...]

    @property
    def title(self) -> str:
        return _("แผนโครงการหลัก (Flagship) ปีงบประมาณ พ.ศ. %(year)s") % {"year": self.year}

    @property
    def total(self) -> Decimal:
        return sum((project.budget or ZERO for project in self.projects), ZERO)


def build(year: FiscalYear, as_of: date, at: datetime) -> FlagshipPlanReport:
    rows = list(FlagshipProject.objects.of_year(year).select_related("objective", "bureau"))
    prepared = planned(year)
    projects = {row.pk: _project(number, row) for number, row in enumerate(rows, 1)}
    kpis = _Kpis(
        tuple(enumerate(indicators(year), 1)), targets_of(year, is_draft_shown=True), as_of, tuple(rows), projects
    )
    return FlagshipPlanReport(
        year=year,
        as_of=as_of,
        measured_at=at,
        is_sample=is_sample(),
        is_draft=prepared is not None and prepared.is_draft,
        parts=tuple(kpis.parts()),
        projects=tuple(projects.values()),
    )


@dataclass(frozen=True, slots=True)
class _Kpis:
    """The year's KPIs, from which the first table is put together for each strategy path."""

    numbered: tuple[tuple[int, Indicator], ...]
    targets: Targets
    as_of: date
    rows: tuple[FlagshipProject, ...]
    projects: dict[int, ProjectPart]

    def parts(self) -> Iterator[PathPart]:
        ends: dict[int, StrategyNode] = {row.objective_id: row.objective for row in self.rows}
        for pk, end in ends.items():
            path = tuple((node.numbered, node.name_th) for node in path_to([end]))
            members = [row for row in self.rows if row.objective_id == pk]
            yield PathPart(path, tuple(self.of(members)))
        codes = {row.kpi_code for row in self.rows}
        if without := tuple(self.row(n, kpi, []) for n, kpi in self.numbered if kpi.kpi_code not in codes):
            yield PathPart((), without)

    def of(self, members: list[FlagshipProject]) -> Iterator[KpiRow]:
        for number, kpi in self.numbered:
            if theirs := [row for row in members if row.kpi_code == kpi.kpi_code]:
                yield self.row(number, kpi, theirs)

    def row(self, number: int, kpi: Indicator, members: list[FlagshipProject]) -> KpiRow:
        aim = self.targets.aim(kpi.kpi_code, on=self.as_of)
        kind = f" ({_('ผลผลิต')})" if kpi.type == "output" else ""
        return KpiRow(
            number=number,
            title=f"{kpi.title_th}{kind}",
            importance=kpi.importance,
            target=aim.text if aim else "",
            projects=tuple(self.projects[row.pk] for row in members),
        )


def _project(number: int, row: FlagshipProject) -> ProjectPart:
    bureau = localname(row.bureau) if row.bureau else ""
    months = months_text(row.starts_in, row.ends_in)
    return ProjectPart(
        number=number,
        title=row.title_th,
        budget=row.budget,
        budget_words=row.budget_note if row.budget is None else _sharing(row),
        unit=row.responsible_unit,
        bureau="" if bureau in row.responsible_unit else bureau,
        months=f"{_('ระยะเวลา')} {months}" if months else "",
        code=f"{_('รหัสในระบบของ กทม.')} {row.external_code}" if row.external_code else "",
        reason=row.reason,
        objectives=row.objectives,
        methods=tuple(row.methods),
        note=row.note,
    )


def _sharing(row: FlagshipProject) -> str:
    """(เขตละ 200,000) as the source has it, or the rule's name; empty where nothing is shared."""
    if row.sharing == Sharing.NONE:
        return ""
    if row.share_per_district:
        words = [_("(เขตละ %(share)s)") % {"share": format_baht(row.share_per_district, decimals=False)}]
    elif row.share_per_community:
        words = [_("(ชุมชนละ %(share)s)") % {"share": format_baht(row.share_per_community, decimals=False)}]
    else:
        words = [str(Sharing(row.sharing).label)]
    if row.communities_on:
        words.append(_("(นับชุมชน ณ %(day)s)") % {"day": short_date(row.communities_on)})
    return " ".join(words)


# As a spreadsheet: a project a row, amounts as numbers.


def sheets(report: FlagshipPlanReport) -> tuple[ReportSheet, ...]:
    notes = [report.title, _("ข้อมูล ณ วันที่ %(day)s") % {"day": short_date(report.as_of)}]
    if report.is_draft:
        notes.append(_("ร่างแผน ยังไม่ใช้บังคับ"))
    if report.is_sample:
        notes.append(_("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง"))
    return (
        ReportSheet(
            title=_("ตัวชี้วัดและโครงการ"),
            notes=tuple(notes),
            headings=(
                _("ความสอดคล้อง"),
                _("ตัวชี้วัดเป้าประสงค์"),
                _("เป้าหมาย"),
                _("ที่มา/ความสำคัญของตัวชี้วัด"),
                _("โครงการ"),
                _("งบประมาณ (บาท)"),
                _("การจัดสรรให้เขต"),
                _("หมายเหตุ"),
            ),
            widths=(40, 50, 14, 60, 50, 18, 30, 30),
            rows=tuple(row for part in report.parts for kpi in part.kpis for row in _rows(part, kpi)),
        ),
        ReportSheet(
            title=_("รายละเอียดโครงการหลัก"),
            notes=tuple(notes),
            headings=(
                _("โครงการ"),
                _("หลักการและเหตุผล (สรุปโดยย่อ)"),
                _("วัตถุประสงค์"),
                _("แนวทางการดำเนินการ"),
                _("หมายเหตุ"),
            ),
            widths=(40, 60, 50, 60, 50),
            rows=tuple(
                (f"{p.number}. {p.title}", p.reason, p.objectives, "\n".join(f"- {m}" for m in p.methods), p.note)
                for p in report.projects
            ),
        ),
    )


def _rows(part: PathPart, kpi: KpiRow) -> Iterator[tuple[str | Decimal | None, ...]]:
    path = "\n".join(f"{numbered} {name}" for numbered, name in part.path)
    first = (path, f"{kpi.number}. {kpi.title}", kpi.target, kpi.importance)
    for project in kpi.projects:
        yield (*first, project.title, project.budget, project.budget_words, "\n".join(project.remarks))
    if not kpi.projects:
        yield (*first, "", None, "", "")


def years(user: Person, _today: date) -> list[FiscalYear]:
    """The years that have flagship projects; a draft year only for a person who may see drafts."""
    found = FlagshipProject.objects.visible_to(user).order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return [FiscalYear(be) for be in found.distinct()]


REPORT = register(
    Report(
        kind="flagship-plan",
        title=gettext_lazy("แผนโครงการหลัก"),
        template="reports/flagship_plan.html",
        build=build,
        sheets=sheets,
        years=years,
        is_of_a_day=False,
    )
)
