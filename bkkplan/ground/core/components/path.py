"""Where a record is on its way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components.declaring import MARKS, Component, StepState, Text
from bkkplan.ground.core.components.figures import Bar


@dataclass(frozen=True, kw_only=True)
class Step:
    label: Text
    state: StepState = "wait"
    when: Text = ""  # a day or a deadline
    note: Text = ""
    href: str = ""

    @property
    def word(self) -> str:
        """The state for those who do not see the colour."""
        return {
            "done": _("แล้ว"),
            "now": _("กำลังทำ"),
            "late": _("เลยกำหนด"),
            "bad": _("ไม่ผ่าน"),
            "info": _("มีคำตอบแล้ว"),
            "wait": _("ยังไม่ถึง"),
        }[self.state]

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True, kw_only=True)
class Steps(Component, name="steps"):
    """Where a record is in its cycle: across on a wide screen, down the side on a phone."""

    items: tuple[Step, ...]
    label: Text = gettext_lazy("ขั้นตอน")


@dataclass(frozen=True, kw_only=True)
class Timeline(Component, name="timeline"):
    """The same path told at length, downwards: what happened to one proposal."""

    items: tuple[Step, ...]
    label: Text = gettext_lazy("เส้นทาง")


@dataclass(frozen=True, kw_only=True)
class ChainLink:
    label: Text
    count: int
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Chain(Component, name="chain"):
    """How many came how far along a path: each link holds a part of the one before."""

    items: tuple[ChainLink, ...]
    label: Text

    @property
    def bars(self) -> list[tuple[ChainLink, Bar]]:
        whole = max((link.count for link in self.items), default=0) or 1
        return [(link, Bar(value=link.count, whole=whole, label=f"{link.label} {link.count:,}")) for link in self.items]
