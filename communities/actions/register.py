"""Importing the community register: a file is read and kept, then confirmed by its id. Only that file is written."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, record_many
from bkkplan.ground.core import jobs
from bkkplan.ground.core.files import removed_on_failure
from communities.actions.plans import PlanError
from communities.enums import ImportState, StandingStatus
from communities.models import Community, CommunityStanding, CommunityType, RegisterImport, RegisterReading
from communities.models.community import community_key
from communities.queries import RegisterRow
from districts.models import District, Subdistrict

KEPT_CHANGES = 1000  # changes of each kind that the page shows before the import is confirmed
REGISTER_LOCK = 20_664_001  # the advisory lock that lets only one import write at a time


class RegisterError(PlanError):
    sentence = _("นำเข้าทะเบียนไม่ได้")


class DayToComeError(RegisterError):
    sentence = _("วันที่ของข้อมูลทะเบียนต้องไม่หลังวันนี้")


class FileChangedError(RegisterError):
    sentence = _("ไฟล์ที่เก็บไว้ไม่ตรงกับไฟล์ที่ตรวจ นำเข้าไฟล์ใหม่อีกครั้ง")


class RegisterChangedError(RegisterError):
    sentence = _("ทะเบียนเปลี่ยนไปหลังจากตรวจไฟล์นี้ ตรวจผลใหม่ด้านล่างแล้วยืนยันอีกครั้ง")


class NotAwaitingConfirmationError(RegisterError):
    sentence = _("การนำเข้านี้ไม่ได้รอยืนยันแล้ว")


@dataclass(frozen=True, slots=True)
class RowError:
    sheet: str
    row: int
    column: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of the file does to a community. ``was`` is None for a new community."""

    row: int
    was: RegisterRow | None
    becomes: RegisterRow
    # By heading, for each column that differs: the old text and the new one.
    differing: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file compared with the register of a day."""

    sha256: str
    created: tuple[Change, ...] = ()
    updated: tuple[Change, ...] = ()
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    # Headings of the file that are unknown and were not read.
    unused: tuple[str, ...] = ()
    # Communities that the file lacks: they exist on that day in a district of the file. They are listed and not
    # changed.
    absent: tuple[str, ...] = field(default=())
    # The table as it was read, as JSON. A later reading starts from it and does not open the file again.
    table: dict[str, Any] | None = None

    @property
    def counts(self) -> dict[str, Any]:
        return {
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": self.unchanged,
            "errors": len(self.errors),
            "absent": len(self.absent),
        }


class Reader(Protocol):
    """Reads a file as the register of a day; with ``table``, reads that earlier table instead of the file."""

    def __call__(self, data: bytes, name: str, day: date, *, table: dict[str, Any] | None = None) -> Reading: ...


@transaction.atomic
def check_register(
    *, data: bytes, name: str, register_on: date, read: Reader, by: User | None, at: datetime, on: date
) -> RegisterImport:
    """Read a file, keep it with its outcome, and return the import. No community is written. For the command line."""
    upload = _keep(data=data, name=name, register_on=register_on, by=by, at=at, on=on)
    _check(upload, read(data, name, register_on), by=by, at=at)
    return upload


@transaction.atomic
def submit_register(
    *, data: bytes, name: str, register_on: date, by: User, at: datetime, on: date
) -> tuple[RegisterImport, RegisterReading]:
    """Keep a file and ask a worker to read it. Returns the import and the job."""
    upload = _keep(data=data, name=name, register_on=register_on, by=by, at=at, on=on)
    asked = RegisterReading(upload=upload, key=str(upload.uuid))
    reading, _is_new = jobs.submit(asked, by=by, at=at)
    record("communities.register_uploaded", upload, by=by, at=at, file=name, sha256=upload.sha256)
    return upload, reading


def read_upload(claim: jobs.Claim, *, read: Reader, at: datetime) -> None:
    """A worker's job: keep what the file would change, unless the person cancelled the import meanwhile."""
    upload: RegisterImport = claim.job.upload
    reading = read(_kept(upload), upload.original_name, upload.register_on)
    with transaction.atomic():
        upload = RegisterImport.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.pk)
        claim.finish()
        _check(upload, reading, by=claim.job.requested_by, at=at)


