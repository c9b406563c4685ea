"""What is said after an act: what was done, and where one usually goes from there."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, CheckFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db


def links_after(client, address, data=None):
    """The addresses that are offered after an act, which first is opened for what it rests on."""
    form = client.get(address).context["form"]
    seen = client.get(address).context.get("seen", "")
    filled = {name: form[name].value() or "" for name in form.fields}
    page = client.post(address, {**filled, "seen": seen, **(data or {})}, follow=True)
    said = words_of(page).partition("ต่อไป:")[2].partition("</span>")[0]
    assert page.status_code == 200
    return [part.partition('"')[0] for part in said.split('href="')[1:]]


def test_a_published_forum_leads_to_its_public_page_and_its_print(client, cast):
    forum = ForumFactory(district=cast.home, held=True, attendance_total=100, announced_on=date(2023, 5, 1))
    client.force_login(cast.officer)

    offered = links_after(client, reverse("forums:publish", args=[forum.pk]), {"is_free_of_personal_data": "on"})

    assert reverse("public:hearing", args=[forum.pk]) in offered
    assert reverse("forums:print", args=[forum.pk]) in offered


def test_a_confirmed_plan_leads_to_the_next_plan_and_to_the_action_plan(client, cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, submitted=True)
    CheckFactory(project=PlanProjectFactory(revision=revision))
    client.force_login(cast.officer)

    offered = links_after(client, reverse("budget:check-confirm", args=[revision.pk]))

    plan = revision.plan
    assert reverse("budget:checks", args=[plan.year]) in offered
    assert reverse("budget:action-plan", args=[plan.year, cast.home.code]) in offered
    assert reverse("public:plan", args=[plan.year, plan.community.code]) in offered


def test_an_approved_action_plan_leads_to_what_the_public_reads(client, cast):
    edition = ActionPlanEditionFactory(plan__district=cast.home, submitted=True)
    ActionPlanItemFactory(introduced_in=edition)
    where = [edition.plan.year, cast.home.code]
    client.force_login(cast.director)

    offered = links_after(client, reverse("budget:action-plan-approve", args=where))

    assert reverse("public:action-plan", args=where) in offered


def test_a_link_to_the_page_on_which_one_is_is_not_offered(client, cast):
    forum = ForumFactory(district=cast.home, held=True, attendance_total=100, announced_on=date(2023, 5, 1))
    client.force_login(cast.officer)

    assert forum.get_absolute_url() not in links_after(client, reverse("forums:finish", args=[forum.pk]))
