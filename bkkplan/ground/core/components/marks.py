"""Words and marks: icons, badges, amounts, links."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components.declaring import MARKS, Component, Mark, Number, Text, Tone


@dataclass(frozen=True, kw_only=True)
class Icon(Component, name="icon", pure=True):
    """A mark of 1 em, drawn, so that it is the same on every machine. Without a label it is decoration."""

    mark: Mark
    label: Text = ""


@dataclass(frozen=True, kw_only=True)
class Badge(Component, name="badge", pure=True):
    """A state in a word, with its mark: never told by colour alone. Without a word it is "–"."""

    text: Text
    tone: Tone = "wait"
    mark: Mark | None = None
    is_plain: bool = False  # a label, not a state (an area, a kind): no mark

    @property
    def drawn_mark(self) -> str:
        return "" if self.is_plain else self.mark or MARKS[self.tone]


@dataclass(frozen=True, kw_only=True)
class Money(Component, name="money", pure=True):
    """An amount of baht; satang are shown only where there are some. Nothing known is "–", never 0."""

    amount: Number | None = None
    unit: bool = False

    @property
    def text(self) -> str:
        return baht(self.amount)


def baht(amount: Number | None) -> str:
    if amount is None:
        return "–"
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact:,.0f}" if exact == exact.to_integral() else f"{exact:,.2f}"


@dataclass(frozen=True, kw_only=True)
class Link:
    label: Text
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Crumbs(Component, name="crumbs"):
    """Where the page lies; the last one, without address, is the page itself."""

    items: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: Text
    href: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tabs(Component, name="tabs"):
    items: tuple[Tab, ...]
    label: Text = gettext_lazy("มุมมอง")
