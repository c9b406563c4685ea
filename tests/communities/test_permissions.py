"""Who may do what, as tables; and the door to plans shows what the rule allows."""

import pytest

from communities.models import Plan, PlanRevision, RegisterImport
from tests.factories.communities import CommitteeMemberFactory, PlanFactory, PlanRevisionFactory
from tests.fixtures.people import WHO

CITY = {"social", "strategy", "administrator"}
DISTRICT = {"officer", "director"}
MEMBER = {"member"}
EVERYONE = set(WHO)

STATES = {
    "draft": {},
    "submitted": {"submitted": True},
    "returned": {"returned": True},
    "confirmed": {"confirmed": True},
    "withdrawn": {"withdrawn": True},
}
MAY_SEE_THE_PLAN = {
    "draft": CITY | DISTRICT | MEMBER,
    "submitted": CITY | DISTRICT | MEMBER,
    "returned": CITY | DISTRICT | MEMBER,
    "confirmed": EVERYONE,
    "withdrawn": CITY | DISTRICT | MEMBER,
}
# Who, whatever the plan's state: the wrong moment is the action's to refuse.
MAY_WITH_A_PLAN = {
    "communities.write_plan": MEMBER,
    "communities.submit_plan": MEMBER,
    "communities.return_plan": DISTRICT,
    "communities.comment_on_plan": DISTRICT | {"member"},
    "communities.confirm_plan": DISTRICT,
    "communities.record_adoption": DISTRICT,
    "communities.enter_plan": DISTRICT,
    "communities.take_over_plan": MEMBER,
    "communities.open_kept_record": {"director", "administrator"},
}
MAY_WITH_A_COMMUNITY = {
    "communities.begin_plan": MEMBER | DISTRICT,
    "communities.view_committee": CITY | DISTRICT | MEMBER,
    "communities.manage_committee": {"social"} | DISTRICT,
    "communities.invite_member": DISTRICT,
}
MAY_WITH_THE_REGISTER = {
    "communities.view_register": EVERYONE - {"visitor"},
    "communities.manage_register": {"social", "administrator"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", WHO)
def test_who_sees_a_plan_depends_on_its_state(cast, who, state):
    revision = PlanRevisionFactory(plan__community=cast.home_community, **STATES[state])

    assert cast.people[who].has_perm("communities.view_plan", revision.plan) == (who in MAY_SEE_THE_PLAN[state])


@pytest.mark.parametrize("perm", MAY_WITH_A_PLAN)
@pytest.mark.parametrize("who", WHO)
def test_who_may_act_on_a_plan(cast, who, perm):
    plan = PlanFactory(community=cast.home_community)

    assert cast.people[who].has_perm(perm, plan) == (who in MAY_WITH_A_PLAN[perm])


@pytest.mark.parametrize("perm", MAY_WITH_A_COMMUNITY)
@pytest.mark.parametrize("who", WHO)
def test_who_may_act_on_a_community(cast, who, perm):
    assert cast.people[who].has_perm(perm, cast.home_community) == (who in MAY_WITH_A_COMMUNITY[perm])


@pytest.mark.parametrize("perm", MAY_WITH_THE_REGISTER)
@pytest.mark.parametrize("who", WHO)
def test_who_may_act_on_the_register(cast, who, perm):
    assert cast.people[who].has_perm(perm) == (who in MAY_WITH_THE_REGISTER[perm])


@pytest.mark.parametrize("who", WHO)
def test_the_list_of_plans_and_the_rule_agree(cast, who):
    person = cast.people[who]
    for community in (cast.home_community, cast.away_community):
        for year, traits in enumerate(STATES.values(), start=2563):
            PlanRevisionFactory(plan__community=community, plan__fiscal_year=year, **traits)

    listed = set(Plan.objects.visible_to(person))

    assert listed == {plan for plan in Plan.objects.all() if person.has_perm("communities.view_plan", plan)}


@pytest.mark.parametrize("who", WHO)
def test_only_insiders_see_editions_that_are_not_confirmed(cast, who):
    plan = PlanFactory(community=cast.home_community)
    returned = PlanRevisionFactory(plan=plan, number=1, returned=True)
    confirmed = PlanRevisionFactory(plan=plan, number=2, confirmed=True)

    listed = set(PlanRevision.objects.visible_to(cast.people[who]))

    assert listed == ({returned, confirmed} if who in CITY | DISTRICT | MEMBER else {confirmed})


@pytest.mark.parametrize("who", WHO)
def test_uploads_of_the_register_are_seen_by_those_who_keep_it(cast, who):
    RegisterImport.objects.create(
        sha256="0", register_on="2023-05-01", state="checked", uploaded_at="2023-06-02T02:00Z", original_name="a.csv"
    )

    assert RegisterImport.objects.visible_to(cast.people[who]).exists() == (who in {"social", "administrator"})


def test_a_seat_closes_on_the_day_it_ends(cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    CommitteeMemberFactory(committee__community=cast.home_community, user=cast.stranger, ends_on="2023-06-02")

    assert not cast.stranger.has_perm("communities.write_plan", PlanFactory(community=cast.home_community))


def test_a_seat_closes_on_the_day_the_committees_term_ends(cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    CommitteeMemberFactory(
        committee__community=cast.home_community, committee__ends_on="2023-06-02", user=cast.stranger
    )

    assert not cast.stranger.has_perm("communities.write_plan", PlanFactory(community=cast.home_community))
