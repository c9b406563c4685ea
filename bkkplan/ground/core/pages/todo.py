"""One thing that waits for a person, as every subject passes it to the page งานของฉัน."""

from dataclasses import dataclass
from datetime import date

from bkkplan.ground.core.fiscal import FiscalYear


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done, by which day, and where.

    ``is_waiting_for_others``: another person must act first. ``left_from``: the earlier fiscal year that left it.
    ``decides``: it is a yes or no to what somebody else wrote; ``url`` is the page on which both are said.
    """

    text: str
    due_on: date
    days_late: int  # negative: days left
    url: str
    is_waiting_for_others: bool = False
    left_from: FiscalYear | None = None
    decides: bool = False

    @classmethod
    def on(
        cls,
        today: date,
        *,
        text: str,
        due_on: date,
        url: str,
        is_waiting_for_others: bool = False,
        left_from: FiscalYear | None = None,
        decides: bool = False,
    ) -> "Todo":
        """As it stands on the day ``today``; a year that is still under way then has left nothing."""
        left = left_from if left_from is not None and left_from.has_ended(today) else None
        return cls(text, due_on, (today - due_on).days, url, is_waiting_for_others, left, decides)
