"""Who came, as everyone may be told: nothing that is shown gives a small sector away."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from bkkplan.ground.core.wording import number
from forums.models import Forum, ParticipantSector

FEWEST_SHOWN = 5  # PDPA: fewer people of one sector could be recognised


@dataclass(frozen=True, slots=True)
class SectorCount:
    sector: ParticipantSector
    people: int | None  # None: one to four people

    @property
    def in_words(self) -> str:
        return _("น้อยกว่า 5") if self.people is None else number(self.people)


@dataclass(frozen=True, slots=True)
class Turnout:
    """The sectors from which someone came, and all who came; with `is_at_least`, so many or more."""

    sectors: tuple[SectorCount, ...]
    total: int | None
    is_at_least: bool = False

    @property
    def total_in_words(self) -> str:
        total = number(self.total)
        return _("อย่างน้อย %(people)s") % {"people": total} if self.is_at_least else total


def shown_to_all(counts: Iterable[SectorCount], total: int | None) -> Turnout:
    """What everyone may know of who came.

    A small sector is not told, and neither is a total from which it could be worked out: the total stands as it is only
    if nothing is hidden, or if so many came uncounted that each hidden sector may still be any of one to four. Else it
    is the sum of what is shown.
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
    """A forum's, in full for those who work with it. A list of forums prefetches attendance__sector."""
    prefetch_related_objects([forum], "attendance__sector")  # asks nothing where a list has done so
    rows = sorted((row for row in forum.attendance.all() if row.people), key=lambda row: row.sector.position)
    counts = tuple(SectorCount(row.sector, row.people) for row in rows)
    return Turnout(counts, forum.attendance_total) if in_full else shown_to_all(counts, forum.attendance_total)
