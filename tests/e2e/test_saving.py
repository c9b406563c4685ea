"""What pages say to those who listen, what a paste costs and leaves behind, and where the focus stays."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bkkplan.figures.reports import actions
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.core.fiscal import FiscalYear
from forums.models import Forum
from tests.e2e.test_recording import SAVED, UNMATCHED, cell, eventually, leave, paste, titles
from tests.factories.communities import PlanAreaFactory, PlanProblemFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory, ProposalFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
LISTEN = """() => {
    window.heard = [];
    const status = document.querySelector("[data-announcer]");
    new MutationObserver(() => status.textContent && window.heard.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""

# What reads the page: the texts of fields, and the searches through elements.
COUNT_WORK = """() => {
    window.work = 0;
    const count = (owner, name) => {
        const found = Object.getOwnPropertyDescriptor(owner, name);
        const counted = {...found};
        if (found.get) counted.get = function () { window.work += 1; return found.get.call(this); };
        else counted.value = function (...given) { window.work += 1; return found.value.apply(this, given); };
        Object.defineProperty(owner, name, counted);
    };
    for (const kind of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) count(kind.prototype, "value");
    for (const kind of [Element, Document]) {
        count(kind.prototype, "querySelector");
        count(kind.prototype, "querySelectorAll");
    }
}"""


@pytest.fixture
def forum(cast):
    for code, name in (("physical", "ด้านกายภาพและสิ่งแวดล้อม"), ("social", "ด้านสังคม")):
        PlanAreaFactory(code=code, name_th=name)
    ParticipantSectorFactory(code="public", name_th="ประชาชนทั่วไป")
    return ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))


@pytest.fixture
def recording(clean_page, context, sign_in, cast, portal, forum):
    """The recording page, open before the officer."""
    sign_in(context, cast.officer)
    clean_page.goto(f"{portal}/work/forums/{forum.pk}/record/")
    return clean_page


class Ears:
    """What a page says aloud from now on. Its clock stands until it is asked, however long an answer takes to come."""

    def __init__(self, page):
        self.page, self.awaited = page, set()
        page.on("request", self.sent)
        page.on("requestfinished", self.answered)
        page.on("requestfailed", self.answered)
        page.clock.install()
        page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
        page.evaluate(LISTEN)

    def sent(self, request):
        self.awaited.add(request)

    def answered(self, request):
        self.awaited.discard(request)

    def hear(self):
        """What the page has said when it has come to rest, which begins two seconds after its first words."""
        assert eventually(self.has_heard)
        for _moment in range(20):
            self.has_heard()
        return self.page.evaluate("window.heard.splice(0)")

    def has_heard(self):
        self.page.clock.run_for(100)
        assert eventually(lambda: self.page.evaluate("true") and not self.awaited)
        return self.page.evaluate("window.heard.length")


def asked_again(page, times):
    """Wait until the page has asked so many times more, by itself, how a job goes."""
    for _time in range(times):
        with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
            pass


def block(count):
    lines = ["ลำดับ\tข้อเสนอ\tด้าน\tงบประมาณ\tรายละเอียด\tสถานที่\tคะแนน"]
    lines += [f"{n}\tซ่อมทางเท้าจุดที่ {n}\tสังคม\t1.5 แสน\tทรุดตัว\tซอย {n}\t{n}" for n in range(1, count + 1)]
    return "\n".join(lines)


def test_a_row_costs_the_same_to_paste_however_many_there_are(recording, context):
    context.set_offline(True)
    recording.evaluate(COUNT_WORK)

    def work_of_pasting(count):
        """For each row."""
        recording.evaluate("window.work = 0")
        paste(recording, block(count))
        return recording.evaluate("window.work") / count

    cell(recording, 0, "title").focus()
    into_an_empty_table = work_of_pasting(40)
    into_a_long_one = work_of_pasting(160)

    expect(recording.locator("[data-rowtable-count]")).to_have_text("200")
    assert into_a_long_one < into_an_empty_table * 1.3


def test_a_letter_costs_the_same_in_a_long_table_as_in_a_short_one(recording, forum):
    def work_of_a_letter():
        """The least of three: the page may still set itself up, or say that it has saved, while one is typed."""
        cell(recording, 0, "title").focus()
        recording.evaluate("() => new Promise(requestIdleCallback)")
        recording.evaluate(COUNT_WORK)
        return min(map(work_of, "กขค"))

    def work_of(letter):
        recording.evaluate("window.work = 0")
        recording.keyboard.type(letter)
        return recording.evaluate("window.work")

    ProposalFactory(forum=forum)
    recording.reload()
    short = work_of_a_letter()
    for _ in range(60):
        ProposalFactory(forum=forum)
    recording.reload()

    assert work_of_a_letter() <= short * 1.2


