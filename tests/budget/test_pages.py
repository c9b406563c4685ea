"""How often each page asks the database, and what its forms do. Who reaches it is told in tests/isolation."""

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, payments
from budget.actions.reference import load_reference
from budget.models import ActionPlan, ActionPlanItem, Allocation, ConsistencyCheck, Inclusion, LedgerEntry
from communities.enums import RevisionState
from communities.models import PlanRevision
from tests.deciding import decide
from tests.factories.accounts import AssignmentFactory
from tests.factories.budget import (
    AT,
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    CheckFactory,
    FlagshipProjectFactory,
    InclusionFactory,
)
from tests.factories.communities import CommunityFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory
from tests.words import packed, words_of

ON = date(2023, 6, 2)
YEAR, NEXT = FiscalYear(2566), FiscalYear(2567)


@pytest.fixture
def city(cast, submitted):
    """One of everything at home."""
    confirmed = PlanRevisionFactory(
        plan__community=cast.home_community,
        plan__fiscal_year=2566,
        state="confirmed",
        submitted_on=ON,
        submitted_at=AT,
        confirmed_on=ON,
        confirmed_at=AT,
    )
    project = PlanProjectFactory(revision=confirmed, amount=5_000)
    CheckFactory(project=project)
    edition = ActionPlanEditionFactory(
        plan__district=cast.home, plan__fiscal_year=2566, number=0, approved=True, approved_on=date(2022, 11, 1)
    )
    item = ActionPlanItemFactory(introduced_in=edition, planned_amount=90_000)
    draft_edition = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0)
    draft = ActionPlanItemFactory(introduced_in=draft_edition)
    inclusion = InclusionFactory(project=PlanProjectFactory(revision=confirmed), item=draft)
    act = {"on": ON, "by": None, "at": AT}
    money.approve_item_budget(item_id=item.pk, amount=Decimal(90_000), act=uuid4(), **act)
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(1_000_000), act=uuid4(), **act)
    sent = uuid4()
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(200_000)}, act=sent, **act)
    cast.item, cast.draft, cast.flagship, cast.submitted, cast.project = item, draft, flagship, submitted, project
    cast.purse = Allocation.objects.get(item=None)
    cast.inclusion = inclusion
    cast.transfer = sent
    return cast


