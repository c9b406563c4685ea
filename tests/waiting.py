"""Wait for what another process does, without guessing how long it takes."""

import time
from collections.abc import Callable


def eventually(condition: Callable[[], object], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
