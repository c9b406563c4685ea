"""The money that pays for a district's hearings: its share of the year's flagship project of hearings.

No row ties a forum to money, because the project gives each district one sum for all hearings of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Visitor
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.written_once import written_once
from budget.models import Allocation
from budget.queries.money.money import Sums
from forums.enums import ForumKind, ForumState
from forums.models import Forum

HEARINGS = "KPI-1"  # the indicator of the project that the flagship plan names for hearings


@dataclass(frozen=True, slots=True)
class HearingMoney:
    """What a district got for the hearings of one year, and from which project."""

    project: str
    year: FiscalYear
    sums: Sums


def _purses(district: int) -> QuerySet[Allocation]:
    rows = Allocation.objects.filter(district=district, appropriation__flagship__kpi_code=HEARINGS)
    return rows.select_related("appropriation__flagship").order_by("-appropriation__fiscal_year", "pk")


_purses_written = written_once(_purses)


def purse_of_hearings(year: FiscalYear, district: int) -> Allocation | None:
    """The district's allocation for the hearings of a year, or None if the year's flagship plan gave it none."""
    return _purses(district).filter(appropriation__fiscal_year=year.be).first()


def hearing_money(district: int) -> Iterator[HearingMoney]:
    """The district's money for hearings year by year, the newest first, for those who see no ledger.

    It is asked with what else a page asks.
    """
    return (
        HearingMoney(
            project=str(purse.appropriation.flagship),
            year=FiscalYear(purse.appropriation.fiscal_year),
            sums=Sums.of(purse),
        )
        for purse in later(_purses_written(district=district))
    )


def is_for_hearings(purse: Allocation) -> bool:
    flagship = purse.appropriation.flagship
    return flagship is not None and flagship.kpi_code == HEARINGS


def hearings_paid_by(purse: Allocation, *, reader: Visitor) -> list[Forum]:
    """The district's hearings of the allocation's year, the earliest first; none if it is for something else."""
    if not is_for_hearings(purse):
        return []
    forums = Forum.objects.visible_to(reader).filter(
        district=purse.district, kind=ForumKind.DISTRICT_HEARING, fiscal_year=purse.appropriation.fiscal_year
    )
    return list(forums.exclude(state=ForumState.CANCELLED).order_by("scheduled_on", "pk"))
