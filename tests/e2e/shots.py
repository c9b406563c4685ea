"""Pictures of the portal for README, out of the sample city: python -m tests.e2e.shots [address of a running demo]."""

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import sync_playwright

from bkkplan.trial.catalog import PASSWORD
from tests import servers
from tests.e2e.city import LivingCity
from tests.e2e.people import CHROMIUM, Person

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@dataclass(frozen=True)
class Shot:
    name: str
    who: str
    path: str
    link: str = ""  # followed from there: the first whose address has this in it
    width: int = 1280
    language: str = "th"


SHOTS = (
    Shot("home", "", "/"),
    Shot("home-phone", "", "/", width=360),
    Shot("dashboard", "strategy", "/work/kpi/2566/"),
    Shot("my-work", "officer1001", "/work/"),
    Shot("proposal", "", "/proposals/0d907427-6bc1-5878-8e1c-d1e77ffd6149/", width=360),  # done, and the same each time
    Shot("hearings", "officer1001", "/work/forums/year/2566/"),
    Shot("district", "", "/districts/1001/", width=360),
    Shot("flagship", "strategy", "/work/flagship/2563/"),
    Shot("dashboard-en", "strategy", "/work/kpi/2566/", language="en"),
)


def take(city, browser) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        person = Person(browser, city, shot.who, language=shot.language, width=shot.width)
        if shot.who:
            person.sign_in(PASSWORD)
        person.page.goto(shot.path)
        if shot.link:
            person.page.goto(person.page.locator(f"main a[href*='{shot.link}']").first.get_attribute("href"))
        person.page.evaluate("document.fonts.ready")
        person.page.screenshot(path=IMAGES / f"{shot.name}.png")
        person.leave()


def main() -> None:
    servers.provide()
    running = nullcontext(SimpleNamespace(address=sys.argv[1])) if len(sys.argv) > 1 else LivingCity.started()
    with running as city, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        take(city, browser)


if __name__ == "__main__":
    main()