class TestQueriesDoNotGrowWithRows:
    """Each page is counted at one row and at three."""

    def counts(self, client, address, add):
        found = []
        for more in (1, 2):
            add(more)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            found.append(len(seen))
        return found

    def assert_level(self, client, address, add, *, at_most):
        client.get(address)  # what is read once per session stands by itself
        one, three = self.counts(client, address, add)
        assert one == three
        assert three <= at_most

    def test_queue(self, client, cast):
        client.force_login(cast.officer)

        def add(n):
            for _ in range(n):
                home = CommunityFactory(subdistrict__district=cast.home)
                revision = PlanRevisionFactory(
                    plan__community=home, state="submitted", submitted_on=ON, submitted_at=AT
                )
                PlanProjectFactory.create_batch(n, revision=revision)

        self.assert_level(client, reverse("budget:checks", args=[NEXT]), add, at_most=12)

    def test_check(self, client, cast, submitted):
        client.force_login(cast.officer)

        def add(n):
            for project in PlanProjectFactory.create_batch(n, revision=submitted):
                CheckFactory(project=project)

        self.assert_level(client, reverse("budget:check", args=[submitted.pk]), add, at_most=34)

    def test_action_plan(self, client, cast):
        client.force_login(cast.officer)
        edition = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0)

        def add(n):
            for item in ActionPlanItemFactory.create_batch(n, introduced_in=edition):
                InclusionFactory.create_batch(n, item=item)

        address = reverse("budget:action-plan", args=[NEXT, cast.home.code])
        self.assert_level(client, address, add, at_most=18)

    def test_pool(self, client, city):
        client.force_login(city.officer)

        def add(n):
            for project in PlanProjectFactory.create_batch(n, revision=city.project.revision, amount=10):
                CheckFactory(project=project)

        address = reverse("budget:pool", args=[NEXT, city.home.code]) + "?year="
        self.assert_level(client, address, add, at_most=17)

    def test_item(self, client, city):
        client.force_login(city.officer)
        purse = city.item.allocation

        def add(n):
            for _ in range(n):
                money.commit(allocation_id=purse.pk, amount=Decimal(1), act=uuid4(), on=ON, by=None, at=AT)
            InclusionFactory.create_batch(n, item=city.item, edition=city.item.introduced_in)

        self.assert_level(client, city.item.get_absolute_url(), add, at_most=24)

    @pytest.mark.parametrize("name", ["action-plans", "money"])
    def test_districts(self, client, city, name):
        client.force_login(city.strategy)

        def add(n):
            for district in DistrictFactory.create_batch(n):
                edition = ActionPlanEditionFactory(plan__district=district, plan__fiscal_year=2566, number=0)
                ActionPlanItemFactory.create_batch(n, introduced_in=edition)

        self.assert_level(client, reverse(f"budget:{name}", args=[YEAR]), add, at_most=12)

    def test_district_money(self, client, city):
        client.force_login(city.officer)

        def add(n):
            for item in ActionPlanItemFactory.create_batch(n, introduced_in=city.item.introduced_in):
                act = {"act": uuid4(), "on": ON, "by": None, "at": AT}
                money.approve_item_budget(item_id=item.pk, amount=Decimal(10), **act)

        self.assert_level(client, reverse("budget:district-money", args=[YEAR, city.home.code]), add, at_most=20)

    @pytest.mark.parametrize("name", ["flagship-money", "transfer"])
    def test_flagship(self, client, city, name):
        client.force_login(city.strategy)

        def add(n):
            shares = {d.pk: Decimal(10) for d in DistrictFactory.create_batch(n)}
            act = {"act": uuid4(), "on": ON, "by": None, "at": AT}
            money.transfer_to_districts(flagship_id=city.flagship.pk, shares=shares, **act)

        self.assert_level(client, reverse(f"budget:{name}", args=[city.flagship.pk]), add, at_most=16)


