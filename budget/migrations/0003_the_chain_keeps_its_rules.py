"""A confirmed plan was checked, an inclusion stays in its district, and no project is taken in for more than its amount."""

from django.db import migrations

from bkkplan.ground.core.db import demand_at_commit, demand_at_write

# A row of one of these tables changed; the revision that it belongs to must not be confirmed with an unchecked project.
CONFIRMED_IS_CHECKED = demand_at_commit(
    "confirmed_plan_has_its_signed_checks",
    body="""
        declare
            changed bigint;
        begin
            if tg_table_name = 'communities_planrevision' then
                changed := new.id;
            elsif tg_table_name = 'communities_planproject' then
                changed := new.revision_id;
            else
                select revision_id into changed from communities_planproject
                    where id = case when tg_op = 'DELETE' then old.project_id else new.project_id end;
            end if;
            if exists (
                select 1 from communities_planrevision revision
                    join communities_planproject project on project.revision_id = revision.id
                    where revision.id = changed and revision.state = 'confirmed' and project.removed_at is null
                        and not exists (
                            select 1 from budget_consistencycheck signed
                                where signed.project_id = project.id and signed.checked_on is not null)
            ) then
                raise exception 'a plan is confirmed when each of its projects has a signed check'
                    using errcode = 'check_violation', constraint = 'confirmed_plan_has_its_signed_checks';
            end if;
            return null;
        end
    """,
    watched={
        "communities_planrevision": "insert or update of state",
        "communities_planproject": "insert or update of revision_id, removed_at",
        "budget_consistencycheck": "update of project_id, checked_on or delete",
    },
)

IN_ONE_DISTRICT = demand_at_write(
    "inclusion_stays_in_one_district",
    table="budget_inclusion",
    columns="project_id, item_id",
    refuse="""(select community.district_id from communities_planproject project
            join communities_planrevision revision on revision.id = project.revision_id
            join communities_plan plan on plan.id = revision.plan_id
            join communities_community community on community.id = plan.community_id
            where project.id = new.project_id)
        <> (select plan.district_id from budget_actionplanitem item
            join budget_actionplan plan on plan.id = item.plan_id where item.id = new.item_id)""",
    says="a project is included in the action plan of its own district",
)

# Live: not ended, not withdrawn and not dropped by an amendment under way. The project's row is locked before the
# rows are summed, so that two transactions are summed one after the other.
NO_MORE_THAN_ITS_AMOUNT = demand_at_commit(
    "inclusions_stay_within_the_amount_of_their_project",
    body="""
        declare
            included bigint;
            whole numeric;
            wholes integer;
            parts integer;
            total numeric;
        begin
            for included in
                select distinct project_id from budget_inclusion
                    where case when tg_table_name = 'budget_inclusion' then id = new.id else item_id = new.id end
                    order by project_id
            loop
                select amount into whole from communities_planproject where id = included for no key update;
                select count(*) filter (where inclusion.amount is null), count(inclusion.amount), sum(inclusion.amount)
                    into wholes, parts, total
                    from budget_inclusion inclusion join budget_actionplanitem item on item.id = inclusion.item_id
                    where inclusion.project_id = included and inclusion.ended_on is null
                        and inclusion.removed_in_id is null and item.dropped_in_id is null;
                if wholes > 1 or (wholes = 1 and parts > 0) or total > whole then
                    raise exception 'the inclusions of a project add up to no more than its amount'
                        using errcode = 'check_violation',
                            constraint = 'inclusions_stay_within_the_amount_of_their_project';
                end if;
            end loop;
            return null;
        end
    """,
    watched={
        "budget_inclusion": "insert or update of project_id, amount, ended_on, removed_in_id",
        "budget_actionplanitem": "update of dropped_in_id",
    },
)


class Migration(migrations.Migration):
    dependencies = [("budget", "0002_money_keeps_its_promises"), ("communities", "0002_communities_keep_their_promises")]

    operations = [CONFIRMED_IS_CHECKED, IN_ONE_DISTRICT, NO_MORE_THAN_ITS_AMOUNT]
