"""Pictures of the portal, out of the sample city.

``python -m tests.e2e.shots [--address URL]`` makes those of README. With ``--ten FOLDER`` it makes ten whole pages
there instead, at a desk and on a phone, to be looked at; it prints how high each is.
"""

import argparse
from contextlib import nullcontext
from dataclasses import dataclass, replace
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
TEN = (
    Shot("home", "", "/"),
    Shot("district", "", "/districts/1001/"),
    Shot("hearing", "", "/proposals/0d907427-6bc1-5878-8e1c-d1e77ffd6149/", link="/hearings/"),
    Shot("proposal", "", "/proposals/0d907427-6bc1-5878-8e1c-d1e77ffd6149/"),
    Shot("search", "", "/search/?q=ไฟทางเดิน"),
    Shot("my-work", "officer1001", "/work/"),
    Shot("record", "officer1001", "/work/", link="/record/"),
    Shot("check", "officer1001", "/work/checks/2567/", link="/checks/plans/"),
    Shot("plan", "officer1001", "/work/plans/2566/", link="/plans/2566/1001-"),
    Shot("dashboard", "strategy", "/work/kpi/2566/"),
)
WIDTHS = (1280, 360)


def take(city, browser, shot: Shot, folder: Path, *, is_whole: bool = False) -> int:
    """Returns how high the page is."""
    person = Person(browser, city, shot.who, language=shot.language, width=shot.width)
    if shot.who:
        person.sign_in(PASSWORD)
    person.page.goto(shot.path)
    if shot.link:
        person.page.goto(person.page.locator(f"main a[href*='{shot.link}']").first.get_attribute("href"))
    person.page.evaluate("document.fonts.ready")
    person.page.screenshot(path=folder / f"{shot.name}.png", full_page=is_whole)
    height = person.page.evaluate("document.documentElement.scrollHeight")
    person.leave()
    return height


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--address", help="of a running demo; otherwise one is started")
    asked.add_argument("--ten", type=Path, metavar="FOLDER", help="ten whole pages, wide and narrow")
    options = asked.parse_args()
    folder = options.ten or IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    shots = SHOTS
    if options.ten:
        shots = [replace(shot, name=f"{shot.name}-{width}", width=width) for shot in TEN for width in WIDTHS]
    servers.provide()
    running = nullcontext(SimpleNamespace(address=options.address)) if options.address else LivingCity.started()
    with running as city, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for shot in shots:
            height = take(city, browser, shot, folder, is_whole=bool(options.ten))
            print(f"{height:6} {shot.name}")  # noqa: T201  (a command)


if __name__ == "__main__":
    main()
