"""The data of a list's preview, and how a confirmation is compared with it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bkkplan.ground.core.columns import (
    Word,
)
from bkkplan.ground.core.private_words import Passage, find_personal_data
from bkkplan.ground.core.tables import TYPED, UNREAD, Sheet, Table
from bkkplan.ground.core.typed_cells import shown, without_ids
from bkkplan.ground.lists.builders.outcome import DOES, Choice, Outcome, columns_of
from bkkplan.ground.lists.registry import ListKind

FIGURES = ("amount", "quantity", "number")
MOST_SHOWN = 60  # letters of a cell that is refused


def as_json(
    kind: ListKind, found: Outcome, words: Mapping[str, Sequence[Word]], table: Mapping[str, Any], choice: Choice
) -> dict[str, Any]:
    """What the page shows; a confirmation compares it row by row with what it would do then."""
    opened = Table.of(dict(table))
    columns = {column.key: column for column in columns_of(kind)}
    shown_anyway = kind.always_shown | {kind.detail}
    used = [column for column in kind.columns if column.key in found.fields or column.key in shown_anyway]
    rows, errors = [], list(found.errors)
    for line in found.lines:
        cells = [shown(column, line.values.get(column.key), words.get(column.key, ())) for column in used]
        rows.append(
            {
                "row": line.number,
                "does": line.does,
                "sentence": line.sentence,
                "key": line.key,
                "seen": line.seen,
                "cells": cells,
                "changes": [list(change) for change in line.changes],
            }
            | ({"choices": [list(one) for one in line.choices], "meant": line.meant} if line.choices else {})
        )
        errors += [
            {
                "row": line.number,
                "column": columns[key].heading if key in columns else "",
                "value": without_ids(line.texts.get(key, "").lstrip(TYPED + UNREAD))[0][:MOST_SHOWN],
                "sentence": text,
            }
            for key, text in line.errors
        ]
    texts = [text for line in found.to_write() for text in line.values.values() if isinstance(text, str)]
    found.names = len(find_personal_data(Passage("", text) for text in texts)) if kind.detail else 0
    does = [line.does for line in found.lines]
    return {
        "heads": list(found.heads),
        "fields": list(found.fields),
        "samples": _samples(opened.sheets[0], len(found.heads)),
        "has_headings": bool(opened.sheets[0].heading_row),
        "first_is_heading": found.has_heads,
        "used": [column.heading for column in used],
        "rows": rows,
        "errors": errors,
        "strange": found.strange,
        "never_kept": found.never_kept,
        "ids": found.ids,
        "names": found.names,
        "other_sheets": [name for name, _why in opened.others],
        "unused": [head for head, name in zip(found.heads, found.fields, strict=True) if name is None and head],
        "choice": choice.as_json(),
    } | {name: does.count(name) for name in DOES}


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
    seen = json.dumps([outcome.get(name) for name in ("rows", "errors", "strange", "marked")], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def moved_rows(seen: Mapping[str, Any], now: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows that would do something else now than what was shown.

    Their sentences are not compared: a worker writes them in Thai, and the person may read English.
    """

    def told(row: Mapping[str, Any]) -> list[Any]:
        return [*(row[name] for name in ("does", "key", "seen", "cells", "changes")), row.get("meant", "")]

    before = {row["row"]: told(row) for row in seen["rows"]}
    return [row["row"] for row in now["rows"] if before.get(row["row"]) != told(row)]
