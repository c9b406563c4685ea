"""Long work as rows. The row is the queue; the message to a worker only says that a row may wait.

A worker claims a row in a short transaction, works without a lock, reports progress and renews its lease, and finishes
only while it still holds the claim. A sweep sends the message again for rows that a killed worker left or that were
queued while the broker was away. So a message may be lost, late or delivered twice. See docs/adr/jobs-are-rows.md.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from kombu.pools import producers

from bkkplan.celery import app
from bkkplan.ground.core.people import Person

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
RENEW_EVERY = LEASE.total_seconds() / 3
PROGRESS_EVERY = 0.5
MAX_ATTEMPTS = 3
# Seconds between two sweeps. A message of a sweep expires at the next one, so that they do not pile up for a busy
# worker.
SWEEP_EVERY = 30
BROKER_MEMORY = 5.0
# Seconds that a request waits for a broker that does not answer. Others do not wait (see _Broker).
BROKER_TIMEOUT = 0.5
RINGING = {"socket_connect_timeout": BROKER_TIMEOUT, "socket_timeout": BROKER_TIMEOUT, "max_retries": 0}

GAVE_UP = _("งานนี้เริ่มแล้วไม่จบหลายครั้ง จึงหยุดไว้ ลองสั่งใหม่ หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ")
UNEXPECTED = _("เกิดข้อผิดพลาดที่ไม่คาดคิด ผู้ดูแลระบบดูรายละเอียดได้ในบันทึกของระบบ")


class JobState(models.TextChoices):
    QUEUED = "queued", _("รอคิว")
    RUNNING = "running", _("กำลังทำ")
    DONE = "done", _("เสร็จแล้ว")
    FAILED = "failed", _("ไม่สำเร็จ")
    CANCELLED = "cancelled", _("ยกเลิกแล้ว")


LIVE = (JobState.QUEUED, JobState.RUNNING)


class JobFailedError(Exception):
    """Raised by the work: it cannot be done. The sentence tells the person why."""


class ClaimEndedError(Exception):
    """The worker does not hold the row any more and must stop."""


class LostClaimError(ClaimEndedError):
    """The lease ran out and another worker has the row."""


class CancelledError(ClaimEndedError):
    """A person cancelled the job."""


IS_LIVE = Q(state__in=LIVE)
# Queued, or with a lease that ran out. The database's clock decides, because the clocks of workers differ.
IS_CLAIMABLE = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=Now())
SAME_REQUEST = "same_request_is_one_job"


class Job(models.Model):
    """A request of a person or of the clock, and how far its work is. Subclasses add what the work needs."""

    task_name: ClassVar[str]  # of the Celery task that serves rows of this kind; it takes `job_id`

    key = models.CharField(max_length=200, editable=False)
    state = models.CharField(_("สถานะ"), max_length=16, choices=JobState, default=JobState.QUEUED, editable=False)
    done = models.PositiveIntegerField(_("ทำแล้ว"), default=0, editable=False)
    total = models.PositiveIntegerField(_("ทั้งหมด"), null=True, blank=True, editable=False)
    sentence = models.CharField(_("ข้อความ"), max_length=500, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_by = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ผู้สั่ง"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("สั่งเมื่อ"), editable=False)
    started_at = models.DateTimeField(_("เริ่มเมื่อ"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("จบเมื่อ"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=LIVE), name=f"%(app_label)s_%(class)s_{SAME_REQUEST}"
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, claimed_by__isnull=False, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(claimed_by=None, lease_until=None)),
                name="%(app_label)s_%(class)s_is_claimed_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, finished_at=None) | (~Q(state__in=LIVE) & Q(finished_at__isnull=False)),
                name="%(app_label)s_%(class)s_has_an_end_when_it_ended",
            ),
        ]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


J = TypeVar("J", bound=Job)


# Asking


def submit(job: J, *, by: Person | None, at: datetime) -> tuple[J, bool]:
    """Queue an unsaved job; return the job and whether it is new.

    If a live job has the same ``key``, that one is returned.
    """
    job.requested_by_id = by.pk if by is not None else None
    job.requested_at = at
    rows = type(job)._base_manager
    while True:
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError as error:
            if SAME_REQUEST not in str(error):
                raise
            live = rows.filter(IS_LIVE, key=job.key).first()
            if live is not None:
                return live, False
            # The live job ended between the insert and the query: try again.
        else:
            break
    enqueue(job.task_name, job_id=job.pk)
    return job, True


def cancel(model: type[J], job_id: Any) -> bool:
    """Cancel a live job. False if it had ended. Its worker learns it at its next progress."""
    return bool(_end(model._base_manager.filter(IS_LIVE, pk=job_id), JobState.CANCELLED))


# Serving


class Claim:
    """One worker's hold on one row. Every write first checks that the claim still holds (a fencing token)."""

    def __init__(self, job: Any, token: UUID) -> None:
        self.job = job
        self._rows = type(job)._base_manager.filter(pk=job.pk, claimed_by=token, state=JobState.RUNNING)
        self._last_write = 0.0
        self._is_lost = threading.Event()
        self._told: dict[str, Any] = {}  # what `tell` was told last

    def progress(self, done: int, total: int | None = None, sentence: str = "") -> None:
        """Report how far the work is and renew the lease.

        It writes at most twice a second, so it may be called for each row.

        Raises ClaimEndedError if the work must stop. Call it outside a transaction, or nobody sees the progress.
        """
        if total is not None:
            self.job.total = total
        self.job.done, self.job.sentence = done, str(sentence)[:500]
        if self._is_lost.is_set() or time.monotonic() - self._last_write >= PROGRESS_EVERY:
            self._write(done=done, total=self.job.total, sentence=self.job.sentence, lease_until=Now() + LEASE)
            self._last_write = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """Says how far the work is while a transaction is open; the thread of `kept_alive` writes it, so pages show it.

        Raises ClaimEndedError if the job was cancelled or lost: the transaction must then not be committed.
        """
        self.job.done, self.job.total = done, total
        self._told = {"done": done, "total": total}
        if self._is_lost.is_set() and not self._rows.exists():
            self._explain()

    def check(self) -> None:
        """Raise ClaimEndedError if the work must stop; renews the lease."""
        self._write(lease_until=Now() + LEASE)

    def finish(self, sentence: str = "", **fields: Any) -> None:
        """End the job as done. A file must be in its place before; on ClaimEndedError the work removes it."""
        done = self.job.done if self.job.total is None else self.job.total
        self._close(JobState.DONE, sentence, done=done, total=self.job.total, **fields)

    def fail(self, sentence: str) -> None:
        self._close(JobState.FAILED, sentence)

    def _close(self, state: JobState, sentence: str, **fields: Any) -> None:
        if not _end(self._rows, state, sentence=str(sentence)[:500], **fields):
            self._explain()
        self.job.refresh_from_db()

    def _write(self, **fields: Any) -> None:
        if not self._rows.update(**fields):
            self._explain()

    def _explain(self) -> None:
        state = type(self.job)._base_manager.filter(pk=self.job.pk).values_list("state", flat=True).first()
        if state == JobState.CANCELLED:
            raise CancelledError(f"job {self.job.pk} was cancelled")
        raise LostClaimError(f"job {self.job.pk} is no longer held")

    @contextmanager
    def kept_alive(self) -> Iterator[Self]:
        """A second thread renews the lease while the block runs: for one long library call, or one transaction."""
        over = threading.Event()

        def renew() -> None:
            written, at = dict[str, Any](), time.monotonic()
            try:
                while not over.wait(min(PROGRESS_EVERY, RENEW_EVERY)):
                    told = self._told
                    if told != written or time.monotonic() - at >= RENEW_EVERY:
                        if not self._rows.update(lease_until=Now() + LEASE, **told):
                            return self._is_lost.set()
                        written, at = told, time.monotonic()
            except Exception:
                log.exception("the lease of job %s was not renewed", self.job.pk)
            finally:
                connection.close()  # this thread's own

        keeper = threading.Thread(target=renew, name=f"lease-{self.job.pk}", daemon=True)
        keeper.start()
        try:
            yield self
        finally:
            over.set()
            keeper.join()


