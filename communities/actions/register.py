"""Importing the community register: a file is read and kept, then confirmed by its id. Only that file is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, record_many
from bkkplan.ground.core import jobs
from bkkplan.ground.core.files import removed_on_failure
from bkkplan.ground.core.wording import thai_date_short
from communities.actions import entries
from communities.actions.errors import PlanError
from communities.actions.reading import Reading, RegisterAnswers, outcome_of
from communities.enums import ImportState, StandingStatus
from communities.models import Community, CommunityType, RegisterImport, RegisterReading
from communities.queries import RegisterRow

REGISTER_LOCK = 20_664_001  # the advisory lock that lets only one import write at a time


class RegisterError(PlanError):
    sentence = _("นำเข้าทะเบียนไม่ได้")


class DayToComeError(RegisterError):
    sentence = _("วันที่ของข้อมูลทะเบียนต้องไม่หลังวันนี้")


class FileChangedError(RegisterError):
    sentence = _("ไฟล์ที่เก็บไว้ไม่ตรงกับไฟล์ที่ตรวจ นำเข้าไฟล์ใหม่อีกครั้ง")


class RegisterChangedError(RegisterError):
    sentence = _("ทะเบียนเปลี่ยนไปหลังจากตรวจไฟล์นี้ ตรวจผลใหม่ด้านล่างแล้วยืนยันอีกครั้ง")


class QuestionsOpenError(RegisterError):
    sentence = _("ยังมีชุมชนที่ต้องตอบว่าเป็นชุมชนเดิมหรือชุมชนใหม่")


class UnknownAnswerError(RegisterError):
    sentence = _("คำตอบบางข้อไม่ตรงกับคำถามของไฟล์นี้ ตรวจแล้วตอบใหม่")


class NotAwaitingConfirmationError(RegisterError):
    sentence = _("การนำเข้านี้ไม่ได้รอยืนยันแล้ว")


class Reader(Protocol):
    """Reads a file as the register of a day; with ``table``, reads that earlier table instead of the file.

    ``answers`` is what people said to the questions of an earlier reading.
    """

    def __call__(
        self,
        data: bytes,
        name: str,
        day: date,
        *,
        table: dict[str, object] | None = None,
        answers: RegisterAnswers | None = None,
    ) -> Reading: ...


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
    upload.outcome, upload.table = outcome_of(reading), None if reading.errors else reading.table
    upload.save(update_fields=["state", "outcome", "table"])
    file, counts = upload.original_name, reading.counts
    record("communities.register_checked", upload, by=by, at=at, file=file, sha256=upload.sha256, **counts)


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
        if upload.outcome.get("open"):
            raise QuestionsOpenError
        reading = _read_again(upload, read)
        outcome = outcome_of(reading)
        as_promised = outcome == upload.outcome and not reading.errors and not reading.open
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
def answer_register(
    *, import_id: int, answers: RegisterAnswers, read: Reader, by: User | None, at: datetime
) -> RegisterImport:
    """Keep what people said to the questions, and what the file would do then."""
    upload = RegisterImport.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
    _demand_right(by)
    if upload.state != ImportState.CHECKED:
        raise NotAwaitingConfirmationError
    _demand_sense(answers, upload)
    upload.answers = {**answers, "asked": upload.answers.get("asked") or upload.outcome["questions"]}
    reading = _read_again(upload, read)
    upload.outcome = outcome_of(reading)
    upload.state = ImportState.REFUSED if reading.errors else ImportState.CHECKED
    upload.save(update_fields=["answers", "outcome", "state"])
    record("communities.register_answered", upload, by=by, at=at, answers=dict(answers))
    return upload


def _demand_sense(answers: RegisterAnswers, upload: RegisterImport) -> None:
    """Each answer is to a question of the first reading, and no community is the same as two."""
    questions = upload.answers.get("asked") or upload.outcome["questions"]
    asked = {str(q["row"]): {c["code"] for c in q["candidates"]} for q in questions}
    same = answers.get("same", {})
    fitting = all(code in asked.get(row, ()) for row, code in same.items()) and all(
        str(row) in asked for row in answers.get("new", ())
    )
    if not fitting or len(set(same.values())) < len(same):
        raise UnknownAnswerError


def _read_again(upload: RegisterImport, read: Reader) -> Reading:
    return read(_kept(upload), upload.original_name, upload.register_on, table=upload.table, answers=upload.answers)


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


def _write(reading: Reading, *, upload: RegisterImport, by: User | None, at: datetime) -> None:
    signed = entries.Signed(upload.register_on, by, at)
    later = entries.Later(upload.register_on)
    created = entries.create([change.becomes for change in reading.created], on=upload.register_on)
    existing = Community.objects.in_bulk([row.community for row in _touched(reading)])
    updated = [(existing[change.becomes.community], change) for change in reading.updated]
    ended = [(existing[row.community], replace(row, status=StandingStatus.DISSOLVED)) for row in reading.ended]

    new = [(community, change.becomes) for community, change in zip(created, reading.created, strict=True)]
    old = [(community, change.becomes) for community, change in updated]
    entries.put_entries([*new, *old], signed=signed)
    restood = [
        (community, change.becomes)
        for community, change in updated
        if change.was is None or (change.was.type, change.was.status) != (change.becomes.type, change.becomes.status)
    ]
    entries.put_standings([*new, *restood], signed=signed)
    day = thai_date_short(upload.register_on)
    entries.put_standings(ended, signed=signed, note=gettext("ไม่อยู่ในทะเบียน ณ วันที่ %(day)s") % {"day": day})
    later.keep([*new, *old, *ended], signed=signed)
    entries.repeat_latest([*created, *existing.values()])

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
            for community, change in updated
        ],
        by=by,
        at=at,
        **about,
    )
    record_many("communities.community_ended", [community for community, _row in ended], by=by, at=at, **about)
    record("communities.register_imported", upload, by=by, at=at, sha256=upload.sha256, **reading.counts)


def _touched(reading: Reading) -> list[RegisterRow]:
    return [*(change.becomes for change in reading.updated), *reading.ended]


def types_on(day: date, types: Iterable[CommunityType]) -> list[CommunityType]:
    return [kind for kind in types if entries.is_in_use(kind, day)]
