"""Over which communities a year is counted: by which day, and on which register that day rests."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.years.queries import of_opened_year
from communities.enums import ImportState
from communities.models import CutOff, RegisterImport


def cut_off_of(year: FiscalYear) -> CutOff:
    """The days of an opened year; of any other a row without days, which is not saved."""
    return of_opened_year(year, CutOff) or CutOff()


def cut_off_on(year: FiscalYear, day: date) -> date | None:
    """The cut-off day for a figure of ``day``, a day of the year; None where there is none, or it is still to come."""
    cut_off = cut_off_of(year).of_quarter(year.quarter_of(day))
    return cut_off if cut_off and cut_off <= day else None


@dataclass(frozen=True, slots=True)
class RegisterUsed:
    """The register that was in force on a day, and when it was taken in."""

    of_day: date
    imported_on: date


@asked_once
def register_used(day: date) -> RegisterUsed | None:
    """The latest register of a day up to ``day``; None if communities were entered here one by one only."""
    rows = RegisterImport.objects.filter(state=ImportState.DONE, register_on__lte=day, confirmed_at__isnull=False)
    found = rows.order_by("-register_on", "-confirmed_at", "-pk").values_list("register_on", "confirmed_at").first()
    if found is None or found[1] is None:
        return None
    return RegisterUsed(found[0], localdate(found[1]))
