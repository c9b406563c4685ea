"""The one stored spelling of a Thai text, and keys by which it is found again."""

import re
import unicodedata
from functools import lru_cache

from bkkplan.ground.core.thai.letters import DRAWABLE, drawable_for

# Marks of this script, by what they do.
CONSONANT = "ก-ฮ"
ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47"  # vowels and MAITAIKHU, written on a consonant
TONE = "\u0e48-\u0e4b"
THANTHAKHAT = "\u0e4c"
NIKHAHIT = "\u0e4d"
SARA_AA, SARA_AM, SARA_E, SARA_AE = "\u0e32", "\u0e33", "\u0e40", "\u0e41"
MARK = f"{ABOVE_OR_BELOW}{TONE}{THANTHAKHAT}{NIKHAHIT}\u0e4e"

# Joiners mean something in other scripts and in emoji, so they go only where they touch a Thai letter.
JOINERS = "(?<=[\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e00-\u0e7f])"
# Invisible everywhere: soft hyphen, zero-width spaces, marks of direction, fillers, selectors, anchors of objects.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    f"\uffa0\ufff9-\ufffc\U000e0000-\U000e0fff]|{JOINERS}"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Word's soft break, a page break, and what other systems write between lines.
LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# How a spreadsheet writes a letter that XML can't hold: _x000D_ is a carriage return. Halves of letters stay as typed.
ESCAPED = re.compile("_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)

# Letters of fonts of before Unicode: a mark moved aside or down has a number of its own in a private area.
LEGACY = {
    0xF700 + place: ord(letter)
    for place, letter in enumerate(
        "\u0e10\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
        "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
    )
}

REPAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(f"{SARA_E}{SARA_E}"), SARA_AE),
    # NIKHAHIT + SARA AA looks like SARA AM; a tone may stand on either side of the NIKHAHIT.
    (re.compile(f"([{TONE}]?){NIKHAHIT}([{TONE}]?){SARA_AA}"), rf"\1\2{SARA_AM}"),
    (re.compile(f"{SARA_AM}([{TONE}])"), rf"\1{SARA_AM}"),
    # A tone or THANTHAKHAT typed before the vowel that it belongs over.
    (re.compile(f"([{TONE}{THANTHAKHAT}])([{ABOVE_OR_BELOW}{NIKHAHIT}])"), r"\2\1"),
    (re.compile(f"([{MARK}])\\1+"), r"\1"),
)


def normalise(text: str, *, multiline: bool = False) -> str:
    """The one spelling of a text that is stored: what looks the same is the same.

    NFC, SARA AM in one piece, marks in writing order, no doubled marks, spaces or invisible characters; letters of old
    fonts and of lists as what they stand for. Digits stay as they were typed. Line breaks stay in `multiline` text
    only. What our documents can't draw is kept: `letters.undrawable` names it.
    """
    return text if SETTLED.fullmatch(text) else _spelling(text, multiline)


# A text that is spelt so already, as most are: each consonant has at most a vowel above or below it and then a tone, no
# letter is one that a repair looks for, and spaces stand alone. To tell it takes a small part of the time of a repair.
SETTLED = re.compile(
    f"(?:[{CONSONANT}][\u0e31\u0e34-\u0e39\u0e47]?[{TONE}{THANTHAKHAT}]?{SARA_AM}?"
    f"|[\u0e2f\u0e30\u0e32\u0e41-\u0e46\u0e50-\u0e590-9A-Za-z()./,-]|{SARA_E}(?!{SARA_E})|(?<=[^ ]) (?=[^ ]))*"
)


def _spelling(text: str, multiline: bool) -> str:
    before = None
    while text != before:  # one repair may make room for another: marks come in threes at most, so this ends soon
        before = text
        text = LINE_BREAK.sub("\n", ESCAPED.sub(lambda found: chr(int(found[1], 16)), INVISIBLE.sub("", text)))
        text = unicodedata.normalize("NFC", CONTROL.sub("", text.translate(LEGACY)))
        if not DRAWABLE.issuperset(text):
            text = "".join(map(drawable_for, text))
        for wrong, right in REPAIRS:
            text = wrong.sub(right, text)
        text = unicodedata.normalize("NFC", text)
    if multiline:
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(text.split())


NOTHING = re.compile(r"[-‐‑‒–—−_.]+|ไม่มี|ไม่ระบุ|n/?a", re.IGNORECASE)


def means_nothing(text: str) -> bool:
    """Whether this stands in a cell or a field to say that nothing stands there: -, –, ไม่มี."""
    text = normalise(text)
    return not text or NOTHING.fullmatch(text) is not None


@lru_cache(maxsize=4096)  # the names of places come again and again
def search_key(text: str) -> str:
    """A key that forgives spelling: เต็นท์ เต็น เต้นท์ เต๊นท์ and เต็น์ are one word.

    Tones, MAITAIKHU, silenced consonants, spaces and punctuation go; letters that sound alike and are often
    exchanged become one. It finds more than was meant, so it complements a search for the plain text.
    """
    text = normalise(text).lower().translate(_SEARCH_FOLDS)
    # A silenced consonant goes where another closes the syllable (เต็นท์, ศุกร์); elsewhere only its mark is a slip (เต็น์).
    text = re.sub(f"(?<=[{CONSONANT}])([{CONSONANT}])[\u0e34\u0e38]?{THANTHAKHAT}", "", text)
    text = re.sub(f"[{TONE}{THANTHAKHAT}\u0e47\u0e4e]", "", text)
    return re.sub(r"[^\w\u0e30-\u0e4e]|[_ๆฯ]", "", text)


_SEARCH_FOLDS = str.maketrans("๐๑๒๓๔๕๖๗๘๙ฏใ", "0123456789ฎไ")


def district_key(name: str) -> str:
    """Under which a district's name is looked up: เขตราษฏร์บูรณะ and “ราษฎร์ บูรณะ” are ราษฎร์บูรณะ."""
    return _place_key(name, thai_prefix="(?:สำนักงาน)?เขต", english=r"khet|district(?: office)?")


def subdistrict_key(name: str) -> str:
    return _place_key(name, thai_prefix="แขวง", english=r"khwaeng|sub-?district")


def _place_key(name: str, *, thai_prefix: str, english: str) -> str:
    name = normalise(name).casefold().replace("ฏ", "ฎ")
    name = re.sub(rf"^(?:{english}) | (?:{english})$", "", name)
    name = re.sub(r"[\s.\-]+", "", name)
    return re.sub(f"^{thai_prefix}(?=.)", "", name)