class TestChecking:
    def answer(self, client, city, row, *, version=0, json=True, **answers):
        headers = {"Accept": "application/json"} if json else {}
        address = reverse("budget:answer", args=[city.submitted.pk, row.pk])
        return client.post(address, {**answers, "version": version}, headers=headers)

    def test_an_answer_is_acknowledged_with_its_version(self, client, city):
        client.force_login(city.officer)
        row = city.submitted.projects.first()

        response = self.answer(client, city, row, fits_mission="yes")

        assert response.json()["version"] == 1
        assert response.json()["is_finished"] is False
        assert ConsistencyCheck.objects.get(project=row).fits_mission is True

    def test_a_reason_typed_for_a_no_is_not_wiped_from_the_page_by_a_yes(self, client, city):
        client.force_login(city.officer)
        row = city.submitted.projects.first()

        response = self.answer(client, city, row, fits_mission="yes", mission_reason="ไม่ใช่ภารกิจ")

        assert ConsistencyCheck.objects.get(project=row).mission_reason == ""
        assert "mission_reason" not in response.json()["shown"]

    def test_a_returned_plan_is_found_among_the_returned_until_it_comes_again(self, client, city):
        client.force_login(city.officer)
        decide(client, reverse("budget:check-return", args=[city.submitted.pk]), reason="แก้โครงการแรก")
        queue = reverse("budget:checks", args=[city.submitted.plan.year])

        response = client.get(queue, {"state": "returned"})

        assert {tab.label: tab.count for tab in response.context["tabs"]} == {
            "รอตรวจ": 0,
            "ส่งกลับแล้ว": 1,
            "รับรองแล้ว": 0,
            "ชุมชนกำลังจัดทำ": 0,
        }
        assert [row.revision for row, _waited, _late in response.context["rows"]] == [city.submitted.pk]

    def test_a_stale_answer_brings_what_is_saved(self, client, city):
        client.force_login(city.officer)
        row = city.submitted.projects.first()
        self.answer(client, city, row, fits_mission="yes")

        response = self.answer(client, city, row, fits_mission="no", mission_reason="ไม่ใช่")

        assert response.status_code == 409
        assert response.json()["theirs"]["fits_mission"] == "yes"
        assert response.json()["by"] == str(city.officer)

    def test_without_script_the_row_is_posted_and_shown_again(self, client, city):
        client.force_login(city.officer)
        row = city.submitted.projects.first()

        response = self.answer(client, city, row, json=False, fits_mission="yes")

        assert response.status_code == 302
        assert f"#row-{row.pk}" in response["Location"]

    def test_returning_begins_from_the_noes(self, client, city):
        client.force_login(city.officer)
        row = city.submitted.projects.order_by("rank").first()
        CheckFactory(project=row, fits_mission=False, mission_reason="เป็นหน้าที่ของการไฟฟ้า", outcome="community")
        address = reverse("budget:check-return", args=[city.submitted.pk])

        page = client.get(address)
        assert f"{row.title}: เป็นหน้าที่ของการไฟฟ้า" in page.context["form"]["reason"].value()
        assert decide(client, address, reason="").status_code == 422
        decide(client, address, reason="แก้โครงการแรก")

        city.submitted.refresh_from_db()
        assert city.submitted.state == RevisionState.RETURNED

    def test_a_plan_is_not_offered_for_confirmation_before_it_is_checked(self, client, city):
        client.force_login(city.officer)
        address = reverse("budget:check-confirm", args=[city.submitted.pk])

        early = client.get(address)
        for project in city.submitted.projects.all():
            CheckFactory(project=project)
        ready = client.get(address)

        assert "ยังตรวจไม่ครบ 2 โครงการ" in early.content.decode()
        both = "รับรองแผน และนำ 2 โครงการเข้าแผน</button>"
        assert both not in packed(words_of(early))
        assert both in packed(words_of(ready))

    def test_a_yes_that_still_has_a_reason_shows_none(self, client, city):
        ConsistencyCheck.objects.update(mission_reason="ไม่ใช่ภารกิจ")
        confirmed = PlanRevision.objects.get(state=RevisionState.CONFIRMED)
        client.force_login(city.officer)

        page = client.get(reverse("budget:check", args=[confirmed.pk])).content.decode()

        assert "ภารกิจของสำนักงานเขต" in page
        assert "ไม่ใช่ภารกิจ" not in page

    def test_confirming_too_early_is_a_sentence(self, client, city):
        client.force_login(city.officer)

        page = decide(client, reverse("budget:check-confirm", args=[city.submitted.pk]), follow=True)

        assert "ยังตรวจไม่ครบ 2 โครงการ" in page.content.decode()


