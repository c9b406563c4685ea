"""How the log tells of indicators: their targets, the computing of them and the freezing of quarters."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter, KpiRun, Narrative, ReportedFigure, Target
from bkkplan.figures.kpi.queries.targets import whose
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.audit.telling import day
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.queries import hidden_years


def figures_of(model: Any) -> Any:
    """All rows of the model for whoever may open the dashboard."""

    def visible(reader: Person) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.all()
        return rows if reader.has_perm("kpi.view_dashboard") else rows.none()

    return visible


def targets_seen_by(reader: Person) -> QuerySet[Target]:
    """Targets of the years that the reader may see; a draft's are not there for others."""
    rows = Target.objects.exclude(fiscal_year__in=hidden_years(reader))
    return rows if reader.has_perm("kpi.view_dashboard") else rows.none()


def indicator(code: str) -> str:
    """The indicator's short name, or its code, where this code has no definition any more."""
    return next((str(definition.short) for definition in all_definitions() if definition.code == code), code)


def quarter_in_words(row: FrozenQuarter) -> str:
    values = {"indicator": indicator(row.code), "quarter": row.quarter, "year": row.fiscal_year}
    return _("ตัวชี้วัด “%(indicator)s” ไตรมาส %(quarter)s ปีงบประมาณ %(year)s") % values


def target_in_words(target: Target) -> str:
    values = {
        "indicator": indicator(target.code),
        "year": target.fiscal_year,
        "whose": whose(target),
    }
    if target.quarter:
        sentence = _("ตัวชี้วัด “%(indicator)s” ไตรมาส %(quarter)s ปีงบประมาณ %(year)s ของ%(whose)s")
        return sentence % {**values, "quarter": target.quarter}
    return _("ตัวชี้วัด “%(indicator)s” ปีงบประมาณ %(year)s ของ%(whose)s") % values


def run_in_words(run: KpiRun) -> str:
    return _("ตัวชี้วัดปีงบประมาณ %(year)s ณ วันที่ %(day)s") % {
        "year": run.fiscal_year,
        "day": thai_date_short(run.as_of),
    }


def narrative_in_words(row: Narrative) -> str:
    values = {"indicator": indicator(row.code), "report": row.report, "district": row.report.district}
    return _("ตัวชี้วัด “%(indicator)s” ใน%(report)s ของ%(district)s") % values


def of_indicator_in_words(row: ExternalCode | ReportedFigure) -> str:
    values = {"indicator": indicator(row.code), "year": row.fiscal_year}
    return _("ตัวชี้วัด “%(indicator)s” ปีงบประมาณ %(year)s") % values


def page_in_year(name: str) -> Any:
    return lambda row: reverse(f"kpi:{name}", args=[FiscalYear(row.fiscal_year)])


declare(
    Thing(
        model=FrozenQuarter,
        name=gettext_lazy("ตัวเลขที่ตรึงของไตรมาส"),
        visible=figures_of(FrozenQuarter),
        row_name=quarter_in_words,
        address=page_in_year("quarters"),
        acts={
            "kpi.quarter_frozen": gettext_lazy("ตรึงตัวเลข: %(thing)s"),
            "kpi.quarter_reopened": gettext_lazy("เปิดให้คำนวณใหม่: %(thing)s"),
        },
    ),
    Thing(
        model=Target,
        visible=targets_seen_by,
        row_name=target_in_words,
        address=page_in_year("targets"),
        select=("office", "group", "district"),
        district="district",
        acts={
            "kpi.target_set": gettext_lazy("กำหนดเป้าหมายของ%(thing)s"),
            "kpi.target_changed": gettext_lazy("เปลี่ยนเป้าหมายของ%(thing)s"),
            "kpi.target_removed": gettext_lazy("ลบเป้าหมายของ%(thing)s"),
        },
    ),
    Thing(
        model=Narrative,
        row_name=narrative_in_words,
        address=lambda row: row.report.get_absolute_url(),
        select=("report__district",),
        district="report__district",
        year="report__fiscal_year",
        acts={
            "kpi.narrative_written": gettext_lazy("เขียนผลของ%(thing)s"),
            "kpi.narrative_evaluated": gettext_lazy("ประเมินผลของ%(thing)s"),
        },
    ),
    Thing(
        model=ExternalCode,
        visible=figures_of(ExternalCode),
        row_name=of_indicator_in_words,
        address=page_in_year("external-codes"),
        acts={"kpi.external_code_set": gettext_lazy("กำหนดรหัสในระบบของ กทม. ของ%(thing)s")},
    ),
    Thing(
        model=ReportedFigure,
        visible=figures_of(ReportedFigure),
        row_name=of_indicator_in_words,
        address=page_in_year("reported"),
        select=("district",),
        district="district",
        acts={"kpi.figure_reported": gettext_lazy("บันทึกผลที่รายงานไว้ของ%(thing)s")},
    ),
    Thing(
        model=KpiRun,
        visible=figures_of(KpiRun),
        row_name=run_in_words,
        address=page_in_year("dashboard"),
        acts={
            "kpi.run_requested": gettext_lazy("ขอให้คำนวณ%(thing)s"),
            "kpi.run_cancelled": gettext_lazy("ยกเลิกการคำนวณ%(thing)s"),
        },
    ),
)

declare_details(
    {
        "kpi.code": Detail(label=gettext_lazy("ตัวชี้วัด"), show=indicator),
        "kpi.quarter": Detail(label=gettext_lazy("ไตรมาส"), show=str),
        "kpi.requester": Detail(label=gettext_lazy("ผู้ขอเปลี่ยน"), show=str),
        "kpi.meeting": Detail(label=gettext_lazy("มติที่ประชุม"), show=str),
        "kpi.as_of": Detail(label=gettext_lazy("ข้อมูล ณ วันที่"), show=day),
    }
)
