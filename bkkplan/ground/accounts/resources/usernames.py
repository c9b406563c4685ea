"""Make user names from people's names: สมชาย ใจดี becomes somchai.j, and a second person of that name somchai.j2."""

import re
from collections.abc import Container
from itertools import count

from bkkplan.ground.core.thai.names import without_title

FALLBACK = "user"
LONGEST = 30


def username_for(full_name: str, *, taken: Container[str]) -> str:
    """A name that is not taken. The same name and the same taken ones give the same answer."""
    given, *rest = without_title(full_name).split() or [""]
    first = _latin(given)[:LONGEST]
    last = _latin(rest[-1])[:1] if rest else ""
    wanted = f"{first}.{last}" if first and last else first
    if len(wanted) < 3:
        wanted = FALLBACK
    if wanted != FALLBACK and wanted not in taken:
        return wanted
    return next(name for number in count(2 if wanted != FALLBACK else 1) if (name := f"{wanted}{number}") not in taken)


def _latin(word: str) -> str:
    from pythainlp.transliterate import romanize  # here, because it takes as long as the rest of the portal to load

    text = word if word.isascii() else romanize(word)
    return re.sub(r"[^a-z0-9]", "", text.casefold())
