"""Take back what a list wrote."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.lists.actions.errors import WrongMomentError
from bkkplan.ground.lists.actions.opening import counts_of, lock_row_list, made_by, open_place
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import kind_called, to_nobody


@transaction.atomic
def undo(*, list_id: int, on: date, by: User, at: datetime, held: jobs.Claim | None = None) -> str:
    """Take back what a list wrote, as an act of its own. Returns a sentence about what stays; empty if nothing does.

    ``held`` is the hold of the worker that does it: its job ends in the same transaction, with that sentence. Raises
    BuiltOnError if something was built on the list.
    """
    upload = lock_row_list(list_id, held=held)
    tell = held.tell if held else to_nobody
    place = open_place(upload, by=by, during=(ListState.DONE,), is_locked=True, tell=tell)
    demand_undoable(upload)
    stays = kind_called(upload.kind).undo(place, made_by(upload), on=on, by=by, at=at) or ""
    upload.state, upload.undone_at, upload.undone_by = ListState.UNDONE, at, by
    counts, upload.made = counts_of(upload.made), []
    upload.save(update_fields=["state", "undone_at", "undone_by", "made"])
    record("lists.undone", upload, by=by, at=at, list_kind=upload.kind, file=upload.name, **counts)
    if held:
        held.finish(stays)
    return stays


def demand_undoable(upload: RowList) -> None:
    """Raise if what undoing needs is not kept any more."""
    if not upload.made:
        raise WrongMomentError(_("เลิกทำตารางนี้ไม่ได้แล้ว เพราะนานเกินกำหนดเก็บ"))
