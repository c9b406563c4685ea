"""How many keys and clicks, and how many loaded pages, a job takes; docs/effort.md tells them."""

from datetime import date
from decimal import Decimal
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from bkkplan.ground.lists.models import ListReading
from bkkplan.ground.lists.tasks import read_list
from budget.actions.money import money
from budget.models import Allocation, Inclusion
from communities.enums import Position, RevisionState
from communities.models import CommitteeMember, PlanArea, PlanProject, PlanRevision
from communities.models.template import usual_items
from tests.e2e.effort import effort_on, fields_on, keep_seconds, written, written_fields
from tests.e2e.opening import picture
from tests.e2e.writing import turn_the_page
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ApprovedItemFactory
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeFactory,
    CommunityFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)
from tests.factories.forums import ForumFactory, ParticipantSectorFactory
from tests.lists.test_proposals import FOREIGN
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

PROJECTS, SEATS, PROPOSALS = 7, 15, 40
DISBURSEMENTS = 18
NEW_PROJECT = {
    "reason": "น้ำท่วมขัง",
    "objectives": "น้ำไม่ท่วม",
    "target": "ท่อ 120 เมตร",
    "line-0-item": "ค่าลอกท่อ",
    "line-0-unit_price": "3 หมื่น",
}
AREAS = ("physical", "social", "economy", "mental", "health")


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
    keep_seconds("7 projects checked, the plan confirmed, all taken in", spent)
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
    keep_seconds("15 seats of a committee, and their invitations", spent)


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
    keep_seconds("18 disbursements pasted into the table", spent)
    assert spent.loads <= 3


def read_the_list_that_comes():
    """What a worker does while the page that handed a file in waits for it."""
    try:
        eventually(ListReading.objects.exists)
        read_list(job_id=ListReading.objects.get().pk)
    finally:
        connection.close()


def test_eighteen_disbursements_are_brought_in_as_a_file(page, context, sign_in, cast, portal, purses, tmp_path):
    file = tmp_path / "เบิกจ่าย เม.ย. 66.csv"
    rows = [
        f"{purse.item.title},เบิกจ่าย,{1_000 + at}.25,20 เม.ย. 2566,ฎ.{at}"
        for at, purse in enumerate(purses.select_related("item"))
    ]
    file.write_text("\n".join(["โครงการ,รายการเงิน,ยอดเงิน,วันที่เอกสาร,เลขที่ฎีกา", *rows]), encoding="utf-8-sig")
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/money/2566/{cast.home.code}/table/")

    with effort_on(page) as spent:
        page.get_by_role("link", name="นำเข้าจากตาราง").click()
        with page.expect_file_chooser() as chooser:
            page.locator("[type=file]").click()
        chooser.value.set_files(file)
        reader = Thread(target=read_the_list_that_comes)
        reader.start()
        page.get_by_role("button", name="ตรวจรายการ").click()
        page.get_by_role("button", name=f"นำเข้า {DISBURSEMENTS} รายการ").click()
        expect(page.locator("#messages")).to_contain_text(f"เพิ่ม {DISBURSEMENTS}")

    reader.join()
    assert {purse.disbursed - 1_000 - Decimal("0.25") for purse in purses} == set(range(DISBURSEMENTS))
    assert (spent.touches, spent.loads) == written("18 disbursements brought in as a file")
    keep_seconds("18 disbursements brought in as a file", spent)
    assert spent.loads <= 3


