"""The parts pages are made of. A component is a frozen dataclass: its fields are its props, its properties what the
template may derive, `templates/components/NAME.html` its shape (the instance is `c` there).

A prop that is unknown, missing or of the wrong type raises: a page that is wrong must not look right.
`None` for a prop that has a default means "not given". docs/look.md shows them all; so does /work/gallery/.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cache
from typing import Any, ClassVar, Literal, Union

from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a state means, never how it looks: the colours are chosen in static/css/tokens.css.
Tone = Literal["done", "now", "late", "bad", "info", "wait"]
Number = int | float | Decimal
Text = str | Promise
TileState = Literal["done", "late", "bad", "info", "wait"]
StepState = Literal["done", "now", "late", "bad", "info", "wait"]

Mark = Literal[
    "check", "cross", "clock", "dot", "ring", "info", "menu", "bell", "down", "right", "up", "search", "print", "file",
    "more", "link", "plus", "person",
]  # fmt: skip

MARKS: dict[str, str] = {"done": "check", "now": "dot", "late": "clock", "bad": "cross", "info": "info", "wait": "ring"}


class ComponentError(Exception):
    """A component was called with something it does not declare."""


REGISTRY: dict[str, type[Component]] = {}


@dataclass(frozen=True, kw_only=True)
class Component:
    """Subclasses name themselves by `name=`; `body=True` makes them take the text between their tags."""

    name: ClassVar[str]
    takes_body: ClassVar[bool]

    def __init_subclass__(cls, *, name: str, body: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name, cls.takes_body = name, body
        REGISTRY[name] = cls


def build(name: str, props: Mapping[str, Any]) -> Component:
    try:
        kind = REGISTRY[name]
    except KeyError:
        raise ComponentError(f"no component is called {name!r}; there are {', '.join(sorted(REGISTRY))}") from None
    return typing.cast("Component", _make(kind, props, where=name))


def render(
    name: str, props: Mapping[str, Any], *, context: Context | None = None, body: str | None = None
) -> SafeString:
    component = build(name, props)
    if component.takes_body != (body is not None):
        tag = "componentblock" if component.takes_body else "component"
        raise ComponentError(f"{name} is written with {{% {tag} %}}")
    inner: dict[str, Any] = {"c": component, "body": body}
    if context is not None:
        inner |= {key: context.get(key) for key in ("request", "csrf_token")}
    return render_to_string(f"components/{name}.html", inner)


@cache
def _declared(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Each prop's type and whether it must be given."""
    hints = typing.get_type_hints(kind)
    return {
        f.name: (hints[f.name], f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING)
        for f in dataclasses.fields(kind)
    }


def declared(name: str) -> dict[str, tuple[Any, bool]]:
    kind: Any = REGISTRY[name]
    return _declared(kind)


def _make(kind: type, props: Mapping[str, Any], *, where: str) -> Any:
    declared = _declared(kind)
    if unknown := props.keys() - declared.keys():
        raise ComponentError(f"{where} has no prop {', '.join(sorted(unknown))}; it has {', '.join(declared)}")
    given: dict[str, Any] = {}
    for prop, (hint, required) in declared.items():
        value = props.get(prop)
        if value is None and prop in props and not required:
            continue
        if prop not in props:
            if required:
                raise ComponentError(f"{where} needs {prop}")
            continue
        given[prop] = _fit(value, hint, where=f"{where}.{prop}")
    return kind(**given)


