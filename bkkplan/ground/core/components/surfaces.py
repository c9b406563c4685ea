"""What other things stand on: cards, notices, empty states."""

from __future__ import annotations

from dataclasses import dataclass

from bkkplan.ground.core.components.declaring import MARKS, Component, Text, Tone


@dataclass(frozen=True, kw_only=True)
class CardHead:
    """What every kind of card says of itself."""

    title: Text = ""
    note: Text = ""  # small, beside the title
    action_text: Text = ""
    action_href: str = ""
    tone: Tone | None = None  # a line along the top
    level: int = 2
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Card(CardHead, Component, name="card", body=True):
    flush: bool = False  # the body reaches the border: lists
    prose: bool = False  # the body is text, in lines of a readable length


@dataclass(frozen=True, kw_only=True)
class Notice(Component, name="notice", body=None):
    """Something the reader must know before going on, and what to do about it.

    What is more than a title and a text is written as its body; an `act` that is more than a link as a slot.
    """

    text: Text = ""
    title: Text = ""
    act: Text = ""
    tone: Tone = "info"
    action_text: Text = ""
    action_href: str = ""

    def is_drawn(self, body: str) -> bool:
        return bool(self.title or self.text or body)

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True, kw_only=True)
class Empty(Component, name="empty"):
    """Nothing here yet: why, and what to do next."""

    title: Text
    text: Text = ""
    action_text: Text = ""
    action_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Details(Component, name="details", body=True):
    summary: Text
    note: Text = ""
    open: bool = False
