"""Bring a list in: it is read, its outcome is kept, and exactly that is written, in one act, or nothing.

What is written is written by the subject's own actions, under its locks, and leaves the lines of the log that single
acts leave; here stands only what all lists have in common.
"""

from bkkplan.ground.lists.actions.answering import answer_rows, answer_words, choose_columns
from bkkplan.ground.lists.actions.by_worker import ask_to_confirm, ask_to_undo, stop, write_list
from bkkplan.ground.lists.actions.confirming import confirm
from bkkplan.ground.lists.actions.errors import (
    BeingWrittenError,
    BuiltOnError,
    DayToComeError,
    EndedError,
    ListError,
    NotHereError,
    NothingToDoError,
    NotReadyError,
    RowsChangedError,
    WrongMomentError,
)
from bkkplan.ground.lists.actions.opening import is_long, made_by, remembered
from bkkplan.ground.lists.actions.reading import cancel, drop_lists, read_at_once, read_rows, submit
from bkkplan.ground.lists.actions.undoing import undo
