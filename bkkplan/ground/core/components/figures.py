"""Figures and their bars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components.declaring import Component, Number, Text, Tone, share_of
from bkkplan.ground.core.components.marks import baht


@dataclass(frozen=True, kw_only=True)
class Bar(Component, name="bar", pure=True):
    """A share of a whole, with its target as a mark. `label` says it in words to those who do not see it."""

    value: Number
    label: Text
    whole: Number = 100
    target: Number | None = None
    tone: Tone = "done"

    @property
    def width(self) -> float:
        return share_of(self.value, self.whole)

    @property
    def target_at(self) -> float | None:
        # The mark has a width of its own and must stay inside at 0 and at 100.
        return None if self.target is None else min(max(share_of(self.target, self.whole), 0.4), 99.6)


@dataclass(frozen=True, kw_only=True)
class Sparkline(Component, name="sparkline"):
    """A trend without axes. A missing value is a gap, not a zero."""

    values: tuple[Number | None, ...]
    label: Text
    low: Number | None = None
    high: Number | None = None

    WIDTH: ClassVar[int] = 60
    HEIGHT: ClassVar[int] = 28
    EDGE: ClassVar[int] = 4

    @property
    def points(self) -> list[tuple[float, float] | None]:
        known = [float(v) for v in self.values if v is not None]
        if not known:
            return []
        low = min(known) if self.low is None else float(self.low)
        high = max(known) if self.high is None else float(self.high)
        across = (self.WIDTH - 2 * self.EDGE) / max(len(self.values) - 1, 1)
        up = (self.HEIGHT - 2 * self.EDGE) / (high - low) if high > low else 0
        middle = 0 if high > low else self.HEIGHT / 2 - self.EDGE
        return [
            None
            if v is None
            else (round(self.EDGE + i * across, 1), round(self.HEIGHT - self.EDGE - middle - (float(v) - low) * up, 1))
            for i, v in enumerate(self.values)
        ]

    @property
    def lines(self) -> list[str]:
        lines, line = [], []
        for point in [*self.points, None]:
            if point:
                line.append(f"{point[0]},{point[1]}")
            elif line:
                lines.append(" ".join(line))
                line = []
        return lines

    @property
    def last(self) -> tuple[float, float] | None:
        return next((point for point in reversed(self.points) if point), None)


@dataclass(frozen=True, kw_only=True)
class YearBar:
    """Two percentages of one year beside each other, ours and the reported one, and the target as a line."""

    label: Text
    value: Number | None = None
    reported: Number | None = None
    target: Number | None = None


@dataclass(frozen=True, kw_only=True)
class YearBars(Component, name="year_bars"):
    """Percentages of several years as bars. What is drawn stands in a table beside it."""

    items: tuple[YearBar, ...]
    label: Text

    SLOT: ClassVar[int] = 64
    TOP: ClassVar[int] = 16
    TALL: ClassVar[int] = 100
    BAR: ClassVar[int] = 22

    @property
    def width(self) -> int:
        return self.SLOT * max(len(self.items), 1)

    @property
    def has_reported(self) -> bool:
        return any(item.reported is not None for item in self.items)

    @property
    def has_target(self) -> bool:
        return any(item.target is not None for item in self.items)

    @property
    def slots(self) -> list[dict[str, object]]:
        """What is drawn of each year: its bars by their left and upper edge, and the line of its target."""
        return [
            {
                "middle": place * self.SLOT + self.SLOT // 2,
                "label": item.label,
                "bars": self._bars(item, place * self.SLOT + self.SLOT // 2),
                "target": "" if item.target is None else self._line(place, item.target),
            }
            for place, item in enumerate(self.items)
        ]

    def _bars(self, item: YearBar, middle: int) -> list[dict[str, object]]:
        drawn = [
            (value, kind) for value, kind in ((item.value, "ours"), (item.reported, "reported")) if value is not None
        ]
        left, foot = middle - len(drawn) * (self.BAR + 2) // 2, self.TOP + self.TALL
        return [
            {
                "kind": kind,
                "path": f"M{left + n * (self.BAR + 2)} {foot}V{self._at(value)}h{self.BAR}V{foot}z",
                "middle": left + n * (self.BAR + 2) + self.BAR // 2,
                "above": round(self._at(value) - 3, 1),
                "words": f"{float(value):.0f}",
            }
            for n, (value, kind) in enumerate(drawn)
        ]

    def _line(self, place: int, target: Number) -> str:
        return f"M{place * self.SLOT + 4} {self._at(target)}h{self.SLOT - 8}"

    def _at(self, value: Number) -> float:
        return round(self.TOP + self.TALL - share_of(value, 100) * self.TALL / 100, 1)


@dataclass(frozen=True, kw_only=True)
class Figure(Component, name="figure"):
    """One large figure: its two parts beside it, the target as a mark on the bar, the distance in words."""

    label: Text
    value: Text  # as it is to be read: "68.00", "–"
    unit: Text = "%"
    title: Text = ""
    numerator: Number | None = None
    denominator: Number | None = None
    counted: Text = ""  # what is counted: เขต, ชุมชน
    share: Number | None = None  # the bar's length where there is one, 0–100
    target: Number | None = None
    target_text: Text = ""  # a target in words, which there is no mark for
    distance: Text = ""
    tone: Tone = "wait"  # of the distance
    trend: tuple[Number | None, ...] = ()
    trend_label: Text = gettext_lazy("แนวโน้ม")
    href: str = ""
    selected: bool = False
    note: Text = ""

    @property
    def is_known(self) -> bool:
        return str(self.value) != "–"

    @property
    def bar(self) -> Bar | None:
        if self.share is None:
            return None
        value_text = f"{self.value} {self.unit}".strip()
        return Bar(
            value=self.share,
            label=f"{value_text} · {self.target_in_words}" if self.target_in_words else value_text,
            target=self.target,
        )

    @property
    def target_in_words(self) -> str:
        if self.target is None:
            return ""
        return _("เป้าหมาย %(target)s") % {"target": f"{Decimal(str(self.target)).normalize():f}"}

    @property
    def target_at(self) -> float:
        return share_of(self.target or 0, 100)

    @property
    def target_side(self) -> str:
        """Where the target's words stand at its mark: start after it, end before it; so they stay within the card."""
        return "start" if self.target_at < 25 else "end" if self.target_at > 60 else "middle"


@dataclass(frozen=True, kw_only=True)
class Figures(Component, name="figures"):
    """Three figures beside each other."""

    items: tuple[Figure, ...]
    also: str = ""  # a class for the page's own sheet


@dataclass(frozen=True, kw_only=True)
class Stat:
    label: Text
    value: Text | Number
    note: Text = ""
    tone: Tone | None = None
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Stats(Component, name="stats"):
    """A row of small figures."""

    items: tuple[Stat, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: Text
    value: Text | Number
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts(Component, name="facts"):
    """What a record says about itself: a definition list."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    label: Text
    amount: Number | None = None
    is_total: bool = False
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class MoneyCard(Component, name="money_card"):
    items: tuple[MoneyLine, ...]
    title: Text = gettext_lazy("งบประมาณ")
    spent: Number | None = None  # with `whole`: a bar
    whole: Number | None = None
    note: Text = ""

    @property
    def bar(self) -> Bar | None:
        if self.spent is None or not self.whole:
            return None
        return Bar(
            value=self.spent,
            whole=self.whole,
            label=_("เบิกจ่าย %(spent)s จาก %(whole)s บาท") % {"spent": baht(self.spent), "whole": baht(self.whole)},
        )
