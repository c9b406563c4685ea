"""Bring a list in: it is read, its outcome is kept, and exactly that is written, in one act, or nothing.

What is written is written by the subject's own actions, under its locks, and leaves the lines of the log that single
acts leave; here stands only what all lists have in common.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.columns import plain
from bkkplan.ground.core.lists import ListState, keep_reading
from bkkplan.ground.core.private_words import Passage, find_personal_data
from bkkplan.ground.lists.actions.errors import (
    BuiltOnError,
    DayToComeError,
    EndedError,
    ListError,
    NotHereError,
    NothingToDoError,
    NotReadyError,
    RowsChangedError,
    WrongMomentError,
)
from bkkplan.ground.lists.builders.looking import Progress, headings_of, look, read
from bkkplan.ground.lists.builders.outcome import Choice, Outcome
from bkkplan.ground.lists.builders.preview import moved_rows, seal_of
from bkkplan.ground.lists.models import ColumnChoice, ListReading, RowList, WordAnswer
from bkkplan.ground.lists.registry import ListKind, Made, Place, Source, kind_called

__all__ = [
    "BuiltOnError",
    "DayToComeError",
    "EndedError",
    "ListError",
    "NotHereError",
    "NotReadyError",
    "NothingToDoError",
    "RowsChangedError",
    "WrongMomentError",
    "answer_rows",
    "answer_words",
    "cancel",
    "choose_columns",
    "confirm",
    "drop_lists",
    "made_by",
    "read_at_once",
    "read_rows",
    "remembered",
    "submit",
    "undo",
]

REMEMBERED_LISTS = 20


class Counts(TypedDict):
    """How many rows a list made and changed."""

    new: int
    changed: int


@transaction.atomic
def submit(
    *,
    kind: str,
    place: str,
    uuid: UUID,
    data: bytes,
    name: str,
    day: date | None = None,
    on: date | None = None,
    by: User,
    at: datetime,
) -> RowList:
    """Keep a list and ask a worker to read it. A form that is sent twice gives the same list.

    ``day`` is of which day the list tells, for a kind that asks; it may not be after ``on``, the working day.
    """
    upload, is_new = _keep(kind, place, uuid, data, name, day=day, on=on, by=by, at=at)
    if is_new:
        jobs.submit(ListReading(upload=upload, key=str(uuid)), by=by, at=at)
    return upload


def _keep(
    kind: str,
    place: str,
    uuid: UUID,
    data: bytes | None,
    name: str,
    *,
    day: date | None,
    on: date | None,
    by: User,
    at: datetime,
) -> tuple[RowList, bool]:
    where = _find(kind_called(kind), place, by=by)
    if (day is not None) != bool(kind_called(kind).day_label):
        raise NotHereError
    if day and on and day > on:
        raise DayToComeError
    if where.obstacle:
        raise WrongMomentError(where.obstacle)
    fresh: dict[str, object] = {"kind": kind, "place": place, "district": where.district, "data": data, "name": name}
    fresh |= {"uploaded_at": at, "uploaded_by": by, "day": day}
    upload, is_new = RowList.objects.get_or_create(uuid=uuid, defaults=fresh)
    if is_new:
        record("lists.uploaded", upload, by=by, at=at, file=name, list_kind=kind)
    elif (upload.kind, upload.place, upload.uploaded_by_id) != (kind, place, by.pk):
        raise NotHereError
    return upload, is_new


@transaction.atomic
def read_at_once(
    *,
    kind: str,
    place: str,
    data: bytes,
    name: str,
    day: date | None = None,
    on: date,
    by: User,
    at: datetime,
    progress: Progress | None = None,
) -> RowList:
    """Keep a list and read it in this process, for a command. Raises NotUnderstoodError if it can't be read."""
    upload, _is_new = _keep(kind, place, uuid4(), None, name, day=day, on=on, by=by, at=at)
    upload.outcome = _read(upload, data, on=on, at=at, progress=progress)
    upload.state = ListState.CHECKED
    upload.save(update_fields=["table", "columns", "outcome", "state"])
    return upload


def read_rows(claim: jobs.Claim, *, on: date, at: datetime) -> None:
    """Read a list's file for a worker and keep its table in place of the file, with what the list would do.

    Only keeping it is a transaction, so that others see the progress. `confirm` looks at the rows again.
    """
    upload = RowList.objects.select_related("uploaded_by").get(pk=claim.job.upload_id)
    outcome = _read(upload, bytes(upload.data or b""), on=on, at=at, progress=claim.progress)

    def check(kept: RowList) -> Mapping[str, object]:
        RowList.objects.filter(pk=kept.pk).update(columns=upload.columns)
        return outcome

    keep_reading(RowList, claim, read=lambda _data, _name: upload.table or {}, check=check)


