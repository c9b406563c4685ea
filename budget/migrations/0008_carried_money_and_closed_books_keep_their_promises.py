"""Only carried money is used after its year; closed books ask for a reason, and a closed year for a second person."""

from django.db import migrations

from bkkplan.ground.core.db import append_only, demand_at_write

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


class Migration(migrations.Migration):
    dependencies = [("budget", "0007_money_is_carried_over")]

    operations = [
        IN_ITS_YEAR,
        OF_ITS_CARRY,
        PAYMENT_OF_ITS_CARRY,
        IN_TIME,
        REASON_AFTER_A_MONTH,
        SECOND_PERSON_AFTER_A_YEAR,
        append_only("budget_carryextension"),
        append_only("budget_monthclosing"),
        append_only("budget_yearclosing"),
    ]
