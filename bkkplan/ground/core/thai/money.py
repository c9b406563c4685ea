"""Baht as people type it, as it is shown, and in words."""

import re
from decimal import ROUND_HALF_UP, Decimal

from bkkplan.ground.core.thai.digits import GROUPED, from_thai_digits
from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError
from bkkplan.ground.core.thai.text import normalise

SATANG = Decimal("0.01")
LIMIT = Decimal(10) ** 12  # a column of money holds fourteen digits, two of them satang

UNITS = {"ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
BIG_UNITS = {
    f"{small}ล้าน": (10 if small == "สิบ" else UNITS[small]) * 1_000_000 for small in ("สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
}
WORTH = UNITS | BIG_UNITS

NUMBER = rf"(?:{GROUPED.pattern})(?:\.[0-9]+)?"
UNIT = "|".join(sorted(WORTH, key=len, reverse=True))
WITH_UNITS = re.compile(rf"(?:{NUMBER}) ?(?:{UNIT})(?: ?(?:{NUMBER}) ?(?:{UNIT}))*(?: ?(?P<rest>{NUMBER}))?")
PART = re.compile(rf"(?P<number>{NUMBER}) ?(?P<unit>{UNIT})")
HEDGES = re.compile(r"ประมาณ|ราวๆ|ราว|เกือบ|กว่า|ไม่เกิน|ไม่น้อยกว่า|อย่างน้อย|หลัก|สัก|~|≈|±|\?")
RANGE = re.compile(r"[0-9.,บาท ]+(?:-|–|—|ถึง|หรือ)[ ]*[0-9]")

NOT_EXACT = N_("ต้องเป็นจำนวนเดียวที่แน่นอน เช่น 150,000 หรือ 1.5 แสน")
NOT_READ = N_("อ่านจำนวนเงินนี้ไม่ออก พิมพ์เป็นตัวเลข เช่น 150,000 หรือ 1.5 แสน")

TOO_FINE = N_("สตางค์มีได้สองตำแหน่ง และใช้จุลภาคคั่นหลักพัน เช่น 1,234.50")


def parse_baht(text: str) -> Decimal:
    """An amount as people type it: 150,000 · ๑๐,๐๐๐.- · 1.5 แสน · 2 ล้าน 5 แสน · สองแสนบาทถ้วน. Never a guess."""
    typed = from_thai_digits(normalise(text))
    if HEDGES.search(typed) or RANGE.match(typed):
        raise NotUnderstoodError(NOT_EXACT)
    if re.match(r"[-–−(] ?[0-9฿]", typed) or typed.startswith("ลบ "):
        raise NotUnderstoodError(N_("จำนวนเงินติดลบไม่ได้ พิมพ์เป็นตัวเลข เช่น 150,000"))
    amount = _read_words(typed)
    if amount is None:
        amount = _read_number(_without_currency(typed))
    if amount >= LIMIT:
        raise NotUnderstoodError(N_("จำนวนเงินมากเกินไป ต้องน้อยกว่าหนึ่งล้านล้านบาท"))
    if amount * 100 % 1:
        raise NotUnderstoodError(TOO_FINE)
    return amount.quantize(SATANG, ROUND_HALF_UP)


def _without_currency(typed: str) -> str:
    """The number alone: ฿, บาท, ถ้วน and the dash that stands for “no satang” say nothing about how much."""
    typed = re.sub(r"^(?:฿|บาท|thb) ?", "", typed, flags=re.IGNORECASE)
    typed = re.sub(r" ?(?:ลบ\.?|ล\.?บ\.)$", " ล้าน", typed)
    if with_satang := re.fullmatch(rf"(?P<baht>{NUMBER}) ?บาท ?(?P<satang>[0-9]{{1,2}}) ?(?:สตางค์|ส\.ต\.|สต\.)", typed):
        return f"{with_satang['baht']}.{int(with_satang['satang']):02}" if "." not in with_satang["baht"] else typed
    typed = re.sub(r" ?(?:บาท|บ\.|฿|thb|baht)? ?(?:ถ้วน)?$", "", typed, flags=re.IGNORECASE)
    return re.sub(r" ?[.,] ?[-–—=]$", "", typed)


def _read_number(typed: str) -> Decimal:
    if re.fullmatch(NUMBER, typed):
        if len(typed.partition(".")[2]) > 2:  # 1.000 is a thousand to some
            raise NotUnderstoodError(TOO_FINE)
        return _decimal(typed)
    units = WITH_UNITS.fullmatch(typed)
    if not units:
        raise NotUnderstoodError(NOT_READ)
    total, smallest = Decimal(0), int(LIMIT)
    for part in PART.finditer(typed):
        amount, unit = _decimal(part["number"]), WORTH[part["unit"]]
        # “2 ล้าน 5 แสน” is plain; “5 แสน 2 ล้าน”, “1.5 ล้าน 2 แสน” and “1 แสน 12 หมื่น” may be slips.
        if amount * unit >= smallest or total % smallest:
            raise NotUnderstoodError(NOT_READ)
        total, smallest = total + amount * unit, unit
    if units["rest"]:
        rest = _decimal(units["rest"])
        # “1 แสน 5” is said for 150,000 and could be 100,005.
        if rest < 10 or rest >= smallest or total % smallest:
            raise NotUnderstoodError(NOT_EXACT)
        total += rest
    return total


def _decimal(typed: str) -> Decimal:
    return Decimal(re.sub("[ ,]", "", typed))


DIGIT_WORDS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
PLACES = ("แสน", "หมื่น", "พัน", "ร้อย", "สิบ", "")
WORD = re.compile("|".join((*DIGIT_WORDS[1:], "เอ็ด", "ยี่", "ล้าน", *PLACES[:-1])))


def _read_words(typed: str) -> Decimal | None:
    """An amount written out. It is taken only if writing it out again gives the same words."""
    words = typed.replace(" ", "")
    if not re.fullmatch(rf"(?:{WORD.pattern}|ศูนย์|บาท|ถ้วน|สตางค์)+", words):
        return None
    baht, _, satang = words.partition("บาท") if "บาท" in words or not words.endswith("สตางค์") else ("", "", words)
    amount = Decimal(_count(baht)) + Decimal(_count(satang.removesuffix("สตางค์").removesuffix("ถ้วน"))) / 100
    if amount >= LIMIT or words not in _ways_to_write(amount):
        raise NotUnderstoodError(NOT_EXACT)
    return amount


def _ways_to_write(amount: Decimal) -> tuple[str, ...]:
    full = baht_text(amount)
    if amount > 100 and 2 <= amount % 100 <= 9:
        return (full,)  # หนึ่งแสนห้า is said for 150,000; only หนึ่งแสนห้าบาทถ้วน is surely 100,005
    return full, full.removesuffix("ถ้วน"), full.removesuffix("บาทถ้วน")


def _count(words: str) -> int:
    total, digit = 0, None
    for word in WORD.findall(words):
        if word == "ล้าน":
            total, digit = (total + (digit or 0)) * 1_000_000, None
        elif word in PLACES:
            total, digit = total + (digit or 1) * 10 ** (len(PLACES) - 1 - PLACES.index(word)), None
        else:
            digit = {"เอ็ด": 1, "ยี่": 2}.get(word) or DIGIT_WORDS.index(word)
    return total + (digit or 0)


def baht_text(amount: Decimal | int) -> str:
    """The amount in words, as documents need it: 101 → หนึ่งร้อยเอ็ดบาทถ้วน. 0.25 is ยี่สิบห้าสตางค์, as in Excel."""
    if amount < 0:
        raise ValueError("an amount in words is never negative")
    baht, satang = divmod(int(Decimal(amount).quantize(SATANG, ROUND_HALF_UP) * 100), 100)
    if not satang:
        return f"{_words(baht) or DIGIT_WORDS[0]}บาทถ้วน"
    return f"{_words(baht)}{'บาท' if baht else ''}{_words(satang)}สตางค์"


def _words(number: int) -> str:
    millions, rest = divmod(number, 1_000_000)
    words = [f"{_words(millions)}ล้าน"] if millions else []
    for digit, place in zip(map(int, f"{rest:06}"), PLACES, strict=True):
        if not digit:
            continue
        if place == "สิบ":
            words.append({1: "สิบ", 2: "ยี่สิบ"}.get(digit, f"{DIGIT_WORDS[digit]}สิบ"))
        elif not place and digit == 1 and number > 1:
            words.append("เอ็ด")
        else:
            words.append(DIGIT_WORDS[digit] + place)
    return "".join(words)


def format_baht(amount: Decimal | int, *, decimals: bool = True) -> str:
    """1,234.50; without decimals 1,234.50 stays whole only if it is: satang are never hidden."""
    amount = Decimal(amount).quantize(SATANG, ROUND_HALF_UP)
    if not decimals and amount == amount.to_integral_value():
        return f"{amount:,.0f}"
    return f"{amount:,.2f}"


def percent(counted: int | Decimal, units: int | Decimal) -> Decimal | None:
    """100 × counted ÷ units, two decimals, half up; nothing to count over is None, never 0 or 100."""
    if not units:
        return None
    return (Decimal(counted) * 100 / Decimal(units)).quantize(SATANG, ROUND_HALF_UP)
