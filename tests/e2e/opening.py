"""People who open a year in an empty portal, each through the portal's own pages."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from re import findall
from unittest.mock import patch

from PIL import Image

from bkkplan.trial import supervisor
from bkkplan.trial.journey.browser import Browser, Form, Page
from bkkplan.trial.journey.steps import demand
from tests.e2e.city import LivingCity, own_broker, own_database
from tests.waiting import eventually

FRAME = ("/work/year/", "/work/hat/", "/accounts/logout/")  # what the frame around every page sends
PASSWORD = "ทดสอบ-เปิดปี-2570"  # of accounts that live as long as the test

WAITING = 'hx-trigger="every'  # a page that asks again until the worker has read a file


class EmptyPortal(LivingCity):
    """The portal as `script/demo --empty` starts it, on the servers of the tests, with a day that can be moved."""

    @classmethod
    @contextlib.contextmanager
    def started(cls, day: str) -> Iterator["EmptyPortal"]:  # type: ignore[override]
        with contextlib.ExitStack() as stack:
            portal = cls(
                Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bkkplan-"))),
                stack.enter_context(supervisor.listening_socket(0)),
                is_empty=True,
            )
            portal.day = portal.data / "day"
            portal.turn_to(day)
            with patch.dict(os.environ):
                os.environ["DATABASE_URL"] = stack.enter_context(own_database())
                os.environ["REDIS_URL"] = stack.enter_context(own_broker())
                os.environ["BKKPLAN_TODAY_FILE"] = str(portal.day)
                try:
                    stack.enter_context(portal.running())
                except supervisor.DemoError:
                    supervisor.show_ends(portal.data / "log")
                    raise
                portal.environment = dict(os.environ)
                yield portal

    def turn_to(self, day: str) -> None:
        """Another working day, in all running processes at once."""
        self.day.write_text(day, encoding="utf-8")

    def command(self, *words: str) -> str:
        """What a command of ours prints."""
        done = subprocess.run(
            [sys.executable, str(supervisor.ROOT / "manage.py"), *words],
            env=self.environment,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode()

    def letters(self) -> Iterator[EmailMessage]:
        """All letters that the portal wrote, the latest last."""
        for file in sorted((self.data / "mail").iterdir(), key=lambda file: file.stat().st_mtime):
            for raw in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                letter = message_from_bytes(raw.lstrip(), policy=policy.default)
                if letter["To"]:
                    yield letter

    def letters_to(self, address: str) -> list[str]:
        """The texts of all letters to an address, the latest last."""
        bodies = [letter.get_body(("plain",)) for letter in self.letters() if address in letter["To"]]
        return [body.get_content() for body in bodies if body is not None]


class Counted(Browser):
    """A browser that counts the pages that its person saw."""

    pages = 0
    is_counting = True

    @staticmethod
    @contextlib.contextmanager
    def paused() -> Iterator[None]:
        Counted.is_counting = False
        try:
            yield
        finally:
            Counted.is_counting = True

    def acts_offered(self, path: str) -> list[str]:
        """The addresses that a page sends something to, those of the frame around every page left out."""
        posts = {form.address.split("?")[0] for form in self.open(path).forms if form.method == "post"}
        return sorted(address for address in posts if not address.endswith(FRAME))

    def _ask(self, *args: object, **kwargs: object) -> Page:
        Counted.pages += Counted.is_counting
        return super()._ask(*args, **kwargs)  # type: ignore[arg-type]


def picture() -> bytes:
    """A scanned paper."""
    paper = BytesIO()
    Image.new("RGB", (60, 80), "white").save(paper, "PNG")
    return paper.getvalue()


class Opening:
    def __init__(self, portal: EmptyPortal) -> None:
        self.portal = portal
        self.people: dict[str, Browser] = {}

    # --- people

    def enter(self, who: str, link: str) -> Browser:
        """Open one's account by a one-time link, and set a password."""
        browser = self.people[who] = Counted(self.portal.address, who)
        form = browser.open(link).form("new_password1")
        page = browser.send(form, new_password1=PASSWORD, new_password2=PASSWORD)
        demand(page, page.path == "/work/", f"{who} does not come to the own work: {page.text[:300]}")
        return browser

    def first_administrator(self) -> Browser:
        text = self.portal.command("first_administrator", "--address", self.portal.address)
        return self.enter("admin", findall(r"http://\S+", text)[-1])

    def by_letter(self, who: str, address: str) -> Browser:
        """Open one's account by the link in the letter of invitation."""
        letters = eventually(lambda: self.portal.letters_to(address))
        return self.enter(who, findall(r"http://\S+/enter/\S+", letters[-1])[-1])  # type: ignore[index]

    def visitor(self) -> Browser:
        return Browser(self.portal.address, "visitor")

    # --- what a person does with a page

    def act(self, browser: Browser, path: str, **answers: object) -> Page:
        """Open a page, fill in its own form, send it; the portal must take it."""
        return browser.send(browser.open(path).form(), **answers)  # type: ignore[arg-type]

    def once_read(self, browser: Browser, page: Page) -> Page:
        """The same page once the worker has read what was handed in."""
        if WAITING not in page.html:
            return page
        with Counted.paused():  # the page shows it by itself
            found = eventually(
                lambda: (later := browser.open(page.address)) and WAITING not in later.html and later, 60
            )
        assert isinstance(found, Page), f"{page.address}: not read in a minute"
        return found

    def bring_in_people(self, browser: Browser, table: str) -> Page:
        page = browser.send(browser.open("/work/lists/people/city/").form("text"), text=table)
        page = self.once_read(browser, page)
        return browser.send(self.form_to(page, "confirm/"))

    def bring_in_register(self, browser: Browser, table: str, day: str) -> Page:
        form = browser.open("/work/lists/communities/city/").form("day")
        page = browser.send(form, files={"file": ("ทะเบียน.csv", table.encode("utf-8-sig"))}, day=day)
        page = self.once_read(browser, page)
        return browser.send(self.form_to(page, "confirm/"))

    @staticmethod
    def reason(amount: str) -> str:
        """The field of the reason beside that of an amount."""
        return amount.replace("amount_", "reason_")

    @staticmethod
    def form_to(page: Page, action: str) -> Form:
        found = [form for form in page.forms if form.address.endswith(action)]
        demand(page, found, f"there is no form to {action}: {page.text[:600]}")
        return found[0]

    # --- the year

    def bring_in_tree(self, browser: Browser, table: str, **tree: object) -> Page:
        """A strategy tree of the city with its nodes; returns its page."""
        page = self.act(browser, "/work/strategy/trees/new/", **tree)
        page = self.once_read(browser, browser.send(page.form("text"), text=table, whole="whole"))
        return browser.send(self.form_to(page, "confirm/"))

    def write_flagship(self, browser: Browser, year: int, **words: object) -> Page:
        """A new flagship project of a year, as its form asks for it."""
        form = browser.open(f"/work/years/{year}/flagships/new/").form("title_th")
        given = {"responsible_unit": "สำนักงานเขต", "objective": form.option("objective", "5.2.1")} | words
        return browser.send(form, **given)  # type: ignore[arg-type]

    def open_year(self, browser: Browser, year: int, **more: object) -> Page:
        page = browser.open(f"/work/years/{year}/open/")
        return browser.send(page.form(), **more)  # type: ignore[arg-type]

    # --- money

    def transfer(self, browser: Browser, project: str, **shares: str) -> Page:
        """Transfer what the rule of sharing fills in, or these shares: seen first, then confirmed."""
        seen = browser.send(browser.open(f"{project}transfer/").form("act"), **shares)
        return browser.send(seen.form("confirmed"))
