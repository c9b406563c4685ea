"""A figure without its units is the figure with them, also of a frozen quarter, whose units the database counts."""

from datetime import UTC, date, datetime

import pytest

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions.quarters import freeze_quarter
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import _answering
from tests.factories.communities import CommunityFactory, PlanRevisionFactory
from tests.factories.districts import SubdistrictFactory
from tests.factories.forums import ForumFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR, DAY = FiscalYear(2566), date(2022, 12, 31)


@pytest.fixture
def frozen(cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    day = date(2022, 11, 1)
    ForumFactory(published=True, district=cast.home, scheduled_on=day, held_on=day, published_on=day)
    for district in (cast.home, cast.away):
        community = CommunityFactory(subdistrict=SubdistrictFactory(district=district), standing__starts_on=day)
        PlanRevisionFactory(confirmed=True, plan__community=community)
    freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)
    CommunityFactory(subdistrict__district=cast.home, standing__starts_on=day)  # too late for the frozen figure


@pytest.mark.parametrize("day", [DAY, date(2023, 6, 1)])
def test_summaries_are_those_of_the_figures(frozen, day):
    wanted = tuple(figure.summary for figure in registry.figures(YEAR, day, at=AT))

    assert registry.summaries(YEAR, day, at=AT) == wanted
    assert registry.official_summaries(YEAR, day, at=AT) == tuple(
        summary for summary in wanted if not summary.definition.is_supplementary
    )
    assert bool(wanted[0].frozen_at) == (day == DAY)
    assert any(summary.ratio.units > 1 for summary in wanted if not summary.definition.is_unit_district)


def test_a_quarter_without_units_has_a_summary(frozen):
    FrozenQuarter.objects.update(results=[])

    for summary in registry.summaries(YEAR, DAY, at=AT):
        assert (summary.ratio, summary.districts) == (registry.Ratio(0, 0), {})


def test_the_results_of_communities_stay_where_they_are(frozen, django_assert_num_queries):
    with _answering({}):
        registry.summaries(YEAR, DAY, at=AT)
        [row] = [row for row in registry._frozen_sums(YEAR, DAY) if row.code == "KPI-2"]

    assert row.few_results is None
    assert "results" in row.get_deferred_fields()
