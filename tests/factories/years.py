from datetime import UTC, date, datetime

import factory

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import PlannedYear, YearDays

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class PlannedYearFactory(factory.django.DjangoModelFactory):
    """A draft without parts; ``opened`` opens it."""

    class Meta:
        model = PlannedYear

    class Params:
        opened = factory.Trait(state=YearState.OPENED, opened_on=date(2023, 6, 1), opened_at=AT)

    fiscal_year = 2567
    made_at = AT


class YearDaysFactory(factory.django.DjangoModelFactory):
    """The days of an opened year."""

    class Meta:
        model = YearDays

    planned = factory.SubFactory(PlannedYearFactory, opened=True)
    announce_before = 15
    publish_within = 15
    closing_on = factory.LazyAttribute(lambda row: FiscalYear(row.planned.fiscal_year).default_closing_on)
