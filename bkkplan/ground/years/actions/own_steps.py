"""Steps that the strategy office adds to the calendar of a year, and for whom they are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.years.actions.days import demand_ahead, note
from bkkplan.ground.years.actions.errors import NotOwnStepError, NotPlannedError
from bkkplan.ground.years.actions.years import take_year
from bkkplan.ground.years.models import DueDay, PlannedYear

WORDS = ("name_th", "name_en", "audiences", "due_on")


@dataclass(frozen=True, slots=True)
class StepWords:
    """What is written of a step; ``audiences`` are codes of `Audience`."""

    name_th: str
    due_on: date
    audiences: Sequence[str]
    name_en: str = ""


@transaction.atomic
def add_step(
    *, year: FiscalYear, words: StepWords, reason: str = "", on: date, by: User | None, at: datetime
) -> DueDay:
    """A step after those of the year. In an opened year it needs a reason, and a day from ``on`` onwards."""
    planned = take_year(year, reason=reason, by=by)
    _demand_day(planned, words.due_on, on)
    last = planned.due_days.aggregate(last=Max("position"))["last"] or 0
    step = DueDay.objects.create(
        planned=planned, code=f"own-{uuid4().hex[:8]}", position=last + 1, is_own=True, **_columns(words)
    )
    record("years.step_added", step, by=by, at=at, after=state_of(step, WORDS), year=year, reason=reason)
    note(planned, _("เพิ่มขั้นตอน %(step)s") % {"step": step}, reason=reason, on=on, by=by, at=at)
    return step


@transaction.atomic
def save_step(
    *,
    step_id: int,
    words: StepWords,
    reason: str = "",
    seen: Basis | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> DueDay:
    planned, step = _take_own(step_id, reason=reason, by=by)
    seen_as = basis_of_step(step).demand(seen)
    if words.due_on != step.due_on:
        _demand_day(planned, words.due_on, on)
    before = state_of(step, WORDS)
    for name, value in _columns(words).items():
        setattr(step, name, value)
    told = changes(before, state_of(step, WORDS))
    if told["before"] or told["after"]:
        step.save(update_fields=WORDS)
        record("years.step_saved", step, by=by, at=at, **told, year=planned.year, reason=reason, seen=seen_as)
        note(planned, _("แก้ไขขั้นตอน %(step)s") % {"step": step}, reason=reason, on=on, by=by, at=at)
    return step


@transaction.atomic
def remove_step(
    *, step_id: int, reason: str = "", seen: Basis | None = None, on: date, by: User | None, at: datetime
) -> None:
    """Take an own step out. The log keeps what it was, and an opened year also why it went."""
    planned, step = _take_own(step_id, reason=reason, by=by)
    seen_as = basis_of_step(step).demand(seen)
    was = state_of(step, WORDS)
    record("years.step_removed", step, by=by, at=at, before=was, year=planned.year, reason=reason, seen=seen_as)
    note(planned, _("นำขั้นตอน %(step)s ออก") % {"step": step}, reason=reason, on=on, by=by, at=at)
    step.delete()


def basis_of_step(step: DueDay) -> Basis:
    value = [step.name_th, step.name_en, step.audiences, str(step.due_on)]
    return Basis.of([Point("step", step, value, f"{step.name_th} · {step.due_on}")])


def _columns(words: StepWords) -> dict[str, object]:
    return {
        **asdict(words),
        "audiences": [str(code) for code in words.audiences],
        "name_en": words.name_en or words.name_th,
    }


def _take_own(step_id: int, *, reason: str, by: User | None) -> tuple[PlannedYear, DueDay]:
    """Lock the year of a step, and read the step under that lock."""
    be = DueDay.objects.filter(pk=step_id).values_list("planned__fiscal_year", flat=True).first()
    if be is None:
        raise NotPlannedError
    planned = take_year(FiscalYear(be), reason=reason, by=by)
    step = DueDay.objects.filter(pk=step_id).first()
    if step is None:
        raise NotPlannedError
    if not step.is_own:
        raise NotOwnStepError
    return planned, step


def _demand_day(planned: PlannedYear, day: date, on: date) -> None:
    if not planned.is_draft:
        demand_ahead({"due_on": day}, on)
