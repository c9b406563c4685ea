"""A policy rests on proposals of its own district."""

from django.db import migrations

from bkkplan.ground.core.db import demand_at_write

OF_ITS_DISTRICT = demand_at_write(
    "policy_names_proposals_of_its_district",
    table="budget_policystatement_proposals",
    columns="policystatement_id, proposal_id",
    refuse="""(select district_id from forums_proposal where id = new.proposal_id)
        <> (select policy.district_id from budget_policystatement statement
            join budget_areapolicy policy on policy.id = statement.policy_id
            where statement.id = new.policystatement_id)""",
    says="a policy names proposals of its own district",
)


class Migration(migrations.Migration):
    dependencies = [("budget", "0017_a_district_decides_its_policy")]

    operations = [OF_ITS_DISTRICT]