def test_thirty_pasted_rows_under_foreign_headings_have_their_titles(page, context, sign_in, cast, portal):
    forum = ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))
    ParticipantSectorFactory(code="volunteers", name_th="อาสาสมัคร")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal)
    sign_in(context, cast.officer)
    page.goto(f"{portal}{reverse('forums:record', args=[forum.pk])}")
    page.evaluate("text => navigator.clipboard.writeText(text)", FOREIGN)

    with effort_on(page) as spent:
        page.get_by_role("link", name="นำเข้าจากตาราง").first.click()
        page.locator("textarea[name=text]").click()
        page.keyboard.press("Control+v")
        page.get_by_role("button", name="ตรวจรายการ").click()
        page.wait_for_url("**/lists/of/**")
        read_list(job_id=ListReading.objects.get().pk)
        page.locator("select[name=word-0]").focus(timeout=20_000)
        page.keyboard.press("ArrowDown")
        page.get_by_role("button", name="เก็บคำตอบและตรวจใหม่").click()
        page.get_by_role("button", name="นำเข้า 30 รายการ").click()
        expect(page.locator("#messages")).to_contain_text("เพิ่ม 30")

    proposals = list(forum.proposals.select_related("sector"))
    assert len(proposals) == 30
    assert all(p.title.startswith("ขุดลอกคลอง") and p.sector.code == "volunteers" for p in proposals)
    assert (spent.touches, spent.loads) == written("30 pasted rows under foreign headings")
    keep_seconds("30 pasted rows under foreign headings", spent)
    assert spent.clicks <= 5


@pytest.fixture
def last_year(cast):
    """The plan that the district confirmed for the year before, with six projects in all areas."""
    revision = PlanRevisionFactory(
        plan__community=cast.home_community, plan__fiscal_year=2566, confirmed=True, plan__template__items=usual_items()
    )
    areas = [PlanAreaFactory(code=code) for code in AREAS]
    PlanSectionFactory(revision=revision, code="vision", text="ชุมชนที่ทุกวัยอยู่สบาย")
    for rank in range(1, 7):
        problem = PlanProblemFactory(revision=revision, position=rank, problem=f"ปัญหาที่ {rank}")
        project = PlanProjectFactory(
            revision=revision, rank=rank, title=f"โครงการที่ {rank}", problem=problem, amount=20_000,
            reason="ทรุด", objectives="เดินได้ปลอดภัย", target="85 เมตร",
        )  # fmt: skip
        project.areas.add(areas[rank % len(areas)])
        BudgetLineFactory(project=project, item="ค่าก่อสร้าง", quantity=1, unit_price=20_000, amount=20_000)
    return revision


def test_a_plan_is_made_from_last_years_on_a_phone(page, context, sign_in, cast, portal, last_year):
    CommitteeMember.objects.filter(user=cast.member).update(position=Position.CHAIR)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(context, cast.member)
    page.goto(f"{portal}/work/plans/2567/")
    given_up = last_year.projects.get(rank=2)

    with fields_on(page) as filled, effort_on(page) as spent:
        press(page, "form[action$='/begin/'] [type=submit]")
        turn_the_page(page)
        press(page, "a[href$='/review/']")
        page.locator(f"[name=decision-{given_up.pk}]").select_option("drop")
        page.locator(f"[name=reason-{given_up.pk}]").fill("ย้ายไปทำในแผนของเขต")
        press(page, "main form .btn-primary[type=submit]")
        press(page, "[name=confirm]")
        page.locator("[name=title]").fill("ลอกท่อหน้าซอย 5")
        press(page, ".plan-add [type=submit]")
        turn_the_page(page)
        new = PlanProject.objects.get(title="ลอกท่อหน้าซอย 5")
        sheet = page.locator(f"#project-{new.uuid}")
        sheet.locator("[name=area_economy]").check()
        for name, words in NEW_PROJECT.items():
            sheet.locator(f"[name={name}]").fill(words)
        turn_the_page(page)
        expect(page.locator(".missing li")).to_have_count(0)
        page.locator("main [name=present]").fill("24")
        press(page, "main form .btn-primary[type=submit]")

    assert new.revision.projects.count() == 6
    new.revision.refresh_from_db()
    assert new.revision.state == RevisionState.SUBMITTED
    job = "a plan from last year's: five projects go on, one is given up, one is new"
    assert (len(filled), spent.loads) == written_fields(job)
    keep_seconds(job, spent)
    assert len(filled) <= 25


def press(page, what):
    with page.expect_navigation():
        page.locator(what).first.click()


PLANS = 10
BROUGHT = "\n".join(
    [
        "โครงการ\tด้าน\tหลักการและเหตุผล\tวัตถุประสงค์\tเป้าหมาย\tรายการ\tราคาต่อหน่วย",
        *(f"โครงการด้าน {code}\tด้าน {code}\tชำรุด\tใช้ได้ปลอดภัย\t85 เมตร\tค่าวัสดุ\t20,000" for code in AREAS),
    ]
)


