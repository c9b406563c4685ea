"""Which row that stands a line of a list means, and what it changes of it."""

from collections.abc import Mapping, Sequence

from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.forms.typed_cells import shown
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.lists.builders.outcome import KEY
from bkkplan.ground.lists.registry import ExistingRow, Line, ListKind, Place


def compare(
    kind: ListKind, place: Place, lines: Sequence[Line], given: Mapping[int, tuple[str, int]], mine: Mapping[str, int]
) -> None:
    """Find the row that each line means, and say what it changes.

    ``given`` has the key and the version of a line's file, by its number.
    """
    standing: dict[str, ExistingRow] = {row.key: row for row in kind.existing_rows(place)}
    words = kind.cell_words(place)
    alike: dict[object, list[ExistingRow]] = {}
    for known in standing.values():
        same = kind.same_row(known.whole)
        if same is not None and not known.is_out:
            alike.setdefault(same, []).append(known)
    unknown = {key for key, _version in given.values() if key not in standing}
    others = kind.elsewhere(place, unknown) if unknown else {}
    met = {key for key, _version in given.values()}
    for line in lines:
        if line.does in ("left", "wrong"):
            continue
        key, version = given.get(line.number, ("", 0))
        if key in others:
            sentence = N_("แถวนี้เป็นของ %(place)s จึงไม่นำเข้า")
            line.refuse(KEY.key, in_words(NotUnderstoodError(sentence, place=others[key])))
            continue
        row: ExistingRow | None = standing.get(key)
        if row is None and not key and (same := kind.same_row(line.values)) is not None:
            row = next((one for one in alike.get(same, ()) if one.key not in met), None)
            if row is not None:
                met.add(row.key)
        line.key = row.key if row else key
        if row is None and version:
            line.refuse(KEY.key, in_words(NotUnderstoodError(N_("แถวนี้ไม่มีแล้วหลังจากดาวน์โหลดไฟล์ ดาวน์โหลดใหม่แล้วแก้อีกครั้ง"))))
        if row is not None:
            _change(kind, words, line, row, version=version, mine=mine)


def _change(
    kind: ListKind,
    words: Mapping[str, Sequence[Word]],
    line: Line,
    row: ExistingRow,
    *,
    version: int,
    mine: Mapping[str, int],
) -> None:
    """What a line changes of its row. An empty cell changes something only where the file went out with the row in it:
    ``version`` is 0 for a row without a key, and for one that was typed into a blank row of the file.
    """
    is_known = version > 0
    line.seen, line.does = row.version, "same"
    for column in kind.columns:
        new, old = line.values.get(column.key), row.whole.get(column.key)
        is_given = column.key in line.values and (is_known or new not in ("", None))
        if is_given and is_known and new != old and column.key in line.filled & row.values.keys():
            line.refuse(column.key, in_words(NotUnderstoodError(N_("ยังไม่มี “%(h)s”"), h=column.heading)))
        if is_given and column.key not in row.values:
            if new not in ("", None, old) and column.key not in line.filled:
                sentence = N_("แก้ได้ในแถวแรกของ “%(title)s” เท่านั้น")
                title = row.under.get(kind.columns[0].key, "")
                line.refuse(column.key, in_words(NotUnderstoodError(sentence, title=title)))
            line.values[column.key] = old
            continue
        if is_given and new != old:
            was, becomes = (shown(column, value, words.get(column.key, ())) for value in (old, new))
            line.changes = (*line.changes, (column.heading, was, becomes))
        elif not is_given:
            line.values.pop(column.key, None)
    if line.changes or row.is_out:
        line.does = "changed"
    if line.changes and is_known and version != row.version and mine.get(row.key) != row.version:
        sentence = N_("มีผู้แก้แถวนี้หลังจากดาวน์โหลดไฟล์ ดาวน์โหลดใหม่แล้วแก้อีกครั้ง")
        line.refuse(KEY.key, in_words(NotUnderstoodError(sentence)))
