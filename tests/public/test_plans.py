"""What is approved is public: action plans, their items, confirmed community plans. No names, no notes."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from budget.actions.money import money
from budget.models import ActionPlanItem
from communities.models import PlanRevision
from tests.budget.test_trace import check, confirm, include, take_up
from tests.factories.accounts import AT
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    InclusionFactory,
)
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.factories.signed import signer

pytestmark = pytest.mark.django_db
SECRETS = {"responsible": "นายสมชาย ใจดี", "note": "หมายเหตุภายใน"}


@pytest.fixture
def project():
    forum = ForumFactory(published=True, announced_on=date(2023, 4, 1))
    project = take_up(ProposalFactory(forum=forum, title="ขอไฟทางเดิน"), title="ติดตั้งไฟทางเดิน", amount=30_000)
    check(project)
    confirm(project)
    return project


@pytest.fixture
def item(project):
    return include(project, title="ไฟส่องสว่างปากซอย", planned_amount=40_000, **SECRETS).item


def read(client, name, *args):
    answer = client.get(reverse(f"public:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_approved_plan_shows_its_items_and_nobodys_name(client, item):
    page = read(client, "action-plan", item.plan.year, item.plan.district.code)

    assert "ไฟส่องสว่างปากซอย" in page
    assert reverse("public:item", args=[item.uuid]) in page
    assert not any(secret in page for secret in SECRETS.values())


def test_what_an_amendment_would_add_is_not_public(client, item):
    amendment = ActionPlanEditionFactory(plan=item.plan, number=99)
    ActionPlanItemFactory(introduced_in=amendment, title="รายการในร่าง")

    assert "รายการในร่าง" not in read(client, "action-plan", item.plan.year, item.plan.district.code)


def test_an_item_tells_its_money_and_whose_part_is_whose(client, item, project):
    forum = project.uptakes.get().proposal.forum
    other = take_up(ProposalFactory(forum=forum), title="ซ่อมทางเท้า", amount=10_000)
    confirm(other)
    InclusionFactory(item=item, project=other)
    money.approve_item_budget(
        item_id=item.pk, amount=Decimal(20_000), act=uuid4(), by=None, at=AT, on=date(2023, 11, 1)
    )

    page = read(client, "item", item.uuid)

    assert "ได้รับ 15,000 เบิกจ่าย 0 บาท" in page
    assert "ได้รับ 5,000 เบิกจ่าย 0 บาท" in page
    assert "ขอไฟทางเดิน" in page
    assert not any(secret in page for secret in SECRETS.values())


def test_a_confirmed_plan_names_the_proposal_and_the_item_of_each_project(client, item, project):
    plan = project.revision.plan

    page = read(client, "plan", plan.year, plan.community.code)

    proposal = project.uptakes.get().proposal
    assert reverse("public:proposal", args=[proposal.uuid]) in page
    assert reverse("public:item", args=[item.uuid]) in page


def test_a_plan_whose_confirmation_was_withdrawn_is_no_longer_public(client, project):
    PlanRevision.objects.update(
        confirmation_withdrawn_on=date(2023, 6, 1),
        confirmation_withdrawn_at=AT,
        confirmation_withdrawn_by=signer("confirmation_withdrawn_by"),
        withdrawal_reason="ผิด",
    )
    plan = project.revision.plan

    assert client.get(reverse("public:plan", args=[plan.year, plan.community.code])).status_code == 404


def test_the_district_and_the_proposal_lead_to_the_plan_and_its_item(client, item):
    plan = reverse("public:action-plan", args=[item.plan.year, item.plan.district.code])
    proposal = ActionPlanItem.objects.get(pk=item.pk).inclusions.get().project.uptakes.get().proposal

    assert plan in read(client, "district", item.plan.district.code)
    assert reverse("public:item", args=[item.uuid]) in read(client, "proposal", proposal.uuid)


def test_the_director_sees_before_approving_what_everyone_will_see(client, cast):
    plan = ActionPlanFactory(district=cast.home, fiscal_year=2566)
    edition = ActionPlanEditionFactory(plan=plan, submitted=True, number=0)
    ActionPlanItemFactory(plan=plan, introduced_in=edition, title="ปรับปรุงทางเท้า")
    page = reverse("public:action-plan", args=[plan.year, cast.home.code])
    client.force_login(cast.director)

    asked = client.get(reverse("budget:action-plan-approve", args=[plan.year, cast.home.code])).content.decode()
    draft = client.get(f"{page}?draft=1").content.decode()

    assert f'href="{page}?draft=1"' in asked
    assert "ปรับปรุงทางเท้า" in asked
    assert "ปรับปรุงทางเท้า" in draft
    assert "ประชาชนยังไม่เห็น" in draft
    assert reverse("public:item", args=[plan.items.get().uuid]) not in draft


def test_a_draft_is_shown_to_nobody_from_elsewhere(client, cast):
    plan = ActionPlanFactory(district=cast.home, fiscal_year=2566)
    ActionPlanEditionFactory(plan=plan, approved=True, number=0)
    edition = ActionPlanEditionFactory(plan=plan, number=1, reason="ทดสอบ")
    ActionPlanItemFactory(plan=plan, introduced_in=edition, title="ปรับปรุงทางเท้า")
    page = f"{reverse('public:action-plan', args=[plan.year, cast.home.code])}?draft=1"

    answers = {"visitor": client.get(page).status_code}
    for who in ("away_officer", "member", "officer"):
        client.force_login(cast.people[who])
        answers[who] = client.get(page).status_code

    assert answers == {"visitor": 404, "away_officer": 404, "member": 404, "officer": 200}
