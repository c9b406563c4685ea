"""What must always be true of a year, whoever writes the rows."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from bkkplan.ground.years.enums import YearState
from bkkplan.ground.years.models import DueDay, PlannedYear, YearChange
from tests.factories.years import AT, PlannedYearFactory, YearDaysFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("fiscal_year_is_planned_once", lambda: PlannedYearFactory.create_batch(2)),
        ("planned_year_is_buddhist_era", lambda: PlannedYearFactory(fiscal_year=2023)),
        ("year_is_copied_from_an_earlier_one", lambda: PlannedYearFactory(copied_from=2567)),
        ("opened_year_has_a_day", lambda: PlannedYearFactory(state=YearState.OPENED)),
        ("opened_year_has_a_day", lambda: PlannedYearFactory(opened_on=date(2023, 6, 1), opened_at=AT)),
        ("hearing_rule_stays_within_months", lambda: YearDaysFactory(announce_before=121)),
        ("step_is_due_once_a_year", lambda: [due(), due(planned=PlannedYear.objects.get())]),
        ("step_has_a_name", lambda: due(name_th="")),
        (
            "change_of_a_year_has_a_reason",
            lambda: YearChange.objects.create(planned=PlannedYearFactory(), part="days", on=date(2023, 6, 1), at=AT),
        ),
    ],
)
def test_the_database_keeps_it(name, break_it):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


def test_a_draft_was_opened_by_nobody(cast):
    with pytest.raises(IntegrityError, match="opened_year_has_a_day"), transaction.atomic():
        PlannedYearFactory(opened_by=cast.strategy)


def due(**more):
    planned = more.pop("planned", None) or PlannedYearFactory()
    return DueDay.objects.create(planned=planned, code="quarter_1", **{"name_th": "ไตรมาส", "position": 1, **more})
