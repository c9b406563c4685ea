from datetime import date

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.actions import begin_year, open_year
from tests.factories.years import AT

ON = date(2023, 6, 2)
YEAR = FiscalYear(2567)


@pytest.fixture(autouse=True)
def working_day(settings):
    """Fiscal year 2566 is under way; 2567 is prepared."""
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def no_other_parts(monkeypatch):
    """Only the days: what higher floors demand of a year is tested there."""
    from bkkplan.ground.years import registry

    monkeypatch.setattr(registry, "_parts", {"days": registry.part_called("days")})


@pytest.fixture
def draft(cast):
    return begin_year(year=YEAR, by=cast.strategy, at=AT)


@pytest.fixture
def opened(cast, draft, no_other_parts):
    return open_year(year=YEAR, on=ON, by=cast.strategy, at=AT)
