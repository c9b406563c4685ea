"""What the form says below a forum's day while a person types it: whether the day is in time, or by when to act.

Each function returns a sentence, and whether the day is in time.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.fields import CONSEQUENCES
from bkkplan.ground.core.wording import thai_date_short
from forums.queries import HearingRule


def announced(day: date, held: date | None) -> tuple[str, bool]:
    """How many days before the forum it is announced. Says nothing while the forum has no day."""
    return _ahead((held - day).days, HearingRule.on(held)) if held else ("", True)


def planned(day: date, _about: date | None) -> tuple[str, bool]:
    """A forum on this day, announced today at the earliest."""
    days, rule = (day - today()).days, HearingRule.on(day)
    if days < 0:
        return _("วันนี้ผ่านมาแล้ว ประกาศล่วงหน้าไม่ทัน เก็บเป็นร่างแล้วใส่วันที่ประกาศได้"), False
    if days < rule.announce_before:
        return _ahead(days, rule)
    return _("ประกาศได้ถึง %(day)s จึงไม่ช้า") % {"day": thai_date_short(rule.announce_by(day))}, True


def held(day: date, _about: date | None) -> tuple[str, bool]:
    """A forum was held on this day: by when its results are public."""
    by = HearingRule.on(day).publish_by(day)
    return _("เผยแพร่ผลภายใน %(day)s") % {"day": thai_date_short(by)}, by >= today()


def published(day: date, held: date | None) -> tuple[str, bool]:
    """The results came out on this day, of a forum that was held until that one."""
    if held is None or day < held:
        return _("ก่อนวันจัด"), False
    days, most = (day - held).days, HearingRule.on(held).publish_within
    if days <= most:
        return ngettext("หลังวันจัด %(days)s วัน ทันกำหนด", "หลังวันจัด %(days)s วัน ทันกำหนด", days) % {"days": days}, True
    late = ngettext(
        "หลังวันจัด %(days)s วัน เกิน %(most)s วัน หน้าสาธารณะจะแสดงว่าเผยแพร่ช้า",
        "หลังวันจัด %(days)s วัน เกิน %(most)s วัน หน้าสาธารณะจะแสดงว่าเผยแพร่ช้า",
        days,
    )
    return late % {"days": days, "most": most}, False


def _ahead(days: int, rule: HearingRule) -> tuple[str, bool]:
    least = rule.announce_before
    values: dict[str, Any] = {"days": days, "least": least}
    if days >= least:
        return ngettext("ก่อนวันจัด %(days)s วัน ทันกำหนด", "ก่อนวันจัด %(days)s วัน ทันกำหนด", days) % values, True
    if days < 0:
        return _("หลังวันจัด หน้าสาธารณะจะแสดงว่าประกาศช้า"), False
    late = ngettext(
        "ก่อนวันจัด %(days)s วัน น้อยกว่า %(least)s วัน หน้าสาธารณะจะแสดงว่าประกาศช้า",
        "ก่อนวันจัด %(days)s วัน น้อยกว่า %(least)s วัน หน้าสาธารณะจะแสดงว่าประกาศช้า",
        days,
    )
    return late % values, False


CONSEQUENCES |= {
    "forum-announced": announced,
    "forum-planned": planned,
    "forum-held": held,
    "forum-published": published,
}


def say(field: Any, happens: str, about: date | None = None) -> None:
    """Let a form's day say what it leads to."""
    field.widget.happens, field.widget.about = happens, about
