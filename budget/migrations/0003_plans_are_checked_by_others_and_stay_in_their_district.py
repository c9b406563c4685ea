"""Rules over several tables: sections, four eyes over plans, parts that are taken in, policies, proposals taken straight in."""

from django.db import migrations

from bkkplan.ground.core.rows.db import demand_at_commit, demand_at_write

OF_THE_DISTRICTS_OFFICE = demand_at_write(
    "section_of_an_item_is_of_its_district",
    table="budget_actionplanitem",
    columns="section_id, plan_id",
    refuse="""new.section_id is not null and not exists (
        select 1 from accounts_section section
            join districts_office office on office.id = section.office_id
            join budget_actionplan plan on plan.district_id = office.district_id
            where section.id = new.section_id and plan.id = new.plan_id)""",
    says="the section in charge of an item is one of the office of its district",
)

# --- a plan that an office entered for a committee: its writers answer no check and pass it at no stop

NOT_CHECKED = demand_at_write(
    "plan_is_checked_by_nobody_who_entered_it",
    table="budget_consistencycheck",
    columns="project_id, checked_by_id",
    refuse="""exists (
        select 1 from communities_planproject project
            join communities_planrevision checked on checked.id = project.revision_id
            join communities_planrevision edition on edition.plan_id = checked.plan_id and edition.number <= checked.number
            join communities_officewriter writer on writer.revision_id = edition.id
            where project.id = new.project_id and new.checked_by_id in (writer.by_id, writer.through_id))""",
    says="whoever entered a plan for its committee does not check it",
)
NOT_PASSED_ON = demand_at_write(
    "plan_is_passed_on_by_nobody_who_entered_it",
    table="routes_stop",
    columns="passage_id, passed_by_id, passed_through_id",
    refuse="""exists (
        select 1 from routes_passage passage
            join communities_planrevision passed on passed.id = passage.paper
            join communities_planrevision edition on edition.plan_id = passed.plan_id and edition.number <= passed.number
            join communities_officewriter writer on writer.revision_id = edition.id
            where passage.id = new.passage_id and passage.kind = 'community-plan'
                and array_remove(array[new.passed_by_id, new.passed_through_id], null)
                    && array_remove(array[writer.by_id, writer.through_id], null))""",
    says="whoever entered a plan for its committee passes it at no stop",
)

# --- a part of a project

LESS_THAN_THE_WHOLE = demand_at_write(
    "part_taken_in_is_less_than_its_project",
    table="budget_consistencycheck",
    columns="project_id, granted_amount",
    refuse="new.granted_amount >= (select amount from communities_planproject where id = new.project_id)",
    says="what is taken in of a project is less than the whole",
)

# The project's row is locked before the rows are summed, as for the rule about its whole amount.
NO_MORE_THAN_GRANTED = demand_at_commit(
    "inclusions_stay_within_what_is_granted",
    body="""
        declare
            included bigint := new.project_id;
            granted numeric;
        begin
            perform 1 from communities_planproject where id = included for no key update;
            select granted_amount into granted from budget_consistencycheck where project_id = included;
            if granted is not null and exists (
                select 1 from budget_inclusion inclusion join budget_actionplanitem item on item.id = inclusion.item_id
                    where inclusion.project_id = included and inclusion.ended_on is null
                        and inclusion.removed_in_id is null and item.dropped_in_id is null
                    having count(*) filter (where inclusion.amount is null) > 0 or sum(inclusion.amount) > granted
            ) then
                raise exception 'the inclusions of a project add up to no more than the part that is granted'
                    using errcode = 'check_violation', constraint = 'inclusions_stay_within_what_is_granted';
            end if;
            return null;
        end
    """,
    watched={
        "budget_inclusion": "insert or update of project_id, amount, ended_on, removed_in_id",
        "budget_consistencycheck": "insert or update of project_id, granted_amount",
    },
)

# --- policies, and proposals that go straight into an action plan

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
ANSWERS_ITS_DISTRICT = demand_at_write(
    "item_answers_proposals_of_its_district",
    table="budget_directinclusion",
    columns="reply_id, item_id",
    refuse="""(select proposal.district_id from forums_reply reply
            join forums_proposal proposal on proposal.id = reply.proposal_id where reply.id = new.reply_id)
        <> (select plan.district_id from budget_actionplanitem item
            join budget_actionplan plan on plan.id = item.plan_id where item.id = new.item_id)""",
    says="an item answers proposals of its own district",
)
SAID_SO = demand_at_write(
    "direct_inclusion_is_what_the_office_said",
    table="budget_directinclusion",
    columns="reply_id",
    refuse="(select kind from forums_reply where id = new.reply_id) <> 'taken_in'",
    says="the office said something else to the proposal",
)
DIRECT_INTO_ITS_PLAN = demand_at_write(
    "direct_inclusion_is_in_an_edition_of_its_plan",
    table="budget_directinclusion",
    columns="edition_id, removed_in_id, item_id",
    refuse="""(select plan_id from budget_actionplanitem where id = new.item_id)
            <> (select plan_id from budget_actionplanedition where id = new.edition_id)
        or (select plan_id from budget_actionplanitem where id = new.item_id)
            <> (select plan_id from budget_actionplanedition where id = new.removed_in_id)""",
    says="the edition is of another plan than the item",
)


class Migration(migrations.Migration):
    # A database that has all of these has what stands here: they were written anew before the first release.
    replaces = [
        ("budget", "0003_money_is_voted_more_than_once"),
        ("budget", "0004_sections_are_in_charge_of_items"),
        ("budget", "0005_edition_waits_for_approval"),
        ("budget", "0006_a_list_of_a_tree_can_be_undone"),
        ("budget", "0009_progress_is_reported_each_quarter"),
        ("budget", "0011_whoever_entered_a_plan_does_not_check_it"),
        ("budget", "0012_spending_has_targets_for_each_quarter"),
        ("budget", "0013_proposals_keep_their_stage"),
        ("budget", "0014_a_meeting_decides_on_several_projects"),
        ("budget", "0015_a_part_is_taken_in_and_projects_wait"),
        ("budget", "0016_money_is_entered_by_the_table"),
        ("budget", "0017_a_district_decides_its_policy"),
        ("budget", "0018_a_policy_names_proposals_of_its_district"),
        ("budget", "0019_communities_are_asked_and_ask_again"),
        ("budget", "0020_the_finance_section_keeps_a_register"),
        ("budget", "0021_a_proposal_goes_straight_into_an_action_plan"),
        ("budget", "0022_what_one_act_takes_in_is_kept"),
    ]

    dependencies = [
        ("budget", "0002_plans_and_money_keep_their_rules"),
        ("routes", "0002_nobody_passes_their_own_paper"),
    ]

    operations = [
        OF_THE_DISTRICTS_OFFICE,
        NOT_CHECKED,
        NOT_PASSED_ON,
        LESS_THAN_THE_WHOLE,
        NO_MORE_THAN_GRANTED,
        OF_ITS_DISTRICT,
        ANSWERS_ITS_DISTRICT,
        SAID_SO,
        DIRECT_INTO_ITS_PLAN,
    ]
