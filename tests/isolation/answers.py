"""What each person is told at an address. A table of these is in rows.py."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from tests.fixtures.people import WHO

OK, FOUND, FORBIDDEN, NOT_THERE, NOT_SO = 200, 302, 403, 404, 405
LOGIN = "login"

A_VISITORS = f"public, max-age={settings.VISITORS_MAX_AGE}"

Answers = dict[str, int | str]


def people(words: str) -> tuple[str, ...]:
    """Names of WHO; "-officer" leaves one out of those named before it."""
    named: list[str] = []
    for word in words.split():
        if word == "everyone":
            named += [who for who in WHO if who not in named]
        elif word == "anyone":  # who has logged in
            named += [who for who in WHO if who != "visitor" and who not in named]
        elif word.startswith("-"):
            named.remove(word[1:])
        else:
            named.append(word)
    unknown = set(named) - set(WHO)
    if unknown:
        raise ValueError(unknown)
    return tuple(named)


def sees(words: str, *, refused: str = "", status: int = OK) -> Answers:
    """These see it, the refused are told that they may not, for others there is nothing; a visitor logs in first."""
    answers: Answers = dict.fromkeys(WHO, NOT_THERE) | {"visitor": LOGIN}
    answers |= dict.fromkeys(people(refused), FORBIDDEN)
    return answers | dict.fromkeys(people(words), status)


EVERYONE = sees("everyone")
ANYONE = sees("anyone")


def only(words: str, *, status: int = OK) -> Answers:
    """These; whoever else has logged in is told that they may not."""
    return sees(
        words, refused=f"anyone {' '.join(f'-{who}' for who in people(words) if who != 'visitor')}", status=status
    )


@dataclass(frozen=True)
class Row:
    """One address as it is for one thing of the two districts. ``post`` counts whoever is let through, whatever

    the form then says; the data must be what would do harm if a wrong person were let through. ``first`` is what has

    to happen before the act can be done. ``acts`` is how many rows of the log the act writes, and ``why`` not one.
    """

    get: Answers | None = None
    post: Answers | None = None
    args: Callable[[Any], dict[str, Any]] = lambda _city: {}
    data: Callable[[Any], dict[str, Any]] = lambda _city: {}
    query: str | Callable[[Any], str] = ""
    headers: dict[str, str] = field(default_factory=dict)
    first: Callable[[Any], object] = lambda _city: None
    acts: int = 1
    why: str = ""

    def address(self, name: str, city: Any) -> str:
        query = self.query if isinstance(self.query, str) else self.query(city)
        return reverse(name, kwargs=self.args(city)) + query


def answer_of(response: HttpResponse) -> int | str:
    if response.status_code == FOUND and response["Location"].startswith(
        (reverse("account_login"), reverse("admin:login"))
    ):
        return LOGIN
    return response.status_code


def is_refusal(answer: int | str) -> bool:
    return answer in {LOGIN, FORBIDDEN, NOT_THERE, NOT_SO}


def faults_in_keeping(who: str, name: str, response: HttpResponse) -> list[str]:
    """What is wrong with what the answer says of who may keep it: a visitor's page is kept for some seconds, without a

    cookie or a token of a form; whatever else is answered is kept by nobody.
    """
    said = response["Cache-Control"]
    if who != "visitor" or response.status_code != OK or name.partition(":")[0] not in settings.OPEN_TO_ALL:
        return [f"{who}: {fault}" for fault in _faults_of_nobodys(said, response)]
    faults = [] if said == A_VISITORS else [f"Cache-Control says {said}"]
    if not {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", response["Vary"])):
        faults.append(f"Vary says {response['Vary']}")
    if response.cookies:
        faults.append("a visitor's page gives a cookie")
    if not response.streaming:
        if "csrf" in response.content.decode().lower():
            faults.append("a visitor's page has a token of a form")
        if not response.get("ETag"):
            faults.append("a visitor's page has no ETag")
    return [f"{who}: {fault}" for fault in faults]


def _faults_of_nobodys(said: str, response: HttpResponse) -> list[str]:
    faults = [] if "no-store" in said else [f"Cache-Control says {said}"]
    return [*faults, "has an ETag"] if "ETag" in response else faults