class TestTheActionPlan:
    def test_from_nothing_to_approved(self, client, cast, submitted):
        client.force_login(cast.officer)
        for project in submitted.projects.all():
            CheckFactory(project=project)
        decide(client, reverse("budget:check-confirm", args=[submitted.pk]), second="yes")  # confirmed alone
        at = [NEXT, cast.home.code]
        assert "เริ่มจัดทำแผน" in client.get(reverse("budget:action-plan", args=at)).content.decode()
        client.post(reverse("budget:action-plan-open", args=at))
        ids = list(submitted.projects.values_list("pk", flat=True))
        sent = {"projects": ids, "how": "merged", "title": "ไฟส่องสว่างในชุมชน", "act": str(uuid4())}
        sent |= client.get(reverse("budget:pool", args=at)).context["seen"]
        client.post(reverse("budget:pool", args=at), sent | {"confirmed": "yes"})
        client.post(reverse("budget:pool", args=at), sent | {"confirmed": "yes"})
        words = {"part": "routine", "title": "งานทะเบียน", "uuid": str(uuid4()), "planned_amount": "๑.๕ แสน"}
        client.post(reverse("budget:item-new", args=at), words)
        client.post(reverse("budget:action-plan-submit", args=at))
        client.force_login(cast.director)
        waiting = client.get(reverse("budget:action-plan", args=at))
        assert "สำนักงานเขตพระนคร · รออนุมัติ".replace("พระนคร", cast.home.name_th) in packed(words_of(waiting))
        assert waiting.context["steps"][1].when == "2 มิ.ย. 2566"
        asked = client.get(reverse("budget:action-plan-approve", args=at)).context["stats"]
        assert [stat.value for stat in asked] == [2, "210,000", 2]
        decide(client, reverse("budget:action-plan-approve", args=at))

        plan = ActionPlan.objects.get()
        assert plan.editions.get().approved_on == ON
        assert sorted(plan.items.carried().values_list("title", flat=True)) == ["งานทะเบียน", "ไฟส่องสว่างในชุมชน"]
        assert Inclusion.objects.count() == 2
        assert plan.items.get(part="routine").planned_amount == 150_000
        page = client.get(reverse("budget:action-plan", args=at)).content.decode()
        assert "ไฟส่องสว่างในชุมชน" in page
        assert str(cast.home_community) in page

    def test_a_stale_change_shows_both_texts(self, client, city):
        client.force_login(city.officer)
        address = reverse("budget:item-edit", args=[city.draft.uuid])
        client.post(address, {"part": "strategic", "title": "ของผู้อื่น", "version": 1})

        page = client.post(address, {"part": "strategic", "title": "ของฉัน", "version": 1})

        assert page.status_code == 409
        assert "ของผู้อื่น" in page.content.decode()
        assert 'value="ของฉัน"' in page.content.decode()
        assert ActionPlanItem.objects.get(pk=city.draft.pk).title == "ของผู้อื่น"

    def test_a_dropped_item_can_be_put_back(self, client, city):
        client.force_login(city.officer)
        page = client.post(reverse("budget:item-drop", args=[city.draft.uuid]), {"reason": "ซ้ำ"}, follow=True)
        assert reverse("budget:item-restore", args=[city.draft.uuid]) in page.content.decode()

        client.post(reverse("budget:item-restore", args=[city.draft.uuid]))

        assert ActionPlanItem.objects.get(pk=city.draft.pk).dropped_in is None

    def test_a_dropped_item_offers_its_way_back_and_nothing_else(self, client, city):
        client.force_login(city.officer)
        client.post(reverse("budget:item-drop", args=[city.draft.uuid]), {"reason": "ซ้ำ"})

        page = client.get(city.draft.get_absolute_url()).content.decode()
        edited = client.post(
            reverse("budget:item-edit", args=[city.draft.uuid]), {"part": "strategic", "title": "ใหม่"}, follow=True
        )

        assert reverse("budget:item-restore", args=[city.draft.uuid]) in page
        assert reverse("budget:item-edit", args=[city.draft.uuid]) not in page
        assert "รายการนี้ถูกตัดออกจากแผนแล้ว" in edited.content.decode()

    def test_the_draft_s_items_are_moved_by_plain_buttons(self, client, city):
        client.force_login(city.officer)
        plan = city.draft.plan
        second = ActionPlanItemFactory(introduced_in=city.draft.introduced_in, title="ที่สอง")
        move = reverse("budget:item-move", args=[second.uuid])

        assert move in client.get(plan.get_absolute_url()).content.decode()
        moved = client.post(move, {"to": "1"}, follow=True)

        titles = [line.words.title for part in moved.context["parts"] for line in part.lines]
        assert titles == ["ที่สอง", city.draft.title]
        approved = client.get(city.item.plan.get_absolute_url()).content.decode()
        assert reverse("budget:item-move", args=[city.item.uuid]) not in approved

    def test_an_amendment_is_discarded_after_it_was_asked(self, client, city):
        client.force_login(city.officer)
        at = [YEAR, city.home.code]
        client.post(reverse("budget:action-plan-amend", args=at), {"reason": "ได้รับงบเพิ่ม"})
        discard = reverse("budget:action-plan-discard", args=at)
        assert discard in client.get(city.item.plan.get_absolute_url()).content.decode()
        assert "จะไม่มีผล" in client.get(discard).content.decode()

        page = decide(client, discard, follow=True).content.decode()

        assert city.item.plan.editions.get(number=1).state == "discarded"
        assert "ยกเลิก ไม่ได้ใช้" in page
        assert reverse("budget:action-plan-amend", args=at) in page

    def test_a_member_sees_what_was_approved_and_no_draft(self, client, city):
        client.force_login(city.member)

        page = client.get(city.item.plan.get_absolute_url()).content.decode()

        assert city.item.title in page
        assert "เสนอผู้อำนวยการเขต</a>" not in page

    def test_done_without_a_day_is_said_beside_the_field(self, client, city):
        client.force_login(city.officer)
        address = reverse("budget:item-progress", args=[city.item.uuid])

        page = client.post(address, {"progress": "done", "version": 1, "result": ""})

        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"done_on", "result"}


