"""One thing that waits for a person, as each subject tells it to งานของฉัน."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """What, by when, where. ``is_waiting_for_others``: it is someone else's turn, told so that nobody wonders."""

    text: str
    due_on: date
    days_late: int  # below zero: days left
    url: str
    is_waiting_for_others: bool = False

    @classmethod
    def on(cls, today: date, *, text: str, due_on: date, url: str, is_waiting_for_others: bool = False) -> "Due":
        return cls(text, due_on, (today - due_on).days, url, is_waiting_for_others)
