"""Days and projects that were kept before a year was a row become an opened year of their own."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bkkplan.ground.years.models import PlannedYear
from budget.models import FlagshipProject

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE = [("kpi", "0003_acts_are_signed"), ("budget", "0007_codes_of_the_citys_own_system")]


@pytest.fixture
def before():
    """The models as they were; afterwards the newest again."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def test_closing_days_and_flagship_projects_make_opened_years(before):
    before.get_model("kpi.YearClosing").objects.create(fiscal_year=2565, closing_on=date(2022, 10, 31))
    node = before.get_model("budget.StrategyNode").objects.create(code="5", level="dimension", name_th="ด้าน")
    flagships = before.get_model("budget.FlagshipProject").objects
    words = {"fiscal_year": 2565, "objective": node, "kpi_code": "KPI-1", "budget": 400_000}
    flagships.create(**words, position=1, title_th="แบ่ง", share_per_district=200_000)
    flagships.create(**words, position=2, title_th="ไม่แบ่ง")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    planned = PlannedYear.objects.get()
    assert (planned.fiscal_year, planned.is_draft, planned.days.closing_on) == (2565, False, date(2022, 10, 31))
    assert [row.sharing for row in FlagshipProject.objects.order_by("position")] == ["equal", "none"]
