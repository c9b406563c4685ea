from datetime import date

import pytest

from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory

ON = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    """Fiscal year 2566 is under way; plans for 2567 are being written."""
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def submitted(cast):
    """A plan of the home community with two projects, waiting for its check."""
    revision = PlanRevisionFactory(
        plan__community=cast.home_community, state="submitted", submitted_on=ON, submitted_at=f"{ON}T02:00Z"
    )
    PlanProjectFactory.create_batch(2, revision=revision, amount=30_000, objectives="ให้ชุมชนสว่าง")
    return revision
