"""The days and times of a forum as a small table: its first session, and a row for each other one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiProseField, ThaiTimeField, fill_end
from bkkplan.ground.core.forms.portal import PortalForm
from forums.forms.days import say
from forums.slots import MOST_SLOTS, SessionTime, wrong_slot

YEARS_BACK = 5
YEARS_AHEAD = 2
BLANKS = 2  # rows for sessions that are not there yet; saved, the page has two more
FIRST = ("scheduled_on", "starts_at", "ends_at")


def names_of(row: int) -> tuple[str, str, str]:
    """The fields of a row; the first session is row 1."""
    return FIRST if row == 1 else (f"on_{row}", f"starts_{row}", f"ends_{row}")


def initial_of(slots: Sequence[SessionTime]) -> dict[str, Any]:
    values = [(slot.on, slot.starts_at, slot.ends_at) for slot in slots]
    return {
        name: value for row, of_row in enumerate(values, 1) for name, value in zip(names_of(row), of_row, strict=True)
    }


def times_of_first_day(slots: Sequence[SessionTime]) -> dict[str, Any]:
    """The times at which such a forum begins and ends, without its day."""
    of_first_day = [slot for slot in slots if slot.on == slots[0].on][: 1 + BLANKS]
    return {
        name: value for name, value in initial_of(of_first_day).items() if not name.endswith("on") and "on_" not in name
    }


class SessionsForm(forms.BaseForm):
    """Adds the rows to a form. A row without a day is of the day above it; an empty one is none.

    Afterwards ``slots`` has what was typed.
    """

    def add_sessions(self, slots: Sequence[SessionTime], *, today: date) -> None:
        self.slots: tuple[SessionTime, ...] = ()
        # Wide enough for old forums that are entered late; a day outside is a typing error, as 2500 for 2566.
        this_year = FiscalYear.of(today).be
        earliest = FiscalYear(this_year - YEARS_BACK).start
        limits: dict[str, Any] = {
            "earliest": min([earliest, *(slot.on for slot in slots)]),
            "latest": FiscalYear(this_year + YEARS_AHEAD).end,
        }
        sent = [row for row in range(2, MOST_SLOTS + 1) if any(name in self.data for name in names_of(row))]
        self.rows = range(1, min(MOST_SLOTS, max([len(slots) + BLANKS, 1 + BLANKS, *sent])) + 1)
        for row in self.rows:
            number = {"number": row}
            day = ThaiDateField(label=_("วันที่ ช่วงที่ %(number)s") % number, required=False, **limits)
            if row == 1:
                day = ThaiDateField(label=_("กำหนดจัดวันที่"), **limits)
                say(day, "forum-planned")
            starts = _("เวลาเริ่ม") if row == 1 else _("เริ่ม ช่วงที่ %(number)s") % number
            ends = _("เวลาเลิก") if row == 1 else _("เลิก ช่วงที่ %(number)s") % number
            names = names_of(row)
            self.fields |= {
                names[0]: day,
                names[1]: ThaiTimeField(label=starts, required=False),
                names[2]: ThaiTimeField(label=ends, required=False, is_end=True),
            }
        self.initial = {**initial_of(slots), **self.initial}

    @property
    def session_rows(self) -> list[Div]:
        """For the form's layout."""
        rows = [Div(*names_of(row), css_class="session-row") for row in self.rows]
        filled = any(self.initial.get(name) or self.data.get(name) for row in self.rows[1:] for name in names_of(row))
        more = Div(*rows[1:], template="forums/_more_sessions.html", css_class="open" if filled else "")
        return [rows[0], more]

    def clean_sessions(self, data: dict[str, Any]) -> None:
        """Read the rows. What cannot be is said at its field."""
        found: list[tuple[int, SessionTime]] = []
        day = None
        for row in self.rows:
            on, starts, ends = names_of(row)
            fill_end(self, data, starts=starts, ends=ends)
            is_typed = any(data.get(name) is not None for name in (on, starts, ends))
            day = data.get(on) or day
            if (row == 1 or is_typed) and day:
                found.append((row, SessionTime(day, data.get(starts), data.get(ends))))
        slots = sorted(found, key=lambda pair: pair[1].order)
        if slots and slots[0][0] != 1 and slots[0][1].on < found[0][1].on:
            # The 15 days of the announcement are counted to the first field of the form.
            sentence = _("วันแรกของเวทีอยู่แถวแรก สลับวันให้เรียงกัน")
            self.add_error(names_of(slots[0][0])[0], sentence)
            return
        if wrong := wrong_slot([slot for _row, slot in slots]):
            place = {"on": 0, "starts_at": 1, "ends_at": 2}[wrong.field]
            self.add_error(names_of(slots[wrong.place][0])[place], wrong.sentence)
            return
        self.slots = tuple(slot for _row, slot in slots)


class ForumSessionsForm(SessionsForm, PortalForm):
    """Other days and times of an announced forum, with a reason where the action asks for one."""

    scheduled_on = ThaiDateField(label=gettext_lazy("วันแรก"))
    reason = ThaiProseField(
        label=gettext_lazy("เหตุผล"),
        example=gettext_lazy("เช่น เพิ่มวันจัดเพราะมีผู้ลงทะเบียนมาก"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("ต้องเขียนเมื่อเปลี่ยนวัน หรือเมื่อผลเผยแพร่แล้ว"),
    )

    def __init__(self, *args: Any, slots: Sequence[SessionTime], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_sessions(slots, today=today)
        self.order_fields([*(name for row in self.rows for name in names_of(row)), "reason"])
        self.helper.layout = Layout(*self.session_rows, "reason")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.clean_sessions(data)
        return data
