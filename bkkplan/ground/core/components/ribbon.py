"""The twelve months of a fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from bkkplan.ground.core.components.declaring import MARKS, Component, StepState, Text
from bkkplan.ground.core.fiscal import place_in_year


@dataclass(frozen=True, kw_only=True)
class RibbonMark:
    text: Text
    state: StepState = "done"
    href: str = ""
    more: Text = ""  # what a short text stands for: read aloud, and shown on the pointer

    @property
    def word(self) -> str:
        """The state for those who do not see the colour."""
        return {
            "done": _("แล้ว"),
            "now": _("กำลังทำ"),
            "late": _("เลยกำหนด"),
            "bad": _("ไม่ผ่าน"),
            "info": _("เพื่อทราบ"),
            "wait": _("ยังไม่ถึง"),
        }[self.state]

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True, kw_only=True)
class RibbonMonth:
    label: Text
    is_now: bool = False


@dataclass(frozen=True, kw_only=True)
class RibbonCell:
    """What stands in one month of a row; nothing is an empty cell."""

    marks: tuple[RibbonMark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RibbonRow:
    label: Text
    cells: tuple[RibbonCell, ...]
    href: str = ""
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Ribbon(Component, name="ribbon"):
    """Rows over the twelve months, October first: one office's kinds of work, or many offices.

    On a phone each row becomes a list of the months in which there is something; with ``narrow="scroll"`` the table
    stays one and is moved sideways under its first column.
    """

    caption: Text
    of: Text  # what the rows are: งาน, สำนักงานเขต
    months: tuple[RibbonMonth, ...]
    rows: tuple[RibbonRow, ...]
    narrow: Literal["list", "scroll"] = "list"

    @property
    def lines(self) -> list[tuple[RibbonRow, list[tuple[RibbonMonth, RibbonCell]]]]:
        return [(row, list(zip(self.months, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class Months(Component, name="months", pure=True):
    """From which month to which a piece of work goes: in words, and below as a bar of twelve cells, October first.

    The bar is not read aloud: the words say the same.
    """

    words: Text
    first: int | None = None  # a month of the calendar; None draws no bar
    last: int | None = None

    @property
    def cells(self) -> list[tuple[int, bool]]:
        """Of each month where its cell begins, and whether there is work in it."""
        if not self.first:
            return []
        first, last = place_in_year(self.first), place_in_year(self.last or self.first)
        return [(10 * place, first <= place <= last) for place in range(12)]