class TestMoney:
    def post(self, client, address, amount, *, on="2 มิ.ย. 2566", **more):
        return client.post(address, {"act": str(uuid4()), "amount": amount, "on": on, **more})

    def test_a_commitment_is_entered_and_can_be_taken_back(self, client, city):
        client.force_login(city.officer)
        response = self.post(client, reverse("budget:move", args=[city.purse.pk, "commit"]), "๕๐,๐๐๐.-")
        page = client.get(response["Location"])
        undo = page.context["undo"]

        client.post(undo.action)

        city.purse.refresh_from_db()
        assert city.purse.committed == 0
        assert LedgerEntry.objects.filter(allocation=city.purse).count() == 3

    @pytest.mark.parametrize(
        ("amount", "on", "field", "sentence"),
        [
            ("200,001", "2 มิ.ย. 2566", "amount", "เหลือให้ก่อหนี้ผูกพัน 200,000.00 บาท"),
            ("ประมาณแสนห้า", "2 มิ.ย. 2566", "amount", "เช่น 150,000"),
            ("100", "31 ก.ย. 2566", "on", ""),
            ("100", "1 ต.ค. 2564", "on", "อยู่นอกปีงบประมาณ 2566"),
            ("100", "3 มิ.ย. 2566", "on", "ต้องไม่หลัง 2 มิ.ย. 2566"),
            ("0", "2 มิ.ย. 2566", "amount", "ต้องไม่น้อยกว่า"),
        ],
    )
    def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
        self, client, city, amount, on, field, sentence
    ):
        client.force_login(city.officer)

        page = self.post(client, reverse("budget:move", args=[city.purse.pk, "commit"]), amount, on=on, note="จ้างเหมา")

        assert page.status_code == 422
        assert sentence in str(page.context["form"].errors[field])
        assert f'value="{amount}"' in page.content.decode()
        assert 'value="จ้างเหมา"' in page.content.decode()

    def test_the_budget_of_an_item(self, client, city):
        client.force_login(city.officer)
        item = ActionPlanItemFactory(introduced_in=city.item.introduced_in)

        response = self.post(client, reverse("budget:item-budget", args=[item.uuid]), "3.5 แสน")

        assert response.status_code == 302
        assert item.allocation.transferred == 350_000

    def test_each_form_says_what_stands_before_one_types(self, client, city):
        client.force_login(city.officer)
        money.commit(allocation_id=city.purse.pk, amount=Decimal(50_000), act=uuid4(), on=ON, by=None, at=AT)

        def figures(name, *args):
            return {stat.label: stat.value for stat in client.get(reverse(name, args=args)).context["stats"]}

        assert figures("budget:move", city.purse.pk, "disburse") == {
            "โอนจัดสรร": "200,000",
            "งบประมาณหลังปรับโอน": "200,000",
            "อนุมัติเงินงวด": "0",
            "ก่อหนี้ผูกพัน": "50,000",
            "เบิกจ่ายแล้ว": "0",
            "คงเหลือ": "200,000",
            "เบิกจ่ายได้อีก": "50,000.00",
        }
        item = figures("budget:item-budget", city.item.uuid)
        assert (item["ตั้งไว้ในแผน"], item["งบประมาณอนุมัติ"], item["งบของเขตที่ยังไม่ได้จัดสรร"]) == ("90,000", "90,000", "0")
        assert figures("budget:district-cut", YEAR, city.home.code)["ยังไม่ได้โอน"] == "0"
        client.force_login(city.strategy)
        assert figures("budget:fund", city.flagship.pk)["ยังไม่ได้โอน"] == "800,000"

    def test_a_district_records_its_yearly_budget_and_cuts_it_with_a_reason(self, client, city):
        client.force_login(city.officer)
        at = [YEAR, city.home.code]
        self.post(client, reverse("budget:district-fund", args=at), "5 แสน", document_no="กท 1/66")
        page = client.get(reverse("budget:district-money", args=at)).content.decode()
        assert reverse("budget:district-cut", args=at) in page

        no_reason = self.post(client, reverse("budget:district-cut", args=at), "100,000")
        too_much = self.post(client, reverse("budget:district-cut", args=at), "500,001", note="ปรับลดตามมติ")
        done = self.post(client, reverse("budget:district-cut", args=at), "100,000", note="ปรับลดตามมติ")

        assert set(no_reason.context["form"].errors) == {"note"}
        assert "เหลือ 500,000.00 บาท" in too_much.context["form"].errors["amount"][0]
        page = client.get(done["Location"]).content.decode()
        assert "ยังไม่ได้จัดสรร <strong>400,000</strong>" in page
        assert "ปรับลดตามมติ" in page
        assert "เลิกทำ" in page

    def test_the_transfer_is_seen_before_it_happens(self, client, city):
        client.force_login(city.strategy)
        address = reverse("budget:transfer", args=[city.flagship.pk])
        page = client.get(address)
        typed = {"act": str(page.context["form"]["act"].value()), "on": "2 มิ.ย. 2566", f"share_{city.away.pk}": "2 แสน"}
        typed |= page.context["seen"]

        preview = client.post(address, typed)
        assert preview.context["total"] == 200_000
        assert LedgerEntry.objects.filter(kind="transfer", allocation__district=city.away).count() == 0
        for _ in range(2):
            response = client.post(address, {**typed, "confirmed": "1"})

        assert Allocation.objects.get(district=city.away).transferred == 200_000
        assert "done=" in response["Location"]

    def test_what_a_district_has_is_not_offered_again(self, client, city):
        client.force_login(city.strategy)

        form = client.get(reverse("budget:transfer", args=[city.flagship.pk])).context["form"]

        assert f"share_{city.home.pk}" not in form.initial
        assert form.initial[f"share_{city.away.pk}"] == 200_000

    def test_a_transfer_beyond_the_appropriation_cannot_be_confirmed(self, client, city):
        client.force_login(city.strategy)
        address = reverse("budget:transfer", args=[city.flagship.pk])
        typed = {"act": str(uuid4()), "on": "2 มิ.ย. 2566", f"share_{city.away.pk}": "800,001"}
        typed |= client.get(address).context["seen"]

        preview = client.post(address, typed).content.decode()
        assert "โอนรวม 800,001 บาทไม่ได้ งบที่ยังไม่ได้โอนเหลือ 800,000 บาท เกินไป 1 บาท ลดจำนวนเงินก่อน" in preview
        page = client.post(address, {**typed, "confirmed": "1"})

        assert page.status_code == 422
        assert "งบที่ยังไม่ได้โอนเหลือ 800,000.00 บาท" in page.content.decode()

    def test_shares_are_sorted_by_use(self, client, city):
        client.force_login(city.strategy)

        rows = client.get(reverse("budget:flagship-money", args=[city.flagship.pk]) + "?sort=-transferred").context[
            "rows"
        ]

        assert rows[0].district == city.home

    @pytest.mark.parametrize(("name", "columns"), [("money", 8), ("flagship-money", 4)])
    def test_the_total_has_its_percentage_and_no_column_is_left_out_on_a_phone(self, client, city, name, columns):
        client.force_login(city.strategy)
        address = reverse(f"budget:{name}", args=[YEAR if name == "money" else city.flagship.pk])

        page = client.get(address)

        foot = page.content.decode().partition("<tfoot>")[2].partition("</tfoot>")[0]
        assert foot.count("data-label") == columns
        assert f"{page.context['total'].used:.2f}" in foot
        assert "is-for-wide" not in page.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ("(ผลผลิต)", "(เขตละ 200,000)", "สำนักพัฒนาสังคม", "๕.๒.๑.๑", "ไม่มีงบประมาณเฉพาะ")),
        (
            "en",
            ("(Output)", "(200,000 per district)", "Social Development Department", "5.2.1.1", "no budget of its own,"),
        ),
    ],
)
def test_the_flagship_page_says_nothing_that_the_source_does_not(client, db, language, words):
    load_reference(at=AT)
    client.force_login(AssignmentFactory(role=Role.STRATEGY, district=None).user)

    address = reverse("budget:flagship", args=[FiscalYear(2563)])
    page = client.get(address, headers={"Accept-Language": language}).content.decode()

    body = packed(page[page.index("<main") : page.index("</main>")])
    assert [body.count(word) for word in words] == [1] * len(words)
    assert "19,763,000" in body
    assert body.count("–</td>") == 4
    assert language == "th" or not re.search("[ก-๛]", body)


