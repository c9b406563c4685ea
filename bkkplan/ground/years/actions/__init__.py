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
)
from bkkplan.ground.years.actions.own_steps import StepWords, add_step, remove_step, save_step
from bkkplan.ground.years.actions.years import begin_year, discard_draft, note_change, open_year, take_year
