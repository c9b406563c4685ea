"""The days that fix over which communities a year is counted, as a part of the year."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import QUARTERS, FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import note_change, take_year
from bkkplan.ground.years.actions.days import years_later
from bkkplan.ground.years.models import PlannedYear
from communities.models import CutOff

PART = "cut_off"
DAYS = ("of_year", *(f"quarter_{quarter}" for quarter in QUARTERS))


class CutOffError(Refusal):
    """A day can't be a cut-off day. str() is the sentence to show."""


@transaction.atomic
def save_cut_off(
    *, year: FiscalYear, days: Mapping[str, date | None], reason: str = "", on: date, by: User | None, at: datetime
) -> CutOff:
    """Save the cut-off days of a year, by the names in `DAYS`; None is no day. An opened year asks for a reason.

    Frozen quarters keep the communities that they were frozen with.
    """
    planned = take_year(year, reason=reason, by=by)
    for name, first, last in limits(year):
        day = days.get(name)
        if day is not None and not first <= day <= last:
            values = {"first": thai_date_short(first), "last": thai_date_short(last)}
            raise CutOffError(_("วันตัดยอดต้องอยู่ระหว่าง %(first)s ถึง %(last)s") % values, field=name)
    row, _is_new = CutOff.objects.get_or_create(planned=planned)
    before = state_of(row, DAYS)
    for name in DAYS:
        setattr(row, name, days.get(name))
    told = changes(before, state_of(row, DAYS))
    if not (told["before"] or told["after"]):
        return row
    row.save(update_fields=DAYS)
    record("communities.cut_off_saved", row, by=by, at=at, year=year, reason=reason, **told)
    touched = registry.touched(PART, year)
    note_change(planned, part=PART, what=_("วันตัดยอดชุมชน"), reason=reason, touched=touched, on=on, by=by, at=at)
    return row


def limits(year: FiscalYear) -> Iterator[tuple[str, date, date]]:
    """Between which days each cut-off day may lie: from a year before, to the end of what is counted by it."""
    yield "of_year", year.previous.start, year.end
    for quarter in QUARTERS:
        yield f"quarter_{quarter}", year.previous.start, year.quarter(quarter)[1]


def begin_cut_off(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The days of an earlier year as many years later; an empty year has none."""
    planned = PlannedYear.objects.get(fiscal_year=year.be)
    earlier = CutOff.objects.filter(planned__fiscal_year=source.be).first() if source else None
    days = {name: getattr(earlier, name) for name in DAYS} if earlier else {}
    later = year.be - source.be if source else 0
    CutOff.objects.create(planned=planned, **{name: years_later(day, later) for name, day in days.items() if day})


def discard_cut_off(year: FiscalYear) -> None:
    CutOff.objects.filter(planned__fiscal_year=year.be).delete()
