"""Plain forms keep what was typed until it has arrived, for the person who typed it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from forums.models import Forum
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('bkkplan:unsent:')).length"
WORDS = "นำข้อความที่พิมพ์ค้างไว้กลับมาแล้ว"


@pytest.fixture
def address(portal):
    return f"{portal}/work/forums/new/"


@pytest.fixture
def call(clean_page, context, sign_in, cast, address):
    """The form of an announcement, before the officer."""
    sign_in(context, cast.officer)
    clean_page.goto(address)
    return clean_page


def type_a_call(page):
    page.locator("[name=title]").fill("เวทีที่พิมพ์ค้างไว้")
    page.locator("[name=place]").fill("ลานวัดสามพระยา")
    page.locator("[name=purpose]").fill("รับฟังเรื่องทางเท้า\nและไฟส่องสว่าง")


def sign_out_unseen(context):
    Session.objects.all().delete()
    context.clear_cookies(name="sessionid")


def announce(page):
    page.locator(".form-foot .btn-primary").click()


def test_a_session_that_ended_while_typing_loses_nothing(call, context, sign_in, cast, address):
    type_a_call(call)
    sign_out_unseen(context)
    announce(call)
    expect(call).to_have_url(f"{address.removesuffix('/work/forums/new/')}/accounts/login/?next=/work/forums/new/")

    sign_in(context, cast.officer)
    call.goto(address)

    expect(call.get_by_text(WORDS)).to_be_visible()
    expect(call.locator("[name=title]")).to_have_value("เวทีที่พิมพ์ค้างไว้")
    expect(call.locator("[name=purpose]")).to_have_value("รับฟังเรื่องทางเท้า\nและไฟส่องสว่าง")
    expect(call.locator("[name=starts_at]")).to_have_value("09.00")

    announce(call)

    expect(call.get_by_role("heading", name="วัตถุประสงค์")).to_be_visible()
    assert Forum.objects.get().title == "เวทีที่พิมพ์ค้างไว้"
    assert call.evaluate(KEPT) == 0
    call.goto(address)
    expect(call.locator("[name=place]")).to_have_value("ลานวัดสามพระยา")  # as the last forum's
    expect(call.get_by_text(WORDS)).to_have_count(0)


def test_another_person_at_the_same_browser_gets_nothing(call, context, sign_in, cast, address):
    type_a_call(call)
    sign_out_unseen(context)
    announce(call)

    sign_in(context, cast.director)
    call.goto(address)

    expect(call.locator("[name=place]")).to_have_value("")
    expect(call.get_by_text(WORDS)).to_have_count(0)
    assert call.evaluate(KEPT) == 1
    sign_in(context, cast.officer)
    call.goto(address)
    expect(call.locator("[name=place]")).to_have_value("ลานวัดสามพระยา")


def test_what_was_put_back_can_be_cleared(call):
    before = call.locator("[name=title]").input_value()
    type_a_call(call)
    call.once("dialog", lambda dialog: dialog.accept())
    call.goto("about:blank")
    call.go_back()
    call.locator("[data-kept-clear]").click()

    expect(call.locator("[name=title]")).to_have_value(before)
    expect(call.locator("[name=place]")).to_have_value("")
    expect(call.get_by_text(WORDS)).to_have_count(0)
    assert call.evaluate(KEPT) == 0


def test_logging_out_removes_it(call):
    type_a_call(call)
    assert call.evaluate(KEPT) == 1
    call.on("dialog", lambda dialog: dialog.accept())

    call.locator(".site-head details.drop summary").click()
    call.locator(".drop-panel [data-forget-drafts] button").click()

    expect(call.get_by_text("เข้าสู่ระบบ").first).to_be_visible()
    assert call.evaluate(KEPT) == 0


def test_after_a_refusal_all_that_was_typed_is_kept_and_not_only_what_was_mended(call, context, sign_in, cast, address):
    type_a_call(call)
    call.locator("[name=scheduled_on]").fill("31 กันยายน 2566")
    announce(call)
    expect(call.locator("[name=scheduled_on].is-invalid")).to_be_visible()
    call.locator("[name=scheduled_on]").fill("20 มิ.ย. 2566")
    sign_out_unseen(context)
    announce(call)

    sign_in(context, cast.officer)
    call.goto(address)

    expect(call.locator("[name=title]")).to_have_value("เวทีที่พิมพ์ค้างไว้")
    expect(call.locator("[name=scheduled_on]")).to_have_value("20 มิ.ย. 2566")


def test_a_text_over_an_older_version_is_told_so_and_touches_no_other_field(call, context, sign_in, cast, portal):
    forum = ForumFactory(district=cast.home, planned=True, title="ชื่อเดิม", place="ที่เดิม")
    call.goto(f"{portal}{forum.get_absolute_url()}edit/")
    call.locator("[name=title]").fill("ชื่อของฉัน")
    sign_out_unseen(context)
    call.get_by_role("button", name="บันทึก").click()
    Forum.objects.filter(pk=forum.pk).update(place="ที่ของเขา", version=forum.version + 1)

    sign_in(context, cast.officer)
    call.goto(f"{portal}{forum.get_absolute_url()}edit/")

    expect(call.locator("[name=title]")).to_have_value("ชื่อของฉัน")
    expect(call.locator("[name=place]")).to_have_value("ที่ของเขา")
    call.get_by_role("button", name="บันทึก").click()
    expect(call.get_by_text("ชื่อเดิม").first).to_be_visible()
    assert Forum.objects.get().title == "ชื่อเดิม"
