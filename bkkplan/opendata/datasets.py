"""What anyone may take and reuse. A list of columns is a promise to the public: columns are added, never renamed.

Each dataset is rows of one fiscal year, as a visitor may see them; days are ISO dates, years are พ.ศ., money is baht.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bkkplan.core.fiscal import FiscalYear
from bkkplan.kpi import registry
from budget.enums import EditionState
from budget.models import ActionPlanItem
from districts.models import District
from forums.enums import ForumKind, ForumState
from forums.models import Forum, Proposal
from forums.queries import turnout_of
from forums.queries.turnout import FEWEST_SHOWN

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    code: str
    title: str | Promise
    about: str | Promise
    columns: tuple[tuple[str, str | Promise], ...]
    rows: Callable[[FiscalYear, date, datetime], Iterator[Row]]


def _kpi_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    districts = dict(District.objects.values_list("pk", "code"))
    for figure in registry.figures(year, as_of, at=at):
        for result in figure.results:
            yield (
                year.be,
                figure.definition.code,
                figure.definition.version,
                districts[result.district],
                result.label,
                int(result.is_counted),
                str(result.reason),
                figure.as_of.isoformat(),
            )


def _hearing_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    forums = (
        Forum.objects.filter(fiscal_year=year.be, kind=ForumKind.DISTRICT_HEARING)
        .exclude(state=ForumState.PLANNED)
        .select_related("district")
        .prefetch_related("attendance__sector")
        .order_by("district__code", "number", "pk")
    )
    for forum in forums:
        turnout = turnout_of(forum)
        total = f">={turnout.total}" if turnout.is_at_least else turnout.total
        yield (
            year.be,
            forum.district.code,
            forum.district.name_th,
            forum.number,
            forum.title,
            forum.place,
            forum.announced_on,
            forum.scheduled_on,
            forum.held_on,
            forum.published_on if forum.state == ForumState.PUBLISHED else None,
            total if forum.state == ForumState.PUBLISHED else None,
            forum.state,
        )


def _attendance_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    forums = (
        Forum.objects.filter(fiscal_year=year.be, state=ForumState.PUBLISHED)
        .select_related("district")
        .prefetch_related("attendance__sector")
        .order_by("district__code", "number", "pk")
    )
    for forum in forums:
        for count in turnout_of(forum).sectors:
            people = f"<{FEWEST_SHOWN}" if count.people is None else count.people
            yield (year.be, forum.district.code, forum.number, count.sector.code, count.sector.name_th, people)


def _proposal_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    proposals = (
        Proposal.objects.filter(forum__fiscal_year=year.be, forum__state=ForumState.PUBLISHED, removed_on=None)
        .select_related("forum__district", "area", "subdistrict")
        .order_by("forum__district__code", "forum__number", "position", "pk")
    )
    numbers: Counter[int] = Counter()
    for p in proposals:
        numbers[p.forum_id] += 1  # as the forum's page counts them
        yield (
            p.uuid,
            year.be,
            p.forum.district.code,
            p.forum.number,
            numbers[p.forum_id],
            p.title,
            p.detail,
            p.area.name_th if p.area else None,
            p.subdistrict.code if p.subdistrict else None,
            p.place,
            p.requested_amount,
            p.votes,
        )


def _item_rows(year: FiscalYear, as_of: date, at: datetime) -> Iterator[Row]:
    items = (
        ActionPlanItem.objects.filter(plan__fiscal_year=year.be, introduced_in__state=EditionState.APPROVED)
        .exclude(dropped_in__state=EditionState.APPROVED)
        .select_related("plan__district", "allocation")
        .order_by("plan__district__code", "position", "pk")
    )
    for item in items:
        money = getattr(item, "allocation", None)
        yield (
            item.uuid,
            year.be,
            item.plan.district.code,
            item.position,
            item.title,
            item.planned_amount,
            money.transferred if money else None,
            money.committed if money else None,
            money.disbursed if money else None,
            item.progress,
            item.done_on,
        )


YEAR = ("fiscal_year", _("ปีงบประมาณ (พ.ศ.)"))
DISTRICT = ("district_code", _("รหัสเขต"))

DATASETS = {
    d.code: d
    for d in (
        Dataset(
            "kpi-units",
            _("หน่วยนับของตัวชี้วัด"),
            _("ทุกหน่วยของตัวชี้วัดทั้งสาม นับหรือไม่นับ พร้อมเหตุผล"),
            (
                YEAR,
                ("kpi_code", _("ตัวชี้วัด")),
                ("definition_version", _("รุ่นของนิยาม")),
                DISTRICT,
                ("unit", _("หน่วยนับ")),
                ("is_counted", _("นับ (1) หรือไม่นับ (0)")),
                ("reason", _("เหตุผล")),
                ("as_of", _("ข้อมูล ณ วันที่")),
            ),
            _kpi_rows,
        ),
        Dataset(
            "hearings",
            _("เวทีรับฟังความคิดเห็น"),
            _("เวทีของสำนักงานเขตที่ประกาศแล้ว วันจัด และวันเผยแพร่ผล ยอดรวมที่บอกภาคส่วนน้อยกว่า 5 คนได้แสดงเป็น >="),
            (
                YEAR,
                DISTRICT,
                ("district", _("เขต")),
                ("number", _("ครั้งที่")),
                ("title", _("เรื่อง")),
                ("place", _("สถานที่")),
                ("announced_on", _("วันประกาศ")),
                ("scheduled_on", _("กำหนดจัด")),
                ("held_on", _("วันจัด")),
                ("published_on", _("วันเผยแพร่ผล")),
                ("attendance_total", _("ผู้เข้าร่วมทั้งหมด")),
                ("state", _("สถานะ")),
            ),
            _hearing_rows,
        ),
        Dataset(
            "attendance",
            _("ผู้เข้าร่วมเวทีตามภาคส่วน"),
            _("จำนวนผู้เข้าร่วมของเวทีที่เผยแพร่แล้ว ภาคส่วนที่น้อยกว่า 5 คนแสดงเป็น <5"),
            (
                YEAR,
                DISTRICT,
                ("number", _("ครั้งที่")),
                ("sector_code", _("รหัสภาคส่วน")),
                ("sector", _("ภาคส่วน")),
                ("people", _("จำนวน (คน)")),
            ),
            _attendance_rows,
        ),
        Dataset(
            "proposals",
            _("ข้อเสนอของประชาชน"),
            _("ข้อเสนอทุกข้อของเวทีที่เผยแพร่ผลแล้ว"),
            (
                ("uuid", _("รหัสข้อเสนอ")),
                YEAR,
                DISTRICT,
                ("forum_number", _("เวทีครั้งที่")),
                ("position", _("ที่")),
                ("title", _("ข้อเสนอ")),
                ("detail", _("รายละเอียด")),
                ("area", _("ด้าน")),
                ("subdistrict_code", _("รหัสแขวง")),
                ("place", _("สถานที่")),
                ("requested_amount", _("งบที่ขอ (บาท)")),
                ("votes", _("คะแนน")),
            ),
            _proposal_rows,
        ),
        Dataset(
            "action-plan-items",
            _("โครงการในแผนปฏิบัติราชการประจำปี"),
            _("โครงการในแผนของเขตที่อนุมัติแล้ว งบประมาณ การเบิกจ่าย และความก้าวหน้า"),
            (
                ("uuid", _("รหัสโครงการ")),
                YEAR,
                DISTRICT,
                ("position", _("ที่")),
                ("title", _("โครงการ/กิจกรรม")),
                ("planned_amount", _("งบประมาณตามแผน (บาท)")),
                ("transferred", _("ได้รับจัดสรร (บาท)")),
                ("committed", _("ก่อหนี้ผูกพัน (บาท)")),
                ("disbursed", _("เบิกจ่าย (บาท)")),
                ("progress", _("ความก้าวหน้า")),
                ("done_on", _("แล้วเสร็จวันที่")),
            ),
            _item_rows,
        ),
    )
}
