"""Four eyes over plans that an office entered for a committee: its writers answer no check and pass it at no stop."""

from django.db import migrations

from bkkplan.ground.core.db import demand_at_write

NOT_CHECKED = demand_at_write(
    "plan_is_checked_by_nobody_who_entered_it",
    table="budget_consistencycheck",
    columns="project_id, checked_by_id",
    refuse="""exists (
        select 1 from communities_planproject project
            join communities_planrevision checked on checked.id = project.revision_id
            join communities_planrevision edition on edition.plan_id = checked.plan_id and edition.number <= checked.number
            join communities_officewriter writer on writer.revision_id = edition.id
            where project.id = new.project_id and new.checked_by_id in (writer.by_id, writer.through_id))""",
    says="whoever entered a plan for its committee does not check it",
)
NOT_PASSED_ON = demand_at_write(
    "plan_is_passed_on_by_nobody_who_entered_it",
    table="routes_stop",
    columns="passage_id, passed_by_id, passed_through_id",
    refuse="""exists (
        select 1 from routes_passage passage
            join communities_planrevision passed on passed.id = passage.paper
            join communities_planrevision edition on edition.plan_id = passed.plan_id and edition.number <= passed.number
            join communities_officewriter writer on writer.revision_id = edition.id
            where passage.id = new.passage_id and passage.kind = 'community-plan'
                and array_remove(array[new.passed_by_id, new.passed_through_id], null)
                    && array_remove(array[writer.by_id, writer.through_id], null))""",
    says="whoever entered a plan for its committee passes it at no stop",
)


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0010_an_extension_is_asked_for_and_letters_have_files"),
        ("communities", "0004_plans_entered_from_paper"),
        ("routes", "0002_nobody_passes_their_own_paper"),
    ]

    operations = [NOT_CHECKED, NOT_PASSED_ON]
