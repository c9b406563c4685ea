"""The units of the three indicators, by name."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import DISTRICT, YEAR, Column, Dataset, Row
from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Reason
from bkkplan.ground.core.fiscal import FiscalYear
from communities.models import Community
from districts.models import District


def _rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    districts = dict(District.objects.values_list("pk", "code"))
    communities = dict(Community.objects.values_list("pk", "code"))
    reasons: dict[Reason, str] = {}  # two thousand communities share a few hundred reasons
    for definition, day, result in registry.results_of_year(year, as_of):
        codes = districts if definition.is_unit_district else communities
        if result.reason not in reasons:
            reasons[result.reason] = str(result.reason)
        yield (
            year.be,
            definition.code,
            definition.version,
            districts[result.district],
            codes[result.unit],
            result.label,
            int(result.is_counted),
            reasons[result.reason],
            day.isoformat(),
        )


KPI_UNITS = Dataset(
    code="kpi-units",
    title=_("หน่วยนับของตัวชี้วัด"),
    about=_("ทุกหน่วยของตัวชี้วัดทั้งสาม นับหรือไม่นับ พร้อมเหตุผล"),
    objective=_("ให้ตรวจได้ว่าร้อยละของตัวชี้วัดคำนวณจากหน่วยใด"),
    tags=(_("ตัวชี้วัด"), _("เขต"), _("ชุมชน")),
    key=("fiscal_year", "kpi_code", "unit_code"),
    columns=(
        YEAR,
        Column("kpi_code", "text", _("ตัวชี้วัด: KPI-1 เวทีรับฟังความคิดเห็น, KPI-2 แผนพัฒนาชุมชน, KPI-3 โครงการชุมชนในแผนของเขต")),
        Column("definition_version", "integer", _("รุ่นของนิยามตัวชี้วัด เพิ่มขึ้นเมื่อความหมายเปลี่ยน")),
        DISTRICT,
        Column("unit_code", "text", _("รหัสของหน่วยนับ: รหัสเขตในตัวชี้วัดที่ 1 และ 3 รหัสชุมชนในตัวชี้วัดที่ 2")),
        Column("unit", "text", _("ชื่อหน่วยนับ")),
        Column("is_counted", "integer", _("นับ (1) หรือไม่นับ (0)")),
        Column("reason", "text", _("เหตุผลที่นับหรือไม่นับ เป็นภาษาไทย")),
        Column("as_of", "date", _("ตัวเลขเป็นของวันใด")),
    ),
    rows=_rows,
)
