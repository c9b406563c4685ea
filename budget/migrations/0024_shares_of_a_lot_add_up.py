"""The shares of an entry of a lot add up to its amount, and the lines of a lot belong to its own district and year."""

from django.db import migrations

from bkkplan.ground.core.db import demand_at_commit, demand_at_write

SHARED_TO_THE_SATANG = demand_at_commit(
    "entry_of_a_lot_is_shared_to_the_satang",
    body="""
        declare
            changed bigint;
        begin
            if tg_table_name = 'budget_lotentry' then
                changed := new.id;
            else
                changed := case when tg_op = 'DELETE' then old.entry_id else new.entry_id end;
            end if;
            if exists (
                select 1 from budget_lotentry entry where entry.id = changed
                    and entry.amount <> coalesce(
                        (select sum(share.amount) from budget_lotshare share where share.entry_id = entry.id), 0)
            ) then
                raise exception 'the shares of an entry of a lot add up to its amount'
                    using errcode = 'check_violation', constraint = 'entry_of_a_lot_is_shared_to_the_satang';
            end if;
            return null;
        end
    """,
    watched={
        "budget_lotentry": "insert or update of amount",
        "budget_lotshare": "insert or update of amount, entry_id or delete",
    },
)

OF_ITS_OWN_PLAN = demand_at_write(
    "lot_line_is_of_the_lots_own_plan",
    table="budget_lotline",
    columns="lot_id, inclusion_id, budget_line_id",
    refuse="""not exists (
            select 1 from budget_lot lot
                join budget_inclusion inclusion on inclusion.id = new.inclusion_id
                join budget_actionplanitem item on item.id = inclusion.item_id
                join budget_actionplan plan on plan.id = item.plan_id
                join communities_budgetline line on line.id = new.budget_line_id
                where lot.id = new.lot_id and plan.district_id = lot.district_id
                    and plan.fiscal_year = lot.fiscal_year and line.project_id = inclusion.project_id)""",
    says="a line of a lot belongs to a project in the action plan of the district and year of its lot",
)


class Migration(migrations.Migration):
    dependencies = [("budget", "0023_goods_are_bought_together")]

    operations = [SHARED_TO_THE_SATANG, OF_ITS_OWN_PLAN]