def test_an_empty_queue_says_so(client, cast):
    PlanFactory(community=cast.home_community)
    client.force_login(cast.officer)

    page = client.get(reverse("budget:checks", args=[NEXT]))

    assert "ไม่มีแผนรอตรวจ" in page.content.decode()


class TestThatDay:
    """Money pages tell of the day that was asked for."""

    QUARTERS = ((date(2022, 12, 31), "20640", "10.32"), (date(2023, 3, 31), "36300", "28.47"))

    @pytest.fixture
    def spent(self, cast):
        """One district's quarters: 10.32, 28.47 and, until today, 46.81 percent of what it received."""
        flagship = FlagshipProjectFactory()
        began = {"on": date(2022, 10, 3), "by": None, "at": AT}
        money.grant(flagship_id=flagship.pk, amount=Decimal(300_000), act=uuid4(), **began)
        shares = {cast.home.pk: Decimal(200_000)}
        money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, act=uuid4(), **began)
        purse = Allocation.objects.get()
        for on, amount, _percent in (*self.QUARTERS, (date(2023, 6, 1), "36680", "46.81")):
            act = {"allocation_id": purse.pk, "amount": Decimal(amount), "on": on, "by": None, "at": AT}
            money.commit(act=uuid4(), **act)
            payments.disburse(act=uuid4(), **act)
        cast.flagship = flagship
        return cast

    def read(self, client, name, *args, **query):
        answer = client.get(reverse(f"budget:{name}", args=args), query)
        assert answer.status_code == 200
        return answer

    @pytest.mark.parametrize(
        ("asked", "percent", "paid"),
        [
            ({"as_of": "2022-12-31"}, "10.32", "20,640"),
            ({"as_of": "31 มี.ค. 2566"}, "28.47", "56,940"),
            ({}, "46.81", "93,620"),
            ({"as_of": "2022-10-01"}, "–", "–"),
        ],
    )
    def test_each_quarter_is_read_as_it_was(self, client, spent, settings, asked, percent, paid):
        settings.WORKING_DAY = "2023-06-02"
        client.force_login(spent.strategy)

        for answer in (
            self.read(client, "money", YEAR, **asked),
            self.read(client, "flagship-money", spent.flagship.pk, **asked),
        ):
            total = answer.context["total"]
            assert f"{total.used}" == percent if percent != "–" else total.used is None
            assert paid in answer.content.decode()

        stats = self.read(client, "district-money", YEAR, spent.home.code, **asked).context["stats"]
        assert stats[2].value == (paid if paid != "–" else "0")

    def test_a_past_day_offers_nothing_to_be_done_and_keeps_its_day(self, client, spent, settings):
        settings.WORKING_DAY = "2023-06-02"
        client.force_login(spent.officer)

        page = words_of(self.read(client, "district-money", YEAR, spent.home.code, as_of="2022-12-31"))

        assert "31 ธันวาคม 2565" in page
        assert reverse("budget:district-fund", args=[YEAR, spent.home.code]) not in page

    def test_a_day_to_come_is_refused_beside_the_field(self, client, spent, settings):
        settings.WORKING_DAY = "2023-06-02"
        client.force_login(spent.strategy)

        answer = self.read(client, "money", YEAR, as_of="2023-06-03")

        assert answer.context["day"].form.errors
        assert answer.context["total"].used == Decimal("46.81")
