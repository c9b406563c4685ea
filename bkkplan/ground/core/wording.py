"""How digits, dates, money and names are worded for people, in the language of the page or message.

These functions only choose the language and the form: core.thai and core.fiscal know the calendar, the digits and how
money is written. templatetags/thai.py offers each of these functions to templates as a filter of the same name.

Thai pages show พ.ศ. and Arabic digits (documents add `|thai_digits`). English pages show the Gregorian year; a long
date names the Buddhist year too, because records are numbered by it: 16 July 2020 (B.E. 2563).
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bkkplan.ground.core import thai
from bkkplan.ground.core.fiscal import FiscalYear, buddhist_year, gregorian_year
from bkkplan.ground.core.thai.dates import MONTHS_ENGLISH

DASH = "–"
LATIN_CODE = re.compile(r"([A-Za-z][A-Za-z0-9./_-]*)")


def _in_english() -> bool:
    return (get_language() or "th").startswith("en")


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment


def dash(value: Any) -> Any:
    """What is not known is shown as “–”, never as None, 0 or nothing."""
    return DASH if value is None or value == "" else value


def baht(amount: Decimal | int | None, style: str = "") -> str:
    """1,234.50; `baht:"whole"` leaves out .00 but never hides satang."""
    if amount is None or amount == "":
        return DASH
    return thai.format_baht(amount, decimals=style != "whole")


def baht_text(amount: Decimal | int | None) -> str:
    return DASH if amount is None or amount == "" else thai.baht_text(amount)


def number(value: Any) -> Any:
    """A count with its thousands apart; words stay as they are."""
    if value is None or value == "":
        return DASH
    return f"{value:,}" if isinstance(value, int | float | Decimal) else value


def percent(value: Decimal | None) -> str:
    """A percentage that was already worked out: 83.33; None, which is “nothing to count over”, is “–”."""
    return DASH if value is None or value == "" else f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def thai_digits(text: Any) -> str:
    """๒๕๖๖ on a Thai page; an English one keeps its digits. A code with Latin letters (KPI-1) stays as it is."""
    if _in_english():
        return str(text)
    words = LATIN_CODE.split(str(text))  # every second one is such a code
    return "".join(word if at % 2 else thai.to_thai_digits(word) for at, word in enumerate(words))


def thai_date(day: date | None) -> str:
    """16 กรกฎาคม 2563 · 16 July 2020 (B.E. 2563)."""
    if not day:
        return DASH
    day = _local(day)
    if _in_english():
        return f"{day.day} {MONTHS_ENGLISH[day.month - 1].title()} {day.year} (B.E. {buddhist_year(day)})"
    return thai.long_date(day)


def thai_weekday(day: date | None) -> str:
    """วันพฤหัสบดีที่ 16 กรกฎาคม 2563 · Thursday 16 July 2020 (B.E. 2563)."""
    if not day:
        return DASH
    day = _local(day)
    values = {"weekday": _(thai.WEEKDAYS[day.weekday()]), "day": thai_date(day)}
    return _("วัน%(weekday)sที่ %(day)s") % values


def month_short(month: int | None) -> str:
    """10 → ต.ค. · Oct."""
    if not month:
        return DASH
    return MONTHS_ENGLISH[month - 1][:3].title() if _in_english() else thai.MONTHS_SHORT[month - 1]


def thai_date_short(day: date | None) -> str:
    """16 ก.ค. 2563 · 16 Jul 2020."""
    if not day:
        return DASH
    day = _local(day)
    if _in_english():
        return f"{day.day} {MONTHS_ENGLISH[day.month - 1][:3].title()} {day.year}"
    return thai.short_date(day)


def thai_time(moment: datetime | time | None) -> str:
    """09.30 น. · 09:30."""
    if moment is None:
        return DASH
    local = _local(moment) if isinstance(moment, datetime) else moment
    return f"{local:%H:%M}" if _in_english() else thai.time_text(local)


def time_range(starts_at: time | None, ends_at: time | None) -> str:
    """08.30–12.00 น. · 08:30–12:00. Of one that is not known the other is said alone; of none, nothing."""
    if starts_at and ends_at:
        return f"{starts_at:%H:%M}–{ends_at:%H:%M}" if _in_english() else f"{starts_at:%H.%M}–{thai.time_text(ends_at)}"
    if ends_at:
        return _("ถึง %(time)s") % {"time": thai_time(ends_at)}
    return thai_time(starts_at) if starts_at else ""


def thai_datetime(moment: datetime | None) -> str:
    """16 ก.ค. 2563 09.30 น. · 16 Jul 2020, 09:30."""
    if not moment:
        return DASH
    between = ", " if _in_english() else " "
    return f"{thai_date_short(moment)}{between}{thai_time(moment)}"


def fiscal_year(year: FiscalYear | int | Literal[""] | None) -> str:
    """ปีงบประมาณ 2563 · Fiscal year 2563 (2020)."""
    if year is None or year == "":
        return DASH
    be = int(year)
    return _("ปีงบประมาณ %(be)s") % {"be": be, "ce": gregorian_year(be)}


def localname(row: Any) -> str:
    """The name of a district, group or the like in the language of the page."""
    if row is None or row == "":
        return DASH
    thai_name: str = getattr(row, "name_th", None) or getattr(row, "name", "") or str(row)
    return (getattr(row, "name_en", "") or thai_name) if _in_english() else thai_name


def localtext(row: Any, name: str) -> Any:
    """A text of a row in the language of the page: `title` reads title_en, or else title_th or title."""
    own = getattr(row, f"{name}_th", None) or getattr(row, name, "")
    return (getattr(row, f"{name}_en", "") or own) if _in_english() else own
