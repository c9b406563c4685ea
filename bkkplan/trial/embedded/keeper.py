"""The keeper: the process that runs both servers for as long as anybody uses them."""

import contextlib
import fcntl
import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bkkplan.trial.embedded.places import Addresses, home_of, open_lock, owner_of_servers, programs, write_privately
from bkkplan.trial.embedded.servers import Server, create_database, postgres, valkey


def keep(services: Path, *, durable: bool) -> None:
    """A keeper's life: take the lock, leave the caller, start the servers, wait for the last use to end, stop them."""
    lock = open_lock(services / "keeper", fcntl.LOCK_EX)
    if os.fork():
        os._exit(0)  # the child has the lock too
    os.setsid()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    note = services / "addresses.json"
    try:
        with pair(services, *programs(owner_of_servers()), durable=durable) as (addresses, servers):
            write_privately(note, json.dumps(asdict(addresses)))
            threading.Thread(target=_await_last_use, args=(services, ended), daemon=True).start()
            while not ended.wait(0.5):
                for server in servers:
                    if server.process is not None and server.process.poll() is not None:
                        server.start()  # it died; its users find the next one where it was
            note.unlink()
    finally:
        os.close(lock)


@contextlib.contextmanager
def pair(
    services: Path, postgres_programs: Path, broker_program: Path, *, durable: bool
) -> Iterator[tuple[Addresses, list[Server]]]:
    """PostgreSQL and a broker as children of this process; the programs may be others than the wheels'."""
    owner, home = owner_of_servers(), home_of(services)
    for folder in (home.parent, home):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    home.chmod(0o700)
    owner.own(home)
    with contextlib.ExitStack() as stack:
        database, database_url = postgres(services, home, postgres_programs, owner, durable=durable)
        broker, broker_url = valkey(services, home, broker_program, owner)
        for server in (database, broker):
            stack.callback(server.stop)
            server.start()
        create_database(database_url(database.port, "postgres"))
        yield Addresses(database_url(database.port, "bkkplan"), broker_url(broker.port)), [database, broker]


def _await_last_use(services: Path, ended: threading.Event) -> None:
    open_lock(services / "uses", fcntl.LOCK_EX)  # held until the keeper is gone: a new use waits for that
    ended.set()
