"""Random choices that come out the same in every run."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from bkkplan.ground.accounts.models import User
from bkkplan.trial.builders.facts import ActFacts

T = TypeVar("T")
BANGKOK = ZoneInfo("Asia/Bangkok")
OFFICE_OPENS = time(8, 45)


class Dice:
    """Draws that depend on the key alone, whatever else the city contains.

    Only ``random()`` is used: its sequence for a seed is promised to stay the same between versions of Python.
    """

    def __init__(self, *key: object) -> None:
        self._random = Random(":".join(map(str, key))).random  # noqa: S311  (sample data, not a secret)

    def chance(self, share: float) -> bool:
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._random() * len(options))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        left = list(options)
        return [left.pop(int(self._random() * len(left))) for _ in range(min(count, len(left)))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        return self.some(options, len(options))

    def workday(self, first: date, last: date) -> date:
        """A day from Monday to Friday; on a weekend the Friday before, unless that is too early."""
        day = first + timedelta(days=self.between(0, max((last - first).days, 0)))
        back = day - timedelta(days=max(day.weekday() - 4, 0))
        return back if back >= first else day

    def weekend(self, first: date, last: date) -> date:
        """A Saturday or Sunday, when communities meet."""
        day = first + timedelta(days=self.between(0, max((last - first).days, 0)))
        if day.weekday() < 5:
            ahead = day + timedelta(days=5 - day.weekday() + self.between(0, 1))
            return ahead if ahead <= last else day
        return day

    def moment(self, day: date) -> datetime:
        """A time of that day in office hours."""
        return datetime.combine(day, OFFICE_OPENS, BANGKOK) + timedelta(minutes=self.between(0, 7 * 60))

    def act(self, on: date, by: User) -> ActFacts:
        """Return an act of this person on a day, at a random moment in office hours."""
        return ActFacts(on, self.moment(on), by)
