"""Which pages people come to by following links, from where they begin."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from bkkplan.trial.journey.browser import Browser, Page
from tests.isolation.urls import is_like_another

ENOUGH = 3  # pages of one route are read for their links; the rest is more of the same


def enough(route: str) -> int:
    return 1 if is_like_another(route) else ENOUGH


@dataclass(frozen=True)
class Found:
    who: str
    route: str
    path: str
    status: int


def crawl(browser: Browser, starts: list[str]) -> Iterator[Found]:
    """The pages that links lead this person to, whichever is nearest first."""
    waiting, seen, read = deque(starts), set(starts), Counter()
    while waiting:
        path = waiting.popleft()
        route = route_of(path)
        if route is None or read[route] >= enough(route):
            continue
        read[route] += 1
        page = browser.open(path, expect=range(200, 600))
        yield Found(browser.who, route, path, page.status)
        for link in links_of(page, browser.root):
            path = urlsplit(link).path
            if path not in seen:  # the same with another question is the same page
                seen.add(path)
                waiting.append(link)


def links_of(page: Page, root: str) -> Iterator[str]:
    for link in page.links:
        address = urljoin(page.address, link)
        if address.startswith(root):
            yield address.removeprefix(root.rstrip("/"))


def route_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None
