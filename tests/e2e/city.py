"""The sample city, alive: web, worker and beat as processes of their own, on a database of their own."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from bkkplan.trial import supervisor
from tests.fixtures.database import migrated_database


class LivingCity(supervisor.Demo):
    """The demo, on the servers of the tests."""

    processes: list[supervisor.Process]
    environment: dict[str, str]

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator["LivingCity"]:
        with contextlib.ExitStack() as stack:
            city = cls(
                Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bkkplan-"))),
                stack.enter_context(supervisor.listening_socket(0)),
            )
            # Its processes inherit what is set here; the tests' own process goes on as it was.
            with patch.dict(os.environ):
                os.environ["DATABASE_URL"] = stack.enter_context(own_database())
                os.environ["REDIS_URL"] = stack.enter_context(own_broker())
                os.environ["BKKPLAN_TODAY"] = supervisor.WORKING_DAY
                try:
                    stack.enter_context(city.running())
                except supervisor.DemoError:
                    supervisor.show_ends(city.data / "log")
                    raise
                city.environment = dict(os.environ)
            yield city

    def process(self, name: str) -> supervisor.Process:
        return next(process for process in self.processes if process.name == name)


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A fresh one on the server of the tests, migrated, gone afterwards."""
    server = os.environ["DATABASE_URL"]
    name = f"city_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {migrated_database(server)}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"drop database {name} with (force)")


@contextlib.contextmanager
def own_broker() -> Iterator[str]:
    """A numbered database of the broker in which nothing is: another's worker must not hear our doorbells."""
    server = urlsplit(os.environ["REDIS_URL"])
    for number in range(1, 16):
        address = urlunsplit(server._replace(path=f"/{number}"))
        with redis.Redis.from_url(address) as broker:
            if broker.set("bkkplan-tests", "taken", nx=True):
                try:
                    yield address
                finally:
                    broker.flushdb()
                return
    raise RuntimeError("every numbered database of the broker is taken")
