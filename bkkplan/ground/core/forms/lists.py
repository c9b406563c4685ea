"""Lists that people hand in, as a file or pasted: read by a worker, looked at, then confirmed whole or not at all."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core import jobs
from bkkplan.ground.core.models import ACTOR, MAKER
from bkkplan.ground.core.rows.constraints import signed_when


class ListState(TextChoices):
    """How far a list has come."""

    WAITING = "waiting", _("รออ่านไฟล์")
    CHECKED = "checked", _("รอยืนยัน")
    DONE = "done", _("นำเข้าแล้ว")
    CANCELLED = "cancelled", _("ยกเลิกแล้ว")
    UNDONE = "undone", _("เลิกทำแล้ว")


class HandedIn(models.Model):
    """One list. What it would do is kept (``outcome``), and exactly that is confirmed.

    Each kind of list has a job that reads it, whose row points here as ``upload`` and is its ``reading``.
    """

    # Made by the form, so that a form that is sent twice makes one import.
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("ชื่อไฟล์"), max_length=255)
    state = models.CharField(_("สถานะ"), max_length=16, choices=ListState, default=ListState.WAITING)
    data = models.BinaryField(null=True, blank=True)  # until a worker has read it
    table = models.JSONField(null=True, blank=True, editable=False)
    # {"columns": {key: place}, "first_is_heading": bool}; empty while the headings of the file say it.
    columns = models.JSONField(default=dict)
    # Counts, rows and errors, as the check returned them.
    outcome = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(_("ตรวจเมื่อ"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Reading(jobs.Job):
    """A worker's reading of one list: files are never read while a person waits. A kind says whose ``upload`` it is."""

    upload: Any

    class Meta(jobs.Job.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.upload)


def signed_list(name: str) -> list[models.BaseConstraint]:
    """A list of this kind says who confirmed it and who undid it, and when, from then on alone."""
    done, undone = Q(state__in=(ListState.DONE, ListState.UNDONE)), Q(state=ListState.UNDONE)
    return [
        signed_when(done, "confirmed_at", "confirmed_by", name=f"{name}_is_done_when_confirmed"),
        signed_when(undone, "undone_at", "undone_by", name=f"{name}_is_undone_when_signed"),
    ]


L = TypeVar("L", bound=HandedIn)


class Read(Protocol):
    """Reads a file or pasted text; returns the table as it is kept."""

    def __call__(self, data: bytes, name: str, /) -> dict[str, Any]: ...


def keep_reading(model: type[L], claim: jobs.Claim, *, read: Read, check: Callable[[L], Mapping[str, object]]) -> None:
    """Read a kept file for a worker: keeps its table in place of the file, and what ``check`` returns of it."""
    upload = model._default_manager.get(pk=claim.job.upload_id)
    table = read(bytes(upload.data or b""), upload.name)
    with transaction.atomic():
        upload = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=upload.pk)
        claim.finish()
        upload.table, upload.data, upload.state = table, None, ListState.CHECKED
        upload.outcome = check(upload)
        upload.save(update_fields=["table", "data", "state", "outcome"])
