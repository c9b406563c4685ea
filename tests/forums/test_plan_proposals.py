"""A plan's projects name the proposals that they took over, and a forum's proposals name the projects, and so back."""

import pytest
from django.urls import reverse

from tests.factories.communities import PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.factories.signed import sign


@pytest.fixture
def taken(cast):
    """A published proposal of home in the project of a plan that is being written."""
    forum = ForumFactory(district=cast.home, published=True)
    revision = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community))
    return UptakeFactory(
        proposal=ProposalFactory(forum=forum, title="เต็นท์ประจำชุมชน"),
        project=PlanProjectFactory(revision=revision, title="จัดหาเต็นท์"),
    )


def page_of(uptake):
    plan = uptake.project.revision.plan
    return reverse("forums:plan-proposals", args=[plan.year, plan.community.code, uptake.project.revision.number])


def test_the_plan_names_the_proposal_and_leads_to_it_in_its_forum(client, cast, taken):
    client.force_login(cast.officer)

    plan = client.get(taken.project.revision.plan.get_absolute_url()).content.decode()
    behind = client.get(page_of(taken)).content.decode()

    assert page_of(taken) in plan
    assert "จัดหาเต็นท์" in behind
    assert f'href="{taken.proposal.forum.get_absolute_url()}#p-{taken.proposal.uuid}"' in behind


def test_the_forum_names_the_project_and_leads_to_it_in_its_plan(client, cast, taken):
    client.force_login(cast.officer)

    forum = client.get(taken.proposal.forum.get_absolute_url()).content.decode()

    plan = taken.project.revision.plan
    assert f'id="p-{taken.proposal.uuid}"' in forum
    assert f'href="{plan.get_absolute_url()}#project-{taken.project.uuid}"' in forum
    assert f'id="project-{taken.project.uuid}"' in client.get(plan.get_absolute_url()).content.decode()


def test_a_draft_is_named_to_nobody_elsewhere(client, cast, taken):
    client.force_login(cast.away_officer)

    assert "จัดหาเต็นท์" not in client.get(taken.proposal.forum.get_absolute_url()).content.decode()
    assert client.get(page_of(taken)).status_code == 404


def test_the_plan_loads_the_proposals_as_a_fragment(client, cast, taken):
    client.force_login(cast.member)

    fragment = client.get(page_of(taken), headers={"HX-Request": "true"}).content.decode()

    assert "เต็นท์ประจำชุมชน" in fragment
    assert "<html" not in fragment


def test_a_proposal_that_was_taken_back_out_is_not_named(client, cast, taken):
    taken.ended_on, taken.ended_at, taken.ended_reason = taken.on, taken.at, "ซ้ำ"
    sign(taken).save()
    client.force_login(cast.officer)

    assert "เต็นท์ประจำชุมชน" not in client.get(page_of(taken)).content.decode()
    assert "จัดหาเต็นท์" not in client.get(taken.proposal.forum.get_absolute_url()).content.decode()
