"""A proposal and its uptake stay in the district of the forum; a forum's days are those of its sessions."""

from django.db import migrations

from bkkplan.ground.core.rows.db import demand_at_commit, demand_at_write

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

APART = demand_at_commit(
    "sessions_of_a_forum_do_not_overlap",
    body="""
        begin
            if exists (
                select 1 from forums_forumsession one
                join forums_forumsession other
                    on other.forum_id = one.forum_id and other."on" = one."on" and other.id > one.id
                where one.forum_id = new.forum_id
                    and (one.ends_at <= other.starts_at or other.ends_at <= one.starts_at) is not true
            ) then
                raise exception 'two sessions of one forum overlap'
                    using errcode = 'check_violation', constraint = 'sessions_of_a_forum_do_not_overlap';
            end if;
            return null;
        end
    """,
    watched={"forums_forumsession": "insert or update"},
)
DAYS = """
    declare
        forum forums_forum%rowtype;
        first_on date;
        last_on date;
    begin
        select * into forum from forums_forum where id = {forum};
        select min("on"), max("on") into first_on, last_on from forums_forumsession where forum_id = forum.id;
        if forum.id is not null and (first_on, last_on) is distinct from (forum.scheduled_on, forum.last_on) then
            raise exception 'the days of forum % are not those of its sessions', forum.id
                using errcode = 'check_violation', constraint = '{name}';
        end if;
        return null;
    end
"""


def demand_days(name, *, forum, watched):
    return demand_at_commit(name, body=DAYS.format(forum=forum, name=name), watched=watched)


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_tables"), ("forums", "0001_tables")]

    operations = [
        OF_ITS_FORUM,
        TAKEN_UP_THERE,
        APART,
        demand_days(
            "forum_has_the_days_of_its_sessions",
            forum="new.id",
            watched={"forums_forum": "insert or update of scheduled_on, last_on"},
        ),
        demand_days(
            "sessions_have_the_days_of_their_forum",
            forum="coalesce(new.forum_id, old.forum_id)",
            watched={"forums_forumsession": "insert or update or delete"},
        ),
    ]
