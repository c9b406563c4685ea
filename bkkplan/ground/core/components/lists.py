"""Lists: their pages, filters and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.core.paginator import Page
from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components.declaring import MARKS, Component, ComponentError, Text, Tone
from bkkplan.ground.core.components.surfaces import CardHead

NARROW = {"cards": " as-cards", "compact": " as-cards is-compact", "lines": " as-lines"}


@dataclass(frozen=True, kw_only=True)
class Table(Component, name="table", body=True):
    """A list of rows: the body is its `<tr>`s, `columns` the `<th>`s above them, `total` the cells of the row of sums.

    Where there are no rows, the component `empty` stands in the table's place if its title is given; otherwise nothing
    is drawn. On a phone a row becomes what `narrow` says, and needs a `data-label` on its cells then.
    """

    caption: Text  # read aloud, not seen
    columns: Text = ""
    total: Text = ""  # without the first cell, which says `total_label`
    total_label: Text = gettext_lazy("รวม")
    total_span: int = 1  # over how many columns the label goes
    empty: Text = ""
    empty_text: Text = ""
    narrow: Literal["cards", "compact", "lines"] | None = None
    also: str = ""  # a class for the page's own sheet
    wide: bool = False  # where it is wider than its place it is moved sideways, with the keyboard, too
    page: Page | None = None  # its other pages are offered under the rows

    def is_drawn(self, body: str) -> bool:
        return bool(body or self.empty)

    @property
    def spoken(self) -> Text:
        return self.caption

    @property
    def classes(self) -> str:
        return f"table-portal{NARROW.get(self.narrow or '', '')} {self.also}".rstrip()


@dataclass(frozen=True, kw_only=True)
class TableCard(CardHead, Table, name="table_card", body=True):
    """A card that holds one table. The slots `above` and `below` are drawn in the card, before and after the table.

    Without a `caption` the card's title is read aloud; with neither, ComponentError. Nothing is drawn where all of the
    body, `empty`, `above` and `below` are empty.
    """

    caption: Text = ""
    above: Text = ""
    below: Text = ""
    flush: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if not self.spoken:
            raise ComponentError("table_card needs a title or a caption")

    def is_drawn(self, body: str) -> bool:
        return bool(body or self.empty or self.above or self.below)

    @property
    def spoken(self) -> Text:
        return self.caption or self.title


@dataclass(frozen=True, kw_only=True)
class ListCard(CardHead, Component, name="list_card", body=True):
    """A list in a card of its own: the body is its `<li>`s. Without one nothing is drawn."""

    also: str = ""  # a class for the page's own sheet
    numbered: bool = False
    flush: bool = False  # the list reaches the border

    def is_drawn(self, body: str) -> bool:
        return bool(body)


@dataclass(frozen=True, kw_only=True)
class UnseenHeading(Component, name="unseen_heading", pure=True):
    """The heading of a column of buttons. Only screen readers read it, because the buttons show what they do."""

    text: Text


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
    """The heading of a column that sorts the list.

    `current` is the present order, with "-" before it for descending.
    """

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
    when: ClassVar[str] = (
        "change, submit, "
        "keyup changed delay:400ms from:find input[type=search], keyup changed delay:400ms from:find input[type=text]"
    )


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
    """What is due, late or was sent back: one line each, with a link to do it."""

    items: tuple[NoticeItem, ...]
    empty: Text = gettext_lazy("ไม่มีเรื่องค้าง")