def _read(upload: RowList, data: bytes, *, on: date, at: datetime, progress: Progress | None) -> dict[str, object]:
    """Read a file into the list's table, with the columns that the office chose before. Returns what it would do."""
    kind = kind_called(upload.kind)
    upload.table = read(kind, data, upload.name)
    place = replace(_find(kind, upload.place, by=upload.uploaded_by), source=_source_of(upload))
    headings = headings_of(kind, upload.table)
    known = ColumnChoice.objects.filter(kind=kind.code, district=upload.district_id, headings=headings).first()
    upload.columns = known.choice if known and headings else {}
    return _looked_at(upload, place, by=upload.uploaded_by, on=on, at=at, progress=progress)[0]


@transaction.atomic
def choose_columns(*, list_id: int, choice: Choice, on: date, by: User, at: datetime) -> RowList:
    """Say which column is which; the office's next file with these headings is read in the same way."""
    upload = _lock_row_list(list_id)
    place = _open_place(upload, by=by)
    upload.columns = choice.as_json()
    _look_again(upload, place, on=on, by=by, at=at)
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
    upload = _lock_row_list(list_id)
    place = _open_place(upload, by=by)
    kept: dict[str, dict[str, str]] = {**upload.columns.get("answers", {})}
    for (column, word), value in answers.items():
        if word not in upload.outcome["strange"].get(column, {}):
            continue
        kept[column] = {**kept.get(column, {}), plain(word): value}
        if not find_personal_data([Passage("", word)]):
            WordAnswer.objects.update_or_create(
                kind=upload.kind,
                district=upload.district,
                column=column,
                word=plain(word)[:150],
                defaults={"value": value, "answered_at": at, "answered_by": by},
            )
    upload.columns = {**upload.columns, "answers": kept}
    _look_again(upload, place, on=on, by=by, at=at)
    record("lists.words_answered", upload, by=by, at=at)
    return upload


@transaction.atomic
def answer_rows(
    *, list_id: int, meant: Mapping[str, str], ended: Sequence[str] | None = None, on: date, by: User, at: datetime
) -> RowList:
    """Say which of several things rows of the list mean, by their numbers. No other list is read by it.

    ``ended`` has the keys of rows that the list does not name and that have ended; None leaves what was said before.
    """
    upload = _lock_row_list(list_id)
    place = _open_place(upload, by=by)
    upload.columns = {**upload.columns, "meant": {**upload.columns.get("meant", {}), **meant}}
    if ended is not None:
        upload.columns["ended"] = list(ended)
    _look_again(upload, place, on=on, by=by, at=at)
    record("lists.rows_answered", upload, by=by, at=at)
    return upload


def confirm(*, list_id: int, seen: str = "", leaves_out: bool = False, on: date, by: User, at: datetime) -> RowList:
    """Write the rows that the person saw, or nothing. A list that is in already is returned as it is.

    With ``leaves_out`` the rows that are wrong, and those that changed under an earlier preview, are not written; all
    others are. Raises RowsChangedError if rows changed since: they are marked in the kept outcome.
    """
    with transaction.atomic():
        upload = _lock_row_list(list_id)
        if upload.state == ListState.DONE and upload.confirmed_by_id == by.pk:
            return upload
        kind = kind_called(upload.kind)
        place = _open_place(upload, by=by, is_locked=True)
        before = upload.outcome
        marked = set(before.get("marked", ()))
        if seen and seen != seal_of(before):
            raise RowsChangedError(_("ตารางนี้ถูกตรวจใหม่ในอีกหน้าหนึ่ง ดูผลที่ตรวจใหม่ก่อนยืนยัน"))
        if before["strange"] or before.get("asked") or any(not error["row"] for error in before["errors"]):
            raise NotReadyError
        if (before["wrong"] or marked) and not (leaves_out and kind.leaves_out):
            raise NotReadyError
        after, found = _looked_at(upload, place, by=by, on=on, at=at)
        moved = set(moved_rows(before, after)) - marked
        if moved:
            upload.outcome = after | ({"marked": sorted(moved | marked)} if kind.leaves_out else {})
            upload.save(update_fields=["outcome"])
        else:
            lines = [line for line in found.to_write() if line.number not in marked]
            if not lines and not kind.takes_unchanged:
                raise NothingToDoError
            upload.made = kind.write(place, lines, on=on, by=by, at=at)
            upload.state, upload.confirmed_at, upload.confirmed_by = ListState.DONE, at, by
            counts = _counts(upload.made)
            _forget(upload)
            upload.outcome = {**after, **counts, "rows": [], "errors": [], "samples": [], "strange": {}, "marked": []}
            upload.outcome |= {"not_named": [], "ended": []}
            upload.save(
                update_fields=["made", "state", "confirmed_at", "confirmed_by", "table", "data", "outcome", "columns"]
            )
            record("lists.imported", upload, by=by, at=at, list_kind=upload.kind, file=upload.name, **counts)
    if moved:
        raise RowsChangedError
    return upload


@transaction.atomic
def cancel(*, list_id: int, by: User, at: datetime) -> RowList:
    upload = _lock_row_list(list_id)
    _open_place(upload, by=by, during=(ListState.WAITING, ListState.CHECKED))
    jobs.cancel(ListReading, ListReading.objects.filter(upload=upload).values_list("pk", flat=True).first())
    upload.state, upload.outcome = ListState.CANCELLED, {}
    _forget(upload)
    upload.save(update_fields=["state", "table", "data", "outcome", "columns"])
    record("lists.cancelled", upload, by=by, at=at)
    return upload


