"""What all acts on a list begin with: its row locked, its place found, its rows looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypedDict

from django.core.exceptions import PermissionDenied

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.lists import registry
from bkkplan.ground.lists.actions.errors import BeingWrittenError, EndedError, NotHereError
from bkkplan.ground.lists.builders.looking import look
from bkkplan.ground.lists.builders.outcome import DOES, Choice, Outcome
from bkkplan.ground.lists.models import ListWriting, RowList, WordAnswer
from bkkplan.ground.lists.registry import ListKind, Made, Place, Progress, Source, kind_called, to_nobody

REMEMBERED_LISTS = 20


class Counts(TypedDict):
    """How many rows a list made and changed."""

    new: int
    changed: int


def remembered(kind: str, district_id: int | None) -> dict[str, dict[str, str]]:
    """What an office answered about words, by column and word."""
    found: dict[str, dict[str, str]] = {}
    for answer in WordAnswer.objects.filter(kind=kind, district=district_id).order_by("pk"):
        found.setdefault(answer.column, {})[answer.word] = answer.value
    return found


def made_by(upload: RowList) -> list[Made]:
    """What a list wrote, as its kind said; empty before it is in, and after it was undone or kept long enough."""
    return [(key, does, version, before) for key, does, version, before in upload.made]


def find(kind: ListKind, place: str, *, by: User) -> Place:
    where = kind.find(place, by)
    if where is None:
        raise NotHereError
    if not by.has_perm(kind.permission, where.row):
        raise PermissionDenied
    return where


def lock_row_list(list_id: int, *, held: jobs.Claim | None = None) -> RowList:
    """Lock a list. ``held`` is the hold of the worker that writes it.

    Raises BeingWrittenError for everybody else while a worker is asked to write it.
    """
    if held is None:
        _demand_unwritten(list_id)  # the worker holds the lock as long as it writes: nobody waits for that
    lists = RowList.objects.select_for_update(of=("self",), no_key=True)
    upload = lists.select_related("uploaded_by", "district").get(pk=list_id)
    if held is None:
        _demand_unwritten(list_id)
    return upload


def _demand_unwritten(list_id: int) -> None:
    live = ListWriting.objects.filter(jobs.IS_LIVE, upload=list_id).select_related("requested_by", "upload").first()
    if live is not None:
        raise BeingWrittenError(live)


def is_long(upload: RowList) -> bool:
    """Whether a worker writes the list, or takes it back: a page would wait too long for it."""
    rows = len(upload.made) if upload.made else sum(upload.outcome.get(name, 0) for name in DOES)
    return rows > registry.MOST_AT_ONCE


def open_place(
    upload: RowList,
    *,
    by: User,
    during: Sequence[ListState] = (ListState.CHECKED,),
    is_locked: bool = False,
    tell: Progress = to_nobody,
) -> Place:
    """The place of a list that is at one of these steps, its row locked if asked."""
    kind = kind_called(upload.kind)
    place = find(kind, upload.place, by=by)
    if upload.state not in during:
        raise EndedError(upload)
    found = kind.take(upload.place, by=by) if is_locked else place
    return replace(found, source=source_of(upload), tell=tell)


def source_of(upload: RowList) -> Source:
    return Source(upload.uuid, upload.name, upload.day)


def look_again(upload: RowList, place: Place, *, on: date, by: User, at: datetime) -> None:
    upload.outcome = looked_at(upload, place, by=by, on=on, at=at)[0]
    upload.save(update_fields=["columns", "outcome"])
    ListWriting.objects.filter(upload=upload).delete()  # what a worker said was about what was looked at before


def looked_at(
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
    """By the keys of rows, the versions to which the person's own earlier lists at this place brought them."""
    lists = RowList.objects.filter(
        kind=upload.kind, place=upload.place, state=ListState.DONE, confirmed_by=by
    ).order_by("-confirmed_at", "-pk")
    made = list(lists.values_list("made", flat=True)[:REMEMBERED_LISTS])
    return {key: version for rows in reversed(made) for key, _does, version, _before in rows}


def counts_of(made: Iterable[Sequence[object]]) -> Counts:
    does = [row[1] for row in made]
    return {"new": does.count("new"), "changed": does.count("changed")}


def forget(upload: RowList) -> None:
    upload.table, upload.data, upload.columns = None, None, {}
