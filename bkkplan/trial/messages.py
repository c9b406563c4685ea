"""Which texts the interface shows, read from the sources, and whether each has its English.

Thai is the source language: a msgid is the Thai text. Neither reading nor compiling needs the system's gettext.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# Function → the places of its context, its text and its plural.
PLACES: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
PLACES |= {f"{name}_lazy": places for name, places in PLACES.items() if name != "_"} | {
    "gettext_noop": (None, 0, None),
    "N_": (None, 0, None),
    "_l": (None, 0, None),
    "_now": (None, 0, None),
}

# What django's templatize leaves of a template is not Python, but its calls read like it.
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)")


class Text(NamedTuple):
    singular: str
    plural: str | None
    context: str | None

    @property
    def msgid(self) -> str | tuple[str, str]:
        return self.singular if self.plural is None else (self.singular, self.plural)


def texts(root: Path, folders: list[str]) -> dict[Text, set[str]]:
    """Every text with the files it stands in."""
    found: dict[Text, set[str]] = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                calls = _calls_in_python(path.read_text())
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                calls = _calls_in_template(path.read_text(), str(path))
            else:
                continue
            for text in calls:
                found.setdefault(text, set()).add(str(path.relative_to(root)))
    return found


def _calls_in_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            arguments = [word.value if isinstance(word, ast.Constant) else None for word in node.args]
            yield from _text(name, arguments)


def _calls_in_template(source: str, origin: str) -> Iterator[Text]:
    for name, arguments in CALL.findall(templatize(source, origin=origin)):
        yield from _text(name, list(ast.literal_eval(f"({arguments},)")))


def _text(name: str, arguments: Sequence[object]) -> Iterator[Text]:
    if name not in PLACES:
        return
    given = [None if place is None or place >= len(arguments) else arguments[place] for place in PLACES[name]]
    context, singular, plural = (value if isinstance(value, str) else None for value in given)
    if singular:
        yield Text(singular, plural, context)


HEADER = "# English for the portal. The msgids are Thai, the source language; manage.py messages keeps this file.\n#"


def read(po: Path) -> Catalog:
    if not po.exists():
        return Catalog(locale="en", domain="django", fuzzy=False)
    with po.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def missing(catalog: Catalog, found: dict[Text, set[str]]) -> Iterator[tuple[Text, str]]:
    """The texts whose English is not there, not sure, or does not fill the same gaps."""
    for text in found:
        entry = catalog.get(text.msgid, text.context)
        if entry is None:
            yield text, "missing"
        elif not (all(entry.string) if isinstance(entry.string, (tuple, list)) else entry.string):
            yield text, "empty"
        elif entry.fuzzy:
            yield text, "fuzzy"
        elif _gaps(entry) != _gaps_in(text.singular, text.plural or ""):
            yield text, "other gaps"


def _gaps(entry: Message) -> set[str]:
    strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
    return _gaps_in(*(string or "" for string in strings))


def _gaps_in(*strings: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|%[sd]|\{\w*\}", " ".join(strings)))


def write(po: Path, catalog: Catalog, found: dict[Text, set[str]]) -> None:
    """Keep the translations there are, add what is new, drop what no source shows any more."""
    fresh = Catalog(locale="en", domain="django", project="bkkplan", header_comment=HEADER, fuzzy=False)
    fresh.creation_date = fresh.revision_date = catalog.creation_date  # a run that finds nothing new changes nothing
    for text, places in sorted(found.items(), key=lambda item: (sorted(item[1]), item[0].singular)):
        entry = catalog.get(text.msgid, text.context)
        fresh.add(
            text.msgid,
            string=entry.string if entry else None,
            locations=[(place, 0) for place in sorted(places)],
            flags=entry.flags if entry else (),
            user_comments=entry.user_comments if entry else (),
            context=text.context,
        )
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, fresh, include_lineno=False, width=120)
