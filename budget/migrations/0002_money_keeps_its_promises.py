"""The ledger is written once; an allocation stays in the district and the year of its money; an item, in its plan."""

from django.db import migrations

from bkkplan.ground.core.db import append_only

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


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial")]

    operations = [append_only("budget_ledgerentry"), IN_ITS_DISTRICT, ENTRY_OF_ITS_APPROPRIATION, OF_ONE_PLAN]