def _fit(value: Any, hint: Any, *, where: str) -> Any:
    """The value as the hint wants it: mappings become items, iterables tuples; anything else must already fit."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return value
    if origin in {Union, types.UnionType}:
        for choice in arguments:
            try:
                return _fit(value, choice, where=where)
            except ComponentError:
                continue
        raise ComponentError(f"{where} does not take {value!r}")
    if origin is Literal:
        if value not in arguments:
            raise ComponentError(f"{where} is one of {', '.join(map(repr, arguments))}, not {value!r}")
        return value
    if origin is tuple:
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            raise ComponentError(f"{where} is a list, not {value!r}")
        return tuple(_fit(item, arguments[0], where=f"{where}[{i}]") for i, item in enumerate(value))
    if hint is type(None):
        fits = value is None
    elif dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        return _make(typing.cast("type", hint), value, where=where)
    else:
        # A text may come translated or reversed, lazily.
        kinds = (str, Promise) if hint is str else hint
        fits = isinstance(value, kinds) and not (isinstance(value, bool) and hint is not bool)
    if not fits:
        raise ComponentError(f"{where} does not take {value!r} ({type(value).__name__})")
    return value


def _share(value: Number, whole: Number) -> float:
    """How far along, from 0 to 100. A bar that is not full never looks full: rounded down."""
    if whole <= 0:
        return 0
    share = Decimal(str(value)) * 100 / Decimal(str(whole))
    return float(min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"), ROUND_DOWN))


# --- words and marks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Icon(Component, name="icon"):
    """A mark of 1 em, drawn, so that it is the same on every machine. Without a label it is decoration."""

    mark: Mark
    label: Text = ""


@dataclass(frozen=True, kw_only=True)
class Badge(Component, name="badge"):
    """A state in a word, with its mark: never told by colour alone."""

    text: Text
    tone: Tone = "wait"
    mark: Mark | None = None
    is_plain: bool = False  # a label, not a state (an area, a kind): no mark

    @property
    def drawn_mark(self) -> str:
        return "" if self.is_plain else self.mark or MARKS[self.tone]


@dataclass(frozen=True, kw_only=True)
class Money(Component, name="money"):
    """An amount of baht; satang are shown only where there are some. Nothing known is "–", never 0."""

    amount: Number | None = None
    unit: bool = False

    @property
    def text(self) -> str:
        return baht(self.amount)


def baht(amount: Number | None) -> str:
    if amount is None:
        return "–"
    exact = Decimal(str(amount)).quantize(Decimal("0.01"))
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


# --- surfaces --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Card(Component, name="card", body=True):
    title: Text = ""
    note: Text = ""  # small, beside the title
    action_text: Text = ""
    action_href: str = ""
    tone: Tone | None = None  # a line along the top
    flush: bool = False  # the body reaches the border: tables, lists
    level: int = 2
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice(Component, name="notice"):
    """Something the reader must know before going on, and what to do about it."""

    text: Text
    title: Text = ""
    tone: Tone = "info"
    action_text: Text = ""
    action_href: str = ""

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


# --- figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Bar(Component, name="bar"):
    """A share of a whole, with its target as a mark. `label` says it in words to those who do not see it."""

    value: Number
    label: Text
    whole: Number = 100
    target: Number | None = None
    tone: Tone = "done"

    @property
    def width(self) -> float:
        return _share(self.value, self.whole)

    @property
    def target_at(self) -> float | None:
        # The mark has a width of its own and must stay inside at 0 and at 100.
        return None if self.target is None else min(max(_share(self.target, self.whole), 0.4), 99.6)


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
        said = f"{self.value} {self.unit}".strip()
        return Bar(
            value=self.share, label=f"{said} · {self.target_words}" if self.target_words else said, target=self.target
        )

    @property
    def target_words(self) -> str:
        if self.target is None:
            return ""
        return _("เป้าหมาย %(target)s") % {"target": f"{Decimal(str(self.target)).normalize():f}"}

    @property
    def target_at(self) -> float:
        return _share(self.target or 0, 100)

    @property
    def target_side(self) -> str:
        """The target's words stand under its mark and stay within the card."""
        return "start" if self.target_at < 25 else "end" if self.target_at > 60 else "middle"


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
    title: Text = gettext_lazy("เงิน")
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
    """What is where: a name, its state at the right, and a line about it. The whole line leads there."""

    items: tuple[StateItem, ...]


@dataclass(frozen=True, kw_only=True)
class Tile:
    code: str
    name: Text
    column: int
    row: int
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
class TileKey:
    state: TileState
    word: Text
    count: int


@dataclass(frozen=True, kw_only=True)
class TileMap(Component, name="tilemap"):
    """Fifty equal tiles: each district counts once. On a phone the names of those not done open above it."""

    tiles: tuple[Tile, ...]
    keys: tuple[TileKey, ...]
    label: Text
    note: Text = ""

    @property
    def by_place(self) -> list[Tile]:
        return sorted(self.tiles, key=lambda tile: (tile.row, tile.column))

    @property
    def open(self) -> tuple[StateItem, ...]:
        """Those not done, the most pressing first."""
        return tuple(
            StateItem(text=tile.name, word=tile.word, tone=tile.state, note=tile.note, href=tile.href)
            for state in ("bad", "late", "info", "wait")
            for tile in self.tiles
            if tile.state == state
        )


# --- the path --------------------------------------------------------------------------------------------------------


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


# --- lists -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Pagination(Component, name="pagination"):
    page: Page
    param: str = "page"

    @property
    def gap(self) -> str:
        return str(self.page.paginator.ELLIPSIS)

    @property
    def numbers(self) -> list[int | str]:
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))


@dataclass(frozen=True, kw_only=True)
class SortLink(Component, name="sort_link"):
    """A column's heading that sorts by it: first up, then down. `current` is the sort in force, "-" first for down."""

    label: Text
    field: str
    current: str = ""
    param: str = "sort"

    @property
    def direction(self) -> str:
        return {self.field: "up", f"-{self.field}": "down"}.get(self.current, "")

    @property
    def next(self) -> str:
        return f"-{self.field}" if self.direction == "up" else self.field

    @property
    def word(self) -> str:
        return _("เรียงจากน้อยไปมาก") if self.direction == "up" else _("เรียงจากมากไปน้อย")


@dataclass(frozen=True, kw_only=True)
class FilterBar(Component, name="filterbar"):
    """A list's filter: a plain GET form. With htmx the list named by `target` follows while one chooses."""

    form: BaseForm
    count: int | None = None
    counted: Text = gettext_lazy("รายการ")
    target: str = ""
    clear_href: str = "?"


