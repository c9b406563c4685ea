"""A bureau's money is of a flagship project; an advance, a payment and a cost stay with their money; allotments hold."""

from django.db import migrations

from bkkplan.ground.core.db import demand_at_write

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
COST_IN_ITS_DISTRICT = demand_at_write(
    "cost_of_a_forum_is_paid_by_its_district",
    table="budget_cost",
    columns="allocation_id, forum_id",
    refuse="""not exists (
        select 1 from budget_allocation purse
            join budget_appropriation source on source.id = purse.appropriation_id
            join forums_forum forum on forum.id = new.forum_id
            where purse.id = new.allocation_id and purse.district_id = forum.district_id
                and source.fiscal_year = forum.fiscal_year)""",
    says="a forum is paid for by money of its district and year",
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
    dependencies = [("budget", "0012_bureaus_hold_money")]

    operations = [
        OF_A_FLAGSHIP,
        BUREAU_IN_CHARGE,
        ENTRY_OF_ITS_ADVANCE,
        PAYMENT_OF_ITS_ADVANCE,
        COST_IN_ITS_DISTRICT,
        WITHIN_ALLOTMENTS,
        RULE_FITS_THE_MONEY,
    ]
