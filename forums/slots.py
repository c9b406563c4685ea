"""When a forum sits, and what happens when: days with their times, and what makes several of them impossible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short

MOST_SLOTS = 10
MOST_TURNS = 30


@dataclass(frozen=True, slots=True)
class SessionTime:
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


def wrong_slot(slots: Sequence[SessionTime]) -> WrongSlot | None:
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


def _overlap(one: SessionTime, other: SessionTime) -> bool:
    if one.on != other.on:
        return False
    first, last = sorted((one, other), key=lambda slot: slot.order)
    return first.ends_at is None or last.starts_at is None or last.starts_at < first.ends_at


@dataclass(frozen=True, slots=True)
class Turn:
    """One item of a programme: on the forum's n-th day, from when, until when if that is known, and what."""

    day: int
    starts_at: time
    topic: str
    ends_at: time | None = None

    @property
    def order(self) -> tuple[int, time]:
        return self.day, self.starts_at


def wrong_turn(turns: Sequence[Turn], *, days: int) -> WrongSlot | None:
    """What is wrong with a programme of a forum of so many days, the first thing that is; None if nothing is."""
    for place, turn in enumerate(turns):
        if turn.ends_at and turn.ends_at <= turn.starts_at:
            return WrongSlot(place, "ends_at", _("เวลาเลิกต้องหลังเวลาเริ่ม"))
        if not 1 <= turn.day <= days:
            return WrongSlot(place, "day", _("เวทีนี้จัด %(days)s วัน") % {"days": days})
        if any(turn.order == earlier.order for earlier in turns[:place]):
            return WrongSlot(place, "starts_at", _("มีรายการอื่นที่เริ่มเวลานี้แล้ว"))
    return None


# What a hearing usually does, and how many minutes after its beginning; the last two count from its end.
USUAL_OPENING = ((0, _l("ลงทะเบียน")), (30, _l("เปิดเวที ชี้แจงวัตถุประสงค์")), (45, _l("เสนอสรุปปัญหาและความต้องการของเขต")))
USUAL_HEARING = _l("รับฟังความคิดเห็นและข้อเสนอ")
USUAL_CLOSING = ((45, _l("จัดลำดับความสำคัญของข้อเสนอ")), (15, _l("สรุปผลและปิดเวที")))
SHORTEST = timedelta(hours=2, minutes=30)


def usual_programme(slots: Sequence[SessionTime]) -> list[Turn]:
    """What a page proposes for the first session, where its times are known and leave room; otherwise nothing."""
    first = slots[0] if slots else None
    if first is None or first.starts_at is None or first.ends_at is None:
        return []
    begins, ends = datetime.combine(first.on, first.starts_at), datetime.combine(first.on, first.ends_at)
    if ends - begins < SHORTEST:
        return []
    starts = [(begins + timedelta(minutes=after), topic) for after, topic in USUAL_OPENING]
    starts.append((begins + timedelta(minutes=75), USUAL_HEARING))
    starts += [(ends - timedelta(minutes=before), topic) for before, topic in USUAL_CLOSING]
    following = [moment for moment, _topic in starts[1:]] + [ends]
    return [
        Turn(1, moment.time(), str(topic), until.time())
        for (moment, topic), until in zip(starts, following, strict=True)
    ]
