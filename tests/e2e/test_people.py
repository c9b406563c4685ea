"""How people come in and go: invitations, one-time links, passwords and ended roles, in browsers of their own."""

from email import message_from_bytes, policy
from re import search

from playwright.sync_api import expect

from tests.waiting import eventually

DISTRICT, COMMUNITY = "1018", "1018-001"
MONEY = f"/work/money/2566/{DISTRICT}/"
WEAK, FIRST, SECOND = "1234", "ลำดวน-บานเช้า-2566", "ลีลาวดี-ริมคลอง-2566"


def test_staff_invited_by_the_administrator_set_a_password_and_come_back_by_e_mail(enter, city):
    admin = enter("admin").page
    email = "karn.s@example.org"
    admin.goto("/work/people/invite/")
    admin.locator("[name=role]").select_option("strategy")
    address = invite(admin, "กานต์ สุขสวัสดิ์", "karn.s", email)
    assert address in mail_to(city, email).get_content()

    come_in(enter, address)
    used = enter()
    used.refusals = {410}
    used.page.goto(address)
    back = enter()
    back.sign_in(FIRST, login=email)

    expect(used.page.locator("h1")).to_have_text("ลิงก์ใช้ไม่ได้แล้ว")
    expect(used.page.locator("main")).to_contain_text("ขอลิงก์ใหม่จากผู้ที่ส่งให้ท่าน")
    expect(back.page.locator(".site-head")).to_contain_text("กานต์ สุขสวัสดิ์")


def test_a_forgotten_password_is_set_anew_by_the_mail(enter, city):
    admin = enter("admin").page
    email = "orn.p@example.org"
    admin.goto("/work/people/invite/")
    admin.locator("[name=role]").select_option("social_development")
    come_in(enter, invite(admin, "อร พงษ์ไทย", "orn.p", email))

    person = enter()
    page = person.page
    page.goto("/accounts/login/")
    page.get_by_role("link", name="ลืมรหัสผ่าน").click()
    page.locator("[name=email]").fill(email)
    page.locator("main form [type=submit]").click()
    expect(page.locator("h1")).to_have_text("ส่งลิงก์แล้ว")
    mail = mail_to(city, email, with_words="/accounts/password/reset/")
    assert mail["subject"].strip() == "ตั้งรหัสผ่านใหม่ในบีเคเคแพลน"
    page.goto(search(r"http://\S+", mail.get_content()).group())
    set_password(page, SECOND, "password1", "password2")
    expect(page.locator("h1")).to_have_text("ตั้งรหัสผ่านใหม่แล้ว")

    person.sign_in(SECOND, login=email)


def test_a_director_invites_an_officer_and_the_officer_a_committee_member_until_the_role_ends(enter):
    director = enter(f"director{DISTRICT}").page
    director.goto("/work/people/invite/")
    address = invite(director, "นภา สุขสวัสดิ์", "napa.s")
    director.get_by_role("link", name="เลือกฝ่ายที่ทำงาน").click()
    director.get_by_label("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม").check()
    director.locator("main form [type=submit]").click()
    napa = come_in(enter, address)
    officer = napa.page
    officer.goto(f"/work/committees/{COMMUNITY}/")
    officer.get_by_role("link", name="เชิญเข้าใช้ระบบ").first.click()
    officer.locator("[name=username]").fill("somsri.k")
    officer.locator("main form [type=submit]").click()
    member = come_in(enter, officer.locator(".link-address").inner_text().strip()).page
    expect(member.locator(".site-head")).to_contain_text("แผนพัฒนาชุมชน")
    assert officer.goto(MONEY).status == 200

    director.goto("/work/people/?q=napa.s")
    director.get_by_role("link", name="นภา สุขสวัสดิ์").click()
    director.locator("summary", has_text="สิ้นสุดบทบาท").click()
    director.get_by_role("button", name="สิ้นสุด", exact=True).click()

    expect(director.locator("#messages")).to_contain_text("สิ้นสุดบทบาทแล้ว")
    napa.refusals = {404}
    assert officer.goto(MONEY).status == 404


def invite(page, full_name, username, email=""):
    """Fill in the rest of the open form; the address that the new person is given."""
    for name, answer in {"full_name": full_name, "username": username, "email": email}.items():
        page.locator(f"[name={name}]").fill(answer)
    page.locator("main form [type=submit]").click()
    return page.locator(".link-address").inner_text().strip()


def come_in(enter, address):
    """The new person opens the link, is told what is wrong with a weak password, and sets a better one."""
    person = enter()
    person.refusals = {422}
    person.page.goto(address)
    set_password(person.page, WEAK)
    expect(person.page.locator("main")).to_contain_text("รหัสผ่านสั้นเกินไป ใช้อย่างน้อย 10 ตัวอักษร")
    set_password(person.page, FIRST)
    person.page.wait_for_url("**/work/")
    return person


def set_password(page, password, *names):
    for name in names or ("new_password1", "new_password2"):
        page.locator(f"[name={name}]").fill(password)
    page.locator("main form [type=submit]").click()


def mail_to(city, email, *, with_words=""):
    mail = eventually(lambda: next(mails_to(city, email, with_words), None), seconds=10)
    assert mail, f"no mail to {email}"
    return mail


def mails_to(city, email, with_words):
    for path in (city.data / "mail").glob("*"):
        # One file holds all the mails of a process, each closed by a line of dashes.
        for source in path.read_bytes().split(b"\n" + b"-" * 79):
            mail = message_from_bytes(source.lstrip(), policy=policy.default)
            if mail["to"] == email and with_words in mail.get_content():
                yield mail
