"""The parts of pages.

A component is a frozen dataclass: its fields are its props; its properties are derived for the template
`templates/components/NAME.html`, in which the instance is `c`.

An unknown or missing prop, or one of the wrong type, raises ComponentError. `None` for a prop that has a default means
"not given". docs/look.md shows all components; so does /work/gallery/.
"""

from bkkplan.ground.core.components.declaring import (
    LATER,
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
    check_call,
    declared,
    render,
)
from bkkplan.ground.core.components.doing import Autosave, Confirm, Conflict, Difference, Errors, Progress, Undo
from bkkplan.ground.core.components.figures import (
    Bar,
    Fact,
    Facts,
    Figure,
    MoneyCard,
    MoneyLine,
    Sparkline,
    Stat,
    Stats,
)
from bkkplan.ground.core.components.lists import (
    FileItem,
    Files,
    FilterBar,
    NoticeItem,
    NoticeList,
    Pagination,
    SortLink,
    Table,
)
from bkkplan.ground.core.components.marks import Badge, Crumbs, Icon, Link, Money, Tab, Tabs, baht
from bkkplan.ground.core.components.path import Chain, ChainLink, Step, Steps, Timeline
from bkkplan.ground.core.components.surfaces import Card, Details, Empty, Notice
from bkkplan.ground.core.components.tiles import TILE_NAMES, TILE_PARTS, StateItem, StateList, Tile, TileKey, TileMap

__all__ = [
    "LATER",
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
    "Table",
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
    "check_call",
    "declared",
    "render",
]
