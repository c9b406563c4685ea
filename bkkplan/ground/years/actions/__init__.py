"""Every write of this app."""

from bkkplan.ground.years.actions.days import DayWords, save_days
from bkkplan.ground.years.actions.errors import (
    AlreadyOpenedError,
    AlreadyPlannedError,
    DayNotPossibleError,
    IncompleteError,
    NoSuchSourceError,
    NotOwnStepError,
    NotPlannedError,
    ReasonNeededError,
    YearError,
)
from bkkplan.ground.years.actions.own_steps import StepWords, add_step, remove_step, save_step
from bkkplan.ground.years.actions.years import begin_year, discard_draft, note_change, open_year, take_year

__all__ = [
    "AlreadyOpenedError",
    "AlreadyPlannedError",
    "DayNotPossibleError",
    "DayWords",
    "IncompleteError",
    "NoSuchSourceError",
    "NotOwnStepError",
    "NotPlannedError",
    "ReasonNeededError",
    "StepWords",
    "YearError",
    "add_step",
    "begin_year",
    "discard_draft",
    "note_change",
    "open_year",
    "remove_step",
    "save_days",
    "save_step",
    "take_year",
]
