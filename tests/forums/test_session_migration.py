"""Forums of before sessions come over with their day, their times and their number, and go back."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0011_acts_are_signed", "0014_sessions_keep_their_promises"
AT = datetime(2023, 6, 2, tzinfo=UTC)


def at(name):
    """The models as they were after this migration, to which the database is brought; districts as they were then."""
    there = [("forums", name), ("districts", "0001_initial")]
    MigrationExecutor(connection).migrate(there)
    return MigrationExecutor(connection).loader.project_state(there).apps


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_old_forum_gets_one_session_from_its_day_and_times():
    try:
        old = at(BEFORE)
        group = old.get_model("districts", "DistrictGroup").objects.create(
            code="central", name_th="ก", name_en="A", position=1
        )
        district = old.get_model("districts", "District").objects.create(
            code="1001", name_th="พระนคร", name_en="Phra Nakhon", group=group, tile_column=1, tile_row=1
        )
        maker = old.get_model("accounts", "User").objects.create(username="officer")
        forum = {
            "district": district, "kind": "district_hearing", "fiscal_year": 2566, "title": "ก", "place": "ข",
            "created_at": AT, "created_by": maker, "announced_on": date(2023, 5, 1), "state": "announced",
        }  # fmt: skip
        make = old.get_model("forums", "Forum").objects.create
        make(**forum, number=1, scheduled_on=date(2023, 6, 1), starts_at=time(9, 0), ends_at=time(12, 0))
        make(**forum, number=2, scheduled_on=date(2023, 6, 2), starts_at=time(9, 0), ends_at=time(8, 0))
        make(**forum | {"state": "held"}, number=3, scheduled_on=date(2023, 6, 3), held_on=date(2023, 6, 4))

        new = at(AFTER)
        rows = new.get_model("forums", "ForumSession").objects.order_by("forum__number")
        sessions = list(rows.values_list("on", "starts_at", "ends_at", "forum__last_on", "forum__number_year"))
        back = at(BEFORE).get_model("forums", "Forum").objects.order_by("number")

        assert sessions == [
            (date(2023, 6, 1), time(9, 0), time(12, 0), date(2023, 6, 1), 2566),
            (date(2023, 6, 2), time(9, 0), None, date(2023, 6, 2), 2566),
            (date(2023, 6, 4), None, None, date(2023, 6, 4), 2566),
        ]
        assert list(back.values_list("starts_at", "ends_at")) == [
            (time(9, 0), time(12, 0)),
            (time(9, 0), None),
            (None, None),
        ]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