def _keep(*, data: bytes, name: str, register_on: date, by: User | None, at: datetime, on: date) -> RegisterImport:
    _demand_right(by)
    if register_on > on:
        raise DayToComeError
    upload = RegisterImport(
        original_name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        register_on=register_on,
        state=ImportState.WAITING,
        uploaded_at=at,
        uploaded_by=by,
    )
    with removed_on_failure() as keep:
        keep(upload.file, str(upload.uuid), data)
        upload.save()
    return upload


def _check(upload: RegisterImport, reading: Reading, *, by: User | None, at: datetime) -> None:
    upload.state = ImportState.REFUSED if reading.errors else ImportState.CHECKED
    upload.outcome, upload.table = _outcome(reading), None if reading.errors else reading.table
    upload.save(update_fields=["state", "outcome", "table"])
    said = {"file": upload.original_name, "sha256": upload.sha256, **reading.counts}
    record("communities.register_checked", upload, by=by, at=at, **said)


def _kept(upload: RegisterImport) -> bytes:
    """The content of the file. Raises FileChangedError if it is not the file that was uploaded."""
    with upload.file.open("rb") as file:
        data: bytes = file.read()
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise FileChangedError
    return data


def confirm_register(*, import_id: int, read: Reader, by: User | None, at: datetime) -> RegisterImport:
    """Write the changes that the person saw, or nothing.

    The table is compared with the register again under the lock. If the outcome is another one now, it is kept for a
    new confirmation and RegisterChangedError is raised.
    """
    with transaction.atomic():
        upload = RegisterImport.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
        _demand_right(by)
        if upload.state != ImportState.CHECKED:
            raise NotAwaitingConfirmationError
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [REGISTER_LOCK])
        reading = read(_kept(upload), upload.original_name, upload.register_on, table=upload.table)
        outcome = _outcome(reading)
        as_promised = outcome == upload.outcome and not reading.errors
        if as_promised:
            _write(reading, upload=upload, by=by, at=at)
            upload.state, upload.confirmed_at, upload.confirmed_by = ImportState.DONE, at, by
            upload.table = None
        else:
            upload.outcome = outcome
            upload.state = ImportState.REFUSED if reading.errors else ImportState.CHECKED
        upload.save(update_fields=["state", "outcome", "table", "confirmed_at", "confirmed_by"])
    if not as_promised:
        raise RegisterChangedError
    return upload


@transaction.atomic
def cancel_register(*, import_id: int, by: User, at: datetime) -> RegisterImport:
    upload = RegisterImport.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
    _demand_right(by)
    if upload.state not in (ImportState.WAITING, ImportState.CHECKED):
        raise NotAwaitingConfirmationError
    jobs.cancel(RegisterReading, RegisterReading.objects.filter(upload=upload).values_list("pk", flat=True).first())
    upload.state, upload.table = ImportState.CANCELLED, None
    upload.save(update_fields=["state", "table"])
    record("communities.register_cancelled", upload, by=by, at=at)
    return upload


def _demand_right(by: User | None) -> None:
    """Raise PermissionDenied unless ``by`` may import. None is the operator of the command line, who may."""
    if by is not None and not by.has_perm("communities.manage_register"):
        raise PermissionDenied


def _outcome(reading: Reading) -> dict[str, Any]:
    """The outcome of a reading, as it is stored and shown."""
    return {
        **reading.counts,
        "errors_kept": [
            {"sheet": e.sheet, "row": e.row, "column": e.column, "value": e.value, "rule": e.rule}
            for e in reading.errors[:KEPT_CHANGES]
        ],
        "created_kept": [_told(change) for change in reading.created[:KEPT_CHANGES]],
        "updated_kept": [
            {**_told(change), "differing": {head: list(pair) for head, pair in change.differing.items()}}
            for change in reading.updated[:KEPT_CHANGES]
        ],
        "absent_kept": list(reading.absent[:KEPT_CHANGES]),
        "unused": list(reading.unused),
    }


