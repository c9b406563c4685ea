"""The main job in the browser: what one evening's proposal becomes, by the hands of everyone who has a part in it."""

import contextlib
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import Person
from tests.e2e.writing import turn_the_page

ROOT = Path(__file__).resolve().parents[2]
THIS_YEAR, NEXT_YEAR = 2566, 2567
PLANS = 1  # the second of the three indicators counts communities with a plan
JOB_PATIENCE = 60_000
SHARE, ALL_SHARES = "100,000", "5,000,000"

# As a reader must find them, whatever the catalogue of words holds.
HEADINGS = {
    "th": {
        "writing": "เขียนแผนพัฒนาชุมชน ปี 2567",
        "preview": "ตรวจก่อนโอน",
        "figures": "ตัวชี้วัด ปีงบประมาณ 2566",
        "home": "ท่านเสนอ เมืองทำอะไรไปแล้วบ้าง",
    },
    "en": {
        "writing": "Write the community development plan for 2567",
        "preview": "Check before the transfer",
        "figures": "Indicators, fiscal year B.E. 2566",
        "home": "You proposed it. What has the city done?",
    },
}
TITLE = {"th": "ปรับปรุงทางเดินริมคลองท้ายชุมชน", "en": "ซ่อมสะพานข้ามคลองหน้าชุมชน"}
SPREADSHEET = [
    ("โครงการ", "งบประมาณ (บาท)", "คะแนน"),
    ("ติดตั้งไฟส่องสว่างในซอย", "1.2 แสน", "31"),
    ("ขุดลอกท่อระบายน้ำ", "๘๕,๐๐๐.-", "24"),
    ("อบรมปฐมพยาบาลผู้ดูแลผู้สูงอายุ", "20,000", "12"),
]
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(event);
}"""


@dataclass
class Hands:
    """What a person reads on a page, follows, presses and fills in; words are given as the source has them, in Thai."""

    person: Person

    @property
    def page(self) -> Page:
        return self.person.page

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def words(self, thai: str, **parts: str) -> str:
        """The words in the person's language, each part put into its place."""
        with override(self.person.language):
            return gettext(thai) % {name: gettext(part) for name, part in parts.items()} if parts else gettext(thai)

    def open(self, path: str) -> None:
        self.page.goto(path)
        expect(self.page.locator("html")).to_have_attribute("lang", self.person.language)

    def follow(self, thai: str, *, within: Locator | None = None, **parts: str) -> None:
        # The page's own link stands before that of the message which says what comes next.
        (within or self.main).get_by_role("link", name=self.words(thai, **parts), exact=True).first.click()

    def press(self, thai: str, *, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("button", name=self.words(thai), exact=True).click()

    def send(self, thai: str = "") -> None:
        """Press the page's own button and wait for the answer; to open another page at once breaks the sending off."""
        named = self.main.get_by_role("button", name=self.words(thai), exact=True)
        button = named if thai else self.main.locator("form .btn-primary[type=submit]")
        button.focus()  # an amount is read back in words when its field is left, and moves the button
        with self.page.expect_navigation():
            button.click()

    def fill(self, *, within: Locator | None = None, **answers: str) -> None:
        for name, answer in answers.items():
            (within or self.main).locator(f"[name={name}]").fill(answer)

    def stands_before(self, page: str) -> None:
        expect(self.main.locator("h1")).to_have_text(HEADINGS[self.person.language][page])

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def hears(self, thai: str, **parts: str) -> None:
        """What the portal answers at the head of the next page."""
        expect(self.page.locator("#messages")).to_contain_text(self.words(thai, **parts))

    def is_saved(self) -> None:
        self.page.keyboard.press("Tab")  # a line is saved when it is left
        expect(self.page.locator("[data-autosave-state=saved]")).to_be_visible()


@pytest.fixture
def hands(enter):
    return lambda username, language: Hands(enter(username, language=language))


@pytest.mark.parametrize(("language", "district"), [("th", "1025"), ("en", "1049")])
def test_a_proposal_is_followed_from_the_forum_to_the_finished_project(hands, city, tmp_path, language, district):
    community, title = f"{district}-001", TITLE[language]
    officer = hands(f"officer{district}", language)
    committee = hands(f"committee{district}", language)
    director = hands(f"director{district}", language)
    strategy = hands("strategy", language)

    before = figures_of(strategy)
    hearing = hold_a_forum(officer, title)
    visitor = hands("", language)
    visitor.open(hearing)
    visitor.reads(title, "1,235", *(row[0] for row in SPREADSHEET[1:]))

    write_the_plan(committee, community, title)
    check_the_plan(officer, community)
    item = plan_the_year(officer, director, district, title)
    flagship = transfer_to_the_districts(strategy)
    spend_the_flagship_share(officer, district, flagship)
    spend_and_finish(officer, item)
    after = compute_the_figures(strategy, city)
    assert after[PLANS] == before[PLANS] + 1
    fetch_the_reports(hands("admin", language), tmp_path)
    follow_the_proposal(visitor, title)


def hold_a_forum(officer, title):
    """Announced, held, recorded and published; the address that everyone may open."""
    officer.open(f"/work/forums/year/{THIS_YEAR}/")
    officer.follow("ประกาศเวที")
    officer.fill(title="เวทีติดตามแผนพัฒนาเขต", scheduled_on="2 มิ.ย. 2566", place="ห้องประชุมสำนักงานเขต")
    officer.press("ประกาศเวที")
    officer.follow("จัดแล้ว บันทึกผล")
    officer.send()

    type_two_proposals(officer, title)
    paste_three(officer)
    sectors = officer.main.locator("#attendance input[name^=sector_]")
    sectors.nth(0).fill("1,200")
    sectors.nth(1).fill("๓๕")
    expect(officer.page.locator("[data-sum-total]")).to_have_text("1,235")
    officer.is_saved()

    officer.follow("ตรวจและเผยแพร่")
    officer.main.locator("[name=is_free_of_personal_data]").check()
    officer.press("เผยแพร่ผลเวที")
    officer.hears("เผยแพร่ผลเวทีแล้ว")
    return f"/hearings/{officer.page.url.rstrip('/').rpartition('/')[2]}/"


def type_two_proposals(officer, title):
    keyboard = officer.page.keyboard
    cell(officer, 0, "title").focus()
    for words, amount in ((title, "๑๕๐,๐๐๐.-"), ("ปลูกต้นไม้ริมทาง", "3 หมื่น")):
        keyboard.insert_text(words)
        keyboard.press("Tab")
        keyboard.insert_text(amount)
        keyboard.press("Enter")
    cell(officer, 0, "area").select_option(index=1)
    expect(officer.page.locator("[data-rowtable-count]")).to_have_text("2")


def paste_three(officer):
    cell(officer, 2, "title").focus()
    officer.page.evaluate(PASTE, "\n".join("\t".join(row) for row in SPREADSHEET))
    expect(officer.page.locator("[data-rowtable-count]")).to_have_text("5")
    expect(cell(officer, 2, "title")).to_have_value(SPREADSHEET[1][0])
    officer.is_saved()
    expect(cell(officer, 2, "requested_amount")).to_have_value("120,000")


def cell(officer, row, name):
    return officer.page.locator("[data-rowtable] tbody:not(.is-removed)").nth(row).locator(f"[name={name}]")


def write_the_plan(committee, community, title):
    committee.open(f"/work/plans/{NEXT_YEAR}/{community}/")
    committee.follow("เขียนต่อ")
    committee.stands_before("writing")
    blank = committee.main.locator("#problems .is-fresh")
    problem = committee.main.locator(f"#{blank.get_attribute('id')}")
    committee.fill(within=problem, problem="ทางริมคลองทรุด", cause="น้ำเซาะใต้แผ่นพื้น", way_out="ซ่อมพื้นและทำราวกันตก")
    committee.is_saved()

    turn_the_page(committee.page)
    offered = committee.main.locator("#uptake-list")
    committee.fill(within=offered, q=title)
    committee.press("ค้นหา", within=offered)
    expect(offered.locator("li")).to_have_count(1)
    committee.press(f"{committee.words('นำเข้าแผน')} {title}", within=offered)
    expect(offered).to_contain_text(committee.words("อยู่ในแผนแล้ว"))

    turn_the_page(committee.page)
    committee.follow(title)
    committee.fill(reason="ทางเดิมทรุดและไม่มีราว", objectives="ทุกวัยเดินริมคลองได้ปลอดภัย", target="ทางเดิน 85 เมตร พร้อมราวกันตก")
    committee.is_saved()
    committee.follow("กลับไปหน้าแผน")
    committee.follow("ตรวจและส่ง")
    committee.reads(title)
    if committee.main.locator("[name=areas_reason]").count():  # asked where an area is left without a project
        committee.fill(areas_reason="ปีนี้ชุมชนขอเริ่มที่ทางเดินริมคลองก่อน")
    committee.fill(present="24")
    committee.press("ส่งให้สำนักงานเขต")
    committee.hears("ส่งแผนให้สำนักงานเขตแล้ว เขตจะแจ้งผลการตรวจมาที่หน้างานของฉัน")


def check_the_plan(officer, community):
    """The three questions on every project, the confirmation, and the adoption by the community's meeting."""
    officer.open(f"/work/plans/{NEXT_YEAR}/{community}/")
    officer.follow("ตรวจแผน")
    expect(officer.main.locator("[data-check-page].is-live")).to_be_visible()  # its keys answer from now on
    rows = officer.main.locator("[data-check-row]")
    expect(rows).not_to_have_count(0)
    rows.first.locator(".num").first.click()
    for number in range(1, rows.count() + 1):
        officer.page.keyboard.press("Digit1")
        expect(officer.page.locator("[data-check-finished]")).to_have_text(str(number))
    officer.is_saved()
    officer.follow("รับรองแผน")
    officer.send("รับรองแผนอย่างเดียว")

    officer.open(f"/work/plans/{NEXT_YEAR}/{community}/")
    officer.follow("บันทึกการรับรองของชุมชน")
    officer.fill(adopted_on="1 มิ.ย. 2566")
    officer.send()
    officer.reads(officer.words("การรับรองของชุมชน"))


def plan_the_year(officer, director, district, title):
    """Into the plan of the year under way by an amendment, so that its money can come today; the item's address."""
    plan = f"/work/action-plans/{THIS_YEAR}/{district}/"
    officer.open(plan)
    officer.follow("แก้ไขเพิ่มเติมแผน")
    officer.fill(reason="ได้รับจัดสรรงบประมาณเพิ่มเติม")
    officer.press("เริ่มแก้ไขเพิ่มเติม")
    officer.follow("นำเข้าจากแผนพัฒนาชุมชน")
    officer.main.locator(".filterbar [name=year]").select_option(str(NEXT_YEAR))
    officer.press("กรอง")
    officer.main.get_by_role("checkbox", name=title).check()
    officer.press("นำเข้าแผน")
    officer.hears("เสนอ%(role)s", role="ผู้อำนวยการเขต")
    officer.follow("เสนอ%(role)s", role="ผู้อำนวยการเขต")
    officer.press("เสนอแผน")
    officer.hears("เสนอแผนแล้ว %(role)sได้รับแจ้ง", role="ผู้อำนวยการเขต")

    director.open(plan)
    director.follow("อนุมัติแผน")
    director.press("อนุมัติแผน")
    director.hears("อนุมัติแผนแล้ว ชุมชนที่มีโครงการในแผนได้รับแจ้ง")
    line = director.main.get_by_role("link", name=title)
    expect(line).to_be_visible()
    return line.get_attribute("href")


def transfer_to_the_districts(strategy):
    """One act for all fifty; the title of the flagship project whose money it was."""
    strategy.open(f"/work/flagship/{THIS_YEAR}/")
    strategy.main.locator("a[href*='/flagship/projects/']").nth(2).click()
    title = strategy.main.locator("h1").inner_text()
    transferred = transferred_so_far(strategy)
    strategy.follow("บันทึกงบประมาณที่ได้รับ")
    strategy.fill(amount=ALL_SHARES)
    strategy.send()
    strategy.follow("โอนจัดสรรให้เขต")
    shares = strategy.main.locator("[data-share]")
    expect(shares).to_have_count(50)
    for share in shares.all():
        share.fill(SHARE)
    expect(strategy.page.locator("[data-shares-total]")).to_contain_text(ALL_SHARES)
    strategy.press("ดูก่อนโอน")
    strategy.stands_before("preview")
    expect(strategy.main.locator(".transfer-sum")).to_contain_text(ALL_SHARES)
    strategy.press("ยืนยันการโอน")
    expect(strategy.page.locator(".undo")).to_be_visible()
    assert transferred_so_far(strategy) == transferred + number(ALL_SHARES)
    return title


def transferred_so_far(strategy):
    return number(strategy.main.locator("tfoot td").first.inner_text())


def number(text):
    return int(text.replace(",", ""))


def spend_the_flagship_share(officer, district, title):
    officer.open(f"/work/money/{THIS_YEAR}/{district}/")
    officer.follow(title)
    enter_money(officer, "ก่อหนี้ผูกพัน", "60,000")
    enter_money(officer, "เบิกจ่าย", "45,250")
    officer.reads("45,250")


def spend_and_finish(officer, item):
    officer.open(item)
    enter_money(officer, "บันทึกงบประมาณอนุมัติ", "1.5 แสน")
    enter_money(officer, "ก่อหนี้ผูกพัน", "149,500")
    enter_money(officer, "เบิกจ่าย", "149,500")
    officer.main.locator("[name=progress]").select_option("done")
    officer.fill(done_on="2 มิ.ย. 2566", result="ซ่อมทางเดินแล้ว 85 เมตร")
    officer.press("บันทึกความก้าวหน้า")
    officer.reads("ซ่อมทางเดินแล้ว 85 เมตร")


def enter_money(officer, what, amount):
    officer.follow(what)
    officer.fill(amount=amount)
    officer.send()


def compute_the_figures(strategy, city):
    figures_of(strategy)
    progress = strategy.main.locator(".progress-job")
    with paused(city.process("worker")):
        strategy.press("คำนวณใหม่")
        expect(progress).to_contain_text(strategy.words("รอคิว"))
    expect(progress).to_contain_text(strategy.words("เสร็จแล้ว"), timeout=JOB_PATIENCE)
    after = figures_of(strategy)
    assert after == counted(city)
    return after


def figures_of(strategy):
    """How many units the dashboard counts for each of the three indicators."""
    strategy.open(f"/work/kpi/{THIS_YEAR}/")
    strategy.stands_before("figures")
    return [number(text) for text in strategy.main.locator(".kpi-figures .figure-parts strong").all_inner_texts()]


@contextlib.contextmanager
def paused(process):
    """Three figures are computed in the blink of an eye: whoever wants to see the waiting must hold the worker."""
    process.running.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.running.send_signal(signal.SIGCONT)


def counted(city):
    """The numerators as the command line has them."""
    command = [sys.executable, str(ROOT / "manage.py"), "kpi", "--year", str(THIS_YEAR), "--json"]
    done = subprocess.run(command, env=city.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return [row["counted"] for row in json.loads(done.stdout)]


def fetch_the_reports(admin, folder):
    for kind in ("pdf", "xlsx"):
        admin.open("/work/reports/")
        admin.main.locator("[name=year]").select_option(str(THIS_YEAR))
        admin.main.locator("[name=file_format]").select_option(kind)
        admin.press("ทำรายงาน")
        newest = admin.main.locator(".progress-job").first
        ready = newest.locator("a[href$='/file/']")
        expect(ready).to_be_visible(timeout=JOB_PATIENCE)
        with admin.page.expect_download() as download:
            ready.click()
        download.value.save_as(folder / f"kpi.{kind}")

    text = subprocess.run(["pdftotext", folder / "kpi.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "ตัวชี้วัด" in text
    assert "กรุงเทพมหานคร" in text
    assert text.count("\f") > 1
    assert (folder / "kpi.xlsx").read_bytes().startswith(b"PK")


def follow_the_proposal(visitor, title):
    visitor.open("/")
    visitor.stands_before("home")
    visitor.fill(q=title)
    visitor.press("ค้นข้อเสนอ")
    visitor.follow(title)
    steps = visitor.main.get_by_role("list", name=visitor.words("เส้นทางของข้อเสนอ"))
    for step in ("เสนอในเวที", "อยู่ในแผนพัฒนาชุมชน", "ตรวจความสอดคล้อง", "บรรจุในแผนเขต", "ได้รับงบประมาณ", "แล้วเสร็จ"):
        expect(steps).to_contain_text(visitor.words(step))
    expect(steps).to_contain_text("150,000")
    expect(steps).to_contain_text("149,500")
    expect(steps).to_contain_text("ซ่อมทางเดินแล้ว 85 เมตร")
