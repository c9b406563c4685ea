"""The reports of a quarter in the columns of the city's own system, to be copied or exported there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.builders.reports import IndicatorLine, OfficeQuarter
from bkkplan.figures.kpi.enums import Verdict
from bkkplan.ground.core.spreadsheets.csvs import safe
from budget.queries.plan.quarter_reports import ReportedItem

Cell = str | int | Decimal | None
GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows under the headings of the city's own system; ``widths`` in letters."""

    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def as_tabs(self) -> str:
        """For the clipboard: one line a row, cells between tabs; a spreadsheet reads no cell as a formula."""
        return "\n".join("\t".join(_pasted(cell) for cell in row) for row in (self.headings, *self.rows))


def _pasted(cell: Cell) -> str:
    return GAPS.sub(" ", str(safe(cell))).strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def indicator_table(offices: Iterable[OfficeQuarter]) -> ReportTable:
    headings = (
        _("รหัสตัวชี้วัด"),
        _("หน่วยงาน"),
        _("ตัวชี้วัด"),
        _("ประเภท"),
        _("หน่วยนับ"),
        _("เป้าหมาย"),
        _("ผลงาน (ร้อยละ)"),
        _("นับแล้ว"),
        _("ทั้งหมด"),
        _("ผลที่รายงานไว้"),
        _("ผลการดำเนินงาน"),
        _("ปัญหาอุปสรรคและแนวทางแก้ไข"),
        _("ผลการพิจารณา"),
        _("ผลประเมิน"),
        _("ผลประเมิน 2.1"),
        _("ผลประเมิน 2.2"),
        _("ความเห็น"),
    )
    widths = (14, 20, 40, 10, 16, 18, 10, 10, 10, 16, 50, 40, 16, 10, 10, 10, 40)
    rows = tuple(_indicator_row(office, line) for office in offices for line in office.indicators)
    return ReportTable(_("ตัวชี้วัด"), headings, widths, rows)


def _indicator_row(office: OfficeQuarter, line: IndicatorLine) -> tuple[Cell, ...]:
    told = line.narrative
    return (
        line.external_code,
        str(office.district),
        str(line.definition.title),
        str(line.definition.kind),
        str(line.definition.unit_name),
        line.target_text,
        line.ratio.percent,
        line.ratio.counted,
        line.ratio.units,
        line.reported.text if line.reported else "",
        told.text if told else "",
        told.problems if told else "",
        str(Verdict(line.verdict).label) if line.verdict else "",
        told.score if told else None,
        told.score_1 if told else None,
        told.score_2 if told else None,
        told.comment if told else "",
    )


def item_table(offices: Iterable[OfficeQuarter]) -> ReportTable:
    headings = (
        _("รหัสโครงการ"),
        _("หน่วยงาน"),
        _("โครงการ/กิจกรรม"),
        _("ส่วนราชการที่รับผิดชอบ"),
        _("งบประมาณตามแผน (บาท)"),
        _("งบประมาณหลังปรับโอน (บาท)"),
        _("ก่อหนี้ผูกพัน (บาท)"),
        _("เบิกจ่าย (บาท)"),
        _("ร้อยละการเบิกจ่าย"),
        _("ร้อยละความก้าวหน้าของงาน"),
        _("สถานะ"),
        _("ผลการดำเนินงาน"),
        _("ปัญหาอุปสรรค"),
        _("แนวทางแก้ไข"),
        _("เหตุผลที่ความก้าวหน้าลดลง"),
        _("จำนวนภาพถ่าย"),
    )
    widths = (18, 20, 44, 26, 14, 14, 14, 14, 10, 10, 18, 50, 36, 36, 30, 10)
    rows = tuple(_item_row(office, item) for office in offices for item in office.items)
    return ReportTable(_("โครงการ"), headings, widths, rows)


def _item_row(office: OfficeQuarter, line: ReportedItem) -> tuple[Cell, ...]:
    return (
        line.item.external_code,
        str(office.district),
        line.item.title,
        line.section,
        line.item.planned_amount,
        line.transferred,
        line.committed,
        line.disbursed,
        line.spent_percent,
        line.percent,
        line.state,
        line.done,
        line.problems,
        line.remedy,
        line.fall_reason,
        len(line.photos),
    )
