"""Reminding all who miss a step of the year, in one act; and telling who comes to an office after that."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.wording import thai_date_short, thai_time
from bkkplan.ground.years.actions.errors import NotPlannedError, YearError
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import DueDay, PlannedYear, Reminder, ReminderReceipt
from bkkplan.ground.years.registry import Told, measure_called, who_misses

# For so long after a reminder those who join an office are told, too.
STILL_HOLDS = timedelta(days=7)
MESSAGES = {
    False: gettext_noop("สยป. ขอเตือน: “%(step)s” ปีงบประมาณ %(year)s ภายใน %(day)s %(words)s"),
    True: gettext_noop("สยป. ขอเตือนครั้งที่ %(number)s: “%(step)s” ปีงบประมาณ %(year)s ภายใน %(day)s %(words)s"),
}


class NothingToRemindError(YearError):
    kind = Kind.WRONG_MOMENT


class AlreadyRemindedError(YearError):
    """The step was reminded of today, and nobody said that it shall be done again."""

    field = "again"


@transaction.atomic
def remind(
    *, step_id: int, measure: str = "", words: str = "", again: bool = False, on: date, by: User, at: datetime
) -> Reminder:
    """Remind all who miss a step, each person once. A second time on one day must be asked for with ``again``."""
    if not by.has_perm("years.remind"):
        raise PermissionDenied
    be = DueDay.objects.filter(pk=step_id).values_list("planned__fiscal_year", flat=True).first()
    years = PlannedYear.objects.select_for_update(of=("self",), no_key=True)
    planned = years.filter(fiscal_year=be).first() if be else None
    step = DueDay.objects.filter(pk=step_id).first()
    if planned is None or step is None:
        raise NotPlannedError
    if sentence := why_nothing_to_remind(step, planned):
        raise NothingToRemindError(sentence)
    assert step.due_on is not None  # noqa: S101  (the sentence above says so otherwise)
    earlier = reminders_of(step, on=on)
    if earlier and not again:
        raise AlreadyRemindedError(already_reminded(earlier[-1]))
    told = who_misses(planned.year, step.audiences, measure=measure_called(measure), on=on, at=at)
    if not told:
        raise NothingToRemindError(_("ทุกหน่วยงานทำขั้นตอนนี้แล้ว ไม่มีผู้ที่ต้องเตือน"))
    with translation.override("th"):
        name = str(step)
    reminder = Reminder.objects.create(
        planned=planned,
        code=step.code,
        step=name,
        due_on=step.due_on,
        measure=measure,
        audiences=step.audiences,
        words=words,
        number=len(earlier) + 1,
        on=on,
        at=at,
        by=by,
    )
    people = _tell(reminder, told, at=at)
    record(
        "years.reminded", step, by=by, at=at, year=planned.year, people=people, places=len(told),
        reminder=reminder.number,
    )  # fmt: skip
    return reminder


def why_nothing_to_remind(step: DueDay, planned: PlannedYear) -> str:
    """The sentence that says why nobody can be reminded of a step; "" where they can."""
    if planned.state != YearState.OPENED:
        return _("ปีนี้ยังไม่เปิด จึงยังเตือนไม่ได้")
    if step.due_on is None:
        return _("ขั้นตอนนี้ไม่มีกำหนดวัน กำหนดวันก่อน")
    return "" if step.audiences else _("ขั้นตอนนี้ไม่ได้ระบุว่าสำหรับใคร")


def reminders_of(step: DueDay, *, on: date) -> list[Reminder]:
    """The reminders of a step on a day, the first first."""
    rows = Reminder.objects.filter(planned=step.planned_id, code=step.code, on=on)
    return list(rows.select_related("by").order_by("number"))


def already_reminded(last: Reminder) -> str:
    values = {"time": thai_time(last.at), "who": last.by, "n": last.receipts.count()}
    return _("วันนี้เตือนไปแล้วเมื่อ %(time)s โดย %(who)s ถึง %(n)s คน ถ้าจะเตือนซ้ำให้ทำเครื่องหมาย") % values


@transaction.atomic
def complete_reminders(*, on: date, at: datetime) -> int:
    """Tell those who came to an office that still misses a step after its last reminder; return how many people.

    Run each morning before the letters of the day. A second run finds nobody.
    """
    people = 0
    recent = Reminder.objects.filter(on__gt=on - STILL_HOLDS).select_related("planned")
    last = {(row.planned_id, row.code): row for row in recent.order_by("on", "number")}
    for reminder in last.values():
        measure = measure_called(reminder.measure)
        told = who_misses(reminder.planned.year, reminder.audiences, measure=measure, on=on, at=at)
        people += _tell(reminder, told, at=at)
    return people


def _tell(reminder: Reminder, told: Iterable[Told], *, at: datetime) -> int:
    """Tell those whom this reminder has not told yet; return how many."""
    known = set(reminder.receipts.values_list("recipient", flat=True))
    before = len(known)
    message, params = words_of(
        reminder.step, reminder.due_on, reminder.planned.year, words=reminder.words, number=reminder.number
    )
    for place in told:
        # Whoever sends it knows it.
        new = [person for person in place.people if person.pk not in known and person.pk != reminder.by_id]
        known |= {person.pk for person in new}
        ReminderReceipt.objects.bulk_create(
            [ReminderReceipt(reminder=reminder, recipient=person, at=at) for person in new]
        )
        notify(recipients=new, kind="years.reminded", message=message, params=params, url=place.url, at=at)
    return len(known) - before


def words_of(
    step: str, due_on: date, year: FiscalYear, *, words: str = "", number: int = 1
) -> tuple[str, dict[str, object]]:
    """The message of a reminder and its values, as a notice keeps them."""
    with translation.override("th"):
        day = thai_date_short(due_on)
    return MESSAGES[number > 1], {"step": step, "year": str(year), "day": day, "words": words, "number": number}


def text_of(reminder: Reminder) -> str:
    """What the reminder said, in the language of the page, without what was added by hand."""
    message, values = words_of(
        reminder.step, reminder.due_on, FiscalYear(reminder.planned.fiscal_year), number=reminder.number
    )
    return (_(message) % values).strip()
