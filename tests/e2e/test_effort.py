"""How many keys and clicks, and how many loaded pages, a job takes; docs/effort.md tells them."""

import pytest
from playwright.sync_api import expect

from budget.models import Inclusion
from communities.enums import RevisionState
from tests.e2e.effort import effort_on, written
from tests.factories.communities import CommitteeFactory, CommunityFactory, PlanProjectFactory, PlanRevisionFactory

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTS, SEATS = 7, 15


@pytest.fixture
def plan(cast):
    revision = PlanRevisionFactory(plan__community=cast.home_community, submitted=True)
    for rank in range(1, PROJECTS + 1):
        PlanProjectFactory(revision=revision, rank=rank, amount=20_000)
    return revision


def test_seven_projects_are_checked_confirmed_and_taken_in(page, context, sign_in, cast, portal, plan):
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/checks/{plan.plan.fiscal_year}/")

    with effort_on(page) as spent:
        page.get_by_role("link", name=str(plan.plan.community)).click()
        page.locator("[data-check-row] .num").first.click()
        for _row in range(PROJECTS):
            page.keyboard.press("Digit1")
        expect(page.locator("[data-check-ready] a").first).to_be_focused()
        page.keyboard.press("Enter")
        page.locator("main form .btn-primary[type=submit]").click()
        expect(page.locator("#messages")).to_contain_text(str(PROJECTS))

    plan.refresh_from_db()
    assert plan.state == RevisionState.CONFIRMED
    assert Inclusion.objects.filter(project__revision=plan).count() == PROJECTS
    assert (spent.touches, spent.loads) == written("7 projects checked, the plan confirmed, all taken in")
    assert spent.touches <= 11


def test_fifteen_seats_and_their_invitations_take_two_pages_to_fill_in(page, context, sign_in, cast, portal):
    community = CommunityFactory(subdistrict=cast.home_community.subdistrict)
    committee = CommitteeFactory(community=community)
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/committees/{community.code}/")

    with effort_on(page) as spent:
        page.get_by_role("link", name="กรอกทั้งตาราง").click()
        page.locator("main tbody input[type=text]").first.click()
        for number in range(1, SEATS + 1):
            page.keyboard.insert_text(f"กรรมการ คนที่{number}")
            if number == 1:
                page.keyboard.press("Tab")
                page.keyboard.press("Home")  # the chair comes first
                page.keyboard.press("Tab")
            elif number < SEATS:
                page.keyboard.press("Tab")
                page.keyboard.press("Tab")
        page.locator("main [name=second]").click()
        page.locator("main form .btn-primary[type=submit]").click()
        expect(page.locator(".links-to-hand > li")).to_have_count(SEATS)

    seats = committee.members.order_by("pk")
    assert [seat.position for seat in seats] == ["chair", *["member"] * (SEATS - 1)]
    assert seats.filter(user=None).count() == 0
    assert (spent.touches, spent.loads) == written("15 seats of a committee, and their invitations")
