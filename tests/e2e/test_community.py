"""One community plans for two years, on a phone: written, sent back, mended, confirmed, adopted, and reviewed."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from communities.enums import Position, ReviewDecision, RevisionState
from communities.models import CommitteeMember, PlanAdoption, PlanProject, PlanRevision, ReturnReason, ReviewedProject
from communities.models.template import usual_items
from tests.e2e.writing import turn_the_page
from tests.factories.communities import PlanAreaFactory, PlanTemplateFactory

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
AREAS = ("physical", "social", "economy", "mental", "health")
WORDS = {"reason": "ทรุด", "objectives": "เดินได้ปลอดภัย", "target": "ทางเดิน 85 เมตร", "line-0-item": "ค่าก่อสร้าง"}
GOES_ON, IS_CHANGED, IS_DROPPED, IS_NEW = "ซ่อมทางเดิน", "ลอกท่อ", "ป้ายชุมชน", "ไฟส่องสว่าง"


class Phone:
    """A person with a phone before one of the portals."""

    def __init__(self, browser, person, *portals):
        self.context = browser.new_context(locale="th-TH", viewport=PHONE, reduced_motion="reduce")
        client = Client()
        client.force_login(person, backend="bkkplan.ground.accounts.adapters.Passwords")
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        self.context.add_cookies([{"name": name, "value": value, "url": portal} for portal in portals])
        self.page = self.context.new_page()

    def press(self, what):
        with self.page.expect_navigation():
            self.page.locator(what).first.click()

    def fill(self, within="main", **words):
        for name, text in words.items():
            self.page.locator(f"{within} [name={name}]").first.fill(text)

    def send(self):
        self.press("main form .btn-primary[type=submit]")


@pytest.fixture
def people(browser, cast, portal, portal_a_year_later):
    """The chair's phone and the officer's."""
    PlanTemplateFactory(items=usual_items())
    CommitteeMember.objects.filter(user=cast.member).update(position=Position.CHAIR)
    for code in AREAS:
        PlanAreaFactory(code=code)
    phones = [Phone(browser, cast.people[who], portal, portal_a_year_later) for who in ("member", "officer")]
    yield phones
    for phone in phones:
        phone.context.close()


def test_a_community_plans_for_two_years_on_a_phone(people, cast, portal, portal_a_year_later):
    member, officer = people
    code = cast.home_community.code

    write_the_first_plan(member, portal)
    submit(member)
    send_back(officer, portal)
    mend_and_submit_again(member, portal, code)
    confirm_and_adopt(officer, portal, code, on="1 มิ.ย. 2566")
    review_and_submit(member, portal_a_year_later)

    first, second = (PlanRevision.objects.filter(plan__fiscal_year=year).latest("number") for year in (2567, 2568))
    assert (first.number, first.state) == (2, RevisionState.CONFIRMED)
    assert PlanAdoption.objects.live().get().revision == first
    assert (second.state, second.submitted_on.isoformat()) == (RevisionState.SUBMITTED, "2024-06-03")
    decided = ReviewedProject.objects.values_list("project__title", "decision")
    assert dict(decided) == {
        GOES_ON: ReviewDecision.CONTINUE,
        IS_CHANGED: ReviewDecision.CHANGE,
        IS_DROPPED: ReviewDecision.DROP,
    }
    kept = {p.title: (p.carried_from is not None, p.target) for p in second.projects.live()}
    assert kept == {
        GOES_ON: (True, "ทางเดิน 120 เมตร"),
        IS_CHANGED: (True, "ท่อ 300 เมตร"),
        IS_NEW: (False, WORDS["target"]),
    }


def write_the_first_plan(member, portal):
    page = member.page
    page.goto(f"{portal}/work/plans/2567/")
    member.press("form[action$='/begin/'] [type=submit]")
    member.fill("#problems .is-fresh", problem="ทางเดินทรุด")
    turn_the_page(page)
    turn_the_page(page)
    for title in (GOES_ON, IS_CHANGED, IS_DROPPED):
        member.fill(title=title)
        member.press(".plan-add [type=submit]")
    turn_the_page(page)
    for title in (GOES_ON, IS_CHANGED, IS_DROPPED):
        write_items(member, title)
    turn_the_page(page)


def write_items(member, title):
    sheet = f"#project-{PlanProject.objects.filter(title=title).latest('pk').uuid}"
    for code in AREAS:
        member.page.locator(f"{sheet} [name=area_{code}]").check()
    member.fill(sheet, **WORDS, **{"line-0-unit_price": "20,000"})


def submit(member):
    expect(member.page.locator(".missing li")).to_have_count(0)
    member.fill(present="24")
    member.send()


def send_back(officer, portal):
    """For a rule that the committee saw, and for something in the officer's own words."""
    revision = PlanRevision.objects.get()
    project = revision.projects.get(title=GOES_ON)
    officer.page.goto(f"{portal}/work/checks/plans/{revision.pk}/return/")
    officer.page.locator(".rule-group summary", has_text=GOES_ON).click()
    officer.page.locator(f"[name=chosen][value='{project.lineage}/id_target']").check()
    officer.fill(reason="ขอรายชื่อผู้เข้าประชุม")
    officer.send()


