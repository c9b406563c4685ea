"""Only carried money is used after its year; closed books ask for a reason; the shares of a lot add up."""

from django.db import migrations

from bkkplan.ground.core.rows.db import append_only, demand_at_commit, demand_at_write

YEAR_OF_THE_DAY = """extract(year from new."on" + interval '3 months')::int + 543"""
YEAR_OF_THE_MONEY = "(select fiscal_year from budget_appropriation where id = new.appropriation_id)"

IN_ITS_YEAR = demand_at_write(
    "only_carried_money_is_used_after_its_year",
    table="budget_ledgerentry",
    columns='"on", appropriation_id, carry_id',
    refuse=f"""{YEAR_OF_THE_DAY} < {YEAR_OF_THE_MONEY}
        or (new.carry_id is null and {YEAR_OF_THE_DAY} > {YEAR_OF_THE_MONEY})""",
    says="an entry has a day of the year of its money, or names the carry-over that it uses",
)
OF_ITS_CARRY = demand_at_write(
    "entry_and_its_carry_are_of_one_allocation",
    table="budget_ledgerentry",
    columns="carry_id, allocation_id",
    refuse="""new.carry_id is not null and new.allocation_id is distinct from
        (select allocation_id from budget_carry where id = new.carry_id)""",
    says="an entry and its carry-over are of one allocation",
)
PAYMENT_OF_ITS_CARRY = demand_at_write(
    "payment_and_its_carry_are_of_one_allocation",
    table="budget_payment",
    columns="carry_id, allocation_id",
    refuse="new.allocation_id <> (select allocation_id from budget_carry where id = new.carry_id)",
    says="a payment and the carry-over that it uses are of one allocation",
)
IN_TIME = demand_at_write(
    "carried_money_is_committed_in_time",
    table="budget_ledgerentry",
    columns='"on", kind, carry_id',
    refuse="""new.kind = 'commitment' and new.reverses_id is null
        and new."on" > (select until from budget_carry where id = new.carry_id)""",
    says="carried money is committed by its last day",
)
# Who closes a month or a year holds the locks of the appropriations, so no entry is made meanwhile.
REASON_AFTER_A_MONTH = demand_at_write(
    "entry_into_a_closed_month_has_a_reason",
    table="budget_ledgerentry",
    columns='"on", late_reason',
    refuse="""new.late_reason = '' and exists (
        select 1 from budget_monthclosing closing
            left join budget_allocation purse on purse.id = new.allocation_id
            join budget_appropriation source on source.id = new.appropriation_id
            where closing.month = date_trunc('month', new."on")::date
                and (closing.district_id = coalesce(purse.district_id, source.district_id)
                    or closing.bureau_id = purse.bureau_id))""",
    says="the month is closed, and an entry into it has a reason",
)
SECOND_PERSON_AFTER_A_YEAR = demand_at_write(
    "entry_into_a_closed_year_is_permitted",
    table="budget_ledgerentry",
    columns='"on", late_reason',
    refuse=f"""{YEAR_OF_THE_DAY} = {YEAR_OF_THE_MONEY}
        and exists (select 1 from budget_yearclosing where fiscal_year = {YEAR_OF_THE_MONEY})
        and (new.late_reason = '' or not exists (
            select 1 from budget_yearpermit permit
                where permit.used_act = new.act and permit.fiscal_year = {YEAR_OF_THE_MONEY}
                    and permit.decided_by_id is not null))""",
    says="the year is closed, and an entry into it has a reason and was allowed by a second person",
)
# A request waits for its decision; once it has one, it is only added to, as before.
DECIDED_ONES_STAY = """
    create or replace function budget_carryextension_is_append_only() returns trigger language plpgsql as $$
    begin
        if tg_op = 'UPDATE' then
            if old.state = 'asked' then
                return new;
            end if;
        end if;
        raise exception 'budget_carryextension is append-only: % refused', lower(tg_op)
            using errcode = 'integrity_constraint_violation', constraint = 'budget_carryextension_is_append_only';
    end $$;
"""

# --- lots

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
    # A database that has all of these has what stands here: they were written anew before the first release.
    replaces = [
        ("budget", "0007_money_is_carried_over"),
        ("budget", "0008_carried_money_and_closed_books_keep_their_promises"),
        ("budget", "0010_an_extension_is_asked_for_and_letters_have_files"),
        ("budget", "0023_goods_are_bought_together"),
        ("budget", "0024_shares_of_a_lot_add_up"),
        ("budget", "0025_link_of_e_gp_is_a_text"),
        ("budget", "0026_the_register_knows_lots_and_forums"),
    ]

    dependencies = [("budget", "0003_plans_are_checked_by_others_and_stay_in_their_district")]

    operations = [
        IN_ITS_YEAR,
        OF_ITS_CARRY,
        PAYMENT_OF_ITS_CARRY,
        IN_TIME,
        REASON_AFTER_A_MONTH,
        SECOND_PERSON_AFTER_A_YEAR,
        append_only("budget_carryextension"),
        # The way back of append_only removes the function.
        migrations.RunSQL(DECIDED_ONES_STAY, migrations.RunSQL.noop),
        append_only("budget_monthclosing"),
        append_only("budget_yearclosing"),
        SHARED_TO_THE_SATANG,
        OF_ITS_OWN_PLAN,
    ]
