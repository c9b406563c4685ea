"""What each KPI is to reach, and which wording of it is in force on a day: every page that shows a target asks here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.models import Target
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.models import PlannedYear

WHOLE_YEAR = None


class OwnerKind(StrEnum):
    CITY = "city"
    OFFICE = "office"
    GROUP = "group"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose target it is: the city's, or that of a bureau, a group of districts or a district, by its id."""

    kind: OwnerKind
    pk: int | None = None

    @classmethod
    def of(cls, row: Target) -> "Owner":
        for kind, pk in (
            (OwnerKind.OFFICE, row.office_id),
            (OwnerKind.GROUP, row.group_id),
            (OwnerKind.DISTRICT, row.district_id),
        ):
            if pk is not None:
                return cls(kind, pk)
        return CITY

    @property
    def columns(self) -> dict[str, int | None]:
        """The columns of a `Target` that say whose it is."""
        kinds = (OwnerKind.OFFICE, OwnerKind.GROUP, OwnerKind.DISTRICT)
        return {f"{kind}_id": self.pk if kind is self.kind else None for kind in kinds}


CITY = Owner(OwnerKind.CITY)


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it is in force on a day.

    ``text`` is as the plan writes it. ``percent`` is the number that a figure is compared with; None where there is
    nothing to compare: words without a number, an increase, an upper limit.
    """

    text: str
    percent: Decimal | None
    quarter: int | None = WHOLE_YEAR


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one year with all their wordings, the oldest first; read once for a whole page."""

    year: FiscalYear
    rows: tuple[Target, ...]

    def aim(self, code: str, owner: Owner = CITY, *, on: date) -> Aim | None:
        """What a KPI is to reach on a day: in a quarter that has a target of its own, that one; else the year's."""
        return self.aims(code, on=on).get(owner)

    def aims(self, code: str, *, on: date) -> dict[Owner, Aim]:
        """What a KPI is to reach on a day, by owner; whoever has no target is left out."""
        found: dict[Owner, Aim] = {}
        for quarter in reversed(self._quarters(on)):  # the one that goes before is written over the others
            found |= {
                owner: Aim(row.text, row.percent if row.is_compared else None, quarter)
                for owner, row in self.in_force(code, quarter, on=on).items()
            }
        return found

    def by_district(self, code: str, *, on: date) -> dict[int, Aim]:
        return self._of_kind(OwnerKind.DISTRICT, code, on)

    def by_group(self, code: str, *, on: date) -> dict[int, Aim]:
        return self._of_kind(OwnerKind.GROUP, code, on)

    def by_office(self, code: str, *, on: date) -> dict[int, Aim]:
        return self._of_kind(OwnerKind.OFFICE, code, on)

    def in_force(self, code: str, quarter: int | None, *, on: date | None = None) -> dict[Owner, Target]:
        """The latest wording of each owner's target for the year (no ``quarter``) or for one quarter.

        With ``on``, the latest of those that were decided by then. A target that was taken away is left out.
        """
        latest = {Owner.of(row): row for row in self.wordings(code, quarter) if on is None or row.is_in_force(on)}
        return {owner: row for owner, row in latest.items() if row.text}

    def basis(self, code: str, quarter: int | None) -> Basis:
        """What a change of these targets rests on: the latest wording of each owner's."""
        return Basis.of(
            Point(f"{owner.kind}-{owner.pk}", whose(row), row.text)
            for owner, row in self.in_force(code, quarter).items()
        )

    def wordings(self, code: str, quarter: int | None) -> Iterator[Target]:
        return (row for row in self.rows if row.code == code and row.quarter == quarter)

    def _of_kind(self, kind: OwnerKind, code: str, on: date) -> dict[int, Aim]:
        return {owner.pk: aim for owner, aim in self.aims(code, on=on).items() if owner.kind is kind and owner.pk}

    def _quarters(self, on: date) -> tuple[int | None, ...]:
        """Whose target holds on a day, the first that there is: after the year it is the whole year that counts."""
        if on > self.year.end:
            return WHOLE_YEAR, QUARTERS[-1]
        return (self.year.quarter_of(on), WHOLE_YEAR) if on in self.year else (WHOLE_YEAR,)


@asked_once
def targets_of(year: FiscalYear, *, is_draft_shown: bool = False) -> Targets:
    """The targets of a year. Those of a draft are in force for nobody: only the draft's own pages ask to see them."""
    rows = Target.objects.filter(fiscal_year=year.be).select_related("change", "office", "group", "district")
    if not is_draft_shown:
        rows = rows.exclude(fiscal_year__in=PlannedYear.objects.drafts().values("fiscal_year"))
    return Targets(year, tuple(sorted(rows, key=Target.by_age)))


def whose(row: Target) -> str:
    """Whose target it is, in words."""
    owner = row.office or row.group or row.district
    return localname(owner) if owner else _("กรุงเทพมหานคร")
