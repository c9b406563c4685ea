"""Write what a list would do, as the person saw it, or nothing."""

from collections.abc import Mapping, Set
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.lists.actions.errors import NothingToDoError, NotReadyError, RowsChangedError
from bkkplan.ground.lists.actions.opening import counts_of, forget, lock_row_list, looked_at, open_place
from bkkplan.ground.lists.builders.outcome import Outcome
from bkkplan.ground.lists.builders.preview import moved_rows, seal_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import Place, Progress, kind_called, to_nobody


def confirm(
    *,
    list_id: int,
    seen: str = "",
    leaves_out: bool = False,
    on: date,
    by: User,
    at: datetime,
    held: jobs.Claim | None = None,
) -> RowList:
    """Write the rows that the person saw, or nothing. A list that is in already is returned as it is.

    With ``leaves_out`` the rows that are wrong, and those that changed under an earlier preview, are not written; all
    others are. ``held`` is the hold of the worker that does it: its job ends in the same transaction.

    Raises RowsChangedError if rows changed since: they are marked in the kept outcome.
    """
    with transaction.atomic():
        upload = lock_row_list(list_id, held=held)
        if upload.state == ListState.DONE and upload.confirmed_by_id == by.pk:
            return upload
        kind = kind_called(upload.kind)
        place = open_place(upload, by=by, is_locked=True, tell=held.tell if held else to_nobody)
        demand_ready(upload, seen=seen, leaves_out=leaves_out)
        before, marked = upload.outcome, set(upload.outcome.get("marked", ()))
        after, found = looked_at(upload, place, by=by, on=on, at=at, progress=_still_there(held))
        moved = set(moved_rows(before, after)) - marked
        if moved:
            upload.outcome = after | ({"marked": sorted(moved | marked)} if kind.leaves_out else {})
            upload.save(update_fields=["outcome"])
            if held:
                held.fail(str(RowsChangedError.sentence))
        else:
            _write(upload, place, found, after, without=marked, on=on, by=by, at=at)
            if held:
                held.finish()
    if moved:
        raise RowsChangedError
    return upload


def demand_ready(upload: RowList, *, seen: str, leaves_out: bool) -> None:
    """Raise if a list may not be brought in as it was looked at, or if the person saw another outcome of it."""
    outcome = upload.outcome
    if seen and seen != seal_of(outcome):
        raise RowsChangedError(_("ตารางนี้ถูกตรวจใหม่ในอีกหน้าหนึ่ง ดูผลที่ตรวจใหม่ก่อนยืนยัน"))
    if outcome["strange"] or outcome.get("asked") or any(not error["row"] for error in outcome["errors"]):
        raise NotReadyError
    if (outcome["wrong"] or outcome.get("marked")) and not (leaves_out and kind_called(upload.kind).leaves_out):
        raise NotReadyError


def _write(
    upload: RowList,
    place: Place,
    found: Outcome,
    outcome: Mapping[str, object],
    *,
    without: Set[int],
    on: date,
    by: User,
    at: datetime,
) -> None:
    kind = kind_called(upload.kind)
    lines = [line for line in found.to_write() if line.number not in without]
    if not lines and not kind.takes_unchanged:
        raise NothingToDoError
    upload.made = kind.write(place, lines, on=on, by=by, at=at)
    upload.state, upload.confirmed_at, upload.confirmed_by = ListState.DONE, at, by
    counts = counts_of(upload.made)
    forget(upload)
    upload.outcome = {**outcome, **counts, "rows": [], "errors": [], "samples": [], "strange": {}, "marked": []}
    upload.outcome |= {"not_named": [], "ended": []}
    upload.save(update_fields=["made", "state", "confirmed_at", "confirmed_by", "table", "data", "outcome", "columns"])
    record("lists.imported", upload, by=by, at=at, list_kind=upload.kind, file=upload.name, **counts)


def _still_there(held: jobs.Claim | None) -> Progress | None:
    """While a worker looks at the rows again, it tells that none is written, and learns of a cancellation."""
    return (lambda _done, total: held.tell(0, total)) if held else None
