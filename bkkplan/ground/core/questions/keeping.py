"""Who may keep an answer, and how the portal itself keeps what it has computed.

An answer to a visitor may be kept for some seconds by the browser and by proxies on the way. An answer to anyone else
is kept by nobody.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

PRIVATE = "private, no-store"
LOCKED_FOR = 60  # seconds after which another may compute, if the one who does it died
WAIT = 30.0  # seconds that one waits for another who computes, where there is nothing older to show
LOOK_AGAIN = 0.03
GREAT = 5_000  # rows; to count more for a page takes longer than all else on it
GREAT_FOR, GREAT_OLD_FOR = 60, 600  # seconds

T = TypeVar("T")


def is_a_visit(request: HttpRequest) -> bool:
    """True if a page is asked for without a session, without messages and without a name.

    A visitor who is logging in has a session, and is none for this purpose.
    """
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return (
        request.method in ("GET", "HEAD")
        and not own & request.COOKIES.keys()
        and "Authorization" not in request.headers
    )


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """True for a visitor's page that gives no cookie. A page with a CSRF token always gives one.

    Pages of other namespaces than OPEN_TO_ALL may have a secret in their address.
    """
    page = request.resolver_match
    is_open = page is not None and page.namespace in settings.OPEN_TO_ALL
    is_plain = response.status_code == 200 and not response.cookies and not response.has_header("Cache-Control")
    return is_open and is_plain and is_a_visit(request)


class SayWhoMayKeep:
    """Writes `Cache-Control` and `Vary`. What a view says itself about a visitor's answer stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        said = response.get("Cache-Control", "")
        if may_be_kept(request, response):
            response["Cache-Control"] = f"public, max-age={settings.VISITORS_MAX_AGE}"
        elif "no-store" not in said and not (said and is_a_visit(request)):
            response["Cache-Control"] = PRIVATE
        return response


@dataclass(frozen=True, slots=True)
class Kept:
    """A value in the cache. It is right while the stamp is the same, and until a moment."""

    value: Any
    stamp: str
    until: float


def keep(name: str, value: object, *, stamp: str = "", seconds: float, old_for: float) -> None:
    """Keep a value. It is fresh for ``seconds``; for ``old_for`` more it is shown while one computes it anew."""
    cache.set(name, Kept(value, stamp, time.time() + seconds), seconds + old_for)


def kept(
    name: str,
    make: Callable[[], T],
    *,
    stamp: str = "",
    seconds: float,
    old_for: float,
    lock: str = "",
) -> T:
    """Return what is kept under a name, or make it: one caller at a time, in all processes.

    While one makes it, the others get the old value; where there is none, they wait. ``make`` may return None, which is
    not kept. Without a cache each caller makes it. ``stamp`` has to be read before ``make`` reads: then what is kept
    is never older than its stamp says.
    """
    found = _found(name)
    if found is not None and found.stamp == stamp and time.time() < found.until:
        return cast("T", found.value)
    lock, mine = f"{lock or name}:lock", uuid4().hex
    if not cache.add(lock, mine, LOCKED_FOR):
        found = found or _wait_for(name, lock)
        return found.value if found else make()
    try:
        value = make()
        if value is not None:
            keep(name, value, stamp=stamp, seconds=seconds, old_for=old_for)
        return value
    finally:
        if cache.get(lock) == mine:  # not another's, if this one took too long
            cache.delete(lock)


def kept_where_great(name: str, asked: tuple[object, ...], make: Callable[[], T], *, size: Callable[[T], int]) -> T:
    """Return what ``make`` counts; of more than GREAT rows it is kept, and may be a minute old.

    Of fewer rows it is made each time, so that the pages of a city are right after each act. ``asked`` is all that
    ``make`` depends on, a person whose reach it counts in too.
    """
    name = f"{name}:{sha256(repr(asked).encode()).hexdigest()}"
    if _found(name) is not None:
        return kept(name, make, seconds=GREAT_FOR, old_for=GREAT_OLD_FOR)
    value = make()
    if size(value) > GREAT:
        keep(name, value, seconds=GREAT_FOR, old_for=GREAT_OLD_FOR)
    return value


def _found(name: str) -> Kept | None:
    found = cache.get(name)
    return found if isinstance(found, Kept) else None


def _wait_for(name: str, lock: str) -> Kept | None:
    """Return what another makes, once it is there; None if it made nothing that is kept, or took too long."""
    ends_at = time.monotonic() + WAIT
    while time.monotonic() < ends_at:
        is_under_way = cache.get(lock) is not None
        found = _found(name)
        if found is not None or not is_under_way:
            return found
        time.sleep(LOOK_AGAIN)
    return None
