"""The data file `money-by-source`: the money granted in a year, a row for each source of the money."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from bkkplan.faces.opendata.datasets.columns import YEAR, DataColumn, Dataset, Row
from bkkplan.ground.core.fiscal import FiscalYear
from budget.queries.money.sources import grants_of_year


def _rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    for row in grants_of_year(year):
        yield (year.be, row.district or None, row.project or None, row.source, row.number, row.amount)


MONEY_BY_SOURCE = Dataset(
    code="money-by-source",
    title=_("งบประมาณที่ได้รับตามแหล่งเงิน"),
    about=_("งบประมาณของโครงการหลักและของเขต แยกตามแหล่งเงิน งบกลางแสดงแยก"),
    objective=_("ให้ทราบว่าเงินของโครงการหลักและของเขตมาจากข้อบัญญัติหรืองบกลางเท่าใด"),
    tags=(_("งบประมาณ"), _("เขต")),
    key=("fiscal_year", "district_code", "project", "source_code", "source_number"),
    columns=(
        YEAR,
        DataColumn("district_code", "text", _("รหัสเขต ว่างหากเป็นงบประมาณของโครงการหลัก")),
        DataColumn("project", "text", _("โครงการหลัก ว่างหากเป็นงบประมาณประจำปีของเขต")),
        DataColumn(
            "source_code",
            "text",
            _("แหล่งเงิน: ordinance ข้อบัญญัติประจำปี, added ข้อบัญญัติเพิ่มเติม, central งบกลาง"),
        ),
        DataColumn("source_number", "integer", _("ฉบับที่ ของข้อบัญญัติเพิ่มเติม")),
        DataColumn("granted", "number", _("ได้รับ (บาท)")),
    ),
    rows=_rows,
)
