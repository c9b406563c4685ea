"""The targets of the indicators, as the plans write them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import KPI, YEAR, DataColumn, Dataset, Row
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.queries import targets_of
from bkkplan.figures.kpi.queries.targets import whose
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear

WHOLE_YEAR = "year"


def _rows(year: FiscalYear, as_of: date, _at: datetime) -> Iterator[Row]:
    """Each target that is in force on the day; those of a draft year are nobody's yet."""
    targets = targets_of(year)
    for definition in all_definitions():
        for quarter in (None, *QUARTERS):
            for owner, row in targets.in_force(definition.code, quarter, on=as_of).items():
                yield (
                    year.be,
                    definition.code,
                    str(quarter or WHOLE_YEAR),
                    owner.kind.value,
                    _code(row),
                    whose(row),
                    row.text,
                    row.percent,
                    int(row.is_compared),
                    row.change.on.isoformat() if row.change else "",
                    row.change.meeting if row.change else "",
                )


def _code(row: Target) -> str:
    owner = row.office or row.group or row.district
    return owner.code if owner else ""


KPI_TARGETS = Dataset(
    code="kpi-targets",
    title=_("เป้าหมายตัวชี้วัด"),
    about=_("เป้าหมายที่ใช้อยู่ของกรุงเทพมหานคร หน่วยงาน กลุ่มเขต และเขต ตามที่แผนเขียน พร้อมตัวเลขที่อ่านได้"),
    objective=_("ให้เทียบตัวเลขของตัวชี้วัดกับเป้าหมายได้เอง"),
    tags=(_("ตัวชี้วัด"), _("เป้าหมาย"), _("เขต")),
    key=("fiscal_year", "kpi_code", "period", "owner_kind", "owner_code"),
    columns=(
        YEAR,
        KPI,
        DataColumn("period", "text", _("ช่วงเวลาของเป้าหมาย: year ทั้งปี หรือเลขไตรมาส 1–4")),
        DataColumn(
            "owner_kind", "text", _("เป้าหมายของ: city กรุงเทพมหานคร, office หน่วยงาน, group กลุ่มเขต, district เขต")
        ),
        DataColumn("owner_code", "text", _("รหัสหน่วยงาน กลุ่มเขต หรือเขต ว่างสำหรับกรุงเทพมหานคร")),
        DataColumn("owner", "text", _("ชื่อหน่วยที่เป้าหมายเป็นของ")),
        DataColumn("target", "text", _("เป้าหมายตามที่แผนเขียน")),
        DataColumn("percent", "number", _("ตัวเลขร้อยละที่อ่านได้จากเป้าหมาย ว่างถ้าไม่มีตัวเลข")),
        DataColumn("is_compared", "integer", _("นำมาเทียบกับผล (1) หรือไม่ (0) เช่น การเพิ่มขึ้นหรือข้อความ")),
        DataColumn("since", "date", _("วันที่มีมติเปลี่ยนเป็นเป้าหมายนี้ ว่างถ้าเป็นเป้าหมายแรกของแผน")),
        DataColumn("meeting", "text", _("มติที่ประชุมที่เปลี่ยนเป้าหมาย")),
    ),
    rows=_rows,
)
