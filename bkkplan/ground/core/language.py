"""Thai words in an English page are marked as Thai, so that a screen reader reads them with a Thai voice.

Names of places, people and projects have no English and stand everywhere, so the finished page is marked.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

THAI = "\u0e00-\u0e7f"
# A run of Thai with what stands between its words: "ชุมชนวัดสามพระยา 2, เขตพระนคร".
RUN = re.compile(rf"[{THAI}](?:[{THAI}0-9 .,()/–-]*[{THAI}.])?")
PIECES = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<(title|option|textarea|text)\b[^>]*>[^<]*|<[^>]+>", re.DOTALL
)
HAS_THAI = re.compile(f"[{THAI}]")
FIELD = re.compile(r"<(?:input|img|textarea|select|button|svg)\b")


def mark_thai(page: str) -> str:
    """The page with each Thai run in an element of its language; what may hold no element is marked itself."""
    marked, at = [], 0
    for piece in PIECES.finditer(page):
        marked += [_marked_text(page[at : piece.start()]), _marked_tag(piece)]
        at = piece.end()
    return "".join([*marked, _marked_text(page[at:])])


def _marked_text(text: str) -> str:
    return RUN.sub(r'<span lang="th">\g<0></span>', text)


def _marked_tag(piece: re.Match[str]) -> str:
    text = piece[0]
    if piece[1] or text.startswith("<!--") or not HAS_THAI.search(text):
        return text
    if (piece[2] or FIELD.match(text)) and " lang=" not in text:
        return re.sub(r"^<\w+", r'\g<0> lang="th"', text)
    return text


class MarkThai:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and (get_language() or "th").startswith("en"):
            charset = response.charset or "utf-8"
            response.content = mark_thai(response.content.decode(charset)).encode(charset)  # type: ignore[attr-defined]
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
