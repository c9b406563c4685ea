"""The steps of the main job, as the people who do it would do them. A step that does not hold raises JourneyError.

Everything goes through the plain pages, which work without a script too; what scripts add is tested in a browser.
"""

import contextlib
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import findall
from typing import Any
from uuid import uuid4

from bkkplan.trial.journey.browser import Browser, JourneyError, Page

DISTRICT, COMMUNITY = "1001", "1001-001"
OFFICER, DIRECTOR, COMMITTEE = f"officer{DISTRICT}", f"director{DISTRICT}", f"committee{DISTRICT}"
THIS_YEAR, NEXT_YEAR = 2566, 2567
LATER = "2023-11-20"  # in the next fiscal year, when its money has come
TITLE = "ปรับปรุงทางเดินริมคลองหน้าชุมชน"
PATIENCE = 120.0


@dataclass
class Journey:
    root: str
    password: str
    papers: Path  # where the reports are put
    turn_to: Callable[[str], None]  # another working day
    language: str = "th"
    people: dict[str, Browser] = field(default_factory=dict)
    forum: str = ""
    plan: str = f"/work/plans/{NEXT_YEAR}/{COMMUNITY}/"
    action_plan: str = f"/work/action-plans/{NEXT_YEAR}/{DISTRICT}/"
    item: str = ""

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "ผู้ชม: หน้าสาธารณะ (a visitor looks around)", self.look_around
        yield "ทุกบทบาทเข้าระบบ (every role signs in to their own work)", self.sign_in
        yield (
            "เจ้าหน้าที่ประกาศเวที บันทึกผล เผยแพร่ (the officer announces a forum, records and publishes it)",
            self.hold_a_forum,
        )
        yield (
            "กรรมการชุมชนนำข้อเสนอเข้าแผน แล้วส่ง (the committee takes the proposal into its plan, and submits)",
            self.write_the_plan,
        )
        yield "เจ้าหน้าที่ตรวจและรับรองแผน (the officer checks the plan and confirms it)", self.check_the_plan
        yield "เข้าแผนปฏิบัติราชการ ผู้อำนวยการอนุมัติ (into the action plan; the director approves)", self.plan_the_year
        yield "สยป. โอนเงินโครงการหลัก 50 เขต (strategy staff transfer a flagship project's money)", self.transfer_money
        yield "โปรแกรมเบื้องหลังคำนวณตัวชี้วัด (the worker computes the KPIs)", self.compute_figures
        yield "รายงาน PDF และ XLSX (the report as PDF and XLSX)", self.ask_for_reports
        yield (
            f"ปีถัดไป {LATER}: ได้งบ ผูกพัน เบิกจ่าย แล้วเสร็จ (next year: budget, commitment, payment, done)",
            self.spend_and_finish,
        )
        yield "ผู้ชม: ตามข้อเสนอทุกขั้น (a visitor follows the proposal step by step)", self.follow_the_proposal

    # --- people

    def visitor(self) -> Browser:
        return Browser(self.root, "visitor", self.language)

    def person(self, username: str) -> Browser:
        """Someone who has signed in, and stands before their own work."""
        if username not in self.people:
            browser = Browser(self.root, username, self.language)
            form = browser.open("/accounts/login/").form("login", "password")
            page = browser.send(form, login=username, password=self.password)
            demand(page, page.path == "/work/", f"{username} could not sign in")
            self.people[username] = browser
        return self.people[username]

    # --- the steps

    def look_around(self) -> None:
        browser = self.visitor()
        for path in ("/", "/districts/", f"/districts/{DISTRICT}/", "/hearings/", "/search/", "/about/", "/privacy/"):
            browser.open(path)
        for path in ("/accessibility/", "/contacts/", "/data/"):
            browser.open(path)
        away = browser.open("/work/")
        demand(away, away.path == "/accounts/login/", "a visitor was let into the working portal")

    def sign_in(self) -> None:
        for username in (COMMITTEE, OFFICER, DIRECTOR, "social", "strategy", "admin"):
            self.person(username).open("/work/")

    def hold_a_forum(self) -> None:
        officer = self.person(OFFICER)
        call = officer.open("/work/forums/new/").form("title", "scheduled_on", "place")
        page = officer.send(
            call, "second", title="เวทีติดตามแผนพัฒนาเขต", scheduled_on="2 มิ.ย. 2566", place="ห้องประชุมสำนักงานเขต"
        )
        self.forum = page.path
        for act in ("announce/", "open/", "held/"):
            self.act(officer, self.forum + act)
        row = officer.open(f"{self.forum}proposals/{uuid4()}/").form("title", "requested_amount")
        refused = officer.send(row, title=TITLE, requested_amount="ประมาณแสนห้า", expect=[422])
        demand(refused, TITLE in refused.html, "what was typed beside a bad amount is lost")
        area = next(value for value in row.options("area"))
        where: dict[str, Any] = {
            "area": area,
            "place": "ริมคลองบางลำพู",
            "detail": "ทางเดินทรุดและไม่มีราวกันตก ผู้สูงอายุเดินลำบาก",
        }
        officer.send(row, title=TITLE, requested_amount="๑๕๐,๐๐๐.-", **where)
        self.act(officer, f"{self.forum}attendance/", sector_1="1,200", sector_2="๓๕")
        self.act(officer, f"{self.forum}finish/")
        unsure = officer.open(f"{self.forum}publish/").form()
        officer.send(unsure, expect=[422])
        officer.send(unsure, is_free_of_personal_data=True)
        page = self.visitor().open(self.public_forum)
        demand(page, TITLE in page.text and "1,235" in page.text, "the published results do not show what was recorded")

    def write_the_plan(self) -> None:
        committee = self.person(COMMITTEE)
        number = findall(r"plan=(\d+)", committee.open(f"{self.plan}write/last-year/").html)[0]
        offered = committee.open(f"/work/forums/uptake/?plan={number}&q={TITLE}")
        committee.send(offered.form("plan", action="/take/"))
        page = committee.open(f"{self.plan}write/projects/")
        project = page.link_named(TITLE, "/projects/")
        self.act(committee, project, objectives="เดินริมคลองได้ปลอดภัยทุกวัย", target="ทางเดิน 85 เมตร พร้อมราวกันตก")
        need = {"problem": "ทางเดินริมคลองทรุด", "cause": "น้ำเซาะใต้แผ่นพื้น", "way_out": "ซ่อมพื้นและทำราวกันตก"}
        self.act(committee, f"{self.plan}problems/{uuid4()}/", **need)
        self.act(committee, f"{self.plan}submit/", areas_reason="ปีนี้ชุมชนขอเริ่มที่ทางเดินริมคลองก่อน", present="24")
        page = self.person(OFFICER).open(self.plan)
        demand(page, TITLE in page.text, "the district does not see the submitted plan")

    def check_the_plan(self) -> None:
        officer = self.person(OFFICER)
        check = officer.open(self.plan).link("/work/checks/plans/")
        answers = [form for form in officer.open(check).forms if "fits_mission" in form.names]
        for form in answers:
            fits: dict[str, Any] = {
                f"fits_{question}": "yes" for question in ("mission", "area_strategy", "city_strategy")
            }
            reasons: dict[str, Any] = {f"{question}_reason": "สอดคล้อง" for question in ("mission", "area", "city")}
            officer.send(form, outcome="include", **fits, **reasons)
        self.act(officer, f"{check}confirm/")
        self.act(officer, officer.open(check).link("/work/forums/adoptions/"), adopted_on="1 มิ.ย. 2566")

    def plan_the_year(self) -> None:
        officer = self.person(OFFICER)
        pool = officer.open(f"{self.action_plan}pool/")
        rows = [row for row in pool.html.split('name="projects"')[1:] if TITLE in row]
        demand(pool, rows, "the confirmed project is not offered for the action plan")
        officer.send(pool.form("projects", "how"), projects=findall(r'value="(\d+)"', rows[0])[:1], how="each")
        self.item = officer.open(self.action_plan).link_named(TITLE)
        self.act(officer, f"{self.action_plan}submit/")
        officer.open(f"{self.action_plan}approve/", expect=[403])
        self.act(self.person(DIRECTOR), f"{self.action_plan}approve/")

    def transfer_money(self) -> None:
        strategy = self.person("strategy")
        project = strategy.open(f"/work/flagship/{THIS_YEAR}/").link("/work/flagship/projects/")
        self.act(strategy, f"{project}fund/", amount="10,000,000")
        shares = strategy.open(f"{project}transfer/").form("act")
        each: dict[str, Any] = {name: "200,000" for name in shares.names if name.startswith("share_")}
        done = strategy.send(shares, **each)
        again = strategy.send(shares, **each)  # the same form twice is one transfer
        demand(
            again,
            len(each) == 50 and done.text == again.text,
            "the money was not transferred to fifty districts once",
        )

    def compute_figures(self) -> None:
        strategy = self.person("strategy")
        page = strategy.open(f"/work/kpi/{THIS_YEAR}/")
        answer = strategy.send(page.form(action="/runs/"))
        await_end(strategy, answer, "/work/kpi/runs/")

    def ask_for_reports(self) -> None:
        strategy = self.person("strategy")
        asked = []
        for kind in ("pdf", "xlsx"):  # the worker makes them side by side
            form = strategy.open("/work/reports/").form("year", "file_format")
            asked.append(strategy.send(form, year=str(THIS_YEAR), file_format=kind))
        for page in asked:
            await_end(strategy, page, "/work/reports/")
        files = [link for link in strategy.open("/work/reports/").links if link.endswith("/file/")]
        for address in files[: len(asked)]:
            body = strategy.open(address).body
            kind = "pdf" if body.startswith(b"%PDF") else "xlsx"
            (self.papers / f"kpi-{THIS_YEAR}.{kind}").write_bytes(body)
        pages = count_pages((self.papers / f"kpi-{THIS_YEAR}.pdf").read_bytes())
        if pages < 2 or not (self.papers / f"kpi-{THIS_YEAR}.xlsx").read_bytes().startswith(b"PK"):
            raise JourneyError(f"the report has {pages} pages, or the spreadsheet is none")

    def spend_and_finish(self) -> None:
        self.turn_to(LATER)
        officer = self.person(OFFICER)
        self.act(officer, f"{self.item}budget/", amount="1.5 แสน")
        allocation = (
            officer.open(self.item).link("/work/money/allocations/").rpartition("/allocations/")[2].partition("/")[0]
        )
        for verb in ("commit", "disburse"):
            self.act(officer, f"/work/money/allocations/{allocation}/{verb}/", amount="149,500")
        self.act(
            officer, f"{self.item}progress/", progress="done", done_on="20 พ.ย. 2566", result="ซ่อมทางเดินแล้ว 85 เมตร"
        )

    def follow_the_proposal(self) -> None:
        visitor = self.visitor()
        found = visitor.open(f"/search/?q={TITLE}")
        demand(found, TITLE in found.text, "the search does not find the proposal")
        page = visitor.open(found.link("/proposals/"))
        for sign in (TITLE, "149,500", "ซ่อมทางเดินแล้ว 85 เมตร"):
            demand(page, sign in page.text, f"the trace does not tell “{sign}”")

    # --- small help

    @property
    def public_forum(self) -> str:
        return f"/hearings/{self.forum.rstrip('/').rpartition('/')[2]}/"

    def act(self, browser: Browser, path: str, **answers: Any) -> Page:
        """Open a page, fill in its own form, send it; the portal must take it."""
        return browser.send(browser.open(path).form(), **answers)


def demand(page: Page, holds: object, sentence: str) -> None:
    if not holds:
        raise JourneyError(f"{page.address} ({page.title}): {sentence}")


def await_end(browser: Browser, page: Page, under: str) -> None:
    """Follow what the page follows by itself: the fragments that show how far a job is."""
    until = time.monotonic() + PATIENCE
    for address in {match for match in findall(r'hx-get="([^"]+)"', page.html) if match.startswith(under)}:
        while "hx-get" in browser.open(address).html:
            if time.monotonic() > until:
                raise JourneyError(f"{address}: no end after {PATIENCE:.0f} s")
            time.sleep(0.3)


def count_pages(pdf: bytes) -> int:
    """The pages may be told of in a compressed stream."""
    parts = [pdf]
    for stream in findall(rb"(?s)stream\r?\n(.*?)endstream", pdf):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(stream))
    return sum(len(findall(rb"/Type\s*/Page(?!s)", part)) for part in parts)
