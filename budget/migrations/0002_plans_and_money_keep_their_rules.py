"""Rules over several tables: strategy trees, the way from a checked plan to the action plan, money and spending."""

from django.db import migrations

from bkkplan.ground.core.rows.db import append_only, demand_at_commit, demand_at_write

# --- strategy trees

BELOW_ITS_PARENT = demand_at_commit(
    "node_stands_one_level_below_its_parent",
    body="""
        begin
            if exists (
                select 1 from budget_strategynode child
                    join budget_strategynode parent on parent.id = child.parent_id
                    where (child.id = new.id or parent.id = new.id)
                        and (parent.tree_id <> child.tree_id or child.level <> parent.level + 1)
            ) then
                raise exception 'a node stands one level below its parent, in the same tree'
                    using errcode = 'check_violation', constraint = 'node_stands_one_level_below_its_parent';
            end if;
            return null;
        end
    """,
    watched={"budget_strategynode": "insert or update of tree_id, parent_id, level"},
)

# --- from a community's plan to the action plan

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

# --- the ledger, allocations and items

IN_ITS_DISTRICT = migrations.RunSQL(
    sql="""
        create function budget_allocation_is_in_its_district() returns trigger language plpgsql as $$
        declare
            source record;
            line record;
        begin
            select district_id, flagship_id, fiscal_year into source
                from budget_appropriation where id = new.appropriation_id;
            if source.flagship_id is not null then
                if new.item_id is not null then
                    raise exception 'flagship money is allocated to a district, not to an item'
                        using errcode = 'check_violation', constraint = 'allocation_is_in_its_district';
                end if;
                return new;
            end if;
            select plan.district_id, plan.fiscal_year into line
                from budget_actionplanitem item join budget_actionplan plan on plan.id = item.plan_id
                where item.id = new.item_id;
            if line is null or source.district_id <> new.district_id or line.district_id <> new.district_id
                    or line.fiscal_year <> source.fiscal_year then
                raise exception 'an allocation of a yearly budget is for an item of that district and year'
                    using errcode = 'check_violation', constraint = 'allocation_is_in_its_district';
            end if;
            return new;
        end $$;
        create trigger budget_allocation_is_in_its_district
            before insert or update of appropriation_id, district_id, item_id on budget_allocation
            for each row execute function budget_allocation_is_in_its_district();
    """,
    reverse_sql="""
        drop trigger budget_allocation_is_in_its_district on budget_allocation;
        drop function budget_allocation_is_in_its_district();
    """,
)

ENTRY_OF_ITS_APPROPRIATION = migrations.RunSQL(
    sql="""
        create function budget_ledgerentry_is_of_its_appropriation() returns trigger language plpgsql as $$
        begin
            if new.allocation_id is not null and new.appropriation_id <>
                    (select appropriation_id from budget_allocation where id = new.allocation_id) then
                raise exception 'an entry and its allocation belong to one appropriation'
                    using errcode = 'check_violation', constraint = 'entry_is_of_its_appropriation';
            end if;
            return new;
        end $$;
        create trigger budget_ledgerentry_is_of_its_appropriation before insert on budget_ledgerentry
            for each row execute function budget_ledgerentry_is_of_its_appropriation();
    """,
    reverse_sql="""
        drop trigger budget_ledgerentry_is_of_its_appropriation on budget_ledgerentry;
        drop function budget_ledgerentry_is_of_its_appropriation();
    """,
)

OF_ONE_PLAN = migrations.RunSQL(
    sql="""
        create function budget_item_and_edition_are_of_one_plan() returns trigger language plpgsql as $$
        begin
            if (select plan_id from budget_actionplanitem where id = new.item_id) <>
                    (select plan_id from budget_actionplanedition where id = new.edition_id) then
                raise exception 'an item and the edition that carries or changes it are of one plan'
                    using errcode = 'check_violation', constraint = 'item_and_edition_are_of_one_plan';
            end if;
            return new;
        end $$;
        create trigger budget_inclusion_is_of_one_plan
            before insert or update of item_id, edition_id on budget_inclusion
            for each row execute function budget_item_and_edition_are_of_one_plan();
        create trigger budget_itemchange_is_of_one_plan
            before insert or update of item_id, edition_id on budget_itemchange
            for each row execute function budget_item_and_edition_are_of_one_plan();
    """,
    reverse_sql="""
        drop trigger budget_itemchange_is_of_one_plan on budget_itemchange;
        drop trigger budget_inclusion_is_of_one_plan on budget_inclusion;
        drop function budget_item_and_edition_are_of_one_plan();
    """,
)

