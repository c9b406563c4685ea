"""The one stored spelling of a Thai text, and keys by which it is found again."""

import re
import unicodedata
from functools import lru_cache

# Marks of this script, by what they do.
CONSONANT = "ก-ฮ"
ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47"  # vowels and MAITAIKHU, written on a consonant
TONE = "\u0e48-\u0e4b"
THANTHAKHAT = "\u0e4c"
NIKHAHIT = "\u0e4d"
SARA_AA, SARA_AM, SARA_E, SARA_AE = "\u0e32", "\u0e33", "\u0e40", "\u0e41"
MARK = f"{ABOVE_OR_BELOW}{TONE}{THANTHAKHAT}{NIKHAHIT}\u0e4e"

# Invisible everywhere: zero-width space, word joiner, byte order mark, soft hyphen.
# Joiners mean something in other scripts and in emoji, so they go only where they touch a Thai letter.
INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff\u00ad]|(?<=[\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0e00-\u0e7f])"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

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

    NFC, SARA AM in one piece, marks in writing order, no doubled marks, spaces or invisible characters.
    Digits stay as they were typed. Line breaks stay in `multiline` text only.
    """
    text = unicodedata.normalize("NFC", text)
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = CONTROL.sub("", text)
    before = None
    while text != before:  # one repair may make room for another: marks come in threes at most, so this ends soon
        before = text
        for wrong, right in REPAIRS:
            text = wrong.sub(right, text)
        text = unicodedata.normalize("NFC", text)
    if multiline:
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(text.split())


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
