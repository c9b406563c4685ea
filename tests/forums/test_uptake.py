from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from communities.enums import RevisionState
from communities.models import PlanProject
from forums.actions import uptakes
from forums.actions.errors import AlreadyTakenUpError, WrongMomentError
from forums.models import Reply, Uptake
from forums.queries import uptakes_by_lineage, uptakes_of
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommunityFactory,
    PlanAreaFactory,
    PlanFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import DistrictFactory
from tests.factories.forums import AT, ForumFactory, ProposalFactory, ReplyFactory, UptakeFactory
from tests.words import words_of

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

    steps = uptakes_of([proposal.pk])
    assert [step.ended_reason for step in steps] == ["ซ้ำกับโครงการอื่น", ""]
    assert {step.lineage for step in steps if step.ended_on is None} == {again.project.lineage}
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


@pytest.mark.parametrize("kind", ["answer", "forwarded"])
def test_what_was_answered_or_passed_on_is_read_and_not_offered(client, cast, plan, proposal, kind):
    more = {"agency": ""} if kind == "answer" else {}
    reply = ReplyFactory(proposal=proposal, kind=kind, text="เขตจัดให้แล้ว", **more)
    ProposalFactory(forum=proposal.forum, title="ซ่อมถนน")
    client.force_login(cast.member)
    address = f"{reverse('forums:uptake')}?plan={plan.pk}"

    offered, waiting, read = (client.get(f"{address}{chosen}") for chosen in ("", "&taken=no", "&taken=answered"))

    assert [p.title for p in offered.context["page"]] == [p.title for p in waiting.context["page"]] == ["ซ่อมถนน"]
    assert [p.title for p in read.context["page"]] == ["ขอเต็นท์"]
    assert reverse("public:proposal", args=[proposal.uuid]) in read.content.decode()
    assert reverse("forums:uptake-take", args=[proposal.uuid]) not in read.content.decode()
    with pytest.raises(WrongMomentError):
        take(plan, proposal, cast.member)
    Reply.objects.filter(pk=reply.pk).update(
        ended_on=DAY, ended_at=AT, ended_by=cast.officer, ended_reason="ชุมชนจะทำเอง"
    )
    assert take(plan, proposal, cast.member).proposal == proposal


def test_what_the_plan_has_stays_in_the_list_though_it_is_answered(client, cast, plan, proposal):
    take(plan, proposal, cast.member)
    ReplyFactory(proposal=proposal)
    client.force_login(cast.member)

    page = client.get(f"{reverse('forums:uptake')}?plan={plan.pk}")

    assert [p.title for p in page.context["page"]] == ["ขอเต็นท์"]


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


def test_taken_over_from_what_was_searched_the_list_still_shows_what_was_searched(client, cast, plan, proposal):
    ProposalFactory(forum=proposal.forum, title="ขุดลอกคลอง")
    client.force_login(cast.member)
    take = f"{reverse('forums:uptake-take', args=[proposal.uuid])}?plan={plan.pk}&few=1&q={proposal.title}"

    answer = client.post(take, {"plan": plan.pk}, headers={"HX-Request": "true"})

    assert [found.pk for found in answer.context["page"]] == [proposal.pk]
    assert "อยู่ในแผนแล้ว" in words_of(answer)


# --- tied to a project that is in the plan already


@pytest.fixture
def tents(plan):
    return PlanProjectFactory(revision=plan.revisions.get(), title="ซื้อเต็นท์", amount=Decimal(90_000))


def tie(proposal, project, by):
    return uptakes.tie(proposal_id=proposal.pk, project_id=project.pk, on=DAY, by=by, at=AT)


def hand_in(revision, by):
    revision.state, revision.submitted_on, revision.submitted_at = RevisionState.SUBMITTED, DAY, AT
    revision.submitted_by = by
    revision.save()


