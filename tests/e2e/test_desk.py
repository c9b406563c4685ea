"""The first page and the frame in a browser: a decision made in place leads to the next, and Ctrl+K finds."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from budget.enums import EditionState
from budget.models import ActionPlanEdition
from tests.e2e.axe import find_faults
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    AreaPolicyFactory,
    PolicyStatementFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_a_director_decides_in_place_and_finds_with_ctrl_k(page, context, sign_in, cast, portal):
    edition = ActionPlanEditionFactory(plan=ActionPlanFactory(district=cast.home), number=0, submitted=True)
    ActionPlanItemFactory(introduced_in=edition, title="ขุดลอกคลองลาดพร้าว")
    PolicyStatementFactory(policy=AreaPolicyFactory(district=cast.home, submitted=True))
    sign_in(context, cast.director)
    page.goto(f"{portal}/work/")
    sheets = page.locator("[data-sheet]")

    page.locator(".decisions summary").first.click()
    expect(sheets).to_have_count(1)
    expect(sheets.first).to_contain_text("ขุดลอกคลองลาดพร้าว")
    assert find_faults(page) == []
    sheets.first.locator("form .btn-primary").click()
    page.wait_for_url("**/work/?decided=1")

    assert ActionPlanEdition.objects.get(pk=edition.pk).state == EditionState.APPROVED
    expect(page.locator(".decisions details[open]")).to_have_count(1)  # the policy, which waits next
    expect(sheets.first.locator("form .btn-primary")).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 740})
    page.keyboard.press("Control+KeyK")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.insert_text(cast.home_community.name_th)
    option = page.get_by_role("option", name=str(cast.home_community))
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert find_faults(page) == []
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("Control+KeyK")
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('communities:community', args=[cast.home_community.code])}")
