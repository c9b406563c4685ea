"""A proposal is for the district of its forum, and only a plan of that district takes it up."""

import django.db.models.deletion
from django.db import migrations, models

OF_ITS_FORUM = migrations.RunSQL(
    sql="""
        create function proposal_is_for_the_district_of_its_forum() returns trigger language plpgsql as $$
        begin
            if new.district_id <> (select district_id from forums_forum where id = new.forum_id) then
                raise exception 'a proposal is for the district of its forum'
                    using errcode = 'check_violation', constraint = 'proposal_is_for_the_district_of_its_forum';
            end if;
            return new;
        end $$;
        create trigger proposal_is_for_the_district_of_its_forum
            before insert or update of forum_id, district_id on forums_proposal
            for each row execute function proposal_is_for_the_district_of_its_forum();
    """,
    reverse_sql="""
        drop trigger proposal_is_for_the_district_of_its_forum on forums_proposal;
        drop function proposal_is_for_the_district_of_its_forum();
    """,
)

TAKEN_UP_THERE = migrations.RunSQL(
    sql="""
        create function uptake_stays_in_one_district() returns trigger language plpgsql as $$
        begin
            if (select district_id from forums_proposal where id = new.proposal_id)
                <> (select community.district_id from communities_planproject project
                    join communities_planrevision revision on revision.id = project.revision_id
                    join communities_plan plan on plan.id = revision.plan_id
                    join communities_community community on community.id = plan.community_id
                    where project.id = new.project_id) then
                raise exception 'a proposal is taken up by a plan of its district'
                    using errcode = 'check_violation', constraint = 'uptake_stays_in_one_district';
            end if;
            return new;
        end $$;
        create trigger uptake_stays_in_one_district
            before insert or update of proposal_id, project_id on forums_uptake
            for each row execute function uptake_stays_in_one_district();
    """,
    reverse_sql="""
        drop trigger uptake_stays_in_one_district on forums_uptake;
        drop function uptake_stays_in_one_district();
    """,
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
