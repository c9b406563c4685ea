"""Every write of this app."""

from bkkplan.ground.years.actions.days import DayWords, save_days
from bkkplan.ground.years.actions.errors import (
    AlreadyOpenedError,
    AlreadyPlannedError,
    DayNotPossibleError,
    IncompleteError,
    NoSuchSourceError,
    NotPlannedError,
    ReasonNeededError,
    YearError,
)
from bkkplan.ground.years.actions.years import begin_year, discard_draft, note_change, open_year, take_year

__all__ = [
    "AlreadyOpenedError",
    "AlreadyPlannedError",
    "DayNotPossibleError",
    "DayWords",
    "IncompleteError",
    "NoSuchSourceError",
    "NotPlannedError",
    "ReasonNeededError",
    "YearError",
    "begin_year",
    "discard_draft",
    "note_change",
    "open_year",
    "save_days",
    "take_year",
]
