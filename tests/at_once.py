"""What happens in the same moment: acts on threads, each with a database connection of its own."""

import threading
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, models, transaction

PATIENCE = "50ms"  # how long a lock is waited for: whoever holds it does not let go meanwhile


def at_once(act: Callable[[Any], Any], arguments: Iterable[Any]) -> list[Any]:
    """The act's answers, one thread for each argument, all begun together; the first exception is raised."""
    each = list(arguments)
    together = threading.Barrier(len(each))

    def one(argument: Any) -> Any:
        try:
            together.wait()
            return act(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(one, each))


@dataclass(frozen=True)
class Wait:
    """A statement that waited for a row in vain, and the functions in which it was sent, the innermost last."""

    statement: str
    functions: tuple[str, ...]

    @property
    def is_for_a_lock(self) -> bool:
        return self.statement.startswith("SELECT") and " FOR " in self.statement


def wait_of(act: Callable[[], Any], *, while_held: models.Model) -> Wait | None:
    """Where the act waits while another person's transaction holds that row; None if it does not.

    The row is held as by someone who changes it: rows that only refer to it do not wait. Nothing of the act is kept.
    """
    waits: list[Wait] = []

    def watch(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(statement, params, many, context)
        except OperationalError:
            waits.append(Wait(statement, tuple(frame.name for frame in traceback.extract_stack())))
            raise

    def other_person() -> None:
        try:
            with ExitStack() as stack:
                stack.enter_context(connection.execute_wrapper(watch))
                with connection.cursor() as cursor:
                    cursor.execute(f"set lock_timeout = '{PATIENCE}'")
                stack.enter_context(transaction.atomic())
                act()
                transaction.set_rollback(True)
        except OperationalError:
            if not waits:
                raise
        finally:
            connection.close()

    held = type(while_held)._base_manager.filter(pk=while_held.pk)
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        held.select_for_update(no_key=True).get()
        pool.submit(other_person).result()
    return waits[0] if waits else None