def _told(change: Change) -> dict[str, Any]:
    row = change.becomes
    return {"row": change.row, "district": row.district_name, "subdistrict": row.subdistrict_name, "name": row.name}


def _write(reading: Reading, *, upload: RegisterImport, by: User | None, at: datetime) -> None:
    districts = {d.code: d for d in District.objects.all()}
    subdistricts = {s.code: s for s in Subdistrict.objects.all()}
    numbers = _last_numbers()
    created = []
    for change in reading.created:
        row = change.becomes
        numbers[row.district_code] = numbers.get(row.district_code, 0) + 1
        community = Community(
            code=f"{row.district_code}-{numbers[row.district_code]:04d}", district=districts[row.district_code]
        )
        created.append(_put(community, row, subdistricts))
    Community.objects.bulk_create(created, batch_size=1000)

    existing = Community.objects.in_bulk([change.becomes.community for change in reading.updated])
    updated = []
    for change in reading.updated:
        community = _put(existing[change.becomes.community], change.becomes, subdistricts)
        community.version += 1
        updated.append(community)
    Community.objects.bulk_update(
        updated, ["subdistrict", "name_th", "name_key", "reg_no", "houses", "people", "version"], batch_size=500
    )

    standings = [(new, change.becomes) for new, change in zip(created, reading.created, strict=True)]
    standings += [
        (old, change.becomes)
        for old, change in zip(updated, reading.updated, strict=True)
        if change.was is None or (change.was.type, change.was.status) != (change.becomes.type, change.becomes.status)
    ]
    _stand(standings, on=upload.register_on, by=by, at=at)

    about: dict[str, Any] = {"import_id": upload.pk, "register_on": upload.register_on}
    record_many("communities.community_registered", created, by=by, at=at, **about)
    record_many(
        "communities.community_updated",
        [
            (
                community,
                {
                    "before": {head: pair[0] for head, pair in change.differing.items()},
                    "after": {head: pair[1] for head, pair in change.differing.items()},
                },
            )
            for community, change in zip(updated, reading.updated, strict=True)
        ],
        by=by,
        at=at,
        **about,
    )
    record("communities.register_imported", upload, by=by, at=at, sha256=upload.sha256, **reading.counts)


def _put(community: Community, row: RegisterRow, subdistricts: dict[str, Subdistrict]) -> Community:
    community.subdistrict = subdistricts[row.subdistrict_code]
    community.name_th, community.name_key = row.name, community_key(row.name)
    community.reg_no, community.houses, community.people = row.reg_no, row.houses, row.people
    return community


def _stand(pairs: Sequence[tuple[Community, RegisterRow]], *, on: date, by: User | None, at: datetime) -> None:
    """Record new standings from the register's day on. A second register of the same day replaces the first."""
    CommunityStanding.objects.bulk_create(
        [
            CommunityStanding(
                community=community,
                type=row.type,
                status=row.status or StandingStatus.NORMAL,
                starts_on=on,
                recorded_at=at,
                recorded_by=by,
            )
            for community, row in pairs
        ],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["community", "starts_on"],
        update_fields=["type", "status", "recorded_at", "recorded_by"],
    )


def _last_numbers() -> dict[str, int]:
    """By the district's code: the highest number that a code of its communities ends with."""
    highest: dict[str, int] = {}
    for code in Community.objects.order_by("code").values_list("code", flat=True):
        district, _sep, number = code.partition("-")
        if number.isdecimal():
            highest[district] = max(highest.get(district, 0), int(number))
    return highest


def types_on(day: date, types: Iterable[CommunityType]) -> list[CommunityType]:
    return [t for t in types if t.valid_from <= day and (t.valid_until is None or t.valid_until > day)]