def test_words_that_a_list_does_not_have_stay_until_somebody_chooses(recording, forum):
    cell(recording, 0, "title").focus()
    paste(recording, "ข้อเสนอ\tผู้เสนอ\nขอเต็นท์\tชาวต่างดาว\nขอพัดลม\tชาวดอย")
    expect(recording.locator(UNMATCHED)).to_be_visible()
    assert eventually(lambda: titles(forum) == ["ขอเต็นท์", "ขอพัดลม"])

    recording.reload()

    first, second = recording.locator(".unmatched").all()
    expect(first).to_contain_text("“ชาวต่างดาว” ไม่มีในรายการ")
    expect(second).to_be_visible()
    expect(recording.locator(UNMATCHED)).to_be_visible()
    recording.locator(".btn-primary[data-autosave-first]").click()
    expect(recording.locator("[data-autosave-stay]")).to_contain_text("ยังมี 2 แถวที่ไม่ได้บันทึก")
    cell(recording, 0, "sector").select_option(label="ประชาชนทั่วไป")
    recording.locator(".unmatched").get_by_role("button", name="เว้นว่าง").click()
    expect(recording.locator(".unmatched")).to_have_count(0)
    expect(recording.locator(SAVED)).to_be_visible()
    assert list(forum.proposals.in_order().values_list("sector__code", flat=True)) == ["public", None]


def test_on_a_phone_too_the_words_that_a_list_does_not_have_are_in_sight(recording):
    recording.set_viewport_size({"width": 360, "height": 740})
    cell(recording, 0, "title").focus()
    paste(recording, "ข้อเสนอ\tผู้เสนอ\nขอเต็นท์\tชาวต่างดาว\nขอพัดลม\tประชาชนทั่วไป")

    recording.locator(".unmatched").scroll_into_view_if_needed()

    expect(recording.get_by_text("“ชาวต่างดาว” ไม่มีในรายการ")).to_be_in_viewport()
    assert recording.evaluate("document.documentElement.scrollWidth") <= 360


def test_rows_under_a_heading_of_problems_and_needs_have_titles(recording, forum):
    cell(recording, 0, "title").focus()

    paste(recording, "ลำดับ\tปัญหา/ความต้องการ\tงบประมาณ\n1\tน้ำท่วมซอย\t5,000\n2\tไฟทางเดินเสีย\t7,000")

    expect(recording.locator(SAVED)).to_be_visible()
    assert titles(forum) == ["น้ำท่วมซอย", "ไฟทางเดินเสีย"]


def test_after_pasting_in_the_dialog_the_first_new_row_is_before_ones_eyes(recording, forum):
    for _ in range(30):
        ProposalFactory(forum=forum)
    recording.reload()
    recording.locator("[data-dialog=paste-dialog]").click()
    recording.locator("[data-paste-text]").fill("ข้อเสนอ\nขอเต็นท์\nขอพัดลม")

    recording.get_by_role("button", name="ใส่ลงตาราง").click()

    first = cell(recording, 30, "title")
    expect(first).to_have_value("ขอเต็นท์")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()


def test_help_stays_tied_to_its_field_when_its_row_is_saved_and_when_it_is_refused(recording):
    total = recording.locator("#attendance [name=attendance_total]")
    help_text = total.get_attribute("aria-describedby")
    assert help_text
    recording.locator("#attendance input[name^=sector_]").first.fill("12")

    total.fill("5")
    leave(recording)
    expect(recording.locator("[data-autosave-state=refused]")).to_be_visible()
    assert help_text in total.get_attribute("aria-describedby").split()

    total.fill("20")
    leave(recording)
    expect(recording.locator(SAVED)).to_be_visible()
    assert total.get_attribute("aria-describedby") == help_text


def test_typing_a_row_is_one_announcement(recording, forum):
    ears = Ears(recording)

    cell(recording, 0, "title").focus()
    recording.keyboard.type("ซ่อมทางเท้า")
    leave(recording)

    [said] = ears.hear()
    expect(recording.locator(SAVED)).to_be_visible()
    assert "บันทึกอัตโนมัติแล้ว" in said


def test_taking_a_row_out_and_a_finished_paste_are_one_announcement_each(recording, forum):
    ProposalFactory(forum=forum, title="ขอพัดลม")
    recording.reload()
    ears = Ears(recording)

    recording.locator("[data-rowtable-remove]").first.click()
    [removed] = ears.hear()
    assert removed.startswith("นำออกแล้ว: ขอพัดลม")

    recording.locator("[data-rowtable] tbody:not(.is-removed) [name=title]").first.focus()
    paste(recording, "ข้อเสนอ\tงบประมาณ\nขอเต็นท์\t5,000\nขอโต๊ะ\t1 แสน")
    [pasted] = ears.hear()
    expect(recording.locator(SAVED)).to_be_visible()
    assert pasted.startswith("วางแล้ว 2 ข้อ")
    assert "บันทึกอัตโนมัติแล้ว" in pasted


