"""Thai dates: written for people and for documents, and read as people type them."""

import re
from calendar import monthrange
from datetime import date, datetime, time

from bkkplan.ground.core.fiscal import BE_OFFSET, buddhist_year, gregorian_year
from bkkplan.ground.core.thai.digits import from_thai_digits, to_thai_digits
from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError
from bkkplan.ground.core.thai.text import normalise

MONTHS = (
    N_("มกราคม"), N_("กุมภาพันธ์"), N_("มีนาคม"), N_("เมษายน"), N_("พฤษภาคม"), N_("มิถุนายน"),
    N_("กรกฎาคม"), N_("สิงหาคม"), N_("กันยายน"), N_("ตุลาคม"), N_("พฤศจิกายน"), N_("ธันวาคม"),
)  # fmt: skip
MONTHS_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MONTHS_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = (N_("จันทร์"), N_("อังคาร"), N_("พุธ"), N_("พฤหัสบดี"), N_("ศุกร์"), N_("เสาร์"), N_("อาทิตย์"))

FIRST_BE = 2400  # a year over this is พ.ศ.
EARLIEST, LATEST = 1900, 2100  # years ค.ศ. that a record of this portal can mean
NEARBY = 20  # a year of two digits is taken for the one this near to the working day


def long_date(day: date, *, thai_digits: bool = False) -> str:
    text = f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}"
    return to_thai_digits(text) if thai_digits else text


def short_date(day: date, *, thai_digits: bool = False) -> str:
    text = f"{day.day} {MONTHS_SHORT[day.month - 1]} {buddhist_year(day)}"
    return to_thai_digits(text) if thai_digits else text


def time_text(moment: time | datetime, *, thai_digits: bool = False) -> str:
    text = f"{moment:%H.%M} น."
    return to_thai_digits(text) if thai_digits else text


_OF_THE_DAY = re.compile(
    r"(?P<after_noon>บ่าย ?)?(?P<hour>[0-9]{1,2}) ?(?P<word>โมง|ทุ่ม) ?(?P<part>เช้า|เย็น)? ?"
    r"(?:ตรง|(?P<half>ครึ่ง)|(?P<minute>[0-9]{1,2}) ?(?:นาที)?)?"
)
_NOON = {"เที่ยง": time(12), "เที่ยงวัน": time(12), "เที่ยงตรง": time(12), "เที่ยงครึ่ง": time(12, 30), "บ่ายโมง": time(13)}
TIME_NOT_READ = N_("อ่านเวลานี้ไม่ออก พิมพ์ ชั่วโมง.นาที เช่น 09.30 หรือ 13.00")
UNTIL = re.compile(r" ?(?:[-–—]|ถึง) ?")


def parse_times(text: str) -> tuple[time, time | None]:
    """A time of day, or from one to another: 13.00–16.00 น. · 9 โมง ถึง เที่ยง."""
    parts = UNTIL.split(normalise(text))
    if len(parts) == 1:
        return parse_time(text), None
    if len(parts) > 2:
        raise NotUnderstoodError(TIME_NOT_READ)
    starts, ends = parse_time(parts[0]), parse_time(parts[1])
    if ends <= starts:
        raise NotUnderstoodError(N_("เวลาเลิกต้องหลังเวลาเริ่ม"))
    return starts, ends


def parse_time(text: str) -> time:
    """A time of day as people type it: 09.30 · 9:30 น. · ๑๓.๐๐ · 930 · 13 · 9 โมง · บ่าย 2 โมง."""
    typed = re.sub(r"(?: |(?<=[0-9]))(?:น\.?|นาฬิกา)$", "", from_thai_digits(normalise(text)))
    if typed in _NOON:
        return _NOON[typed]
    if match := _OF_THE_DAY.fullmatch(typed):
        return _time_from(match)
    match = re.fullmatch(r"(?P<hour>[0-9]{1,2})(?:[.:]? ?(?P<minute>[0-9]{2}))?", typed)
    if not match or int(match["hour"]) > 23 or int(match["minute"] or 0) > 59:
        raise NotUnderstoodError(TIME_NOT_READ)
    return time(int(match["hour"]), int(match["minute"] or 0))


def _time_from(match: re.Match[str]) -> time:
    """โมง counts from midnight in the morning and from noon after it; ทุ่ม from six in the evening."""
    hour, part, is_after_noon = int(match["hour"]), match["part"], bool(match["after_noon"])
    if match["word"] == "ทุ่ม":
        fits, hour = 1 <= hour <= 5 and not part and not is_after_noon, hour + 18
    elif is_after_noon or part == "เย็น":
        fits, hour = 1 <= hour <= 6 and part != "เช้า", hour + 12
    else:
        fits = 6 <= hour <= 11  # 3 โมง alone may be nine in the morning or three after noon
    minute = 30 if match["half"] else int(match["minute"] or 0)
    if not fits or minute > 59:
        raise NotUnderstoodError(TIME_NOT_READ)
    return time(hour, minute)


def _bare(name: str) -> str:
    return name.lower().replace(".", "")


_MONTH_NUMBERS: dict[str, int] = {}
for _names in (MONTHS, MONTHS_SHORT, MONTHS_ENGLISH):
    for _number, _name in enumerate(_names, start=1):
        _MONTH_NUMBERS[_bare(_name)] = _number