@transaction.atomic
def undo(*, list_id: int, on: date, by: User, at: datetime) -> str:
    """Take back what a list wrote, as an act of its own. Returns a sentence about what stays; empty if nothing does.

    Raises BuiltOnError if something was built on it.
    """
    upload = _lock_row_list(list_id)
    place = _open_place(upload, by=by, during=(ListState.DONE,), is_locked=True)
    if not upload.made:
        raise WrongMomentError(_("เลิกทำตารางนี้ไม่ได้แล้ว เพราะนานเกินกำหนดเก็บ"))
    stays = kind_called(upload.kind).undo(place, made_by(upload), on=on, by=by, at=at)
    upload.state, upload.undone_at, upload.undone_by = ListState.UNDONE, at, by
    counts, upload.made = _counts(upload.made), []
    upload.save(update_fields=["state", "undone_at", "undone_by", "made"])
    record("lists.undone", upload, by=by, at=at, list_kind=upload.kind, file=upload.name, **counts)
    return stays or ""


def made_by(upload: RowList) -> list[Made]:
    """What a list wrote, as its kind said; empty before it is in, and after it was undone or kept long enough."""
    return [(key, does, version, before) for key, does, version, before in upload.made]


def drop_lists(before: datetime) -> int:
    """Lists that nobody confirmed hold texts that nobody answers for: they go after a time.

    What undoing needs goes, too: after that a list can't be undone any more.
    """
    RowList.objects.filter(uploaded_at__lt=before).exclude(made=[]).update(made=[])
    old = RowList.objects.filter(uploaded_at__lt=before, state__in=(ListState.WAITING, ListState.CHECKED))
    return old.update(state=ListState.CANCELLED, table=None, data=None, outcome={}, columns={})


def remembered(kind: str, district_id: int | None) -> dict[str, dict[str, str]]:
    """What an office answered about words, by column and word."""
    found: dict[str, dict[str, str]] = {}
    for answer in WordAnswer.objects.filter(kind=kind, district=district_id).order_by("pk"):
        found.setdefault(answer.column, {})[answer.word] = answer.value
    return found


def _find(kind: ListKind, place: str, *, by: User) -> Place:
    where = kind.find(place, by)
    if where is None:
        raise NotHereError
    if not by.has_perm(kind.permission, where.row):
        raise PermissionDenied
    return where


def _lock_row_list(list_id: int) -> RowList:
    lists = RowList.objects.select_for_update(of=("self",), no_key=True)
    return lists.select_related("uploaded_by", "district").get(pk=list_id)


def _open_place(
    upload: RowList, *, by: User, during: Sequence[ListState] = (ListState.CHECKED,), is_locked: bool = False
) -> Place:
    """The place of a list that is at one of these steps, its row locked if asked."""
    kind = kind_called(upload.kind)
    place = _find(kind, upload.place, by=by)
    if upload.state not in during:
        raise EndedError(upload)
    found = kind.take(upload.place, by=by) if is_locked else place
    return replace(found, source=_source_of(upload))


def _source_of(upload: RowList) -> Source:
    return Source(upload.uuid, upload.name, upload.day)


def _look_again(upload: RowList, place: Place, *, on: date, by: User, at: datetime) -> None:
    upload.outcome = _looked_at(upload, place, by=by, on=on, at=at)[0]
    upload.save(update_fields=["columns", "outcome"])


def _looked_at(
    upload: RowList, place: Place, *, by: User, on: date, at: datetime, progress: Progress | None = None
) -> tuple[dict[str, object], Outcome]:
    kind = kind_called(upload.kind)
    answers: dict[str, dict[str, str]] = remembered(upload.kind, upload.district_id)
    for column, of_it in upload.columns.get("answers", {}).items():
        answers[column] = {**answers.get(column, {}), **of_it}
    return look(
        kind,
        place,
        upload.table or {},
        Choice.of(upload.columns),
        answers,
        mine={} if kind.finds_rows else _mine(upload, by),
        on=on,
        by=by,
        at=at,
        progress=progress,
    )


def _mine(upload: RowList, by: User) -> dict[str, int]:
    """The versions that earlier lists of the person left at this place, by the rows' keys."""
    lists = RowList.objects.filter(
        kind=upload.kind, place=upload.place, state=ListState.DONE, confirmed_by=by
    ).order_by("-confirmed_at", "-pk")
    made = list(lists.values_list("made", flat=True)[:REMEMBERED_LISTS])
    return {key: version for rows in reversed(made) for key, _does, version, _before in rows}


def _counts(made: Iterable[Sequence[object]]) -> Counts:
    does = [row[1] for row in made]
    return {"new": does.count("new"), "changed": does.count("changed")}


def _forget(upload: RowList) -> None:
    upload.table, upload.data, upload.columns = None, None, {}
