"""The keys of the recording page, its optional columns, and the earlier proposals that it shows: what acts where."""

import pytest
from playwright.sync_api import expect

from forums.models import Proposal
from tests.factories.communities import PlanAreaFactory
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

# As a browser tells the second key of the row of digits where the layout is Thai.
THAI_TWO = """() => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key: "/", code: "Digit2", bubbles: true, cancelable: true}))"""


@pytest.fixture
def table(page, context, sign_in, cast, portal):
    for position, code in enumerate(("physical", "economy", "social"), 1):
        PlanAreaFactory(code=code, position=position)
    forum = ForumFactory(district=cast.home, held=True)
    for title in ("ซ่อมถนน 1", "ซ่อมถนน 2"):
        ProposalFactory(forum=forum, title=title, place="หน้าวัด" if title.endswith("1") else "")
    ProposalFactory(forum=ForumFactory(district=cast.home, published=True), title="ติดตั้งกล้องวงจรปิดหน้าโรงเรียน")
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/forums/{forum.pk}/record/")
    return page.locator("[data-rowtable] > tbody")


def areas():
    return list(Proposal.objects.filter(title__startswith="ซ่อม").order_by("title").values_list("area__code", flat=True))


def test_keys_act_on_a_row_alone_and_more_comes_only_when_it_is_wanted(page, context, table):
    holds = page.locator("[data-rowtable-hold]")
    holds.nth(0).click()
    page.keyboard.press("Control+Digit1")
    page.keyboard.press("Digit3")
    expect(holds.nth(1)).to_be_focused()
    page.evaluate(THAI_TWO)
    assert eventually(lambda: areas() == ["social", "economy"])

    title = table.nth(1).locator("[name=title]")
    title.press("End")
    page.keyboard.press("Digit1")
    expect(title).to_have_value("ซ่อมถนน 21")
    page.keyboard.press("Backspace")
    table.nth(1).locator("[name=place]").focus()
    page.keyboard.press("Control+KeyD")
    expect(table.nth(1).locator("[name=place]")).to_have_value("หน้าวัด")
    page.keyboard.press("Escape")
    expect(holds.nth(1)).to_be_focused()

    page.locator("[data-single-keys]").uncheck()
    holds.nth(1).click()
    page.keyboard.press("Digit1")
    expect(table.nth(1).locator("[name=area]")).to_have_value(str(Proposal.objects.get(title="ซ่อมถนน 2").area_id))

    votes = table.nth(1).locator("[name=votes]")
    expect(votes).to_be_hidden()
    page.locator("[data-fast-column=votes]").check()
    votes.fill("24")
    assert eventually(lambda: Proposal.objects.filter(place="หน้าวัด", title="ซ่อมถนน 2").exists())
    page.locator("[data-rowtable-add]").click()
    fresh = table.nth(2)
    fresh.locator("[name=title]").fill("ขอติดตั้งกล้องวงจรปิด")
    # The first question of a process reads the dictionary.
    expect(fresh.locator("[data-similar] a")).to_have_text("ติดตั้งกล้องวงจรปิดหน้าโรงเรียน", timeout=30_000)
    fresh.locator("[data-fast-fill]").click()
    expect(fresh.locator("[name=place]")).to_have_value("หน้าวัด")
    context.set_offline(True)
    fresh.locator("[name=title]").fill("ขอติดตั้งกล้องวงจรปิดและไฟ")
    expect(fresh.locator("[data-similar]")).to_be_hidden()
    context.set_offline(False)

    assert eventually(lambda: Proposal.objects.filter(votes=24).exists())
    page.reload()
    expect(page.locator("[name=votes]").first).to_be_visible()
    expect(page.locator("[data-single-keys]")).not_to_be_checked()
    assert eventually(lambda: Proposal.objects.filter(title="ขอติดตั้งกล้องวงจรปิดและไฟ", place="หน้าวัด").exists())
    expect(page.locator("[data-autosave-state=saved]")).to_be_visible()
