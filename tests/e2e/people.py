"""A person at a browser."""

import os

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.city import LivingCity

CHROMIUM = os.environ.get("BKKPLAN_CHROMIUM", "/usr/bin/chromium-headless-shell")
expect.set_options(timeout=30_000)  # as long as Playwright waits for what is to be clicked
HEIGHTS = {360: 740, 1280: 900}
LOCALES = {"th": "th-TH", "en": "en-GB"}


class Person:
    def __init__(self, browser: Browser, city: LivingCity, username: str, *, language: str, width: int) -> None:
        self.city, self.username, self.language = city, username, language
        self.complaints: list[str] = []
        self.refusals: set[int] = set()  # answers that are wanted, of which the console complains all the same
        self.context = browser.new_context(
            locale=LOCALES[language],
            viewport={"width": width, "height": HEIGHTS[width]},
            base_url=city.address,
            reduced_motion="reduce",
        )
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(f"{username}: {error.error}"))
        self.page: Page = self.context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if any(f"status of {status} " in message.text for status in self.refusals):
            return
        if message.type in {"error", "warning"}:
            place = message.page.url if message.page else ""
            self.complaints.append(f"{self.username or 'visitor'} at {place}: {message.text}")

    def sign_in(self, password: str, *, login: str = "") -> None:
        self.page.goto("/accounts/login/")
        self.page.locator("[name=login]").fill(login or self.username)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main form [type=submit]").click()
        self.page.wait_for_url("**/work/")

    def leave(self) -> None:
        self.context.close()