@pytest.fixture
def writing(clean_page, context, sign_in, cast, portal):
    """A plan with two problems, open before a member of the committee."""
    revision = PlanRevisionFactory(plan__community=cast.home_community)
    for words in ("ทางเดินชำรุด", "น้ำท่วม"):
        PlanProblemFactory(revision=revision, problem=words)
    sign_in(context, cast.member)
    clean_page.goto(portal + reverse("communities:write", args=[2567, cast.home_community.code]))
    return clean_page


def problems(page):
    return page.locator("#problems .plan-row:not(.is-fresh) [name=problem]").evaluate_all(
        "all => all.map(one => one.value)"
    )


def test_a_row_that_was_moved_says_its_new_place(writing):
    ears = Ears(writing)
    writing.locator("#problems [data-reorder-by='1']").first.click()

    [said] = ears.hear()
    assert said == "ย้ายไปลำดับที่ 2 แล้ว"
    assert problems(writing) == ["น้ำท่วม", "ทางเดินชำรุด"]
    expect(writing.locator("#problems .plan-row").nth(1).locator("[data-reorder-by='-1']")).to_be_focused()


def test_a_move_that_failed_is_said_and_shown_and_goes_back(writing, context):
    ears = Ears(writing)
    context.set_offline(True)
    writing.locator("#problems [data-reorder-by='1']").first.click()

    [said] = ears.hear()
    assert said.startswith("ย้ายไม่สำเร็จ")
    expect(writing.locator(".reorder-failed")).to_be_visible()
    assert problems(writing) == ["ทางเดินชำรุด", "น้ำท่วม"]

    context.set_offline(False)
    writing.locator("#problems [data-reorder-by='1']").first.click()
    expect(writing.locator(".reorder-failed")).to_have_count(0)


@pytest.fixture
def report(cast):
    return actions.request_report(
        kind="kpi",
        file_format=ReportFormat.XLSX,
        year=FiscalYear(2566),
        as_of=date(2023, 6, 2),
        by=cast.strategy,
        at=AT,
    )


def test_a_job_that_is_asked_for_again_leaves_the_focus_and_says_its_end_once(
    clean_page, context, sign_in, cast, portal, report
):
    sign_in(context, cast.strategy)
    clean_page.goto(f"{portal}/work/reports/")
    ears = Ears(clean_page)
    cancel = clean_page.locator(".progress-job button")
    cancel.focus()
    clean_page.evaluate("window.focused = document.activeElement; window.left = 0")
    clean_page.evaluate("window.focused.addEventListener('blur', () => { window.left += 1 })")
    mine = ReportRequest.objects.filter(pk=report.pk)
    mine.update(state="running", done=3, total=50, claimed_by=uuid4(), lease_until=AT + timedelta(hours=1))

    assert eventually(lambda: ears.has_heard() or "3 / 50" in clean_page.locator(".progress-job").inner_text())
    assert not any(ears.has_heard() for _moment in range(25))
    assert clean_page.evaluate("document.activeElement === window.focused && window.left === 0")

    mine.update(state="failed", sentence="ทำไม่ได้", claimed_by=None, lease_until=None, finished_at=AT)
    [said] = ears.hear()
    expect(clean_page.locator(".progress-job")).to_contain_text("ทำไม่สำเร็จ")
    assert "ทำไม่สำเร็จ" in said
    expect(clean_page.locator(".progress-job")).to_be_focused()


def test_the_refusal_of_an_earlier_text_goes_when_the_new_one_is_right(clean_page, context, sign_in, cast, portal):
    sign_in(context, cast.officer)
    clean_page.goto(f"{portal}/work/forums/new/")
    day = clean_page.locator("[name=scheduled_on]")
    day.fill("31 กันยายน 2566")
    clean_page.locator("main form button[type=submit]").first.click()
    expect(clean_page.locator("[name=scheduled_on].is-invalid")).to_be_visible()
    others = clean_page.locator(".errors li").count() - 1
    error = clean_page.locator(".field", has=day).locator(".invalid-feedback")
    expect(error).to_be_visible()

    day.fill("40 กันยายน 2566")
    leave(clean_page)
    expect(clean_page.locator(".understood-refusal")).to_be_visible()
    expect(error).to_be_visible()
    day.fill("20 มิ.ย. 2566")
    leave(clean_page)

    expect(error).to_be_hidden()
    expect(day).not_to_have_class("is-invalid")
    expect(day).not_to_have_attribute("aria-invalid", "true")
    expect(clean_page.locator(".errors li")).to_have_count(others)
    assert not Forum.objects.exists()
