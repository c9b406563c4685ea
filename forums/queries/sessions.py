"""When a forum takes place, as pages and papers say it. A list of forums prefetches ``sessions``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from bkkplan.ground.core.wording import thai_date_short, time_range
from forums.models import Forum
from forums.slots import SessionTime


@dataclass(frozen=True, slots=True)
class ForumDay:
    """A day of a forum, and its times in words: 08.30–12.00 น. และ 13.30–16.30 น.; empty where none is known."""

    on: date
    times: str


def slots_of(forum: Forum) -> tuple[SessionTime, ...]:
    return tuple(sorted((session.slot for session in forum.sessions.all()), key=lambda slot: slot.order))


def days_of(forum: Forum) -> tuple[ForumDay, ...]:
    return tuple(
        ForumDay(day, _joined([time_range(slot.starts_at, slot.ends_at) for slot in slots]))
        for day, slots in groupby(slots_of(forum), key=lambda slot: slot.on)
    )


def _joined(times: list[str]) -> str:
    known = [text for text in times if text]
    return (
        _("%(times)s และ %(last)s") % {"times": ", ".join(known[:-1]), "last": known[-1]}
        if known[1:]
        else "".join(known)
    )


def in_one_line(forum: Forum) -> str:
    """Every day with its times: 26 ต.ค. 2563 08.30–12.00 น. และ 13.30–16.30 น. · 27 ต.ค. 2563."""
    return " · ".join(f"{thai_date_short(day.on)} {day.times}".strip() for day in days_of(forum))


def days_in_words(forum: Forum) -> str:
    """The day, or the first and the last one. Asks the database nothing."""
    first, last = thai_date_short(forum.scheduled_on), thai_date_short(forum.last_on)
    return first if first == last else f"{first} – {last}"


def in_plain(slots: Iterable[SessionTime]) -> list[str]:
    """As the log and the data files say them: 2023-06-20 08:30-12:00."""
    times = [
        (slot.on, "-".join(f"{at:%H:%M}" if at else "" for at in (slot.starts_at, slot.ends_at))) for slot in slots
    ]
    return [f"{day} {text}" if text != "-" else str(day) for day, text in times]