for _number, _name in enumerate(MONTHS_ENGLISH, start=1):
    _MONTH_NUMBERS[_name[:3]] = _number
for _number, _name in enumerate(MONTHS, start=1):
    # As said: กรกฎา, กันยา, กุมภา.
    _MONTH_NUMBERS[re.sub("(?:คม|พันธ์|ยน)$", "", _name)] = _number
_MONTH_NUMBERS["sept"] = 9

_ERA = r"(?P<era>พ\.?ศ\.?|ค\.?ศ\.?|b\.?e\.?|c\.?e\.?|a\.?d\.?)?"
_NUMERIC = re.compile(
    rf"(?P<day>[0-9]{{1,2}}) ?(?P<sep>[/.-]) ?(?P<month>[0-9]{{1,2}}) ?(?P=sep) ?{_ERA} ?(?P<year>[0-9]+)"
)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?P<sep>)(?P<era>)")
_NAMED = re.compile(
    r"(?:วัน(?P<weekday>[ก-๎]+?)?ที่ ?|(?P<weekday_only>[ก-๎]+) )?"
    rf"(?P<day>[0-9]{{1,2}}) ?[-/]? ?(?P<month>[^0-9\s/-]+?) ?[-/]? ?{_ERA} ?(?P<year>[0-9]+)?"
)

NOT_READ = N_("อ่านวันที่นี้ไม่ออก พิมพ์ วัน เดือน ปี เช่น 16 ก.ค. 2563 หรือ 16/7/2563")


def parse_thai_date(text: str, *, near: date | None = None) -> date:
    """A day as people type it, in พ.ศ. or ค.ศ., with Thai or Arabic digits: 16 ก.ค. 2563 · ๑๖/๗/๒๕๖๓ · 2020-07-16.

    A year over 2400 is พ.ศ. A year of two digits is taken for the พ.ศ. or ค.ศ. year within twenty years of `near`;
    those two are 43 years apart, so at most one fits. Without `near` it is refused.
    """
    typed = from_thai_digits(normalise(text)).lower().replace("ฏ", "ฎ").removesuffix(".")
    match = _ISO.fullmatch(typed) or _NUMERIC.fullmatch(typed)
    if match:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise NotUnderstoodError(N_("ไม่มีเดือนที่ %(month)s พิมพ์ วัน/เดือน/ปี เช่น 16/7/2563"), month=month)
        weekday = None
    else:
        match = _NAMED.fullmatch(typed)
        number = _MONTH_NUMBERS.get(_bare(match["month"])) if match else None
        if not match or number is None:
            raise NotUnderstoodError(NOT_READ)
        month, weekday = number, match["weekday"] or match["weekday_only"]
        if not match["year"]:
            raise NotUnderstoodError(N_("ยังไม่มีปี พิมพ์ วัน เดือน ปี เช่น 16 ก.ค. 2563"))
    year = _year(match["year"], era=match["era"], near=near)
    day = _day(int(match["day"]), month, year)
    if weekday and WEEKDAYS[day.weekday()] not in (weekday, weekday.removeprefix("วัน")):
        raise NotUnderstoodError(N_("วันที่นี้เป็นวัน%(weekday)s ไม่ตรงกับวันในสัปดาห์ที่พิมพ์"), weekday=WEEKDAYS[day.weekday()])
    return day


def _year(typed: str, *, era: str | None, near: date | None) -> int:
    number = int(typed)
    is_buddhist = era[0] in "พb" if era else None
    if len(typed) == 2:
        candidates = [gregorian_year(2500 + number), 2000 + number]
        if is_buddhist is not None:
            return candidates[0 if is_buddhist else 1]
        fitting = [year for year in candidates if near and abs(year - near.year) <= NEARBY]
        if not fitting:
            raise NotUnderstoodError(N_("ปี %(year)s ไม่ชัดเจน พิมพ์ปีให้ครบสี่หลัก เช่น 2563"), year=typed)
        return fitting[0]
    if len(typed) != 4:
        raise NotUnderstoodError(N_("ปี %(year)s ไม่ชัดเจน พิมพ์ปีให้ครบสี่หลัก เช่น 2563"), year=typed)
    if is_buddhist is not None and is_buddhist != (number > FIRST_BE):
        raise NotUnderstoodError(N_("ปี %(year)s กับ พ.ศ./ค.ศ. ที่พิมพ์ไม่ตรงกัน เช่น พ.ศ. 2563 คือ ค.ศ. 2020"), year=typed)
    year = gregorian_year(number) if number > FIRST_BE else number
    if not EARLIEST <= year <= LATEST:
        raise NotUnderstoodError(N_("ปี %(year)s อยู่ไกลเกินไป ตรวจปีอีกครั้ง เช่น 2563"), year=typed)
    return year


def _day(day: int, month: int, year: int) -> date:
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        if month == 2:
            raise NotUnderstoodError(
                N_("กุมภาพันธ์ ปี %(year)s มี %(last)s วัน ไม่มีวันที่ %(day)s"), year=year + BE_OFFSET, last=last, day=day
            )
        raise NotUnderstoodError(
            N_("%(month)sมี %(last)s วัน ไม่มีวันที่ %(day)s"), month=MONTHS[month - 1], last=last, day=day
        )
    return date(year, month, day)