def test_a_proposal_is_tied_to_a_project_whose_words_and_money_stay(cast, plan, proposal, tents):
    uptake = tie(proposal, tents, cast.member)

    tents.refresh_from_db()
    assert (uptake.project, tents.title, tents.amount) == (tents, "ซื้อเต็นท์", Decimal(90_000))
    assert PlanProject.objects.count() == 1
    assert Entry.objects.latest("pk").verb == "forums.proposal_tied"
    for again in (lambda: tie(proposal, tents, cast.member), lambda: take(plan, proposal, cast.member)):
        with pytest.raises(AlreadyTakenUpError):
            again()


def test_the_committee_ties_in_its_draft_and_the_district_once_it_has_the_plan(cast, plan, proposal, tents):
    with pytest.raises(PermissionDenied):
        tie(proposal, tents, cast.officer)
    hand_in(tents.revision, cast.member)
    with pytest.raises(PermissionDenied):
        tie(proposal, tents, cast.member)

    assert tie(proposal, tents, cast.officer).project == tents


def test_the_office_ties_on_the_proposal_s_page_to_what_was_handed_in(client, cast, plan, proposal, tents):
    client.force_login(cast.officer)
    address = reverse("forums:proposal-tie", args=[proposal.uuid])
    assert client.get(address).context["form"].fields["project"].queryset.count() == 0
    hand_in(tents.revision, cast.member)
    PlanProjectFactory(revision=tents.revision, title="ขุดลอกคลอง")

    offered = client.get(address).context["form"].fields["project"].queryset
    found = client.get(f"{address}?q=ขุดลอก").context["form"].fields["project"].queryset
    done = client.post(address, {"project": tents.pk}, follow=True)

    assert tents in offered
    assert "ขุดลอกคลอง" in {project.title for project in found}
    assert "ผูกข้อเสนอกับโครงการแล้ว" in words_of(done)
    assert Uptake.objects.get().project == tents


def test_a_project_that_left_the_plan_takes_no_proposal(cast, plan, proposal, tents):
    tents.removed_at, tents.rank = AT, None
    tents.removed_by = cast.member
    tents.save()

    with pytest.raises(WrongMomentError, match="ไม่อยู่ในแผน"):
        tie(proposal, tents, cast.member)


def test_the_page_chooses_the_project_that_is_most_like_the_proposal(client, cast, plan, proposal, tents):
    PlanProjectFactory(revision=tents.revision, title="ขุดลอกคลอง")
    client.force_login(cast.member)
    address = f"{reverse('forums:uptake-tie', args=[proposal.uuid])}?plan={plan.pk}"

    page = client.get(address)
    done = client.post(address, {"project": page.context["form"].initial["project"]}, follow=True)

    assert page.context["form"].initial == {"project": tents.pk}
    assert "ผูกข้อเสนอกับโครงการแล้ว" in words_of(done)
    assert "อยู่ในแผนแล้ว" in words_of(done)


# --- which proposals a committee is offered first


def test_the_own_ones_come_first_then_the_near_ones_and_a_page_at_most(client, cast, plan, published):
    here = cast.home_community
    neighbour = CommunityFactory(subdistrict=here.subdistrict)
    far = CommunityFactory(subdistrict__district=cast.home)
    roads, social = (PlanAreaFactory(code=code, position=n) for n, code in enumerate(["roads", "social"], 1))
    offered = {
        "far": {"community": far, "place": str(here)},
        "nowhere": {},
        "names the place": {"place": f"หน้าปากทาง{here}"},
        "same subdistrict, social": {"subdistrict": here.subdistrict, "area": social},
        "neighbour, roads": {"community": neighbour, "area": roads},
        "own": {"community": here},
    }
    for title, facts in offered.items():
        ProposalFactory(forum=published, title=title, **facts)
    ProposalFactory.create_batch(20, forum=published)
    client.force_login(cast.member)
    address = f"{reverse('forums:uptake')}?plan={plan.pk}"

    first = [p.title for p in client.get(address).context["page"]]

    assert len(first) == 20
    assert first[:4] == ["own", "neighbour, roads", "same subdistrict, social", "names the place"]
    assert [p.title for p in client.get(f"{address}&near=1").context["page"]] == ["own"]
    assert len(client.get(f"{address}&near=2").context["page"]) == 4


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
