"""When a forum sits: a day with its times, and what makes several of them impossible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Self

from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short

MOST_SLOTS = 10


@dataclass(frozen=True, slots=True)
class Slot:
    """One session: its day and, where they are known, its times. Without a time it takes the whole day."""

    on: date
    starts_at: time | None = None
    ends_at: time | None = None

    def moved(self, days: timedelta) -> Self:
        return replace(self, on=self.on + days)

    @property
    def order(self) -> tuple[date, time]:
        return self.on, self.starts_at or time.min


@dataclass(frozen=True, slots=True)
class WrongSlot:
    """Which slot cannot be, at which of its fields, and why."""

    place: int
    field: str
    sentence: str


def wrong_slot(slots: Sequence[Slot]) -> WrongSlot | None:
    """What is wrong with slots, the first thing that is; None if nothing is."""
    for place, slot in enumerate(slots):
        if slot.starts_at and slot.ends_at and slot.ends_at <= slot.starts_at:
            return WrongSlot(place, "ends_at", _("เวลาเลิกต้องหลังเวลาเริ่ม"))
        if slot.on not in FiscalYear.of(slots[0].on):
            return WrongSlot(place, "on", _("ทุกวันของเวทีต้องอยู่ในปีงบประมาณเดียวกัน"))
        if any(_overlap(earlier, slot) for earlier in slots[:place]):
            sentence = _("เวลาซ้อนกับอีกช่วงหนึ่งของวันที่ %(day)s ใส่เวลาเริ่มและเวลาเลิกของทุกช่วงในวันเดียวกันให้ไม่ซ้อนกัน")
            return WrongSlot(place, "starts_at", sentence % {"day": thai_date_short(slot.on)})
    return None


def _overlap(one: Slot, other: Slot) -> bool:
    if one.on != other.on:
        return False
    first, last = sorted((one, other), key=lambda slot: slot.order)
    return first.ends_at is None or last.starts_at is None or last.starts_at < first.ends_at
