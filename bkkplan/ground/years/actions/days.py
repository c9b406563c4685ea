"""The days of a year: the hearing rule, the closing day, and the day by which each step is done."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions.errors import DayNotPossibleError, NotPlannedError
from bkkplan.ground.years.actions.years import note_change, take_year
from bkkplan.ground.years.catalog import usual_days
from bkkplan.ground.years.models import DueDay, PlannedYear, YearDays
from bkkplan.ground.years.queries import default_hearing_days

RULE = ("announce_before", "publish_within", "closing_on")
PART = "days"


@dataclass(frozen=True, slots=True)
class DayWords:
    """What people type of the days; ``due`` is by the code of the step, None for a step that has no day."""

    announce_before: int
    publish_within: int
    closing_on: date
    due: Mapping[str, date | None] = field(default_factory=dict)


@transaction.atomic
def save_days(
    *, year: FiscalYear, seen: int, words: DayWords, reason: str = "", on: date, by: User | None, at: datetime
) -> YearDays:
    """Save the days of a year over the version ``seen``. In an opened year it needs a reason, and no day that is
    moved may lie before ``on``."""
    planned = take_year(year, reason=reason, by=by)
    row = YearDays.objects.select_related("planned").filter(planned=planned).first()
    if row is None:
        raise NotPlannedError
    steps = {step.code: step for step in planned.due_days.all()}
    moved = {code: day for code, day in words.due.items() if code in steps and steps[code].due_on != day}
    # In the log a step of the calendar has its code, which reads in both languages, and an own one its name.
    logged = {code: step.name_th if step.is_own else code for code, step in steps.items()}
    before = _state(row, {logged[code]: steps[code].due_on for code in moved})
    is_closing_moved = row.closing_on != words.closing_on
    if words.closing_on < year.end:
        raise DayNotPossibleError(_("ต้องไม่ก่อนวันสุดท้ายของปีงบประมาณ"), field="closing_on")
    if not planned.is_draft:
        demand_ahead(({"closing_on": words.closing_on} if is_closing_moved else {}) | _fields(moved), on)
    for name in RULE:
        setattr(row, name, getattr(words, name))
    row.save_over(seen, update_fields=RULE)
    for code, day in moved.items():
        steps[code].due_on = day
        steps[code].save(update_fields=["due_on"])
    changed = changes(before, _state(row, {logged[code]: day for code, day in moved.items()}))
    if changed["before"] or changed["after"]:
        record("years.days_saved", row, by=by, at=at, **changed, year=year, reason=reason)
        note(planned, _("วันของปี"), reason=reason, on=on, by=by, at=at)
    return row


def note(planned: PlannedYear, what: str, *, reason: str, on: date, by: User | None, at: datetime) -> None:
    """Write down a change of the days in a year that is open, with what it touches."""
    touched = registry.touched(PART, planned.year)
    note_change(planned, part=PART, what=what, reason=reason, touched=touched, on=on, by=by, at=at)


def begin_days(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The days of a new draft: those of ``source`` as many years later, or the usual ones."""
    planned = PlannedYear.objects.get(fiscal_year=year.be)
    earlier = YearDays.objects.filter(planned__fiscal_year=source.be).first() if source else None
    steps: list[DueDay]
    if source is None or earlier is None:
        usual = default_hearing_days()
        before, within, closing = usual.announce_before, usual.publish_within, year.default_closing_on
        steps = [
            DueDay(
                code=step.code,
                name_th=step.name_th,
                name_en=step.name_en,
                audiences=list(step.audiences),
                due_on=day,
            )
            for step, day in usual_days(year)
        ]
    else:
        later = year.be - source.be
        before, within = earlier.announce_before, earlier.publish_within
        closing = years_later(earlier.closing_on, later)
        steps = list(DueDay.objects.filter(planned=earlier.planned_id).order_by("position", "pk"))
        for step in steps:
            step.pk, step.due_on = None, years_later(step.due_on, later) if step.due_on else None
    YearDays.objects.create(planned=planned, announce_before=before, publish_within=within, closing_on=closing)
    for position, step in enumerate(steps, 1):
        step.planned, step.position = planned, position
    DueDay.objects.bulk_create(steps)


def discard_days(year: FiscalYear) -> None:
    DueDay.objects.filter(planned__fiscal_year=year.be).delete()
    YearDays.objects.filter(planned__fiscal_year=year.be).delete()


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the last day of a month stays the last."""
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, day.month, last if was_last else min(day.day, last))


def _fields(days: Mapping[str, date | None]) -> dict[str, date | None]:
    return {f"due_{code}": day for code, day in days.items()}


def demand_ahead(days: Mapping[str, date | None], on: date) -> None:
    for name, day in days.items():
        if day is not None and day < on:
            sentence = _("ย้ายไปวันที่ผ่านมาแล้วไม่ได้ ต้องไม่ก่อน %(day)s") % {"day": thai_date_short(on)}
            raise DayNotPossibleError(sentence, field=name)


def _state(row: YearDays, due: Mapping[str, date | None]) -> dict[str, object]:
    return {name: getattr(row, name) for name in RULE} | dict(due)
