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
from bkkplan.ground.core.components.doing import (
    Autosave,
    Confirm,
    Conflict,
    Difference,
    Errors,
    LineText,
    Progress,
    Undo,
)
from bkkplan.ground.core.components.figures import (
    Bar,
    Fact,
    Facts,
    Figure,
    Figures,
    MoneyCard,
    MoneyLine,
    Sparkline,
    Stat,
    Stats,
    YearBar,
    YearBars,
)
from bkkplan.ground.core.components.lists import (
    FileItem,
    Files,
    FilterBar,
    ListCard,
    NoticeItem,
    NoticeList,
    Pagination,
    SortLink,
    Table,
    TableCard,
    UnseenHeading,
)
from bkkplan.ground.core.components.marks import Badge, Crumbs, Icon, Link, Money, Tab, Tabs, baht
from bkkplan.ground.core.components.path import Chain, ChainLink, Step, Steps, Timeline
from bkkplan.ground.core.components.ribbon import Months, Ribbon, RibbonCell, RibbonMark, RibbonMonth, RibbonRow
from bkkplan.ground.core.components.surfaces import Card, Details, Empty, Notice
from bkkplan.ground.core.components.tiles import (
    TILE_NAMES,
    TILE_PARTS,
    StateItem,
    StateList,
    Tile,
    TileGroup,
    TileKey,
    TileMap,
)
