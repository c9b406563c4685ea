"""The steps of the main job, each as the person who does it. A step that does not hold raises JourneyError."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bkkplan.demo.journey.browser import Browser, JourneyError, Page

YEARS = range(2563, 2567)


@dataclass
class Journey:
    root: str
    password: str
    language: str = "th"
    people: dict[str, Browser] = field(default_factory=dict)

    def visitor(self) -> Browser:
        return Browser(self.root, "visitor", self.language)

    def person(self, username: str) -> Browser:
        """Someone who has signed in, and stands before their own work."""
        if username not in self.people:
            browser = Browser(self.root, username, self.language)
            form = browser.open("/accounts/login/").form("login", "password")
            page = browser.send(form, login=username, password=self.password)
            if page.path != "/work/":
                raise JourneyError(f"{username} could not sign in: {page.words[:200]}")
            self.people[username] = browser
        return self.people[username]

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "visitor: the city, a district, the standing pages", self.look_around
        yield "everyone signs in and finds their own work", self.sign_in
        yield "strategy staff: the figures of each year", self.see_figures

    def look_around(self) -> None:
        browser = self.visitor()
        for path in (
            "/",
            "/districts/",
            "/districts/1001/",
            "/hearings/",
            "/search/",
            "/about/",
            "/privacy/",
            "/accessibility/",
        ):
            browser.open(path)

    def sign_in(self) -> None:
        for username in ("committee1001", "officer1001", "director1001", "social", "strategy", "admin"):
            self.person(username).open("/work/")

    def see_figures(self) -> None:
        for year in YEARS:
            page = self.person("strategy").open(f"/work/kpi/{year}/")
            demand(page, "KPI" in page.words or "ร้อยละ" in page.words, "the figures are not shown")


def demand(page: Page, holds: object, sentence: str) -> None:
    if not holds:
        raise JourneyError(f"{page.address} ({page.title}): {sentence}")
