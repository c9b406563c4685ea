"""Hand a list in, and read it: its table is kept, with what the list would do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState, keep_reading
from bkkplan.ground.lists.actions.errors import DayToComeError, NotHereError, WrongMomentError
from bkkplan.ground.lists.actions.opening import find, forget, lock_row_list, looked_at, open_place, source_of
from bkkplan.ground.lists.builders.looking import headings_of, read
from bkkplan.ground.lists.models import ColumnChoice, ListReading, RowList
from bkkplan.ground.lists.registry import Progress, kind_called


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
    where = find(kind_called(kind), place, by=by)
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
    place = replace(find(kind, upload.place, by=upload.uploaded_by), source=source_of(upload))
    headings = headings_of(kind, upload.table)
    known = ColumnChoice.objects.filter(kind=kind.code, district=upload.district_id, headings=headings).first()
    upload.columns = known.choice if known and headings else {}
    return looked_at(upload, place, by=upload.uploaded_by, on=on, at=at, progress=progress)[0]


@transaction.atomic
def cancel(*, list_id: int, by: User, at: datetime) -> RowList:
    upload = lock_row_list(list_id)
    open_place(upload, by=by, during=(ListState.WAITING, ListState.CHECKED))
    jobs.cancel(ListReading, ListReading.objects.filter(upload=upload).values_list("pk", flat=True).first())
    upload.state, upload.outcome = ListState.CANCELLED, {}
    forget(upload)
    upload.save(update_fields=["state", "table", "data", "outcome", "columns"])
    record("lists.cancelled", upload, by=by, at=at)
    return upload


def drop_lists(before: datetime) -> int:
    """Cancel the lists that were uploaded before this moment and not confirmed; return how many they were.

    Their texts go, since nobody answers for them. Of older lists that were confirmed goes what an undo needs: they
    can't be undone any more.
    """
    RowList.objects.filter(uploaded_at__lt=before).exclude(made=[]).update(made=[])
    old = RowList.objects.filter(uploaded_at__lt=before, state__in=(ListState.WAITING, ListState.CHECKED))
    return old.update(state=ListState.CANCELLED, table=None, data=None, outcome={}, columns={})
