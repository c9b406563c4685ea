"""People's names: their titles, and a key by which two spellings of one name are the same."""

import re

from bkkplan.ground.core.thai.text import normalise

TITLES = (
    "นางสาว", "นาย", "นาง", "เด็กชาย", "เด็กหญิง", "น.ส.", "ด.ช.", "ด.ญ.", "คุณ", "ดร.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.",
    "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "ร.ต.อ.", "ร.ต.ท.", "ร.ต.ต.", "ส.ต.อ.",
    "ด.ต.", "จ.ส.อ.",
)  # fmt: skip
_TITLE = re.compile(
    rf"^(?:{'|'.join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))}) ?(?=\S+ \S)"
)


def without_title(name: str) -> str:
    """The name without its title. A name of one word is kept whole: it may begin as a title does (นายิกา)."""
    name = normalise(name)
    return _TITLE.sub("", name)


def name_key(name: str) -> str:
    return without_title(name).casefold()
