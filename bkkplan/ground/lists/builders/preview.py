"""The data of a list's preview, and how a confirmation is compared with it."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bkkplan.ground.core.forms.tables import TYPED, UNREAD, Column, FileTable, Sheet
from bkkplan.ground.core.forms.typed_cells import Value, shown, without_ids
from bkkplan.ground.core.private_words import PublicText, find_personal_data
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.lists.builders.outcome import DOES, Choice, Outcome, columns_of
from bkkplan.ground.lists.registry import Line, ListKind

FIGURES = ("amount", "quantity", "number")
MOST_SHOWN = 60  # letters of a cell that is refused
MOST_ROWS = 2000  # that are kept for the page
MOST_ERRORS = 1000
MOST_NOT_NAMED = 1000


def as_json(
    kind: ListKind, found: Outcome, words: Mapping[str, Sequence[Word]], opened: FileTable, choice: Choice
) -> dict[str, Any]:
    """What the page shows; a confirmation compares it row by row with what it would do then.

    Of a long list some rows are kept for the page, and a digest of all.
    """
    columns = {column.key: column for column in columns_of(kind)}
    shown_anyway = kind.always_shown | {kind.detail}
    used = [column for column in kind.columns if column.key in found.fields or column.key in shown_anyway]
    kept, digest = _kept(found.lines), hashlib.sha256()
    text_of = _texts_of(words)
    rows, errors = [], list(found.errors)
    for line in found.lines:
        row = {
            "row": line.number,
            "does": line.does,
            "sentence": line.sentence,
            "key": line.key,
            "seen": line.seen,
            "cells": [text_of(column, line.values.get(column.key)) for column in used],
            "changes": [list(change) for change in line.changes],
        }
        if line.where:
            row["where"] = line.where
        if line.choices:
            row |= {"choices": [list(one) for one in line.choices], "meant": line.meant}
        if kept is None:
            rows.append(row)
        else:
            digest.update(json.dumps(_told(row)).encode())
            if line.number in kept:
                rows.append(row)
        for key, text in line.errors if len(errors) < MOST_ERRORS else ():
            error = {
                "row": line.number,
                "column": columns[key].heading if key in columns else "",
                "value": _value_of(line.texts.get(key, "")),
                "sentence": text,
            }
            errors.append(error | ({"where": row["where"]} if "where" in row else {}))
    does = Counter(line.does for line in found.lines)
    found.names = 0
    if kind.detail:
        texts = [text for line in found.to_write() for text in line.values.values() if isinstance(text, str)]
        found.names = len(find_personal_data(PublicText("", text) for text in texts))
    return {
        "heads": list(found.heads),
        "fields": list(found.fields),
        "samples": _samples(opened.sheets[0], len(found.heads)),
        "has_headings": bool(opened.sheets[0].heading_row),
        "first_is_heading": found.has_heads,
        "used": [column.heading for column in used],
        "rows": rows,
        "sum": digest.hexdigest() if kept is not None else "",
        "errors": errors,
        "strange": found.strange,
        "never_kept": found.never_kept,
        "ids": found.ids,
        "names": found.names,
        "not_named": [list(one) for one in found.not_named[:MOST_NOT_NAMED]],
        "not_named_in_all": len(found.not_named),
        "ended": list(choice.ended),
        "parts": [list(part) for part in opened.parts],
        "other_sheets": [name for name, _why in opened.others],
        "unused": [head for head, name in zip(found.heads, found.fields, strict=True) if name is None and head],
        "choice": choice.as_json(),
    } | {name: does[name] for name in DOES}


def _value_of(text: str) -> str:
    """Returns the text of a refused cell, without ids and shortened; "" for a cell in which there was no value."""
    return "" if text.startswith(UNREAD) else without_ids(text.lstrip(TYPED))[0][:MOST_SHOWN]


def _kept(lines: Sequence[Line]) -> set[int] | None:
    """The numbers of the rows of a long list that the page shows: what is asked or wrong first. None: all are."""
    if len(lines) <= MOST_ROWS:
        return None
    order = {does: place for place, does in enumerate(("asked", "wrong", "changed", "new", "left", "same"))}
    return {line.number for line in sorted(lines, key=lambda line: order[line.does])[:MOST_ROWS]}


def _texts_of(words: Mapping[str, Sequence[Word]]) -> Callable[[Column, Value], str]:
    """Returns what writes a value as the page shows it. The names of words are looked up, not searched."""
    names = {column: {word.value: word.name for word in reversed(of_it)} for column, of_it in words.items()}

    def text_of(column: Column, value: Value) -> str:
        if column.sort == "word" and isinstance(value, str):
            return names.get(column.key, {}).get(value, value)
        return value if isinstance(value, str) else shown(column, value, ())

    return text_of


def used_columns(kind: ListKind, outcome: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The headings of the columns that are shown, each with the class of its cells."""
    figures = {column.heading for column in kind.columns if column.sort in FIGURES}
    return [(heading, "num" if heading in figures else "") for heading in outcome.get("used", ())]


def _samples(sheet: Sheet, width: int) -> list[str]:
    """For each column a text that stands in it: by it a person knows the column."""
    rows = [cells for _number, cells in sheet.rows[:8]]
    return [next((row[at] for row in reversed(rows) if at < len(row) and row[at]), "")[:60] for at in range(width)]


def seal_of(outcome: Mapping[str, Any]) -> str:
    """What a person saw, in short: a confirmation of anything else is refused."""
    names = ("rows", "errors", "strange", "marked", *(name for name in ("sum", "ended") if outcome.get(name)))
    seen = json.dumps([outcome.get(name) for name in names], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def moved_rows(seen: Mapping[str, Any], now: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows that would do something else now than what was shown; 0 for rows that are not kept."""
    before = {row["row"]: _told(row) for row in seen["rows"]}
    moved = [row["row"] for row in now["rows"] if before.get(row["row"]) != _told(row)]
    return moved or ([0] if seen.get("sum", "") != now["sum"] else [])


def _told(row: Mapping[str, Any]) -> list[Any]:
    """What is compared of a row. Not its sentence: a worker writes it in Thai, and the person may read English."""
    return [*(row[name] for name in ("does", "key", "seen", "cells", "changes")), row.get("meant", "")]
