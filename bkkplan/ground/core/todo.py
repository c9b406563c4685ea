"""One thing that waits for a person, as every subject passes it to the page งานของฉัน."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done, by which day, and where.

    ``is_waiting_for_others`` says that another person must act first.
    """

    text: str
    due_on: date
    days_late: int  # negative: days left
    url: str
    is_waiting_for_others: bool = False

    @classmethod
    def on(cls, today: date, *, text: str, due_on: date, url: str, is_waiting_for_others: bool = False) -> "Todo":
        return cls(text, due_on, (today - due_on).days, url, is_waiting_for_others)
