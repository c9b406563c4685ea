"""Several people act in the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(act: Callable[[Any], Any], people: Iterable[Any]) -> list[Any]:
    """Run ``act(person)`` for all of them in threads; their answers, in order. The first exception is raised."""

    def one(person: Any) -> Any:
        try:
            return act(person)
        finally:
            connection.close()

    people = list(people)
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))
