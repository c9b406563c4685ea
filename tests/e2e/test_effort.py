"""How many keys and clicks, and how many loaded pages, a job takes; docs/effort.md tells them."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from budget.actions import money
from budget.models import Allocation, Inclusion
from communities.enums import RevisionState
from tests.e2e.effort import effort_on, written
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ApprovedItemFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTS = 7
DISBURSEMENTS = 18


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
        expect(page.locator("[data-check-page].is-live")).to_be_visible()  # its keys answer from now on
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


@pytest.fixture
def purses(cast):
    """Items of the district of which all money is committed and nothing paid."""
    edition = ActionPlanEditionFactory(
        plan__district=cast.home, plan__fiscal_year=2566, number=0, approved=True, approved_on=date(2022, 11, 1)
    )
    for item in ApprovedItemFactory.create_batch(DISBURSEMENTS, introduced_in=edition):
        given = {"amount": Decimal(5_000), "on": date(2023, 1, 10), "by": None, "at": AT}
        money.approve_item_budget(item_id=item.pk, act=uuid4(), **given)
        money.commit(allocation_id=item.allocation.pk, act=uuid4(), **given)
    return Allocation.objects.filter(district=cast.home)


def test_eighteen_disbursements_are_pasted_into_the_table(page, context, sign_in, cast, portal, purses):
    sign_in(context, cast.officer)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{portal}/work/money/2566/{cast.home.code}/table/")
    column = "\n".join(f"{1_000 + n}.25" for n in range(DISBURSEMENTS))
    page.evaluate("text => navigator.clipboard.writeText(text)", column)

    with effort_on(page) as spent:
        page.get_by_role("link", name="บันทึกลงตาราง").click()
        page.locator("[name^=disbursement_]").first.click()
        page.keyboard.press("Control+V")
        expect(page.locator("[name^=disbursement_]").last).to_have_value("1017.25")
        page.locator("main form .btn-primary[type=submit]").click()
        page.get_by_role("button", name="บันทึกทั้งหมด").click()
        expect(page.locator("main")).to_contain_text(f"บันทึกจากตารางแล้ว {DISBURSEMENTS} รายการ")

    assert {purse.disbursed - 1_000 - Decimal("0.25") for purse in purses} == set(range(DISBURSEMENTS))
    assert (spent.touches, spent.loads) == written("18 disbursements pasted into the table")
    assert spent.loads <= 3