@dataclass(frozen=True, kw_only=True)
class FileItem:
    name: str
    href: str = ""
    note: Text = ""  # kind and size: PDF · 1.2 MB
    is_public: bool | None = None
    remove_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Files(Component, name="files"):
    items: tuple[FileItem, ...]
    empty: Text = gettext_lazy("ยังไม่มีไฟล์")


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    text: Text
    when: Text = ""
    href: str = ""
    tone: Tone = "info"
    unread: bool = False
    note: Text = ""

    @property
    def mark(self) -> str:
        return MARKS[self.tone]


@dataclass(frozen=True, kw_only=True)
class NoticeList(Component, name="notice_list"):
    """What is due, late or was sent back: one line each, one click from doing it."""

    items: tuple[NoticeItem, ...]
    empty: Text = gettext_lazy("ไม่มีเรื่องค้าง")


# --- doing things ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Autosave(Component, name="autosave"):
    """What has become of the text just typed. `data-autosave-state` on it is changed by the page's module."""

    state: Literal[
        "idle", "saving", "saved", "failed", "offline", "refused", "conflict", "signed-out", "other-person"
    ] = "idle"
    at: Text = ""

    @property
    def words(self) -> dict[str, str]:
        return {
            "idle": _("บันทึกให้อัตโนมัติเมื่อพิมพ์"),
            "saving": _("กำลังบันทึก…"),
            "saved": _("บันทึกอัตโนมัติแล้ว"),
            "failed": _("ยังบันทึกไม่ได้ ข้อความยังอยู่ในหน้านี้"),
            "offline": _("ออฟไลน์ เก็บไว้ในเครื่องนี้แล้ว จะส่งเมื่อต่อได้"),
            "refused": _("มีแถวที่ต้องแก้ ดูข้อความใต้ช่องสีแดง"),
            "conflict": _("มีแถวที่แก้พร้อมกันสองคน เลือกข้อความที่จะใช้"),
            "signed-out": _("ออกจากระบบแล้ว ข้อความเก็บไว้ในเครื่องนี้"),
            "other-person": _("มีผู้อื่นเข้าระบบในเบราว์เซอร์นี้ จึงยังไม่ส่ง"),
        }


@dataclass(frozen=True, kw_only=True)
class Progress(Component, name="progress"):
    """A job. It asks for itself again (`poll_href`) until it has ended; then the answer has no `poll_href`."""

    state: Literal["queued", "running", "done", "failed", "cancelled"]
    text: Text
    done: int = 0
    total: int = 0
    poll_href: str = ""
    cancel_href: str = ""  # POST
    result_href: str = ""
    result_text: Text = gettext_lazy("ดาวน์โหลด")
    id: str = "job"

    @property
    def tone(self) -> str:
        return {"queued": "wait", "running": "now", "done": "done", "failed": "bad", "cancelled": "wait"}[self.state]

    @property
    def word(self) -> str:
        return {
            "queued": _("รอคิว"),
            "running": _("กำลังทำ"),
            "done": _("เสร็จแล้ว"),
            "failed": _("ทำไม่สำเร็จ"),
            "cancelled": _("ยกเลิกแล้ว"),
        }[self.state]

    @property
    def bar(self) -> Bar:
        return Bar(value=self.done, whole=self.total or 1, label=f"{self.done} / {self.total}", tone="done")

    @property
    def is_live(self) -> bool:
        return self.state in {"queued", "running"}


@dataclass(frozen=True, kw_only=True)
class Confirm(Component, name="confirm", body=True):
    """A button that asks first. The body stands in the dialog: what will happen, and fields if any are needed.
    Without script the button leads to `page`, which must ask the same."""

    id: str
    button: Text
    title: Text
    action: str  # POST
    page: str
    go: Text = gettext_lazy("ยืนยัน")
    danger: bool = False
    look: Literal["primary", "secondary", "danger", "link"] = "secondary"


@dataclass(frozen=True, kw_only=True)
class Undo(Component, name="undo"):
    """Done, and can be taken back: stays until it is closed."""

    text: Text
    action: str = ""  # POST
    button: Text = gettext_lazy("เลิกทำ")


@dataclass(frozen=True, kw_only=True)
class Difference:
    label: Text
    yours: Text
    theirs: Text

    @property
    def is_same(self) -> bool:
        return str(self.yours) == str(self.theirs)


@dataclass(frozen=True, kw_only=True)
class Conflict(Component, name="conflict", body=True):
    """Two people wrote in one record: both texts, side by side. The body has the buttons that settle it."""

    items: tuple[Difference, ...]
    other: Text  # who saved first
    at: Text = ""


@dataclass(frozen=True, kw_only=True)
class Errors(Component, name="errors"):
    """The form's errors in one place at its top, each a link to its field; says nothing for a form in order."""

    form: BaseForm
    focus: bool = True  # heard first when the page comes back

    @property
    def items(self) -> list[tuple[str, str, str]]:
        found = []
        for name, errors in self.form.errors.items():
            bound = self.form[name] if name in self.form.fields else None
            # A group of choices has no id of its own; its first choice has.
            target = (bound.id_for_label or f"{bound.auto_id}_0") if bound else ""
            found += [(str(bound.label) if bound else "", target, str(error)) for error in errors]
        return found
