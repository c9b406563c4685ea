"""An officer's evening with forty proposals, and everything that may go wrong in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from forums.models import Attendance, Forum, Proposal
from tests.e2e.axe import find_faults
from tests.factories.communities import PlanAreaFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory, ProposalFactory
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = "[data-autosave-state=saved]"
UNMATCHED = "[data-autosave-state=unmatched]"
OFFLINE = "[data-autosave-state=offline]"
DRAFTS = "() => Object.keys(localStorage).filter(key => key.startsWith('bkkplan:unsent:')).length"


WITH_VOTES = "try { localStorage.setItem('record-columns', 'votes') } catch { /* a page without storage */ }"


@pytest.fixture(autouse=True)
def votes_are_wanted(context):
    """The optional column in which some of these tests type."""
    context.add_init_script(WITH_VOTES)


@pytest.fixture
def forum(cast):
    for code, name in (("physical", "ด้านกายภาพและสิ่งแวดล้อม"), ("social", "ด้านสังคม")):
        PlanAreaFactory(code=code, name_th=name)
    ParticipantSectorFactory(code="public", name_th="ประชาชนทั่วไป")
    ParticipantSectorFactory(code="older", name_th="ผู้สูงอายุ")
    return ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))


@pytest.fixture
def address(portal, forum):
    return f"{portal}/work/forums/{forum.pk}/record/"


@pytest.fixture
def recording(clean_page, context, sign_in, cast, address):
    """The recording page, open before the officer."""
    sign_in(context, cast.officer)
    clean_page.goto(address)
    clean_page.bring_to_front()  # in a window that is not in front nothing has the focus
    return clean_page


def titles(forum):
    return list(forum.proposals.live().in_order().values_list("title", flat=True))


def cell(page, row, name):
    return page.locator("[data-rowtable] tbody:not(.is-removed)").nth(row).locator(f"[name={name}]")


def leave(page):
    page.keyboard.press("Tab")


def posts_of(page):
    """What is sent, in order."""
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(parse_qs(request.post_data)))
    return posts


def paste(page, text):
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_forty_rows_of_a_spreadsheet_are_pasted_understood_and_saved(recording, forum):
    lines = ["ลำดับ\tโครงการ\tด้าน\tงบประมาณ (บาท)\tผู้เสนอ\tผู้ประสานงาน"]
    lines += [f"{n}\tซ่อมทางเท้า จุดที่ {n}\tสังคม\t1.5 แสน\tผู้สูงอายุ\tฝ่ายโยธา" for n in range(1, 40)]
    lines.append('40\t"ขอเต็นท์\nสองหลัง"\tกายภาพ\t๘๕,๐๐๐.-\tชาวต่างดาว\tฝ่ายพัฒนาชุมชน')
    cell(recording, 0, "title").focus()

    paste(recording, "\n".join(lines))

    expect(recording.locator(UNMATCHED)).to_be_visible(timeout=30_000)
    report = recording.locator("[data-paste-words]")
    expect(report).to_contain_text("วางแล้ว 40 ข้อ")
    expect(report).to_contain_text("ไม่ได้ใช้คอลัมน์: ผู้ประสานงาน")
    expect(recording.get_by_text("“ชาวต่างดาว” ไม่มีในรายการ")).to_be_visible()
    assert titles(forum) == [*(f"ซ่อมทางเท้า จุดที่ {n}" for n in range(1, 40)), "ขอเต็นท์ สองหลัง"]
    first, last = forum.proposals.in_order().first(), forum.proposals.in_order().last()
    assert (first.requested_amount, first.area.code, first.sector.code) == (Decimal(150_000), "social", "older")
    assert (last.requested_amount, last.area.code, last.sector) == (Decimal(85_000), "physical", None)
    expect(cell(recording, 0, "requested_amount")).to_have_value("150,000")


def test_a_paste_without_headings_is_told_apart_by_its_content_and_can_be_undone(recording, forum):
    cell(recording, 0, "title").focus()

    paste(recording, "1\tติดไฟส่องสว่าง\t120,000\tสังคม\n2\tขุดลอกคลอง\t2 ล้าน\tกายภาพ")

    expect(recording.locator(SAVED)).to_be_visible()
    assert list(forum.proposals.in_order().values_list("title", "requested_amount", "area__code")) == [
        ("ติดไฟส่องสว่าง", 120_000, "social"),
        ("ขุดลอกคลอง", 2_000_000, "physical"),
    ]
    recording.locator("[data-paste-undo]").click()
    expect(recording.locator("[data-rowtable-count]")).to_have_text("0")
    assert eventually(lambda: titles(forum) == [])


def test_proposals_are_entered_by_keyboard_alone(recording, forum):
    keyboard = recording.keyboard
    cell(recording, 0, "title").focus()

    for title, amount in (("ซ่อมถนน", "1.5 แสน"), ("ปลูกต้นไม้", "๒๐,๐๐๐"), ("ขอพัดลม", "3 หมื่น")):
        keyboard.type(title)
        keyboard.press("Tab")
        keyboard.type(amount)
        keyboard.press("Enter")
    keyboard.press("ArrowUp")
    keyboard.press("Control+Delete")

    expect(recording.locator(".proposal-gone", has_text="ขอพัดลม")).to_be_visible()
    assert eventually(lambda: titles(forum) == ["ซ่อมถนน", "ปลูกต้นไม้"])
    assert set(forum.proposals.values_list("requested_amount", flat=True)) >= {150_000, 20_000}
    recording.locator("[data-rowtable-restore]:visible").press("Enter")
    assert eventually(lambda: titles(forum) == ["ซ่อมถนน", "ปลูกต้นไม้", "ขอพัดลม"])
    assert eventually(lambda: forum.proposals.get(title="ขอพัดลม").requested_amount == 30_000)


def test_what_is_half_typed_is_never_sent(recording, forum):
    posts = posts_of(recording)
    keyboard = recording.keyboard
    recording.clock.install()
    cell(recording, 0, "title").focus()

    keyboard.type("ข้อเสนอที่พิมพ์ทีละตัว", delay=130)
    keyboard.press("Tab")
    keyboard.type("1.5", delay=130)
    recording.clock.fast_forward(60_000)  # thinks about it
    keyboard.type(" แสน", delay=130)
    keyboard.press("Enter")

    assert eventually(lambda: forum.proposals.filter(requested_amount=150_000).exists())
    recording.evaluate("() => null")  # what the browser told before its answer has been heard
    assert [post["title"] for post in posts] == [["ข้อเสนอที่พิมพ์ทีละตัว"]] * 2
    assert [post.get("requested_amount") for post in posts] == [None, ["1.5 แสน"]]
    assert forum.proposals.get().version == 2


@pytest.mark.parametrize("typed", ["10k", "1 แสน 5", "12.345", "99999999999999"])
def test_of_an_amount_that_is_refused_no_part_is_saved(recording, forum, typed):
    cell(recording, 0, "title").focus()
    recording.keyboard.type("ขอกล้อง", delay=60)
    recording.keyboard.press("Tab")

    recording.keyboard.type(typed, delay=200)
    recording.keyboard.press("Tab")

    expect(recording.locator("[data-autosave-state=refused]")).to_be_visible()
    assert forum.proposals.values_list("title", "requested_amount").get() == ("ขอกล้อง", None)


def test_a_refused_amount_says_what_is_saved_in_its_place(recording, forum):
    ProposalFactory(forum=forum, requested_amount=150_000)
    recording.reload()

    cell(recording, 0, "requested_amount").fill("ประมาณแสนห้า")
    leave(recording)

    expect(recording.locator("[data-autosave-error=requested_amount]")).to_contain_text("ที่บันทึกไว้ 150,000")


def test_a_pause_in_prose_saves_it(recording, forum):
    cell(recording, 0, "title").fill("พิมพ์แล้วหยุดคิด")

    expect(recording.locator(SAVED)).to_be_visible()
    assert titles(forum) == ["พิมพ์แล้วหยุดคิด"]


def test_an_amount_that_is_no_number_is_refused_under_its_field_and_stays(recording, forum):
    cell(recording, 0, "title").fill("ติดตั้งกล้อง")
    cell(recording, 0, "requested_amount").fill("ประมาณแสนห้า")
    leave(recording)

    expect(recording.locator("[data-autosave-state=refused]")).to_be_visible()
    error = recording.locator("[data-autosave-error=requested_amount]")
    expect(error).to_contain_text("150,000 หรือ 1.5 แสน")
    expect(cell(recording, 0, "requested_amount")).to_have_value("ประมาณแสนห้า")
    expect(cell(recording, 0, "requested_amount")).to_have_attribute("aria-invalid", "true")
    assert not forum.proposals.exclude(requested_amount=None).exists()

    cell(recording, 0, "requested_amount").fill("1.5 แสน")
    cell(recording, 0, "title").focus()

    expect(recording.locator(SAVED)).to_be_visible()
    expect(recording.locator("[data-autosave-note=requested_amount]")).to_contain_text("150,000.00 บาท")
    expect(error).to_have_count(0)


def test_what_is_typed_offline_is_kept_and_sent_when_the_line_is_back(recording, context, forum, address):
    cell(recording, 0, "title").fill("ก่อนสายหลุด")
    expect(recording.locator(SAVED)).to_be_visible()

    context.set_offline(True)
    cell(recording, 0, "title").fill("แก้ระหว่างสายหลุด")
    recording.keyboard.press("Enter")
    recording.keyboard.type("พิมพ์ระหว่างสายหลุด")

    expect(recording.locator(OFFLINE)).to_be_visible()
    expect(recording.locator("[data-autosave-count]")).to_have_text("2")
    assert recording.evaluate(DRAFTS) == 2
    assert titles(forum) == ["ก่อนสายหลุด"]

    context.set_offline(False)

    expect(recording.locator(SAVED)).to_be_visible(timeout=15_000)
    assert titles(forum) == ["แก้ระหว่างสายหลุด", "พิมพ์ระหว่างสายหลุด"]
    assert recording.evaluate(DRAFTS) == 0


def test_a_page_closed_offline_loses_nothing(recording, context, forum, address):
    context.set_offline(True)
    cell(recording, 0, "title").fill("พิมพ์แล้วปิดหน้า")
    recording.keyboard.press("Tab")
    expect(recording.locator(OFFLINE)).to_be_visible()
    recording.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    expect(again.locator(SAVED)).to_be_visible()
    expect(cell(again, 0, "title")).to_have_value("พิมพ์แล้วปิดหน้า")
    assert titles(forum) == ["พิมพ์แล้วปิดหน้า"]


def log_in(page, person):
    person.set_password("a good long word")
    person.save(update_fields=["password"])
    page.locator("main input[name=login]").fill(person.username)
    page.locator("main input[name=password]").fill("a good long word")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/record/")


def test_a_session_that_ended_loses_nothing_and_a_new_log_in_sends_it(recording, context, cast, forum):
    Session.objects.all().delete()
    cell(recording, 0, "title").fill("พิมพ์หลังหมดเวลา")
    recording.keyboard.press("Tab")

    said = recording.locator(".notice[data-autosave-say=signed-out]")
    expect(said).to_be_visible()
    with context.expect_page() as opened:
        said.get_by_role("link").click()
    log_in(opened.value, cast.officer)
    opened.value.close()
    recording.bring_to_front()
    recording.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(recording.locator(SAVED)).to_be_visible(timeout=10_000)
    expect(said).to_be_hidden()
    assert titles(forum) == ["พิมพ์หลังหมดเวลา"]


def test_what_one_person_typed_is_never_saved_or_offered_as_another_s(recording, context, cast, forum, address):
    Session.objects.all().delete()
    cell(recording, 0, "title").fill("ของเจ้าหน้าที่")
    recording.keyboard.press("Tab")
    expect(recording.locator(".notice[data-autosave-say=signed-out]")).to_be_visible()

    other = context.new_page()
    other.goto(address)
    log_in(other, cast.director)
    expect(cell(other, 0, "title")).to_have_value("")
    recording.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(recording.locator("[data-autosave-say=other-person]")).to_be_visible()
    assert titles(forum) == []
    assert recording.evaluate(DRAFTS) == 1


def test_logging_out_forgets_what_was_kept_and_asks_first(recording, context, forum, address, portal):
    context.set_offline(True)
    cell(recording, 0, "title").fill("ยังไม่ได้ส่ง")
    recording.keyboard.press("Tab")
    expect(recording.locator(OFFLINE)).to_be_visible()
    asked = []
    recording.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))

    recording.evaluate("document.querySelector('[data-forget-drafts]').requestSubmit()")

    assert eventually(lambda: asked)
    assert "ยังมีข้อความที่ไม่ได้ส่ง" in asked[0]
    context.set_offline(False)
    other = context.new_page()
    other.goto(f"{portal}/accounts/login/")
    assert other.evaluate(DRAFTS) == 0


def test_a_row_whose_answer_was_lost_is_sent_again_and_is_one_row(recording, forum):
    lost = []

    def lose_the_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    recording.route("**/proposals/**", lose_the_answer)

    cell(recording, 0, "title").fill("ส่งสองครั้ง")
    recording.keyboard.press("Enter")

    expect(recording.locator(SAVED)).to_be_visible(timeout=15_000)
    assert lost == [200]
    assert titles(forum) == ["ส่งสองครั้ง"]
    assert recording.locator(".conflict").count() == 0


@pytest.fixture
def two(browser, browser_context_args, sign_in, cast, address, forum):
    """Two people with the same proposal before them."""
    ProposalFactory(forum=forum, title="ข้อความเดิม")
    contexts = [browser.new_context(**browser_context_args) for _ in range(2)]
    pages = []
    for context, person in zip(contexts, (cast.officer, cast.director), strict=True):
        sign_in(context, person)
        context.add_init_script(WITH_VOTES)
        pages.append(context.new_page())
        pages[-1].goto(address)
    yield pages
    for context in contexts:
        context.close()


def test_two_people_in_one_field_see_both_texts_and_choose(two, forum, cast):
    first, second = two
    cell(first, 0, "title").fill("ของคนแรก")
    first.keyboard.press("Tab")
    first.locator("#attendance input[name^=sector_]").first.focus()
    expect(first.locator(SAVED)).to_be_visible()

    cell(second, 0, "title").fill("ของคนที่สอง")
    second.locator("#attendance input[name^=sector_]").first.focus()

    panel = second.locator(".conflict")
    expect(panel).to_contain_text("ของคนแรก")
    expect(panel).to_contain_text("ของคนที่สอง")
    expect(panel).to_contain_text(cast.officer.full_name)
    assert titles(forum) == ["ของคนแรก"]
    panel.get_by_role("button", name="ใช้ของฉัน").click()
    expect(second.locator(SAVED)).to_be_visible()
    assert titles(forum) == ["ของคนที่สอง"]


def test_two_people_in_two_fields_of_a_row_are_both_kept(two, forum):
    first, second = two
    cell(first, 0, "title").fill("ชื่อใหม่")
    first.locator("#attendance input[name^=sector_]").first.focus()
    expect(first.locator(SAVED)).to_be_visible()

    cell(second, 0, "votes").fill("24")
    second.locator("#attendance input[name^=sector_]").first.focus()

    expect(second.locator(SAVED)).to_be_visible()
    expect(cell(second, 0, "title")).to_have_value("ชื่อใหม่")
    assert forum.proposals.values_list("title", "votes").get() == ("ชื่อใหม่", 24)


def test_thousands_are_counted_as_one_types_and_parts_above_the_total_are_refused(recording, forum):
    fields = recording.locator("#attendance input[name^=sector_]")
    fields.nth(0).fill("๓,๒๐๐")
    fields.nth(1).fill("1450")
    leave(recording)

    expect(recording.locator("[data-sum-total]")).to_have_text("4,650")
    expect(recording.locator(SAVED)).to_be_visible()
    assert Forum.objects.get(pk=forum.pk).attendance_total == 4650

    recording.locator("#attendance [name=attendance_total]").fill("4000")
    leave(recording)

    expect(recording.locator("#attendance .invalid-feedback")).to_contain_text("4,650 คน มากกว่าผู้เข้าร่วมทั้งหมด 4,000 คน")
    assert Attendance.objects.filter(forum=forum).count() == 2


def test_a_proposal_can_be_added_and_changed_without_script(
    browser, browser_context_args, sign_in, cast, address, forum
):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    sign_in(context, cast.officer)
    page = context.new_page()
    page.goto(address)

    page.get_by_role("link", name="เพิ่มข้อเสนอ").click()
    page.locator("[name=title]").fill("ไม่ใช้สคริปต์")
    page.locator("[name=requested_amount]").fill("ประมาณแสนห้า")
    page.locator("main form button[type=submit]").click()

    expect(page.locator("[name=requested_amount]")).to_have_value("ประมาณแสนห้า")
    page.locator("[name=requested_amount]").fill("1.5 แสน")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="ไม่ใช้สคริปต์").click()
    page.locator("[name=title]").fill("แก้โดยไม่ใช้สคริปต์")
    page.locator("main form button[type=submit]").click()
    assert list(Proposal.objects.values_list("title", "requested_amount")) == [("แก้โดยไม่ใช้สคริปต์", 150_000)]
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_has_no_barrier_and_fits(page, context, sign_in, cast, forum, address, width):
    ProposalFactory(forum=forum, detail="รายละเอียด")
    sign_in(context, cast.officer)
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert find_faults(page) == []


def test_the_button_under_an_open_row_is_hit_by_one_click(recording, forum):
    ProposalFactory(forum=forum, detail="รายละเอียดที่ยาวพอให้เห็น")
    recording.reload()
    cell(recording, 0, "title").focus()

    recording.locator("[data-rowtable-add]").click()
    recording.keyboard.type("แถวใหม่")
    recording.keyboard.press("Tab")

    assert eventually(lambda: "แถวใหม่" in titles(forum))


def refuse_one(page):
    """A row that is saved, and one that is not."""
    cell(page, 0, "title").fill("ขอพัดลม")
    page.keyboard.press("Enter")
    page.keyboard.type("ข้อเสนอสำคัญ")
    cell(page, 1, "requested_amount").fill("ประมาณแสนห้า")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-state=refused]")).to_be_visible()


def test_publishing_waits_for_the_rows_and_stays_where_one_is_not_saved(recording, forum, address):
    refuse_one(recording)

    recording.locator(".btn-primary[data-autosave-first]").click()

    expect(recording.locator("[data-autosave-stay]")).to_contain_text("ยังมี 1 แถวที่ไม่ได้บันทึก")
    expect(cell(recording, 1, "requested_amount")).to_be_focused()
    assert recording.url == address
    cell(recording, 1, "requested_amount").fill("๑๐,๐๐๐.-")

    recording.locator(".btn-primary[data-autosave-first]").click()

    recording.wait_for_url("**/publish/")
    assert list(forum.proposals.in_order().values_list("title", "requested_amount")) == [
        ("ขอพัดลม", None),
        ("ข้อเสนอสำคัญ", 10_000),
    ]


def test_publishing_at_once_takes_what_was_just_typed_along(recording, forum):
    cell(recording, 0, "title").fill("พิมพ์แล้วกดเผยแพร่ทันที")

    recording.locator(".btn-primary[data-autosave-first]").click()

    recording.wait_for_url("**/publish/")
    assert titles(forum) == ["พิมพ์แล้วกดเผยแพร่ทันที"]


def test_the_bar_leads_to_the_row_that_must_be_mended(recording, forum):
    refuse_one(recording)
    recording.locator("#summary textarea").first.focus()

    recording.get_by_role("button", name="ไปที่แถวที่ต้องแก้").click()

    expect(cell(recording, 1, "requested_amount")).to_be_focused()


def test_rows_that_were_not_saved_are_named_before_publishing_and_saved_after(
    page, context, sign_in, cast, forum, address
):
    sign_in(context, cast.officer)
    page.goto(address)
    refuse_one(page)
    cell(page, 0, "votes").fill("มาก")
    leave(page)
    expect(page.locator("[data-autosave-error=votes]")).to_be_visible()

    page.goto(address.replace("record", "publish"))

    kept = page.locator("[data-kept]")
    expect(kept).to_contain_text("ในเครื่องนี้ยังมี 2 แถวที่ไม่ได้บันทึก")
    assert find_faults(page) == []

    publish(forum, cast)
    page.goto(address.replace("record/", ""))

    expect(kept.locator("[data-kept-line]")).to_have_count(2)
    line = kept.locator("[data-kept-line]", has_text="ข้อเสนอสำคัญ")
    expect(line).to_contain_text("ประมาณแสนห้า")
    assert find_faults(page) == []
    line.get_by_role("link", name="นำไปบันทึก").click()
    expect(page.locator("[name=title]")).to_have_value("ข้อเสนอสำคัญ")
    expect(page.locator("[name=requested_amount]")).to_have_value("ประมาณแสนห้า")
    page.locator("[name=requested_amount]").fill("1.5 แสน")
    page.locator("[name=reason]").fill("ตกไปตอนบันทึก")
    page.locator("[name=is_free_of_personal_data]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**saved=**")

    expect(kept.locator("[data-kept-line]")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    kept.get_by_role("button", name="ทิ้ง").click()
    expect(kept).to_be_hidden()
    assert titles(forum) == ["ขอพัดลม", "ข้อเสนอสำคัญ"]
    assert page.evaluate(DRAFTS) == 0


def publish(forum, cast):
    Forum.objects.filter(pk=forum.pk).update(
        state="published",
        attendance_total=1,
        recorded_on=date(2023, 5, 21),
        recorded_by=cast.officer,
        published_on=date(2023, 5, 21),
        published_at=datetime(2023, 5, 21, tzinfo=UTC),
        published_by=cast.director,
        is_free_of_personal_data=True,
    )


def test_a_row_typed_after_a_colleague_published_says_why_it_is_not_saved(recording, forum, cast):
    cell(recording, 0, "title").fill("ก่อนเผยแพร่")
    expect(recording.locator(SAVED)).to_be_visible()
    publish(forum, cast)

    recording.keyboard.press("Enter")
    recording.keyboard.type("หลังเผยแพร่")
    leave(recording)

    expect(recording.locator(".proposal [role=alert]")).to_contain_text("ผลเผยแพร่แล้ว")
    assert titles(forum) == ["ก่อนเผยแพร่"]


def test_the_way_to_log_in_is_in_sight_however_far_the_page_is_scrolled(recording, forum):
    for _ in range(40):
        ProposalFactory(forum=forum)
    recording.reload()
    Session.objects.all().delete()
    cell(recording, 39, "title").fill("พิมพ์หลังหมดเวลา")
    leave(recording)

    expect(recording.locator(".record-bar").get_by_role("link", name="เข้าระบบในหน้าต่างใหม่")).to_be_in_viewport()


def test_rows_kept_in_the_browser_come_back_in_their_order_and_place(recording):
    for n in range(1, 7):
        cell(recording, n - 1, "title").fill(f"ข้อ {n}")
        if n in (2, 3, 5):
            cell(recording, n - 1, "requested_amount").fill("?")
        recording.keyboard.press("Enter")
    expect(recording.locator(".proposal[data-autosave-is=refused]")).to_have_count(3)
    expect(recording.locator("[data-autosave-state=refused]")).to_be_visible()

    recording.reload()

    for n in range(1, 7):
        expect(cell(recording, n - 1, "title")).to_have_value(f"ข้อ {n}")


def test_rows_typed_offline_are_saved_in_their_order(recording, context, forum, address):
    context.set_offline(True)
    cell(recording, 0, "title").focus()
    for n in range(1, 8):
        recording.keyboard.type(f"ออฟไลน์ {n}")
        recording.keyboard.press("Enter")
    expect(recording.locator(OFFLINE)).to_be_visible()
    recording.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    expect(again.locator(SAVED)).to_be_visible()
    assert titles(forum) == [f"ออฟไลน์ {n}" for n in range(1, 8)]


def test_a_new_row_that_is_mended_late_keeps_its_place(recording, forum):
    for n, title in enumerate(["แรก", "", "สาม"]):
        cell(recording, n, "title").fill(title)
        cell(recording, n, "votes").fill("5")
        recording.locator("[data-rowtable-add]").click()
    assert eventually(lambda: titles(forum) == ["แรก", "สาม"])

    cell(recording, 1, "title").fill("สอง")
    leave(recording)

    assert eventually(lambda: titles(forum) == ["แรก", "สอง", "สาม"])


def test_the_first_click_in_the_words_of_a_closed_row_counts(two, forum, cast):
    first, second = two
    cell(first, 0, "title").fill("ของคนแรก")
    first.locator("#attendance input[name^=sector_]").first.focus()
    expect(first.locator(SAVED)).to_be_visible()
    cell(second, 0, "title").fill("ของคนที่สอง")
    second.locator("#attendance input[name^=sector_]").first.focus()
    button = second.locator(".conflict").get_by_role("button", name="ใช้ของฉัน")
    expect(button).to_be_visible()

    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    second.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    second.mouse.down()
    second.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    second.mouse.up()

    expect(second.locator(".conflict")).to_have_count(0)
    assert eventually(lambda: titles(forum) == ["ของคนที่สอง"])
    assert eventually(cast.officer.notices.exists)
    told = cast.officer.notices.get()
    assert "ของคนแรก" in told.text
    assert "ของคนที่สอง" in told.text
