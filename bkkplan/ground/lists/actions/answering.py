"""What people say about a list: its columns, what its words mean, which of several things a row means."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.private_words import PublicText, find_personal_data
from bkkplan.ground.core.spreadsheets.columns import plain
from bkkplan.ground.lists.actions.opening import lock_row_list, look_again, open_place
from bkkplan.ground.lists.builders.looking import headings_of
from bkkplan.ground.lists.builders.outcome import Choice
from bkkplan.ground.lists.models import ColumnChoice, RowList, WordAnswer
from bkkplan.ground.lists.registry import kind_called


@transaction.atomic
def choose_columns(*, list_id: int, choice: Choice, on: date, by: User, at: datetime) -> RowList:
    """Say which column is which; the office's next file with these headings is read in the same way."""
    upload = lock_row_list(list_id)
    place = open_place(upload, by=by)
    upload.columns = choice.as_json()
    look_again(upload, place, on=on, by=by, at=at)
    if headings := headings_of(kind_called(upload.kind), upload.table or {}):
        ColumnChoice.objects.update_or_create(
            kind=upload.kind,
            district=upload.district,
            headings=headings,
            defaults={"choice": upload.columns, "chosen_at": at, "chosen_by": by},
        )
    record("lists.columns_chosen", upload, by=by, at=at)
    return upload


@transaction.atomic
def answer_words(*, list_id: int, answers: Mapping[tuple[str, str], str], on: date, by: User, at: datetime) -> RowList:
    """Say what words mean that a list does not know. The office is not asked again, unless a word may be a name."""
    upload = lock_row_list(list_id)
    place = open_place(upload, by=by)
    kept: dict[str, dict[str, str]] = {**upload.columns.get("answers", {})}
    for (column, word), value in answers.items():
        if word not in upload.outcome["strange"].get(column, {}):
            continue
        kept[column] = {**kept.get(column, {}), plain(word): value}
        if not find_personal_data([PublicText("", word)]):
            WordAnswer.objects.update_or_create(
                kind=upload.kind,
                district=upload.district,
                column=column,
                word=plain(word)[:150],
                defaults={"value": value, "answered_at": at, "answered_by": by},
            )
    upload.columns = {**upload.columns, "answers": kept}
    look_again(upload, place, on=on, by=by, at=at)
    record("lists.words_answered", upload, by=by, at=at)
    return upload


@transaction.atomic
def answer_rows(
    *, list_id: int, meant: Mapping[str, str], ended: Sequence[str] | None = None, on: date, by: User, at: datetime
) -> RowList:
    """Say which of several things rows of the list mean, by their numbers. No other list is read by it.

    ``ended`` has the keys of rows that the list does not name and that have ended; None leaves what was said before.
    """
    upload = lock_row_list(list_id)
    place = open_place(upload, by=by)
    upload.columns = {**upload.columns, "meant": {**upload.columns.get("meant", {}), **meant}}
    if ended is not None:
        upload.columns["ended"] = list(ended)
    look_again(upload, place, on=on, by=by, at=at)
    record("lists.rows_answered", upload, by=by, at=at)
    return upload
