"""A long list is written, or taken back, by a worker: it is asked for, done, or stopped before it is done."""

from datetime import date, datetime

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.lists.actions.confirming import confirm, demand_ready
from bkkplan.ground.lists.actions.errors import BeingWrittenError
from bkkplan.ground.lists.actions.opening import find, lock_row_list, open_place
from bkkplan.ground.lists.actions.undoing import demand_undoable, undo
from bkkplan.ground.lists.models import ListWriting, RowList
from bkkplan.ground.lists.registry import kind_called

Act = ListWriting.Act


@transaction.atomic
def ask_to_confirm(*, list_id: int, seen: str = "", leaves_out: bool = False, by: User, at: datetime) -> RowList:
    """Ask a worker to `confirm` a list as the person saw it. A list that is in already is returned as it is.

    What can be refused at once is; the worker asks everything again when it writes.
    """
    try:
        upload = lock_row_list(list_id)
    except BeingWrittenError as error:
        return _asked_before(error, Act.CONFIRM, by)
    if upload.state == ListState.DONE and upload.confirmed_by_id == by.pk:
        return upload
    open_place(upload, by=by)
    demand_ready(upload, seen=seen, leaves_out=leaves_out)
    _ask(ListWriting(upload=upload, act=Act.CONFIRM, seen=seen, leaves_out=leaves_out), by=by, at=at)
    record("lists.confirm_asked", upload, by=by, at=at)
    return upload


@transaction.atomic
def ask_to_undo(*, list_id: int, by: User, at: datetime) -> RowList:
    """Ask a worker to `undo` a list."""
    try:
        upload = lock_row_list(list_id)
    except BeingWrittenError as error:
        return _asked_before(error, Act.UNDO, by)
    open_place(upload, by=by, during=(ListState.DONE,))
    demand_undoable(upload)
    _ask(ListWriting(upload=upload, act=Act.UNDO), by=by, at=at)
    record("lists.undo_asked", upload, by=by, at=at)
    return upload


def _asked_before(error: BeingWrittenError, act: Act, by: User) -> RowList:
    """The list, if the same person asked for the same before; otherwise the error is raised."""
    writing = error.writing
    if (writing.act, writing.requested_by_id) != (act, by.pk):
        raise error
    return writing.upload


def _ask(writing: ListWriting, *, by: User, at: datetime) -> None:
    ListWriting.objects.filter(upload=writing.upload).delete()  # it has ended, or the list would not be locked
    writing.key, writing.requested_through = str(writing.upload.uuid), by.entered_through
    jobs.submit(writing, by=by, at=at)


@transaction.atomic
def stop(*, list_id: int, by: User, at: datetime) -> bool:
    """Stop what a worker was asked for. False if it had ended. Nothing is written then, or everything is."""
    upload = RowList.objects.get(pk=list_id)  # not locked: its worker holds the lock until it has ended
    find(kind_called(upload.kind), upload.place, by=by)
    is_stopped = jobs.cancel(
        ListWriting, ListWriting.objects.filter(upload=upload).values_list("pk", flat=True).first()
    )
    if is_stopped:
        record("lists.stopped", upload, by=by, at=at)
    return is_stopped


def write_list(claim: jobs.Claim, *, on: date, at: datetime) -> None:
    """Do for a worker what a person asked for, in their name and with the permissions that they have now."""
    writing: ListWriting = claim.job
    by = User.objects.get(pk=writing.requested_by_id)
    by.entered_through = writing.requested_through
    if writing.act == Act.UNDO:
        undo(list_id=writing.upload_id, on=on, by=by, at=at, held=claim)
        return
    confirm(
        list_id=writing.upload_id,
        seen=writing.seen,
        leaves_out=writing.leaves_out,
        on=on,
        by=by,
        at=at,
        held=claim,
    )