def test_ten_plans_are_entered_from_paper_by_an_officer(page, context, sign_in, cast, portal):
    PlanTemplateFactory(items=usual_items())
    for code in AREAS:
        PlanAreaFactory(code=code)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal)
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/plans/2567/")
    page.evaluate("text => navigator.clipboard.writeText(text)", BROUGHT)

    with effort_on(page) as spent:
        press(page, "form[action$='/begin/'] [type=submit]")
        page.locator("[name=problem]").first.click()
        page.keyboard.insert_text("ทางเดินทรุด")
        press(page, ".write-places li:nth-child(3) a")
        press(page, "main a[href*='/plan-projects/']")
        page.locator("textarea[name=text]").click()
        page.keyboard.press("Control+v")
        page.get_by_role("button", name="ตรวจรายการ").click()
        page.wait_for_url("**/lists/of/**")
        read_list(job_id=ListReading.objects.get().pk)
        page.get_by_role("button", name=f"นำเข้า {len(AREAS)} รายการ").click(timeout=20_000)
        expect(page.locator("#messages")).to_contain_text(f"เพิ่ม {len(AREAS)}")
        press(page, ".write-places li:nth-child(5) a")
        for name, words in (("met_on", "20 พ.ค. 2566"), ("present", "24")):
            page.locator(f"main [name={name}]").click()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(words)
        with page.expect_file_chooser() as chosen:
            page.locator("main [name=scan]").click()
        chosen.value.set_files({"name": "บันทึก.png", "mimeType": "image/png", "buffer": picture()})
        press(page, "main form .btn-primary[type=submit]")
        press(page, ".crumbs a[href='/work/plans/2567/']")

    revision = PlanRevision.objects.get(plan__community=cast.home_community)
    assert (revision.state, revision.is_from_paper) == (RevisionState.SUBMITTED, True)
    assert revision.projects.count() == len(AREAS)
    assert revision.adoptions.get().adopted_on == date(2023, 5, 20)
    # One plan, with the way back to the list, ten times.
    expected = written("10 plans entered from paper by an officer")
    assert (spent.touches * PLANS, spent.loads * PLANS) == expected
    keep_seconds("10 plans entered from paper by an officer", spent, times=PLANS)


@pytest.fixture
def forum(cast):
    for position, code in enumerate(("physical", "economy", "social", "health", "mind"), 1):
        PlanAreaFactory(code=code, position=position)
    return ForumFactory(district=cast.home, held=True)


def test_forty_proposals_are_typed_and_given_their_areas(page, context, sign_in, cast, portal, forum):
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/forums/{forum.pk}/")

    with effort_on(page) as spent:
        page.locator(f"main a[href='/work/forums/{forum.pk}/record/']").first.click()
        page.locator("[data-rowtable] [name=title]").click()
        for number in range(1, PROPOSALS + 1):
            page.keyboard.insert_text(f"ซ่อมทางเท้าจุดที่ {number}")  # the words themselves are not counted
            page.keyboard.press("Tab")
            page.keyboard.insert_text("1.5 แสน")
            page.keyboard.press("Enter")
        assert eventually(lambda: forum.proposals.filter(requested_amount=150_000).count() == PROPOSALS)
        assert (spent.touches, spent.loads) == written("40 proposals typed, words and amount")
        keep_seconds("40 proposals typed, words and amount", spent)
        assert spent.keys <= 2 * PROPOSALS

        before = spent.touches
        page.locator("[data-rowtable-hold]").first.click()
        for number in range(PROPOSALS):
            page.keyboard.press(f"Digit{number % 5 + 1}")
        assert eventually(lambda: forum.proposals.filter(area__isnull=False).count() == PROPOSALS)

    expect(page.locator("[data-autosave-state=saved]")).to_be_visible()
    assert (spent.touches - before, spent.loads - 1) == written("40 proposals given their areas")
    assert PlanArea.objects.filter(pk__in=forum.proposals.values("area")).count() == 5
