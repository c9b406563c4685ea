"""Names that are pasted from a sign-up sheet: which member of which committee each of them is. It writes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bkkplan.ground.core.forms.tables import Column, cells_of, guess_columns, read_list
from bkkplan.ground.core.thai import NotUnderstoodError, search_key
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.thai.names import name_key
from communities.models import CommitteeMember
from communities.models.community import community_key

MOST_NAMES = 500
NAME = Column("name", "ชื่อ-นามสกุล", ("ชื่อ", "ชื่อและนามสกุล", "ชื่อสกุล", "ชื่อ - สกุล", "ชื่อ-สกุล", "name"), is_needed=True)
COLUMNS = (
    NAME,
    Column("community", "ชุมชน", ("ชื่อชุมชน", "community")),
    Column("number", "ที่", ("ลำดับ", "ลำดับที่", "no", "#")),
)
PASTED = "pasted.csv"


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row with the members whom it may mean. ``first`` is the earlier row that means the same one, 0 if none."""

    number: int
    name: str
    community: str
    members: tuple[CommitteeMember, ...]
    is_sure: bool
    first: int = 0


def read_names(text: str) -> list[tuple[int, str, str]]:
    """The rows of a pasted list: number, name, community. Raises NotUnderstoodError for a list without names.

    Without headings the column of names is the one with most texts of two words.
    """
    table = read_list(text.encode(), name=PASTED, columns=COLUMNS)
    sheet = table.sheets[0]
    chosen = guess_columns(sheet.headings, COLUMNS) if sheet.heading_row else {}
    if NAME.key not in chosen:
        width = len(sheet.headings)
        likely = [
            sum(" " in cells[place] for _number, cells in sheet.rows if place < len(cells)) for place in range(width)
        ]
        chosen = {NAME.key: likely.index(max(likely))}
    rows = [(number, cells["name"], cells.get("community", "")) for number, cells in cells_of(sheet, chosen)]
    rows = [row for row in rows if row[1]]
    if not rows:
        raise NotUnderstoodError(N_("ไม่พบชื่อในรายการที่วาง"))
    if len(rows) > MOST_NAMES:
        raise NotUnderstoodError(N_("รายการมี %(rows)s ชื่อ วางได้ครั้งละไม่เกิน %(most)s ชื่อ"), rows=len(rows), most=MOST_NAMES)
    return rows


def find_members(rows: Iterable[tuple[int, str, str]], seats: Iterable[CommitteeMember]) -> list[NamedRow]:
    """Each row with the members of that name, in the community that it names if it names one.

    Where nobody has the name, those are offered whose name sounds the same; then ``is_sure`` is false.
    """
    exact: dict[str, list[CommitteeMember]] = defaultdict(list)
    alike: dict[str, list[CommitteeMember]] = defaultdict(list)
    for seat in seats:
        exact[name_key(seat.full_name)].append(seat)
        alike[search_key(name_key(seat.full_name))].append(seat)
    found: list[NamedRow] = []
    taken: dict[int, int] = {}
    for number, name, community in rows:
        same = exact.get(name_key(name), [])
        members = _in(community, same or alike.get(search_key(name_key(name)), []))
        is_sure = bool(same) and len(members) == 1
        first = taken.setdefault(members[0].pk, number) if is_sure else number
        found.append(NamedRow(number, name, community, tuple(members), is_sure, first if first != number else 0))
    return found


def _in(community: str, seats: list[CommitteeMember]) -> list[CommitteeMember]:
    """The seats in the community of that name; all seats if none is there."""
    key = community_key(community) if community else ""
    there = [seat for seat in seats if seat.committee.community.name_key == key]
    return there or seats
