"""What a page's words are, told to browsers and screen readers: words of another language, short forms, dates.

Such words come from everywhere: names of places and projects, sentences with a date in them, texts that people wrote.
So the finished page is marked, and no template has to.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import get_language

from bkkplan.ground.core.fiscal import gregorian_year
from bkkplan.ground.core.thai.dates import MONTHS, MONTHS_ENGLISH, MONTHS_SHORT
from bkkplan.ground.core.thai.digits import from_thai_digits

THAI = "\u0e00-\u0e7f"
# In a page of the one language, runs of the other. <bdi> says nothing but its language, and has no style to upset.
THAI_RUN = rf"[{THAI}](?:[{THAI}0-9 .,()/–-]*[{THAI}.])?"  # "ชุมชนวัดสามพระยา 2, เขตพระนคร"
WORD = r"(?<![\w.@/:%-])[A-Za-z][A-Za-z'’.-]*[A-Za-z](?![\w@/:=]|\.\w)"  # no address, no code with digits in it
ENGLISH_RUN = rf"{WORD}(?: {WORD})*"
SHORT_FORMS = {
    "พ.ศ.": "พุทธศักราช",
    "ค.ศ.": "คริสต์ศักราช",
    "พ.ร.บ.": "พระราชบัญญัติ",
    "กทม.": "กรุงเทพมหานคร",
    "สยป.": "สำนักยุทธศาสตร์และประเมินผล",
    "ตร.ม.": "ตารางเมตร",
    "ตร.กม.": "ตารางกิโลเมตร",
    **dict(zip(MONTHS_SHORT, MONTHS, strict=True)),
}
SHORT_FORMS_ENGLISH = {
    "B.E.": "Buddhist Era",
    "KPI": "key performance indicator",
    "CSV": "comma-separated values",
    "PDF": "Portable Document Format",
    "XLSX": "Excel workbook",
}
ENGLISH_MONTHS = {name.title(): number for number, name in enumerate(MONTHS_ENGLISH, 1)}
ENGLISH_MONTHS |= {name[:3]: number for name, number in ENGLISH_MONTHS.items()}
THAI_MONTHS = {name: number for names in (MONTHS, MONTHS_SHORT) for number, name in enumerate(names, 1)}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


SHORT = rf"(?<![{THAI}A-Za-z.])(?:{_any_of({**SHORT_FORMS, **SHORT_FORMS_ENGLISH})})(?![A-Za-z])"
ENTITY = r"&\#?\w+;"
SPACE = "[ \u00a0]"
IN_THAI = re.compile(
    rf"{ENTITY}"
    rf"|(?P<day>[0-9๐-๙]{{1,2}}){SPACE}(?P<month>{_any_of(THAI_MONTHS)}){SPACE}(?P<year>[0-9๐-๙]{{4}})"
    r"(?: (?P<hour>[0-9]{2})\.(?P<minute>[0-9]{2}) น\.)?"
    rf"|(?P<short>{SHORT})"
    rf"|(?P<other>{ENGLISH_RUN})"
)
IN_ENGLISH = re.compile(
    rf"{ENTITY}"
    rf"|(?P<day>[0-9]{{1,2}}) (?P<month>{_any_of(ENGLISH_MONTHS)}) (?P<year>[0-9]{{4}})"
    r"(?:, (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}))?"
    rf"|(?P<short>{SHORT})"
    rf"|(?P<other>{THAI_RUN})"
)
PIECES = re.compile(
    r"<!--.*?-->|<(script|style|code|kbd|pre|abbr|time)\b.*?</\1\s*>|<(title|option|textarea|text)\b[^>]*>[^<]*|<[^>]+>",
    re.DOTALL,
)
# For Thai pages, where tags stay as they are: pieces and texts in which nothing is to be marked, because they have no
# Latin letter, no digit and no dot, as many as there are; then a text that may have something.
PIECE = (
    r"<!--.*?-->|<(?P<name>script|style|code|kbd|pre|abbr|time)\b.*?</(?P=name)\s*>"
    r"|<(?:title|option|textarea|text)\b[^>]*>[^<]*|<[^>]*[ ]lang=[^>]*>[^<]*|<[^>]+>"
)
STRETCH = re.compile(
    rf"(?P<kept>(?:{PIECE}|[^<A-Za-z0-9๐-๙.]+(?=<|\Z))*)(?P<text>[^<]*)",
    re.DOTALL,
)
HAS_THAI = re.compile(f"[{THAI}]")
FIELD = re.compile(r"<(?:input|img|textarea|select|button|svg)\b")


def mark_languages(page: str, *, language: str) -> str:
    """The page, with runs of the other language, short forms and dates in elements that say what they are.

    What may hold no element, such as a field, is marked with its language itself, in English pages.
    """
    if language != "en":
        return STRETCH.sub(_marked_stretch, page)
    marked, at, inside = [], 0, ""
    for piece in PIECES.finditer(page):
        marked += [_marked_text(page[at : piece.start()], inside), _marked_tag(piece)]
        at, inside = piece.end(), piece[0]
    return "".join([*marked, _marked_text(page[at:], inside)])


def _marked_stretch(stretch: re.Match[str]) -> str:
    return stretch["kept"] + IN_THAI.sub(_in_thai, stretch["text"])


def _in_thai(found: re.Match[str]) -> str:
    return _in_element(found, THAI_MONTHS, "en")


def _marked_text(text: str, inside: str) -> str:
    """A text of an English page; what stands in an element with a language of its own is marked already."""
    if not text or text.isspace() or " lang=" in inside:
        return text
    return IN_ENGLISH.sub(lambda found: _in_element(found, ENGLISH_MONTHS, "th"), text)


def _in_element(found: re.Match[str], months: dict[str, int], other: str) -> str:
    if found["day"]:
        return _in_time(found, months)
    if found["short"]:
        return _in_abbr(found["short"], other)
    if found["other"]:
        return f'<bdi lang="{other}">{found["other"]}</bdi>'
    return found[0]


def _in_time(found: re.Match[str], months: dict[str, int]) -> str:
    year, day = int(from_thai_digits(found["year"])), int(from_thai_digits(found["day"]))
    month = months[found["month"]]
    if months is THAI_MONTHS:
        year = gregorian_year(year)
    if not (year >= 1 and 1 <= day <= monthrange(year, month)[1]):
        return found[0]
    moment = f"{year:04}-{month:02}-{day:02}" + (f"T{found['hour']}:{found['minute']}" if found["hour"] else "")
    return f'<time datetime="{moment}">{found[0]}</time>'


def _in_abbr(short: str, other: str) -> str:
    language, whole = ("th", SHORT_FORMS[short]) if short in SHORT_FORMS else ("en", SHORT_FORMS_ENGLISH[short])
    lang = format_html(' lang="{}"', language) if language == other else ""
    return format_html('<abbr{} title="{}">{}</abbr>', lang, whole, short)


def _marked_tag(piece: re.Match[str]) -> str:
    text = piece[0]
    if piece[1] or text.startswith("<!--") or not HAS_THAI.search(text):
        return text
    if (piece[2] or FIELD.match(text)) and " lang=" not in text:
        return re.sub(r"^<\w+", r'\g<0> lang="th"', text)
    return text


class MarkLanguages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            charset = response.charset or "utf-8"
            language = "en" if (get_language() or "th").startswith("en") else "th"
            page = mark_languages(response.content.decode(charset), language=language)  # type: ignore[attr-defined]
            response.content = page.encode(charset)  # type: ignore[attr-defined]
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
