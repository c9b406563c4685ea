"""Four eyes at every stop, and stops that are passed once and in their order: held by the database too."""

from django.db import migrations

from bkkplan.ground.core.rows.db import demand_at_write

BY_ANOTHER_PERSON = demand_at_write(
    "stop_is_passed_by_another_person",
    table="routes_stop",
    columns="passage_id, passed_by_id, passed_through_id",
    refuse="""exists (
        select 1 from routes_passage passage
            where passage.id = new.passage_id
                and array_remove(array[new.passed_by_id, new.passed_through_id], null)
                    && array_remove(array[passage.handed_in_by_id, passage.handed_in_through_id], null))""",
    says="whoever handed a paper in passes it at no stop",
)
IN_ITS_ORDER = demand_at_write(
    "stop_is_passed_after_those_below_it",
    table="routes_stop",
    columns="passage_id, passed_by_id",
    refuse="""new.passed_by_id is not null and exists (
        select 1 from routes_stop below
            where below.passage_id = new.passage_id and below.position < new.position and below.passed_by_id is null)""",
    says="a paper is passed at its stops in their order",
)
ONCE = demand_at_write(
    "stop_is_passed_once",
    table="routes_stop",
    columns="passage_id, role, position, passed_by_id, passed_through_id, passed_at, passed_on, seen_as",
    refuse="tg_op = 'UPDATE' and old.passed_by_id is not null",
    says="a stop that is passed does not change",
)
BY_ONE_PERSON = demand_at_write(
    "paper_stays_that_of_whoever_handed_it_in",
    table="routes_passage",
    columns="handed_in_by_id, handed_in_through_id",
    refuse="""tg_op = 'UPDATE' and (new.handed_in_by_id, new.handed_in_through_id)
        is distinct from (old.handed_in_by_id, old.handed_in_through_id)""",
    says="who handed a paper in does not change",
)


class Migration(migrations.Migration):

    dependencies = [("routes", "0001_tables")]

    operations = [BY_ANOTHER_PERSON, IN_ITS_ORDER, ONCE, BY_ONE_PERSON]
