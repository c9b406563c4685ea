"""The words of another place: a catalogue of our sentences in which some words are replaced.

A country says ตำบล where Bangkok says แขวง. `words.csv` in the place's folder says which word stands for which, in Thai
and in English; from it the sentences that have one of ours are written into the folder's own catalogues, which stand
before ours (`LOCALE_PATHS`). People read and correct them there: what is in a catalogue already stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bkkplan.ground.core.reference import read_rows

PLACEHOLDER = r"%\(\w+\)[sd]|\{\w*\}|<[^>]*>"
WORDS = "words.csv"
LANGUAGES = ("th", "en")

Replace = Callable[[str], str]


def replacing(words: Mapping[str, str]) -> Replace:
    """Replaces these words, the longest first. Of Latin letters only whole words; placeholders and tags stay."""
    longest = sorted(words, key=len, reverse=True)
    known = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest]
    pattern = re.compile("|".join([PLACEHOLDER, *known]))
    return lambda text: pattern.sub(lambda found: words.get(found[0], found[0]), text)


def write_words(folder: Path, ours: Path) -> dict[str, int]:
    """Write the catalogues of a place's folder. Returns by language how many sentences each has now.

    ``ours`` is our English catalogue, which has every sentence in both languages.
    """
    rows = list(read_rows(folder / WORDS))
    sentences = _read(ours, "en")
    counts = {}
    for language in LANGUAGES:
        words = {str(row[language]): str(row[f"{language}_there"]) for row in rows if row.get(language)}
        place = folder / "locale" / language / "LC_MESSAGES" / "django.po"
        kept = _read(place, language) if place.exists() else Catalog(locale=language)
        for message in _replaced(sentences, replacing(words), is_thai=language == "th"):
            if kept.get(message.id, message.context) is None:
                kept[message.id] = message
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(kept, place)
        counts[language] = sum(1 for message in kept if message.id)
    return counts


def _replaced(sentences: Catalog, replace: Replace, *, is_thai: bool) -> Iterable[Message]:
    """The sentences that come out otherwise than they go in. Thai is the source: a sentence's id is its text."""
    for message in sentences:
        if not message.id:
            continue
        is_plural = not isinstance(message.id, str)
        said = message.id if is_thai else message.string
        texts = [str(text) for text in ([said] if isinstance(said, str) else said or ())]
        changed = [replace(text) for text in texts]
        if changed != texts and all(changed):
            # Thai has one form for any number, English two.
            string = (tuple(changed[:1]) if is_thai else tuple(changed)) if is_plural else changed[0]
            yield Message(message.id, string, flags=message.flags, context=message.context)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def _write(catalog: Catalog, path: Path) -> None:
    text, compiled = BytesIO(), BytesIO()
    write_po(text, catalog, width=100, sort_output=True)
    write_mo(compiled, catalog)
    path.write_bytes(text.getvalue())
    path.with_suffix(".mo").write_bytes(compiled.getvalue())
