"""How many people came to a forum, as everyone may read it: no number that is shown lets a small one be calculated."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from bkkplan.ground.core.wording import number
from forums.models import Forum, ParticipantSector

# The fewest people of one sector whose number everyone may read. Fewer could be recognised (PDPA). Pages, files and
# the privacy page take the number from here.
FEWEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SectorCount:
    sector: ParticipantSector
    people: int | None  # None: at least one person, and fewer than FEWEST_SHOWN

    @property
    def in_words(self) -> str:
        return _("น้อยกว่า %(fewest)s") % {"fewest": FEWEST_SHOWN} if self.people is None else number(self.people)


@dataclass(frozen=True, slots=True)
class Turnout:
    """The sectors from which someone came, and how many people came in all; with ``is_at_least``, or more."""

    sectors: tuple[SectorCount, ...]
    total: int | None
    is_at_least: bool = False
    fewest_shown: int = FEWEST_SHOWN

    @property
    def total_in_words(self) -> str:
        total = number(self.total)
        return _("อย่างน้อย %(people)s") % {"people": total} if self.is_at_least else total


def shown_to_all(counts: Iterable[SectorCount], total: int | None) -> Turnout:
    """What everyone may know of who came.

    The number of a sector with fewer than FEWEST_SHOWN people is hidden. So is a total from which that number could be
    calculated: the exact total is returned only if no sector is hidden, or if so many people came without being counted
    by sector that every hidden sector may still have any number below FEWEST_SHOWN. Otherwise the total is the sum of
    the sectors that are shown, with ``is_at_least``.
    """
    sectors = tuple(
        SectorCount(count.sector, count.people if count.people and count.people >= FEWEST_SHOWN else None)
        for count in counts
    )
    hidden = sum(sector.people is None for sector in sectors)
    shown = sum(sector.people or 0 for sector in sectors)
    if not hidden or total is None or total - shown > hidden * (FEWEST_SHOWN - 1):
        return Turnout(sectors, total)
    return Turnout(sectors, shown, is_at_least=True)


def turnout_of(forum: Forum, *, in_full: bool = False) -> Turnout:
    """The turnout of a forum: every number with ``in_full`` (for its staff), otherwise what everyone may read.

    A list of forums prefetches ``attendance__sector``; otherwise each forum costs a query.
    """
    prefetch_related_objects([forum], "attendance__sector")  # asks nothing where a list has done so
    rows = sorted((row for row in forum.attendance.all() if row.people), key=lambda row: row.sector.position)
    counts = tuple(SectorCount(row.sector, row.people) for row in rows)
    return Turnout(counts, forum.attendance_total) if in_full else shown_to_all(counts, forum.attendance_total)
