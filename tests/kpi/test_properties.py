"""What must hold for any city, whatever was entered and in whatever order."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from forums.models import Forum, ForumSession
from tests.factories.districts import DistrictFactory, DistrictGroupFactory
from tests.factories.forums import ForumFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
DAYS = st.dates(date(2022, 8, 1), date(2023, 12, 31))

ratios = st.builds(lambda units, counted: Ratio(min(units, counted), units), st.integers(0, 3000), st.integers(0, 3000))


@given(ratios)
def test_adding_an_uncounted_unit_never_raises_a_percentage(ratio):
    more = Ratio(ratio.counted, ratio.units + 1)

    assert more.percent <= (Decimal(100) if ratio.percent is None else ratio.percent)


@given(ratios)
def test_a_percentage_lies_between_0_and_100_and_needs_units(ratio):
    assert (ratio.percent is None) == (ratio.units == 0)
    assert ratio.percent is None or 0 <= ratio.percent <= 100


@pytest.mark.slow
class AnyCity(TestCase):
    """Hearings with arbitrary days, entered in arbitrary order."""

    hearings = st.lists(st.tuples(st.integers(0, 3), DAYS, st.integers(-1, 40)), max_size=6)

    def build(self, hearings):
        groups = [DistrictGroupFactory(code=f"g{n}", position=n + 1) for n in range(2)]
        districts = [DistrictFactory(group=groups[n % 2]) for n in range(4)]
        for number, (place, held_on, wait) in enumerate(hearings, 1):
            published = wait >= 0
            ForumFactory(
                district=districts[place],
                number=number,
                scheduled_on=held_on,
                fiscal_year=FiscalYear.of(held_on).be,
                announced_on=held_on - timedelta(days=20),
                held=not published,
                published=published,
                **({"published_on": held_on + timedelta(days=wait)} if published else {}),
            )
        return districts

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(hearings=hearings, as_of=DAYS, later=st.tuples(st.integers(0, 3), st.integers(1, 60)))
    def test_a_past_day_stands_still_when_later_facts_come_in(self, hearings, as_of, later):
        districts = self.build(hearings)
        before = registry.figure("KPI-1", YEAR, as_of, at=AT)

        place, days = later
        ForumFactory(
            published=True,
            district=districts[place],
            number=99,
            scheduled_on=as_of + timedelta(days=days),
            fiscal_year=FiscalYear.of(as_of + timedelta(days=days)).be,
            announced_on=as_of + timedelta(days=1),
        )

        assert registry.figure("KPI-1", YEAR, as_of, at=AT).results == before.results

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(hearings=hearings, as_of=DAYS)
    def test_the_order_of_entry_does_not_matter(self, hearings, as_of):
        districts = self.build(hearings)
        marks = [r.mark for r in registry.figure("KPI-1", YEAR, as_of, at=AT).results]
        ForumSession.objects.all().delete()
        Forum.objects.all().delete()
        for forum in reversed(hearings):
            place, held_on, wait = forum
            published = wait >= 0
            ForumFactory(
                district=districts[place],
                scheduled_on=held_on,
                fiscal_year=FiscalYear.of(held_on).be,
                announced_on=held_on - timedelta(days=20),
                held=not published,
                published=published,
                **({"published_on": held_on + timedelta(days=wait)} if published else {}),
            )

        assert [r.mark for r in registry.figure("KPI-1", YEAR, as_of, at=AT).results] == marks

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(hearings=hearings, as_of=DAYS)
    def test_districts_add_up_to_the_city(self, hearings, as_of):
        self.build(hearings)

        figure = registry.figure("KPI-1", YEAR, as_of, at=AT)

        assert Ratio.of_sum(figure.by_district().values()) == figure.ratio