def claim(model: type[J], job_id: Any = None) -> Claim | None:
    """Take the given row, or the oldest one that waits; None if there is none. Two workers never take the same row."""
    token = uuid4()
    while True:
        with transaction.atomic():
            rows = model._base_manager.filter(IS_CLAIMABLE)
            if job_id is not None:
                rows = rows.filter(pk=job_id)
            job = (
                rows.order_by("requested_at", "pk")
                .select_for_update(of=("self",), no_key=True, skip_locked=True)
                .first()
            )
            if job is None:
                return None
            if job.attempts >= MAX_ATTEMPTS:
                # Its worker died at each attempt: fail the job, so that it cannot stop the queue.
                _end(model._base_manager.filter(pk=job.pk), JobState.FAILED, sentence=str(GAVE_UP))
                continue
            model._base_manager.filter(pk=job.pk).update(
                state=JobState.RUNNING,
                claimed_by=token,
                lease_until=Now() + LEASE,
                attempts=F("attempts") + 1,
                started_at=Now(),
                done=0,
                sentence="",
            )
            job.refresh_from_db()
            return Claim(job, token)


def serve(model: type[J], job_id: Any, work: Callable[[Claim], None]) -> bool:
    """Do the work of one message: claim the row, call ``work``, end the job. False if there was no row to claim.

    ``work`` may call `claim.finish(…)` itself, with a result; otherwise the job is done when it returns. It raises
    JobFailedError with a sentence for a person. Any other exception fails the job and is logged.
    """
    held = claim(model, job_id)
    if held is None:
        return False
    return work_on(held, work)


