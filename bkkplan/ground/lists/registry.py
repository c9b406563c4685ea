"""The kinds of lists. A subject declares its own in its `list_kinds.py`, found by its name.

A kind says which columns its rows have, what stands already, which rules a row obeys, and how rows are written and
taken back. Reading files, guessing columns, asking for words, the pages, the template and the history are the same for
all kinds.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.list_forms import LIST_BYTES
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.forms.typed_cells import Value, is_total
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.spreadsheets.columns import Word
from bkkplan.ground.lists.models import CITY_KINDS
from districts.models import District

MOST_AT_ONCE = 2000  # rows; a longer list is written, and taken back, by a worker
Values = dict[str, Value]
NO_TEXTS: Mapping[str, str] = MappingProxyType({})
# Key, "new" or "changed" ("same": a row beside it that got its version, too), version afterwards, values before.
Made = tuple[str, str, int, Mapping[str, object]]
Progress = Callable[[int, int], None]  # told how many rows of how many are done


def to_nobody(_done: int, _total: int) -> None:
    """The progress of work that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Source:
    """The list that is looked at: its id and name, and of what day it tells where its kind asks for one."""

    uuid: UUID
    name: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes: ``row`` is what the kind's permission is asked for, ``url`` the page on which it is shown.

    ``district`` is None for a place of the whole city. ``obstacle`` says why nothing can be brought in now; empty where
    it can. ``then`` is what a person usually does next. While a list is looked at, ``source`` says which, and a kind
    may keep in ``kept`` what it loaded for it. While a long one is written or taken back, ``tell`` is told how many
    rows of how many are done; it may raise, and then nothing is written.
    """

    key: str
    title: str
    url: str
    row: Model
    district: District | None
    crumbs: Sequence[Link]
    obstacle: str = ""
    then: Sequence[Link] = ()
    source: Source | None = None
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    tell: Progress = field(default=to_nobody, compare=False, repr=False)

    @property
    def home(self) -> District:
        """The district, for kinds whose places always have one. Raises ValueError for a place of the whole city."""
        if self.district is None:
            raise ValueError(self.key)
        return self.district


@dataclass(frozen=True, slots=True)
class ExistingRow:
    """A row that stands already, by its key; the key is also in the file that is taken out and comes back.

    Where several rows are of one thing, ``values`` of the rows below the first leave out what the first one says, which
    is in their ``under``.
    """

    key: str
    version: int
    values: Mapping[str, Value]
    is_out: bool = False  # taken out: it is not in the file, and its key brings it back
    under: Mapping[str, Value] = field(default_factory=dict)

    @property
    def whole(self) -> Mapping[str, Value]:
        """Its values with those of the row that it stands under."""
        return {**self.under, **self.values}


@dataclass(slots=True)
class Line:
    """A row of a list: what it ``does`` is new, changed, same, left (out, with a ``sentence``), asked or wrong.

    Where a row may mean several things, ``choices`` has each by its value, with its name, and ``meant`` the value that
    a person chose; while none is chosen the row does "asked".
    """

    number: int
    values: Values
    key: str = ""
    seen: int = 0  # the version of the row that it changes
    does: str = "new"
    sentence: str = ""
    # Most lines of a long list have none of these, and share what is empty.
    changes: tuple[tuple[str, str, str], ...] = ()  # heading, old, new
    errors: tuple[tuple[str, str], ...] = ()  # the column's key, the sentence
    filled: frozenset[str] = frozenset()  # the columns that it has from the row above
    texts: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)  # its cells as they stand in the file
    unanswered: frozenset[str] = frozenset()  # the columns whose words nobody knows yet
    choices: tuple[tuple[str, str], ...] = ()
    meant: str = ""
    understood: object = None  # what ``check`` made of it, for ``write``
    where: str = ""  # what people read in place of its number: several sheets were joined, or it stands in no row

    def take_from(self, above: "Line | None", *columns: str) -> None:
        """Fill its empty cells of these columns from the row above."""
        for column in columns:
            if above is not None and not self.values.get(column) and above.values.get(column):
                self.values[column] = above.values[column]
                self.filled |= {column}

    def refuse(self, column: str, sentence: str) -> None:
        self.errors = (*self.errors, (column, sentence))
        self.does = "wrong"

    def leave(self, sentence: str) -> None:
        self.does, self.sentence = "left", sentence


class ListKind:
    """One kind. ``columns[0]`` is the text that no row is without, and ``detail`` the key of the column in which what
    was in other columns may be kept; empty where there is none.
    """

    code: ClassVar[str]
    title: ClassVar[Any]
    permission: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    detail: ClassVar[str] = ""
    most: ClassVar[int] = MOST_AT_ONCE
    has_keys: ClassVar[bool] = True  # whether a new row takes the key that its file gave it
    blank_rows: ClassVar[int] = 200  # of the template
    undoing: ClassVar[Any] = ""  # what the page of undoing says
    not_in_sheet: ClassVar[frozenset[str]] = frozenset()  # columns that are read, but follow from others of the sheet
    always_shown: ClassVar[frozenset[str]] = frozenset()  # columns of the preview, also where the file has none
    has_district: ClassVar[bool] = True  # False: no column tells that a row is of another district
    about: ClassVar[Any] = ""  # what one has to know of the columns, on the page where a list is handed in
    asking: ClassVar[Any] = ""  # above the rows that may mean several things
    does_words: ClassVar[Mapping[str, Any]] = {}  # what rows do, if the usual words are not plain enough
    made_template: ClassVar[str] = ""  # below what a list did; it gets ``made_context``
    day_label: ClassVar[Any] = ""  # asks of which day the list tells; no day after today is taken
    most_bytes: ClassVar[int] = LIST_BYTES
    joins_sheets: ClassVar[bool] = False  # reads every sheet of a workbook that has the headings, not only the first
    needs_one_of: ClassVar[Sequence[tuple[str, ...]]] = ()  # columns of which the file must have one
    read_by_row: ClassVar[frozenset[str]] = frozenset()  # columns of words whose cells only ``known_by_row`` reads
    # Whether ``check`` says which row that stands a line means and what it changes. Then all lines are new to it, and
    # their ``texts`` are empty.
    finds_rows: ClassVar[bool] = False
    leaves_out: ClassVar[bool] = True  # whether right rows may come in without the wrong ones
    takes_unchanged: ClassVar[bool] = False  # whether a list that changes nothing is confirmed, too
    asking_ended: ClassVar[Any] = ""  # above the rows that stand and that the list does not name

    def find(self, key: str, user: User) -> Place | None:
        """The place, through its ``visible_to``; None for a stranger."""
        raise NotImplementedError

    def take(self, key: str, *, by: User) -> Place:
        """Lock the place as the single acts do, and return it. Raises what they raise."""
        raise NotImplementedError

    def cell_words(self, place: Place) -> Mapping[str, Sequence[Word]]:
        """The words that a cell may hold, by the key of its column. Only for columns of the sort "word"."""
        return {}

    def why_left(self, place: Place, texts: Mapping[str, str]) -> str:
        """The sentence that says why a row is left out, by its cells alone; nobody is asked about its words then."""
        return ""

    def known_by_row(self, place: Place) -> Callable[[str, Mapping[str, str]], str]:
        """Returns what finds the value of a word that no list has, by its column and the other cells of its row.

        It is asked before a person is; "" where the row does not tell.
        """
        return lambda _column, _texts: ""

    def existing_rows(self, place: Place) -> Sequence[ExistingRow]:
        return ()

    def elsewhere(self, place: Place, keys: Collection[str]) -> Mapping[str, str]:
        """Of these keys those that are rows of another place, with its name."""
        return {}

    def is_aside(self, texts: Mapping[str, str], filled: Sequence[str]) -> bool:
        """Whether a row is a total and no data. ``filled`` has its cells that are not empty."""
        leading = texts.get(self.columns[0].key, "")
        return is_total([leading] if leading else filled)

    def same_row(self, values: Mapping[str, Value]) -> Hashable:
        """What is the same in two rows that are one; a row without a key is known by it. None: it is never known."""
        return None

    def fill(self, line: Line, above: Line | None) -> None:
        """Complete a row that was read, also from the row above it. It is compared with what stands afterwards."""

    def check(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> None:
        """Refuse or leave out rows by the subject's rules. ``lines`` are those that would be written."""

    def not_named(self, place: Place, lines: Sequence[Line]) -> Sequence[tuple[str, str]]:
        """Rows that stand and that the list should name and does not: key and name. They stay as they are."""
        return ()

    def ended(self, place: Place, keys: Collection[str]) -> Sequence[Line]:
        """Lines that end those of the rows not named of which a person said so. Their numbers are below 0."""
        return ()

    def write(self, place: Place, lines: Sequence[Line], *, on: date, by: User, at: datetime) -> list[Made]:
        raise NotImplementedError

    def undo(self, place: Place, made: Sequence[Made], *, on: date, by: User, at: datetime) -> str | None:
        """Take back what a list wrote. Returns a sentence about what could not be taken back, if there is any.

        Raises `actions.BuiltOnError`, and takes nothing back, if something was built on what the list wrote.
        """
        raise NotImplementedError

    def choice_in_words(self, value: str, name: str) -> str:
        """Return how a person reads one of the ``choices`` of a row; ``name`` is its text in the list."""
        return name

    def made_context(self, made: Sequence[Made]) -> Mapping[str, object]:
        """What ``made_template`` shows of what a list wrote."""
        return {}

    def follow(self, made: Sequence[Made], *, request: WorkRequest) -> str:
        """What is done once the rows are written, outside of their transaction: letters. Returns a sentence about it.

        It is called again when a confirmation is sent twice, and does nothing twice.
        """
        return ""


def try_out(lines: Iterable[Line], act: Callable[[Line], object], *, leading: str) -> None:
    """Do the single act for each row and take everything back: a row that the act refuses gets its sentence.

    The refusal's field is the key of a column, or else the row's ``leading`` one gets it.
    """
    with transaction.atomic():
        for line in lines:
            try:
                with transaction.atomic():
                    act(line)
            except Refusal as refusal:
                line.refuse(refusal.field if refusal.field in line.values else leading, str(refusal))
            except PermissionDenied:
                line.refuse(leading, _("ท่านไม่มีสิทธิ์บันทึกรายการนี้"))
        transaction.set_rollback(True)


_kinds: dict[str, ListKind] = {}


def register(kind: ListKind) -> None:
    _kinds[kind.code] = kind
    if not kind.has_district:
        CITY_KINDS[kind.code] = kind.permission


def kind_called(code: str) -> ListKind:
    """Raises KeyError for a kind that no subject declares."""
    return _kinds[code]


def kinds() -> list[ListKind]:
    return [_kinds[code] for code in sorted(_kinds)]
