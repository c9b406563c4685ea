"""What a page showed is what is decided; a text that was saved over stays beside the other."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import BY_COMMAND
from budget.actions.money import money
from budget.actions.plan import action_plan, items
from budget.models import Allocation, Inclusion
from budget.queries.plan.action_plans import basis_of_edition
from communities.models import PlanProject
from tests.factories.budget import (
    AT,
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    CheckFactory,
    FlagshipProjectFactory,
)
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.districts import OfficeFactory

ON = date(2023, 6, 2)


@pytest.fixture
def draft(cast):
    edition = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0)
    return ActionPlanItemFactory(introduced_in=edition, title="ลอกท่อ", planned_amount=90_000)


@pytest.fixture
def submitted_plan(cast, draft):
    action_plan.submit(plan_id=draft.plan_id, by=cast.officer, at=AT, on=ON)
    return draft.plan


def address(name, plan):
    return reverse(f"budget:{name}", args=[plan.fiscal_year, plan.district.code])


def recalled_and_submitted_again(cast, plan, change=lambda: None):
    action_plan.recall(plan_id=plan.pk, by=cast.officer, at=AT, on=AT.date())
    change()
    action_plan.submit(plan_id=plan.pk, by=cast.officer, at=AT, on=ON)


@pytest.mark.parametrize(("name", "more"), [("action-plan-approve", {}), ("action-plan-send-back", {"reason": "แก้"})])
def test_a_director_does_not_decide_about_a_line_that_came_after_the_page_was_opened(
    client, cast, submitted_plan, name, more
):
    client.force_login(cast.director)
    shown = client.get(address(name, submitted_plan)).context["seen"]

    def a_line_more():
        words = items.ItemWords(title="อุโมงค์", planned_amount=Decimal(99_000_000))
        items.add_item(plan_id=submitted_plan.pk, uuid=uuid4(), words=words, by=cast.officer, at=AT)

    recalled_and_submitted_again(cast, submitted_plan, a_line_more)
    page = client.post(address(name, submitted_plan), {**more, "seen": shown})

    assert page.status_code == 409
    (change,) = page.context["changed"].changes
    assert (change.label, change.before, change.now) == ("อุโมงค์", "", "99,000,000")
    assert "99,000,000" in page.content.decode()
    assert submitted_plan.editions.get().state == "submitted"
    again = client.post(address(name, submitted_plan), {**more, "seen": page.context["seen"]})
    assert again.status_code == 302
    assert submitted_plan.editions.get().state != "submitted"


def test_a_plan_that_comes_again_as_it_was_is_approved_by_the_page_that_showed_it(client, cast, submitted_plan):
    client.force_login(cast.director)
    shown = client.get(address("action-plan-approve", submitted_plan)).context["seen"]
    recalled_and_submitted_again(cast, submitted_plan)

    client.post(address("action-plan-approve", submitted_plan), {"seen": shown})

    assert submitted_plan.editions.get().state == "approved"
    assert Entry.objects.get(verb="budget.action_plan_approved").details["seen"] not in ("", BY_COMMAND)


def test_the_basis_holds_what_leaves_the_plan_and_the_projects_that_come_in(cast, draft):
    bases = [basis_of_edition(draft.plan).digest]
    project = PlanProjectFactory(revision=confirmed_revision(cast))
    CheckFactory(project=project)
    inclusion = items.include(
        plan_id=draft.plan_id, project_ids=[project.pk], act=uuid4(), item_id=draft.pk, **by(cast)
    )
    bases.append(basis_of_edition(draft.plan).digest)
    items.withdraw_project(inclusion_id=inclusion[0].pk, reason="ซ้ำ", **by(cast))
    second = ActionPlanItemFactory(introduced_in=draft.introduced_in)
    bases.append(basis_of_edition(draft.plan).digest)
    items.drop_item(item_id=second.pk, reason="ซ้ำ", **by(cast))

    assert len(set(bases)) == 3
    assert basis_of_edition(draft.plan).digest == bases[0]


def by(cast):
    return {"by": cast.officer, "at": AT, "on": ON}


def confirmed_revision(cast):
    return PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2567, confirmed=True)


class TestTakingProjectsIntoAPlan:
    @pytest.fixture
    def project(self, cast):
        project = PlanProjectFactory(revision=confirmed_revision(cast), amount=5_000)
        CheckFactory(project=project)
        return project

    def sent(self, client, plan, project, **more):
        shown = client.get(address("pool", plan)).context
        return {"act": str(uuid4()), "projects": [project.pk], "how": "each", **shown["seen"], **more}

    def test_what_became_of_the_project_since_is_told_and_nothing_is_taken(self, client, cast, draft, project):
        client.force_login(cast.officer)
        sent = self.sent(client, draft.plan, project)
        PlanProject.objects.filter(pk=project.pk).update(amount=700_000)

        page = client.post(address("pool", draft.plan), sent)

        assert page.status_code == 409
        (change,) = page.context["changed"].changes
        assert (change.label, change.before, change.now) == (project.title, "5,000", "700,000")
        assert not Inclusion.objects.exists()
        client.post(address("pool", draft.plan), sent | page.context["seen"])
        assert Inclusion.objects.get().amount == 700_000

    def test_a_row_of_which_the_page_showed_nothing_is_asked_again(self, client, cast, draft, project):
        client.force_login(cast.officer)

        page = client.post(address("pool", draft.plan), {"act": str(uuid4()), "projects": [project.pk], "how": "each"})

        assert page.status_code == 409
        assert not Inclusion.objects.exists()

    def test_what_changed_is_told_by_a_form_that_is_refused_for_something_else_too(self, client, cast, draft, project):
        client.force_login(cast.officer)
        sent = self.sent(client, draft.plan, project, how="into")
        PlanProject.objects.filter(pk=project.pk).update(amount=700_000)

        page = client.post(address("pool", draft.plan), sent)

        assert page.status_code == 422
        assert page.context["changed"].changes[0].now == "700,000"


class TestTransferring:
    @pytest.fixture
    def flagship(self, cast):
        flagship = FlagshipProjectFactory()
        money.grant(flagship_id=flagship.pk, amount=Decimal(1_000_000), act=uuid4(), by=None, at=AT, on=ON)
        return flagship

    def test_what_a_colleague_transferred_meanwhile_is_told_and_not_given_twice(self, client, cast, flagship):
        client.force_login(cast.strategy)
        page = reverse("budget:transfer", args=[flagship.pk])
        shown = client.get(page).context["seen"]
        given = {cast.home.pk: Decimal(200_000)}
        money.transfer_to_districts(flagship_id=flagship.pk, shares=given, act=uuid4(), by=None, at=AT, on=ON)
        sent = {"act": str(uuid4()), "on": "2 มิ.ย. 2566", f"share_{cast.home.pk}": "200,000", "confirmed": "1"}

        answer = client.post(page, sent | shown)

        assert answer.status_code == 409
        (change,) = answer.context["changed"].changes
        assert (change.before, change.now) == ("0", "200,000")
        assert Allocation.objects.get(district=cast.home).transferred == 200_000

    def test_what_a_colleague_transferred_meanwhile_to_the_bureau_is_told_too(self, client, cast, flagship):
        flagship.bureau = OfficeFactory()
        flagship.save()
        client.force_login(cast.strategy)
        page = reverse("budget:transfer-bureau", args=[flagship.pk])
        sent = {"act": str(uuid4()), "on": "2 มิ.ย. 2566", "amount": "200,000", "seen": client.get(page).context["seen"]}
        given = {"amount": Decimal(200_000), "act": uuid4(), "by": None, "at": AT, "on": ON}
        money.transfer_to_bureau(flagship_id=flagship.pk, **given)

        answer = client.post(page, sent)

        assert answer.status_code == 409
        (change,) = answer.context["changed"].changes
        assert (change.before, change.now) == ("0", "200,000")
        assert Allocation.objects.get(bureau=flagship.bureau).transferred == 200_000
        assert client.post(page, sent | {"seen": answer.context["seen"]}).status_code == 302
        assert Allocation.objects.get(bureau=flagship.bureau).transferred == 400_000


def test_a_line_that_a_colleague_wrote_meanwhile_is_not_discarded_with_the_amendment(client, cast, submitted_plan):
    action_plan.approve(plan_id=submitted_plan.pk, by=cast.director, at=AT, on=ON)
    action_plan.open_amendment(plan_id=submitted_plan.pk, reason="ได้รับงบเพิ่ม", by=cast.officer, at=AT)
    client.force_login(cast.officer)
    page = address("action-plan-discard", submitted_plan)
    shown = client.get(page).context["seen"]
    words = items.ItemWords(title="อุโมงค์", planned_amount=Decimal(1))
    items.add_item(plan_id=submitted_plan.pk, uuid=uuid4(), words=words, by=cast.officer, at=AT)

    answer = client.post(page, {"seen": shown})

    assert answer.status_code == 409
    assert [change.label for change in answer.context["changed"].changes] == ["อุโมงค์"]
    assert submitted_plan.editions.get(number=1).state == "draft"
    client.post(page, {"seen": answer.context["seen"]})
    assert submitted_plan.editions.get(number=1).state == "discarded"


class TestTwoPeopleInOneItem:
    def answer(self, client, name, item, **words):
        return client.post(reverse(f"budget:{name}", args=[item.uuid]), words)

    @pytest.fixture
    def carried(self, cast):
        edition = ActionPlanEditionFactory(
            plan__district=cast.home, plan__fiscal_year=2566, number=0, approved=True, approved_on=date(2022, 11, 1)
        )
        return ActionPlanItemFactory(introduced_in=edition)

    def test_a_stale_result_stands_beside_the_other_and_may_replace_it(self, client, cast, carried):
        client.force_login(cast.officer)
        self.answer(client, "item-progress", carried, progress="under_way", result="ของผู้อื่น", version=1)
        client.force_login(cast.director)

        page = self.answer(client, "item-progress", carried, progress="under_way", result="ของฉัน", version=1)

        assert page.status_code == 409
        (difference,) = page.context["conflict"].items
        assert (difference.yours, difference.theirs) == ("ของฉัน", "ของผู้อื่น")
        assert "ของฉัน</textarea>" in page.content.decode()
        self.answer(client, "item-progress", carried, progress="under_way", result="ของฉัน", version=2, over=2)
        carried.refresh_from_db()
        assert carried.result == "ของฉัน"
        told = Notice.objects.filter(kind="accounts.replaced").values_list("recipient", flat=True)
        assert set(told) == {cast.officer.pk, cast.director.pk}

    @pytest.mark.parametrize("name", ["item-progress", "item-edit"])
    def test_a_version_that_is_no_number_is_refused_and_the_text_stays(self, client, cast, draft, carried, name):
        client.force_login(cast.officer)
        item = carried if name == "item-progress" else draft
        words = {"progress": "under_way", "result": "พิมพ์ไว้", "part": "strategic", "title": "พิมพ์ไว้"}

        page = self.answer(client, name, item, **words, version="abc")

        assert page.status_code == 422
        assert "พิมพ์ไว้" in page.content.decode()

    def test_only_the_fields_that_differ_stand_beside_each_other(self, client, cast, draft):
        client.force_login(cast.officer)
        shown = client.get(reverse("budget:item-edit", args=[draft.uuid])).context["form"]
        words = {name: shown[name].value() or "" for name in shown.fields}
        self.answer(client, "item-edit", draft, **words | {"title": "ของผู้อื่น"}, version=1)

        page = self.answer(client, "item-edit", draft, **words | {"title": "ของฉัน"}, version=1)

        assert [difference.theirs for difference in page.context["conflict"].items] == ["ของผู้อื่น"]