def mend_and_submit_again(member, portal, code):
    page = member.page
    page.goto(f"{portal}/work/plans/2567/{code}/write/items/")
    project = PlanProject.objects.filter(title=GOES_ON).latest("pk")
    row = page.locator(f"#project-{project.uuid}")
    row.locator("[name=target]").fill("ทางเดิน 120 เมตร")
    row.locator("[name=mended]").check()
    page.locator(".return-list [name=mended]").check()
    turn_the_page(page)
    assert not ReturnReason.objects.filter(mended_at=None).exists()
    submit(member)


def confirm_and_adopt(officer, portal, code, *, on):
    """The officer sees what was mended and what changed, checks each project, confirms, and records the adoption."""
    page = officer.page
    page.goto(f"{portal}/work/plans/2567/{code}/")
    officer.press("a[href*='/work/checks/plans/']")
    expect(page.locator(".return-list .badge, .return-list [class*=tone-done]").first).to_contain_text("ชุมชนแก้แล้ว")
    expect(page.locator(".check-changed")).to_have_count(1)
    expect(page.locator("[data-check-page].is-live")).to_be_visible()
    for number in range(3):
        page.locator("[data-check-row]").nth(number).locator("[data-check-key='1']").click()
        expect(page.locator("[data-check-finished]")).to_have_text(str(number + 1))
    officer.press("[data-check-ready] a.btn-primary")
    officer.send()
    page.goto(f"{portal}/work/forums/adoptions/2567/{code}/")
    officer.fill(adopted_on=on)
    officer.send()


def review_and_submit(member, portal):
    """A year later: one project goes on, one is changed, one is dropped, one is new."""
    page = member.page
    page.goto(f"{portal}/work/plans/2568/")
    member.press("form[action$='/begin/'] [type=submit]")
    turn_the_page(page)
    member.press("main a[href$='/review/']")
    last_year = {p.title: p.pk for p in PlanRevision.objects.get(plan__fiscal_year=2567, number=2).projects.live()}
    page.locator(f"[name=decision-{last_year[IS_CHANGED]}]").select_option(ReviewDecision.CHANGE)
    page.locator(f"[name=decision-{last_year[IS_DROPPED]}]").select_option(ReviewDecision.DROP)
    page.locator(f"[name=reason-{last_year[IS_DROPPED]}]").fill("มีป้ายแล้ว")
    member.send()
    member.press("[name=confirm]")
    member.fill(title=IS_NEW)
    member.press(".plan-add [type=submit]")
    turn_the_page(page)
    changed = PlanProject.objects.filter(title=IS_CHANGED).latest("pk")
    page.locator(f"#project-{changed.uuid} summary").click()
    member.fill(f"#project-{changed.uuid}", target="ท่อ 300 เมตร")
    write_items(member, IS_NEW)
    turn_the_page(page)
    submit(member)
