"""For which steps of the calendar a subject asks by itself, so that the list of work shows them once."""

from collections.abc import Collection

_asked: dict[str, set[str]] = {}


def asks_for_steps(audience: str, *steps: str) -> None:
    """Say that a subject's own list of work asks this audience for these steps of the calendar, by facts.

    งานของฉัน then shows them that line alone, and not the calendar's, which nobody can tell is done.
    """
    _asked.setdefault(audience, set()).update(steps)


def audiences_of_the_calendar(step: str, audiences: Collection[str]) -> set[str]:
    """Those of the audiences of a step who learn of it from the calendar only."""
    return {audience for audience in audiences if step not in _asked.get(audience, ())}