# --- bureaus, advances, payments, costs and allotments

OF_A_FLAGSHIP = demand_at_write(
    "allocation_of_a_bureau_is_of_a_flagship",
    table="budget_allocation",
    columns="appropriation_id, bureau_id",
    refuse="""new.bureau_id is not null and (
        (select flagship_id from budget_appropriation where id = new.appropriation_id) is null
        or (select kind from districts_office where id = new.bureau_id) <> 'bureau')""",
    says="a bureau is given money of a flagship project, and a district money as a district",
)
BUREAU_IN_CHARGE = demand_at_write(
    "bureau_in_charge_is_a_bureau",
    table="budget_flagshipproject",
    columns="bureau_id",
    refuse="(select kind from districts_office where id = new.bureau_id) <> 'bureau'",
    says="a flagship project names a bureau, not the office of a district",
)
ENTRY_OF_ITS_ADVANCE = demand_at_write(
    "entry_and_its_advance_are_of_one_allocation",
    table="budget_ledgerentry",
    columns="advance_id, allocation_id",
    refuse="""new.advance_id is not null and new.allocation_id is distinct from
        (select allocation_id from budget_advance where id = new.advance_id)""",
    says="an entry and its advance are of one allocation",
)
PAYMENT_OF_ITS_ADVANCE = demand_at_write(
    "payment_and_its_advance_are_of_one_allocation",
    table="budget_payment",
    columns="advance_id, allocation_id",
    refuse="new.allocation_id <> (select allocation_id from budget_advance where id = new.advance_id)",
    says="a payment and the advance that it clears are of one allocation",
)
COST_BY_ITS_OWN_MONEY = demand_at_write(
    "cost_is_paid_by_money_of_its_place_and_year",
    table="budget_cost",
    columns="allocation_id, forum_id, session_id",
    refuse="""not exists (
        select 1 from budget_allocation purse
            join budget_appropriation source on source.id = purse.appropriation_id
            left join forums_forum forum on forum.id = new.forum_id
            left join communities_coursesession session on session.id = new.session_id
            left join communities_course course on course.id = session.course_id
            where purse.id = new.allocation_id
                and purse.district_id is not distinct from coalesce(forum.district_id, course.district_id)
                and source.fiscal_year = coalesce(forum.fiscal_year, course.fiscal_year))""",
    says="a forum or a training is paid for by money of its district or bureau and year",
)
# The action that changes the rule holds the locks of the year's appropriations, so no entry is made meanwhile.
WITHIN_ALLOTMENTS = demand_at_write(
    "committed_and_advanced_stay_within_allotted",
    table="budget_allocation",
    columns="allotted, committed, advanced",
    refuse="""new.committed + new.advanced > new.allotted and exists (
        select 1 from budget_spendingrule rule
            join years_plannedyear planned on planned.id = rule.planned_id
            join budget_appropriation source on source.fiscal_year = planned.fiscal_year
            where source.id = new.appropriation_id and rule.needs_allotment)""",
    says="in this year no more is committed and advanced than is allotted",
)
RULE_FITS_THE_MONEY = demand_at_write(
    "rule_of_spending_fits_what_is_committed",
    table="budget_spendingrule",
    columns="needs_allotment",
    refuse="""new.needs_allotment and exists (
        select 1 from budget_allocation purse
            join budget_appropriation source on source.id = purse.appropriation_id
            join years_plannedyear planned on planned.fiscal_year = source.fiscal_year
            where planned.id = new.planned_id and purse.committed + purse.advanced > purse.allotted)""",
    says="more is committed already than is allotted",
)


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0001_tables"),
        ("communities", "0001_tables"),
        ("districts", "0001_tables"),
        ("forums", "0001_tables"),
        ("years", "0001_tables"),
    ]

    operations = [
        BELOW_ITS_PARENT,
        CONFIRMED_IS_CHECKED,
        IN_ONE_DISTRICT,
        NO_MORE_THAN_ITS_AMOUNT,
        append_only("budget_ledgerentry"),
        IN_ITS_DISTRICT,
        ENTRY_OF_ITS_APPROPRIATION,
        OF_ONE_PLAN,
        OF_A_FLAGSHIP,
        BUREAU_IN_CHARGE,
        ENTRY_OF_ITS_ADVANCE,
        PAYMENT_OF_ITS_ADVANCE,
        COST_BY_ITS_OWN_MONEY,
        WITHIN_ALLOTMENTS,
        RULE_FITS_THE_MONEY,
    ]
