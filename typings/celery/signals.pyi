from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., None])

class Signal:
    def connect(self, fun: F) -> F: ...

worker_init: Signal
worker_ready: Signal
