"""The keys of the table of a check: where they act, and where they leave what is typed alone."""

import pytest
from playwright.sync_api import expect

from budget.models import ConsistencyCheck
from tests.factories.budget import CheckFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "เป็นที่ดินเอกชน 1"
# As a browser tells the first key of the row of digits where the layout is Thai.
THAI_ONE = """() => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key: "ๅ", code: "Digit1", bubbles: true, cancelable: true}))"""


@pytest.fixture
def table(page, context, sign_in, cast, portal):
    revision = PlanRevisionFactory(plan__community=cast.home_community, submitted=True)
    for rank in (1, 2, 3):
        PlanProjectFactory(revision=revision, rank=rank, amount=20_000)
    CheckFactory(
        project=PlanProjectFactory(revision__plan__community=cast.home_community, revision__plan__fiscal_year=2566),
        outcome="not_possible",
        outcome_reason=REASON,
    )
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/checks/plans/{revision.pk}/")
    expect(page.locator("[data-check-page].is-live")).to_be_visible()  # its keys answer from now on
    return page.locator("[data-check-row]")


def test_keys_act_in_a_row_alone_with_any_layout_and_can_be_switched_off(page, table):
    finished = page.locator("[data-check-finished]")
    table.nth(0).locator(".num").first.click()
    page.keyboard.press("Control+Digit1")
    page.keyboard.press("Digit4")
    phrase = page.locator("[data-check-phrase]").nth(0)
    expect(phrase).to_be_focused()
    assert REASON in page.locator("#check-reasons option").evaluate_all("(them) => them.map((it) => it.value)")

    page.keyboard.type(REASON)  # it has a digit
    page.keyboard.press("Enter")
    expect(finished).to_have_text("1")
    expect(table.nth(1).locator("[data-check-open]")).to_be_focused()
    page.evaluate(THAI_ONE)
    expect(finished).to_have_text("2")

    page.locator("[data-check-keys]").uncheck()
    table.nth(2).locator(".num").first.click()
    page.keyboard.press("Digit1")
    page.keyboard.press("ArrowUp")
    expect(table.nth(2).locator("[data-check-open]")).to_be_focused()
    expect(finished).to_have_text("2")

    table.nth(2).get_by_role("button").first.click()
    expect(finished).to_have_text("3")
    checks = ConsistencyCheck.objects.filter(project__revision__state="submitted").order_by("project__rank")
    assert list(checks.values_list("outcome", "outcome_reason")) == [
        ("not_possible", REASON),
        ("include", ""),
        ("include", ""),
    ]
