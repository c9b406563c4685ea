"""Wait for what another process does, without guessing how long it takes."""

import time
from collections.abc import Callable


def eventually(condition: Callable[[], object], seconds: float = 60) -> object:
    """What the condition answers as soon as that is true; what it answered last where it never is.

    The time is for a machine that is busy with other work: only a test that fails takes it.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := condition():
            return answer
        time.sleep(0.05)
    return condition()
