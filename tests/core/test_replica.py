"""A streaming replica of the tests' own server: who is read from it, and what happens when it stops or stands still."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from bkkplan.ground.audit.record import record
from bkkplan.ground.core.rows import replica
from bkkplan.trial.embedded import places
from bkkplan.trial.embedded.servers import free_port
from tests.factories.accounts import AT
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory
from tests.setup.test_restore import programs_of_the_server
from tests.waiting import eventually
from tests.workers import address_of_database

pytestmark = [pytest.mark.services, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]
SECONDS = 120
STREAMED = ("-X", "stream", "--checkpoint=fast", "--no-sync")


class Standby:
    """A copy of the server that follows it, as the user who runs it."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.owner = programs_of_the_server(), places.owner_of_servers()
        self.primary, self.data, self.port = urlsplit(address_of_database()), folder / "standby", free_port()
        self.log = folder / "standby.log"
        self.slot = f"standby_{os.getpid()}"

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs / program, *words],
            check=True,
            timeout=SECONDS,
            cwd="/",
            env={"PGPASSWORD": self.primary.password or "", "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            **self.owner.kwargs,
        )

    def copy(self) -> None:
        """Copy the server. Its slot stands before: other tests write so much that a segment may be gone by then."""
        self.tell_the_primary("select pg_create_physical_replication_slot(%s, true)")
        where = ["-h", self.primary.hostname, "-p", str(self.primary.port), "-U", self.primary.username]
        self.run("pg_basebackup", *where, "-D", str(self.data), "-R", *STREAMED, "-S", self.slot)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c hot_standby=on"
        self.run("pg_ctl", "start", "-w", "-D", str(self.data), "-l", str(self.log), "-o", options)

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", str(self.data))

    def drop_slot(self) -> None:
        """The server would keep what it writes for it for ever."""
        drop = (
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = %s and not active"
        )
        if not eventually(lambda: self.tell_the_primary(drop), 20):
            raise RuntimeError(f"{self.slot} is still there")

    def tell_the_primary(self, statement: str) -> bool:
        """Whether the statement gave a row."""
        with psycopg.connect(self.primary.geturl(), autocommit=True) as line:
            return line.execute(statement, [self.slot]).fetchone() is not None

    @property
    def address(self) -> str:
        user = f"{self.primary.username}:{self.primary.password}"
        return urlunsplit(self.primary._replace(netloc=f"{user}@127.0.0.1:{self.port}"))

    def asks(self, question: str) -> object:
        with psycopg.connect(self.address, autocommit=True) as line:
            row = line.execute(question).fetchone()
            return row[0] if row else None


@pytest.fixture(scope="module")
def server(django_db_setup):
    """A copy of the tests' server, made once."""
    folder = Path(tempfile.mkdtemp(prefix="bkkplan-standby-"))
    one = Standby(folder)
    one.owner.own(folder)
    try:
        one.copy()
        one.start()
        yield one
    finally:
        one.stop()
        one.drop_slot()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def standby(server, settings, transactional_db, monkeypatch):
    """The copy as the portal's replica. Django refuses tests a database that it does not empty between them."""
    ensure = BaseDatabaseWrapper.ensure_connection

    def connect(self):
        if self.alias != "replica":
            ensure(self)
        elif self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)
    own = dict(connection.settings_dict)
    there = {**own, "HOST": "127.0.0.1", "PORT": str(server.port), "TEST": {**own["TEST"], "MIRROR": None}}
    connections.settings["replica"] = there
    settings.DATABASE_ROUTERS = ["bkkplan.ground.core.rows.replica.PublicReads"]
    replica.watch = replica.Watch()
    try:
        yield server
    finally:
        connections["replica"].close()
        del connections["replica"]
        del connections.settings["replica"]


@pytest.fixture
def asked():
    """How many questions a call asked of the primary and of the replica."""

    def count(call):
        with CaptureQueriesContext(connection) as primary, CaptureQueriesContext(connections["replica"]) as other:
            page = call()
        return page, len(primary), len([q for q in other if "pg_is_in_recovery" not in q["sql"]])

    return count


def has_followed(standby):
    """Whether the replica has all that the primary has written. Rows are not counted: two empty tables look alike."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_wal_insert_lsn()::text")
        [there] = cursor.fetchone()
    return eventually(lambda: standby.asks(f"select pg_last_wal_replay_lsn() >= '{there}'::pg_lsn"), 20)


def test_visitors_are_read_from_the_replica_and_everyone_else_from_the_primary(standby, client, asked, settings):
    settings.WORKING_DAY = "2023-06-02"
    settings.VISITORS_PAGES_KEPT_FOR = 60
    cache.clear()
    forum = ForumFactory(published=True, district=DistrictFactory(), title="เวทีของสำเนา")
    assert has_followed(standby)
    call_command("check_replica")

    for address in ("/", f"/hearings/{forum.pk}/", "/indicators/2566/KPI-2/", "/districts/"):
        page, of_primary, of_replica = asked(lambda address=address: client.get(address))
        assert page.status_code == 200
        assert (of_primary, of_replica > 0) == (0, True), address
    file, of_primary, of_replica = asked(lambda: b"".join(client.get("/data/hearings/2566.csv")))
    assert "เวทีของสำเนา".encode() in file
    assert (of_primary, of_replica > 0) == (0, True)

    client.cookies["sessionid"] = "x" * 32
    page, of_primary, of_replica = asked(lambda: client.get("/districts/"))
    assert (page.status_code, of_primary > 0, of_replica) == (200, True, 0)


def test_what_is_kept_is_of_the_database_by_whose_stamp_it_is_kept(standby, client, settings):
    settings.WORKING_DAY = "2023-06-02"
    settings.VISITORS_PAGES_KEPT_FOR = 60
    cache.clear()
    district = DistrictFactory()
    first = ForumFactory(published=True, district=district)
    assert has_followed(standby)
    assert f"/hearings/{first.pk}/" in client.get("/hearings/").content.decode()

    standby.asks("select pg_wal_replay_pause()")
    with transaction.atomic():
        forum = ForumFactory(published=True, district=district)
        record("forums.results_published", forum, by=None, at=AT)
    behind = client.get("/hearings/").content.decode()
    assert f"/hearings/{forum.pk}/" not in behind

    standby.asks("select pg_wal_replay_resume()")
    assert has_followed(standby)
    assert f"/hearings/{forum.pk}/" in client.get("/hearings/").content.decode()


def test_without_its_replica_the_portal_reads_from_the_primary_and_says_so(standby, client, asked, caplog, settings):
    settings.WORKING_DAY = date(2023, 6, 2).isoformat()
    DistrictFactory()
    assert client.get("/districts/").status_code == 200
    standby.stop()
    connections["replica"].close()
    replica.watch.forget()

    began = time.monotonic()
    page = client.get("/districts/")

    assert page.status_code == 200
    assert time.monotonic() - began < 10
    assert "visitors' pages are read from the primary" in caplog.text
    with pytest.raises(CommandError, match="it does not answer"):
        call_command("check_replica")

    standby.start()
    replica.watch.forget()
    assert eventually(lambda: _is_read_again(client, asked), 30)


def _is_read_again(client, asked):
    replica.watch.forget()
    _page, of_primary, _of_replica = asked(lambda: client.get("/districts/"))
    return of_primary == 0


def test_a_replica_that_follows_nobody_is_not_read_from(standby):
    assert eventually(lambda: replica.look().is_fit, 20)
    standby.asks("select pg_promote()")

    assert replica.look().why_not == "it is no replica, or was promoted"
