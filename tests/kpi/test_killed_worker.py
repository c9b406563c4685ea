"""A whole worker killed in the middle of a computation: another finishes it, one figure a district and day."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from bkkplan.figures.kpi.actions import runs
from bkkplan.figures.kpi.models import DailyFigure, KpiRun
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import JobState
from tests.factories.communities import CommunityFactory
from tests.waiting import eventually
from tests.workers import WITHIN

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
DAY = date(2023, 6, 2)
IN_THE_MORNING = AT - timedelta(hours=1)


@pytest.mark.services
@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_computation_is_finished_by_another(workers):
    districts = {CommunityFactory().district_id for _ in range(3)}
    runs.take_day(code="KPI-2", year=YEAR, as_of=DAY, at=IN_THE_MORNING)
    runs.request_run(year=YEAR, as_of=DAY, by=None, at=AT)

    with transaction.atomic():
        # The first worker waits here: it has stored KPI-1 and is about to replace the morning's rows of KPI-2.
        assert len(DailyFigure.objects.select_for_update().filter(code="KPI-2")) == len(districts)
        workers.start()
        assert eventually(DailyFigure.objects.filter(code="KPI-1").exists, 60)
        workers.kill_all()
        killed_at = time.monotonic()
    assert KpiRun.objects.get().state == JobState.RUNNING
    assert not DailyFigure.objects.filter(code="KPI-3").exists()
    workers.start()
    assert eventually(lambda: KpiRun.objects.get().state == JobState.DONE, WITHIN)

    assert time.monotonic() - killed_at < WITHIN
    run = KpiRun.objects.get()
    assert (run.attempts, run.done, run.total) == (2, 5, 5)
    assert not DailyFigure.objects.filter(measured_at=IN_THE_MORNING).exists()
    stored = Counter(DailyFigure.objects.values_list("code", "fiscal_year", "as_of", "district_id"))
    assert stored == Counter(
        (code, YEAR.be, DAY, district) for code in ("KPI-1", "KPI-2", "KPI-3") for district in districts
    )
