"""What is to be done before a portal is in use. Each subject declares its steps in its `setting_up.py`.

The page that shows them stands in `desk`; a new subject adds a step there without touching the page. A step is done by
what stands in the database, never by a tick.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Found:
    """How far a step has come on a day. ``count`` says it in words: 12 จาก 50 เขต."""

    is_done: bool
    count: Text
    address: str  # of the page where it is done


@dataclass(frozen=True, kw_only=True)
class SetUpStep:
    code: str  # with the app's name before it
    place: int  # steps are shown by it, the smallest first; leave room between two
    title: Text
    sentence: Text  # what to do
    button: Text
    # Who may open the page where it is done. To others the step is shown without its button.
    permission: str
    # Asks the same number of queries however much there is.
    look: Callable[[date], Found]
    # The portal works without it: it is never the next step, and nothing waits for it.
    is_optional: bool = False


@dataclass(frozen=True)
class StateOfStep:
    """One step as it is on a day."""

    step: SetUpStep
    found: Found
    is_next: bool  # the first that is not done, of those that are needed


_steps: dict[str, SetUpStep] = {}


def declare(*steps: SetUpStep) -> None:
    _steps.update({step.code: step for step in steps})


def step_states(on: date) -> list[StateOfStep]:
    """Every step in its order. The queries are those of all steps together."""
    steps: Iterable[Any] = sorted(_steps.values(), key=lambda step: (step.place, step.code))
    looked = [(step, step.look(on)) for step in steps]
    following = next((step for step, found in looked if not (found.is_done or step.is_optional)), None)
    return [StateOfStep(step, found, step is following) for step, found in looked]
