"""What a plan writes as a target, and the number in it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bkkplan.ground.core.thai import NotUnderstoodError, from_thai_digits, normalise
from bkkplan.ground.core.thai.errors import N_

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# “ร้อยละ 90”, “90 %”, and a cell that holds a number and nothing else, or only with words such as “ไม่น้อยกว่า”.
PER_CENT = re.compile(rf"(?:ร้อยละ|เปอร์เซ็นต์)\s*(?P<after>-?{NUMBER})|(?P<before>-?{NUMBER})\s*(?:%|％|เปอร์เซ็นต์)")
ALONE = re.compile(rf"(?:(?:ไม่น้อยกว่า|ไม่ต่ำกว่า|อย่างน้อย|มากกว่า|≥|>=|>)\s*)?(?P<alone>-?{NUMBER})")
GOES_ON = re.compile(rf"\s*(?:%|％)?\s*(?:-|–|—|ถึง)\s*(?:ร้อยละ\s*)?{NUMBER}")
# A number beside these says how far to go, or how far at most: no level that a figure can be compared with.
NO_LEVEL = re.compile(r"เพิ่ม|ลด|สูงขึ้น|ต่ำลง|ไม่เกิน|ไม่มากกว่า|(?<!ไม่)(?:น้อย|ต่ำ)กว่า|[<≤]")
MOST_OF_A_WHOLE = 100
MOST = Decimal("999.99")


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """The text in its one spelling, the number in it, and whether a figure is compared with that number."""

    text: str
    percent: Decimal | None = None
    is_compared: bool = False


def read_target(text: str) -> ReadTarget:
    """Read a target of a KPI that is counted in per cent; an empty text is no target.

    Words without a number are kept as words, and so are those with several. Raises NotUnderstoodError for a level that
    can't be one: negative, or over 100.
    """
    kept = normalise(text)
    read = from_thai_digits(kept)
    found = list(PER_CENT.finditer(read))
    if alone := ALONE.fullmatch(read):
        found = [alone]
    if len(found) != 1 or GOES_ON.match(read, found[0].end()):
        return ReadTarget(kept)
    number = Decimal(next(part for part in found[0].groups() if part).replace(",", ""))
    is_compared = not NO_LEVEL.search(read)
    if number < 0:
        raise NotUnderstoodError(N_("เป้าหมายติดลบไม่ได้ พิมพ์เช่น ร้อยละ 80"))
    if is_compared and number > MOST_OF_A_WHOLE:
        raise NotUnderstoodError(N_("ตัวชี้วัดนี้นับเป็นร้อยละ เป้าหมายจึงเกิน 100 ไม่ได้ พิมพ์เช่น ร้อยละ 80"))
    if number > MOST or number != round(number, 2):
        raise NotUnderstoodError(N_("ใส่ร้อยละเป็นตัวเลขไม่เกิน 999.99 ทศนิยมไม่เกินสองตำแหน่ง เช่น ร้อยละ 82.5"))
    return ReadTarget(kept, number, is_compared)
