"""What each person is told at an address. A table of these is in rows.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from tests.fixtures.people import WHO

OK, FOUND, FORBIDDEN, NOT_THERE, NOT_SO = 200, 302, 403, 404, 405
LOGIN = "login"

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
