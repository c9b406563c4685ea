"""A year begins as a draft, is opened once, or is discarded before that."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import thai_datetime
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions.errors import (
    AlreadyOpenedError,
    AlreadyPlannedError,
    IncompleteError,
    NoSuchSourceError,
    NotPlannedError,
    ReasonNeededError,
)
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import PlannedYear, YearChange

LONGEST_NAME = 300


def demand(by: User | None) -> None:
    """Raise PermissionDenied unless ``by`` may prepare years; a command (None) may."""
    if by is not None and not by.has_perm("years.prepare_year"):
        raise PermissionDenied


@transaction.atomic
def begin_year(*, year: FiscalYear, source: FiscalYear | None = None, by: User | None, at: datetime) -> PlannedYear:
    """Make a draft of a year, each part of it copied from an opened earlier year or, without ``source``, empty."""
    demand(by)
    if source is not None and not PlannedYear.objects.opened().filter(fiscal_year=source.be, fiscal_year__lt=year.be):
        raise NoSuchSourceError
    try:
        with transaction.atomic():
            row = PlannedYear.objects.create(
                fiscal_year=year.be, copied_from=source.be if source else None, made_at=at, made_by=by
            )
    except IntegrityError as error:
        raise AlreadyPlannedError(_("มีปีงบประมาณ %(year)s อยู่แล้ว เปิดดูได้จากรายการปี") % {"year": year}) from error
    for part in registry.parts():
        part.begin(year=year, source=source, by=by, at=at)
    record("years.year_begun", row, by=by, at=at, copied_from=source)
    return row


@transaction.atomic
def open_year(*, year: FiscalYear, on: date, seen: Basis | None = None, by: User | None, at: datetime) -> PlannedYear:
    """Open a draft, from then on in force for everyone. Raises IncompleteError while a part lacks something."""
    row = _take_draft(year, by)
    parts = registry.parts_of(year)
    missing = [(shown.part.title, sentence) for shown in parts for sentence in shown.look.missing]
    if missing:
        listed = " · ".join(f"{title}: {sentence}" for title, sentence in missing)
        raise IncompleteError(_("ยังเปิดปีไม่ได้ %(missing)s") % {"missing": listed})
    seen_as = registry.basis_of_opening(row, parts).demand(seen)
    row.state, row.opened_on, row.opened_at, row.opened_by = YearState.OPENED, on, at, by
    row.save(update_fields=["state", "opened_on", "opened_at", "opened_by"])
    record("years.year_opened", row, by=by, at=at, on=on, seen=seen_as)
    return row


@transaction.atomic
def discard_draft(*, year: FiscalYear, by: User | None, at: datetime) -> None:
    """Remove a draft with all its parts. Nobody but its office saw it; the log keeps what it held in short."""
    row = _take_draft(year, by)
    held = {str(shown.part.code): [str(line) for line in shown.look.lines] for shown in registry.parts_of(year)}
    record("years.draft_discarded", row, by=by, at=at, held=held)
    for part in reversed(registry.parts()):
        part.discard(year)
    row.delete()


def take_year(year: FiscalYear, *, reason: str = "", by: User | None) -> PlannedYear:
    """Lock a year in order to change a part of it; the action of every part begins with this.

    Raises NotPlannedError where nobody prepared the year, and ReasonNeededError where it is opened and ``reason``
    is empty. While the lock is held, nobody opens or discards the year.
    """
    demand(by)
    row = PlannedYear.objects.select_for_update(of=("self",), no_key=True).filter(fiscal_year=year.be).first()
    if row is None:
        raise NotPlannedError
    if not row.is_draft and not reason.strip():
        raise ReasonNeededError
    return row


def note_change(
    row: PlannedYear,
    *,
    part: str,
    what: str,
    reason: str,
    touched: Sequence[registry.Touch],
    on: date,
    by: User | None,
    at: datetime,
) -> None:
    """Keep that an opened year was changed, why and what it touched; a draft keeps nothing of the kind."""
    if row.is_draft:
        return
    rests = [touch.as_json() for touch in touched]
    change = YearChange.objects.create(
        planned=row, part=part, what=what[:LONGEST_NAME], reason=reason, touched=rests, on=on, at=at, by=by
    )
    record("years.opened_year_changed", change, by=by, at=at, year=row.year, part=part, reason=reason, touched=rests)


def _take_draft(year: FiscalYear, by: User | None) -> PlannedYear:
    demand(by)
    rows = PlannedYear.objects.select_for_update(of=("self",), no_key=True).select_related("opened_by")
    row = rows.filter(fiscal_year=year.be).first()
    if row is None:
        raise NotPlannedError
    if not row.is_draft:
        raise AlreadyOpenedError(_already_opened(row))
    return row


def _already_opened(row: PlannedYear) -> str:
    values = {"year": row, "who": row.opened_by or _("ระบบ"), "at": thai_datetime(row.opened_at)}
    return _("ปีงบประมาณ %(year)s เปิดแล้วโดย %(who)s เมื่อ %(at)s") % values
