"""A proposal is for the district of its forum, and only a plan of that district takes it up."""

import django.db.models.deletion
from django.db import migrations, models

from bkkplan.ground.core.db import demand_at_write

OF_ITS_FORUM = demand_at_write(
    "proposal_is_for_the_district_of_its_forum",
    table="forums_proposal",
    columns="forum_id, district_id",
    refuse="new.district_id <> (select district_id from forums_forum where id = new.forum_id)",
    says="a proposal is for the district of its forum",
)

TAKEN_UP_THERE = demand_at_write(
    "uptake_stays_in_one_district",
    table="forums_uptake",
    columns="proposal_id, project_id",
    refuse="""(select district_id from forums_proposal where id = new.proposal_id)
        <> (select community.district_id from communities_planproject project
            join communities_planrevision revision on revision.id = project.revision_id
            join communities_plan plan on plan.id = revision.plan_id
            join communities_community community on community.id = plan.community_id
            where project.id = new.project_id)""",
    says="a proposal is taken up by a plan of its district",
)


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0002_proposal_has_a_district"),
        ("communities", "0002_communities_keep_their_promises"),
    ]

    operations = [
        migrations.AlterField(
            "proposal",
            "district",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="districts.district"
            ),
        ),
        OF_ITS_FORUM,
        TAKEN_UP_THERE,
    ]
