"""How the log tells of fiscal years: begun, opened, discarded, and what was changed in them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.audit.telling import day
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.catalog import steps
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.models import DueDay, PlannedYear, YearChange, YearDays
from bkkplan.ground.years.registry import part_called


def within_visible_years(model: type[YearDays | YearChange | DueDay]) -> Callable[[Person], QuerySet[Any]]:
    """The rows of the model whose year the reader may see."""

    def visible(reader: Person) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.filter(planned__in=PlannedYear.objects.visible_to(reader))
        return rows

    return visible


def year_in_words(planned: PlannedYear) -> str:
    return _("ปีงบประมาณ %(year)s") % {"year": planned}


def part_in_words(code: str) -> str:
    part = part_called(code)
    return str(part.title) if part else code


lazy_name = lazy(localname, str)


def audiences_in_words(audiences: list[str]) -> str:
    return ", ".join(str(Audience(code).label) for code in audiences)


def touched_in_words(touched: list[dict[str, Any]]) -> str:
    return " · ".join(f"{rest['label']} {rest['count']:,}" for rest in touched)


declare(
    Thing(
        model=PlannedYear,
        row_name=year_in_words,
        visible=PlannedYear.objects.visible_to,
        address=lambda planned: reverse("years:year", args=[planned.year]),
        acts={
            "years.year_begun": gettext_lazy("เริ่มจัดทำ%(thing)s"),
            "years.year_opened": gettext_lazy("เปิด%(thing)s"),
            "years.draft_discarded": gettext_lazy("ยกเลิกร่าง%(thing)s"),
        },
    ),
    Thing(
        model=YearDays,
        row_name=lambda days: year_in_words(days.planned),
        visible=within_visible_years(YearDays),
        address=lambda days: reverse("years:days", args=[days.planned.year]),
        select=("planned",),
        acts={"years.days_saved": gettext_lazy("แก้ไขวันของ%(thing)s")},
    ),
    Thing(
        model=DueDay,
        row_name=lambda step: _("“%(step)s” ของ%(year)s") % {"step": step, "year": year_in_words(step.planned)},
        visible=within_visible_years(DueDay),
        address=lambda step: reverse("years:days", args=[step.planned.year]),
        select=("planned",),
        acts={
            "years.step_added": gettext_lazy("เพิ่มขั้นตอน %(thing)s"),
            "years.step_saved": gettext_lazy("แก้ไขขั้นตอน %(thing)s"),
            "years.reminded": gettext_lazy("เตือนผู้ที่ยังไม่ได้ทำขั้นตอน %(thing)s"),
            "years.step_removed": gettext_lazy("นำขั้นตอนออก %(thing)s"),
        },
    ),
    Thing(
        model=YearChange,
        row_name=lambda change: _("“%(what)s” ใน%(year)s") % {"what": change, "year": year_in_words(change.planned)},
        visible=within_visible_years(YearChange),
        address=lambda change: reverse("years:year", args=[change.planned.year]),
        select=("planned",),
        acts={"years.opened_year_changed": gettext_lazy("เปลี่ยน%(thing)s ซึ่งเปิดแล้ว")},
    ),
)

declare_details(
    {
        **{f"years.{step.code}": Detail(label=lazy_name(step), show=day) for step in steps()},
        "years.copied_from": Detail(label=gettext_lazy("คัดลอกจากปี"), show=str),
        "years.people": Detail(label=gettext_lazy("ผู้ได้รับการเตือน (คน)")),
        "years.places": Detail(label=gettext_lazy("หน่วยงานและชุมชน")),
        "years.reminder": Detail(label=gettext_lazy("ครั้งที่ของวัน")),
        "years.held": Detail(
            label=gettext_lazy("สาระของร่าง"),
            show=lambda held: " · ".join(line for lines in held.values() for line in lines),
        ),
        "years.part": Detail(label=gettext_lazy("ส่วนของปี"), show=part_in_words),
        "years.touched": Detail(label=gettext_lazy("กระทบ"), show=touched_in_words),
        "years.audiences": Detail(label=gettext_lazy("สำหรับ"), show=audiences_in_words),
        "years.announce_before": Detail(label=gettext_lazy("ประกาศเวทีก่อนวันจัดอย่างน้อย (วัน)"), show=str),
        "years.publish_within": Detail(label=gettext_lazy("เผยแพร่ผลหลังวันจัดภายใน (วัน)"), show=str),
        "years.closing_on": Detail(label=gettext_lazy("วันปิดข้อมูลของปี"), show=day),
    }
)
