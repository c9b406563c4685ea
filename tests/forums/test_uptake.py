from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from forums.actions import uptakes
from forums.actions.errors import AlreadyTakenUpError, WrongMomentError
from forums.models import Uptake
from forums.queries import path_of, uptakes_by_lineage
from tests.factories.accounts import UserFactory
from tests.factories.communities import PlanAreaFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory
from tests.factories.forums import AT, ForumFactory, ProposalFactory, UptakeFactory

DAY = date(2023, 6, 2)


@pytest.fixture
def plan(cast):
    return PlanRevisionFactory(plan=PlanFactory(community=cast.home_community)).plan


@pytest.fixture
def proposal(published):
    return ProposalFactory(
        forum=published,
        title="ขอเต็นท์",
        search_text="ขอเตน",
        detail="ใช้ในงานชุมชน",
        area=PlanAreaFactory(code="social"),
        place="ลานวัด",
        requested_amount=Decimal(85_000),
    )


def take(plan, proposal, by):
    return uptakes.take_up(plan_id=plan.pk, proposal_id=proposal.pk, on=DAY, by=by, at=AT)


def test_a_proposal_becomes_a_project_with_its_words_and_money(cast, plan, proposal):
    uptake = take(plan, proposal, cast.member)

    project = uptake.project
    assert (project.title, project.place, project.amount) == ("ขอเต็นท์", "ลานวัด", Decimal(85_000))
    assert "ใช้ในงานชุมชน" in project.reason
    assert [area.code for area in project.areas.all()] == ["social"]
    assert uptake.amount == Decimal(85_000)


def test_a_plan_takes_a_proposal_over_once(cast, plan, proposal):
    take(plan, proposal, cast.member)

    with pytest.raises(AlreadyTakenUpError):
        take(plan, proposal, cast.member)

    assert Uptake.objects.count() == 1


def test_only_the_committee_takes_over_and_only_what_its_district_published(cast, plan, proposal, held):
    with pytest.raises(PermissionDenied):
        take(plan, proposal, cast.officer)
    with pytest.raises(WrongMomentError):
        take(plan, ProposalFactory(forum=held), cast.member)
    with pytest.raises(WrongMomentError):
        take(plan, ProposalFactory(forum=ForumFactory(district=cast.away, published=True)), cast.member)


def test_an_ended_uptake_stays_readable_and_may_begin_anew(cast, plan, proposal):
    uptake = take(plan, proposal, cast.member)

    uptakes.end_uptake(uptake_id=uptake.pk, reason="ซ้ำกับโครงการอื่น", on=DAY, by=cast.member, at=AT)
    again = take(plan, proposal, cast.member)

    path = path_of(proposal)
    assert [step.ended_reason for step in path.uptakes] == ["ซ้ำกับโครงการอื่น", ""]
    assert path.lineages == {again.project.lineage}
    assert uptakes_by_lineage([again.project.lineage]) == {again.project.lineage: [again]}


def test_the_page_finds_by_words_marks_what_is_taken_and_takes_over(client, cast, plan, proposal):
    ProposalFactory(forum=proposal.forum, title="ซ่อมถนน", search_text="ซอมถนน")
    client.force_login(cast.member)
    address = f"{reverse('forums:uptake')}?plan={plan.pk}"

    found = client.get(f"{address}&q=เต้นท์")
    client.post(f"{reverse('forums:uptake-take', args=[proposal.uuid])}", {"plan": plan.pk})
    untaken = client.get(f"{address}&taken=no")
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert [p.title for p in found.context["page"]] == ["ขอเต็นท์"]
    assert [p.title for p in untaken.context["page"]] == ["ซ่อมถนน"]
    assert "อยู่ในแผนแล้ว" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("away_member", 404), ("officer", 403), ("visitor", 302)]
)
def test_the_page_is_the_committee_s(client, cast, plan, who, status):
    if who != "visitor":
        client.force_login(cast.people[who])

    assert client.get(f"{reverse('forums:uptake')}?plan={plan.pk}").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_for_more_proposals(client, cast, plan, published, count, django_assert_max_num_queries):
    ProposalFactory.create_batch(count, forum=published)
    client.force_login(cast.member)

    with django_assert_max_num_queries(14):
        page = client.get(f"{reverse('forums:uptake')}?plan={plan.pk}")

    assert len(page.context["page"]) == count


def test_beside_the_plan_a_few_are_shown_with_the_way_to_all(client, cast, plan, published):
    ProposalFactory.create_batch(6, forum=published)
    client.force_login(cast.member)

    few = client.get(f"{reverse('forums:uptake')}?plan={plan.pk}&few=1", headers={"HX-Request": "true"})
    every = client.get(f"{reverse('forums:uptake')}?plan={plan.pk}", headers={"HX-Request": "true"})

    assert (len(few.context["page"]), len(every.context["page"])) == (5, 6)
    assert "ดูทั้งหมด" in few.content.decode()


def test_taken_over_on_the_plan_s_own_page_the_page_shows_the_project(client, cast, plan, proposal):
    client.force_login(cast.member)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{plan.get_absolute_url()}write/"}

    answer = client.post(reverse("forums:uptake-take", args=[proposal.uuid]), {"plan": plan.pk}, headers=headers)

    assert answer["HX-Refresh"] == "true"


BREACHES = {
    "uptake_stays_in_one_district": lambda: UptakeFactory(project=PlanProjectFactory()),
    "proposal_is_for_the_district_of_its_forum": lambda: ProposalFactory(district=DistrictFactory()),
    "uptake_amount_is_not_negative": lambda: UptakeFactory(amount=-1),
    "ended_uptake_is_signed_and_has_a_reason": lambda: UptakeFactory(ended_by=UserFactory()),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_refused_by_its_name(db, name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name]()

    assert refusal.value.__cause__.diag.constraint_name == name
