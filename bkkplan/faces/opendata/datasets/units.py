"""The units of the indicators, by name."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import DISTRICT, KPI, YEAR, DataColumn, Dataset, Row
from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Reason
from bkkplan.ground.core.fiscal import FiscalYear
from districts.models import District


def _rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    districts = dict(District.objects.values_list("pk", "code"))
    codes: dict[str, dict[int, str]] = {}  # of the units of each KPI
    reasons: dict[Reason, str] = {}  # two thousand communities share a few hundred reasons
    for definition, day, result in registry.results_of_year(year, as_of):
        if definition.code not in codes:
            codes[definition.code] = definition.codes() if definition.codes else districts
        if result.reason not in reasons:
            reasons[result.reason] = str(result.reason)
        yield (
            year.be,
            definition.code,
            definition.version,
            districts[result.district],
            codes[definition.code][result.unit],
            result.label,
            int(result.is_counted),
            reasons[result.reason],
            day.isoformat(),
        )


KPI_UNITS = Dataset(
    code="kpi-units",
    title=_("หน่วยนับของตัวชี้วัด"),
    about=_("ทุกหน่วยของตัวชี้วัดตามแผนและตัวชี้วัดเสริม นับหรือไม่นับ พร้อมเหตุผล"),
    objective=_("ให้ตรวจได้ว่าร้อยละของตัวชี้วัดคำนวณจากหน่วยใด"),
    tags=(_("ตัวชี้วัด"), _("เขต"), _("ชุมชน")),
    key=("fiscal_year", "kpi_code", "unit_code"),
    columns=(
        YEAR,
        KPI,
        DataColumn("definition_version", "integer", _("รุ่นของนิยามตัวชี้วัด เพิ่มขึ้นเมื่อความหมายเปลี่ยน")),
        DISTRICT,
        DataColumn("unit_code", "text", _("รหัสของหน่วยนับ: รหัสเขต รหัสชุมชน หรือเลขของเวทีในชุดข้อมูลเวที")),
        DataColumn("unit", "text", _("ชื่อหน่วยนับ")),
        DataColumn("is_counted", "integer", _("นับ (1) หรือไม่นับ (0)")),
        DataColumn("reason", "text", _("เหตุผลที่นับหรือไม่นับ เป็นภาษาไทย")),
        DataColumn("as_of", "date", _("ตัวเลขเป็นของวันใด")),
    ),
    rows=_rows,
)