def work_on(held: Claim, work: Callable[[Claim], None]) -> bool:
    try:
        with held.kept_alive():
            work(held)
        if held.job.state == JobState.RUNNING:
            held.finish()
    except ClaimEndedError as error:
        log.info("%s", error)
        return False
    except JobFailedError as error:
        _fail_quietly(held, str(error))
    except Exception:
        log.exception("job %s of %s failed", held.job.pk, type(held.job).__name__)
        _fail_quietly(held, str(UNEXPECTED))
    return True


def _fail_quietly(held: Claim, sentence: str) -> None:
    try:
        held.fail(sentence)
    except ClaimEndedError as error:
        log.info("%s", error)


def _end(rows: models.QuerySet[Any], state: JobState, **fields: Any) -> int:
    return rows.update(state=state, claimed_by=None, lease_until=None, finished_at=Now(), **fields)


# Ringing


class _Broker:
    """What this process last knew about the broker. While it is away, one request waits for it, not every one."""

    def __init__(self) -> None:
        self.asked_at = float("-inf")
        self.is_reachable = True

    def knows(self) -> bool:
        return time.monotonic() - self.asked_at < BROKER_MEMORY

    def note(self, *, is_reachable: bool) -> None:
        self.asked_at, self.is_reachable = time.monotonic(), is_reachable


_broker = _Broker()


def enqueue(task_name: str, **kwargs: Any) -> None:
    """Send a task's message once the transaction commits.

    Never raises: if the message is lost, the next sweep sends it again.
    """
    transaction.on_commit(partial(_ring, task_name, kwargs), robust=True)


def _ring(task_name: str, kwargs: dict[str, Any], *, expires: float | None = None) -> bool:
    if _broker.knows() and not _broker.is_reachable:
        return False
    if not _broker.is_reachable:
        _broker.note(is_reachable=False)  # other requests do not wait for the broker until this one has its answer
    try:
        # A connection of its own: a worker's connection waits longer than a person may wait here.
        line = app.connection_for_write()
        line.transport_options = line.transport_options | RINGING
        with producers[line].acquire(block=True, timeout=BROKER_TIMEOUT) as producer:
            app.send_task(task_name, kwargs=kwargs, producer=producer, retry=False, ignore_result=True, expires=expires)
    except Exception as error:  # noqa: BLE001  (each broker has errors of its own, and none may reach the person)
        _broker.note(is_reachable=False)
        log.warning("the broker is away (%s): %s waits for the sweep", error, task_name)
        return False
    _broker.note(is_reachable=True)
    return True


def broker_is_reachable() -> bool:
    """Whether the broker answers, for pages that say that work is only queued. Asks it every few seconds at most."""
    if not _broker.knows():
        try:
            with app.connection_for_write(connect_timeout=BROKER_TIMEOUT) as broker:
                broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_TIMEOUT)
        except Exception as error:  # noqa: BLE001  (as above)
            log.warning("the broker is away (%s)", error)
            _broker.note(is_reachable=False)
        else:
            _broker.note(is_reachable=True)
    return _broker.is_reachable


def job_models() -> list[type[Job]]:
    return [model for model in apps.get_models() if issubclass(model, Job)]


def sweep() -> int:
    """Send the message again for every row that waits; return how many were sent."""
    rung = 0
    for model in job_models():
        waiting = model._base_manager.filter(IS_CLAIMABLE).order_by("requested_at", "pk")
        for pk in waiting.values_list("pk", flat=True):
            rung += _ring(model.task_name, {"job_id": pk}, expires=SWEEP_EVERY)
    return rung
