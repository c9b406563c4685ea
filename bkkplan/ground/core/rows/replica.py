"""A streaming replica of the database, from which public pages and open data are read.

Without `REPLICA_DATABASE_URL` there is none, and nothing here does anything. With it a visitor's page is read whole
from the replica, with what is kept of it and the stamp by which it is kept. Everything else, and every write, goes to
the primary. While the replica is away, follows nobody or is too far behind, visitors' pages are read from the primary.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve

from bkkplan.ground.core.questions.keeping import is_a_visit

log = logging.getLogger(__name__)

REPLICA = "replica"
LOOK_AGAIN = 5.0  # seconds for which a process believes what it saw of the replica
MOST_BEHIND = 10.0  # seconds
STATE = """
    select pg_is_in_recovery(), exists (select from pg_stat_wal_receiver),
        case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
            else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0) end
"""

_alias: ContextVar[str] = ContextVar("database", default=DEFAULT_DB_ALIAS)


class PublicReads:
    """The router: reads go where the request is read, writes and migrations to the primary."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def reading() -> BaseDatabaseWrapper:
    """The connection for questions that are written as SQL."""
    return connections[_alias.get()]


@contextmanager
def read_from(alias: str) -> Iterator[None]:
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


@dataclass(frozen=True, slots=True)
class ReplicaState:
    """What was seen of the replica. ``why_not`` says in English why it is not read from; empty if it is."""

    behind: float = 0.0
    why_not: str = ""

    @property
    def is_fit(self) -> bool:
        return not self.why_not


def look() -> ReplicaState:
    """Ask the replica now whether it follows the primary, and how many seconds it is behind."""
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(STATE)
            is_replica, follows, behind = cursor.fetchone()
    except DatabaseError as error:
        connections[REPLICA].close()
        return ReplicaState(why_not=f"it does not answer ({str(error).splitlines()[0]})")
    if not is_replica:
        return ReplicaState(why_not="it is no replica, or was promoted")
    if not follows:
        return ReplicaState(float(behind), "it receives nothing from the primary")
    if behind > MOST_BEHIND:
        return ReplicaState(float(behind), f"it is {behind:.0f} seconds behind")
    return ReplicaState(float(behind))


class Watch:
    """What this process last saw of the replica. One request at a time looks again; the log tells of each change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: ReplicaState | None = None
        self._until = 0.0

    def is_fit(self) -> bool:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=self._state is None):
            try:
                self._take(look())
            finally:
                self._lock.release()
        return self._state is not None and self._state.is_fit

    def forget(self) -> None:
        self._until = 0.0

    def _take(self, state: ReplicaState) -> None:
        was, self._state, self._until = self._state, state, time.monotonic() + LOOK_AGAIN
        if state.why_not and (was is None or was.is_fit):
            log.warning("visitors' pages are read from the primary: of the replica, %s", state.why_not)
        elif state.is_fit and was is not None and not was.is_fit:
            log.warning("visitors' pages are read from the replica again")


watch = Watch()


class ReadPublicPages:
    """Reads a visitor's page of the namespaces of OPEN_TO_ALL from the replica, if there is one that is fit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not (REPLICA in connections.settings and is_a_visit(request) and _is_open(request) and watch.is_fit()):
            return self.get_response(request)
        with read_from(REPLICA):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _read_on(response.streaming_content)  # type: ignore[arg-type]
        return response


def _is_open(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).namespace in settings.OPEN_TO_ALL
    except Resolver404:
        return False


def _read_on(parts: Iterable[Any]) -> Iterator[Any]:
    """The parts of an answer that is made while it is sent, each read from the replica too."""
    rest = iter(parts)
    while True:
        with read_from(REPLICA):
            try:
                part = next(rest)
            except StopIteration:
                return
        yield part
