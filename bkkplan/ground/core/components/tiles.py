"""Equal tiles, and lists of what they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from bkkplan.ground.core.components.declaring import MARKS, Component, Text, TileState, Tone
from bkkplan.ground.core.thai.order import sort_key

# Where a district's name may break on its tile. Browsers break Thai by dictionary, and names are in none.
TILE_NAMES = """
    พระนคร ดุสิต หนอง|จอก บาง|รัก บาง|เขน บาง|กะปิ ปทุม|วัน ป้อมปราบ|ศัตรูพ่าย พระ|โขนง มีน|บุรี ลาด|กระบัง ยานนาวา
    สัมพันธ|วงศ์ พญาไท ธนบุรี บางกอก|ใหญ่ ห้วย|ขวาง คลอง|สาน ตลิ่งชัน บางกอก|น้อย บางขุน|เทียน ภาษี|เจริญ หนอง|แขม
    ราษฎร์|บูรณะ บาง|พลัด ดินแดง บึง|กุ่ม สาทร บาง|ซื่อ จตุจักร บาง|คอแหลม ประเวศ คลอง|เตย สวน|หลวง จอม|ทอง ดอน|เมือง
    ราช|เทวี ลาด|พร้าว วัฒนา บาง|แค หลัก|สี่ สาย|ไหม คันนา|ยาว สะพาน|สูง วัง|ทองหลาง คลอง|สามวา บาง|นา ทวี|วัฒนา
    ทุ่ง|ครุ บาง|บอน
    Samphan|thawong Ratcha|thewi Chatu|chak
"""
TILE_PARTS = {name.replace("|", ""): name.split("|") for name in TILE_NAMES.split()}


@dataclass(frozen=True, kw_only=True)
class StateItem:
    text: Text
    word: Text = ""  # its state
    tone: Tone = "wait"
    note: Text = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class StateList(Component, name="state_list"):
    """A list of names, each with its state at the right and a line about it. The whole line is a link."""

    items: tuple[StateItem, ...]


@dataclass(frozen=True, kw_only=True)
class Tile:
    code: str
    name: Text
    column: int | None  # None without a map
    row: int | None
    state: TileState
    word: Text  # the state in a word: ล่าช้า
    href: str = ""
    note: Text = ""  # the reason, shown in the list

    @property
    def name_parts(self) -> list[str]:
        return TILE_PARTS.get(str(self.name), [str(self.name)])

    @property
    def mark(self) -> str:
        return MARKS[self.state]


@dataclass(frozen=True, kw_only=True)
class TileGroup:
    """A group of districts where there is no map: it unfolds to its tiles, or leads to a page of its own."""

    name: Text
    note: Text = ""
    href: str = ""
    tiles: tuple[Tile, ...] = ()

    @property
    def items(self) -> tuple[StateItem, ...]:
        return tuple(_item(tile) for tile in self.tiles)


def _item(tile: Tile) -> StateItem:
    return StateItem(text=tile.name, word=tile.word, tone=tile.state, note=tile.note, href=tile.href)


@dataclass(frozen=True, kw_only=True)
class TileKey:
    state: TileState
    word: Text
    count: int


@dataclass(frozen=True, kw_only=True)
class TileMap(Component, name="tilemap"):
    """Equal tiles, one for each district; with ``groups`` a list of them instead, for there is no map.

    On a narrow screen the names are listed instead of tiles.
    """

    tiles: tuple[Tile, ...]
    keys: tuple[TileKey, ...]
    label: Text
    note: Text = ""
    groups: tuple[TileGroup, ...] = ()

    @property
    def by_place(self) -> list[Tile]:
        return sorted(self.tiles, key=lambda tile: (tile.row or 0, tile.column or 0))

    @property
    def by_name(self) -> list[Tile]:
        """The tiles by name, because people look for a name, not for a code."""
        return sorted(self.tiles, key=lambda tile: sort_key(str(tile.name)))

    @property
    def open(self) -> tuple[StateItem, ...]:
        """The districts that are not done, the most pressing first."""
        return tuple(
            _item(tile) for state in ("bad", "late", "info", "wait") for tile in self.tiles if tile.state == state
        )
