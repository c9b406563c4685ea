"""The parts pages are made of. A component is a frozen dataclass: its fields are its props, its properties what the
template may derive, `templates/components/NAME.html` its shape (the instance is `c` there).

A prop that is unknown, missing or of the wrong type raises: a page that is wrong must not look right.
`None` for a prop that has a default means "not given". docs/look.md shows them all; so does /work/gallery/.
"""

from bkkplan.core.components.declaring import (
    MARKS,
    REGISTRY,
    Component,
    ComponentError,
    Mark,
    Number,
    StepState,
    Text,
    TileState,
    Tone,
    build,
    declared,
    render,
)
from bkkplan.core.components.doing import Autosave, Confirm, Conflict, Difference, Errors, Progress, Undo
from bkkplan.core.components.figures import Bar, Fact, Facts, Figure, MoneyCard, MoneyLine, Sparkline, Stat, Stats
from bkkplan.core.components.lists import FileItem, Files, FilterBar, NoticeItem, NoticeList, Pagination, SortLink
from bkkplan.core.components.marks import Badge, Crumbs, Icon, Link, Money, Tab, Tabs, baht
from bkkplan.core.components.path import Chain, ChainLink, Step, Steps, Timeline
from bkkplan.core.components.surfaces import Card, Details, Empty, Notice
from bkkplan.core.components.tiles import TILE_NAMES, TILE_PARTS, StateItem, StateList, Tile, TileKey, TileMap

__all__ = [
    "MARKS",
    "REGISTRY",
    "TILE_NAMES",
    "TILE_PARTS",
    "Autosave",
    "Badge",
    "Bar",
    "Card",
    "Chain",
    "ChainLink",
    "Component",
    "ComponentError",
    "Confirm",
    "Conflict",
    "Crumbs",
    "Details",
    "Difference",
    "Empty",
    "Errors",
    "Fact",
    "Facts",
    "Figure",
    "FileItem",
    "Files",
    "FilterBar",
    "Icon",
    "Link",
    "Mark",
    "Money",
    "MoneyCard",
    "MoneyLine",
    "Notice",
    "NoticeItem",
    "NoticeList",
    "Number",
    "Pagination",
    "Progress",
    "SortLink",
    "Sparkline",
    "Stat",
    "StateItem",
    "StateList",
    "Stats",
    "Step",
    "StepState",
    "Steps",
    "Tab",
    "Tabs",
    "Text",
    "Tile",
    "TileKey",
    "TileMap",
    "TileState",
    "Timeline",
    "Tone",
    "Undo",
    "baht",
    "build",
    "declared",
    "render",
]
