"""The servers out of wheels: shared, stopped with their last use, and able to start after any kind of death."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from bkkplan.trial import embedded
from bkkplan.trial.embedded.places import ROOTS_PLACE, home_of
from tests.waiting import eventually

pytestmark = pytest.mark.services

HOLD = """
import sys, pathlib
from bkkplan.trial import embedded
from tests.waiting import eventually
use = embedded.Use(pathlib.Path(sys.argv[1]), durable=False)
print(use.addresses.database, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert eventually(lambda: erased(tmp_path)), "the data stayed in use"


def erased(data: Path) -> bool:
    """The keeper says that it ends before it lets go of the data."""
    try:
        embedded.erase(data)
    except embedded.EmbeddedError:
        return False
    return True


def holder(data: Path) -> subprocess.Popen[str]:
    """Another process that uses the servers until its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=embedded.ROOT,
    )


def keeper_of(data: Path) -> int | None:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if str(data / "services") in words:
            return int(process.name)
    return None


def postmaster_of(data: Path) -> int:
    return int(postmaster_note(data).read_text().split()[0])


def postmaster_note(data: Path) -> Path:
    return home_of(data / "services") / "postgres" / "postmaster.pid"


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def test_both_servers_answer_and_are_gone_with_the_last_use(data):
    with embedded.Use(data, durable=False) as use:
        assert answers(use.addresses.database)
        assert redis.from_url(use.addresses.broker).ping()

    assert not answers(use.addresses.database)
    assert keeper_of(data) is None


def test_text_sorts_by_code_point_whatever_the_system_speaks(data):
    with embedded.Use(data, durable=False) as use, psycopg.connect(use.addresses.database) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'bkkplan'"
        ).fetchone()

    assert row == ("b", "C.UTF-8", "UTF8")


def test_two_at_once_share_one_pair(data):
    first, second = holder(data), holder(data)

    addresses = {first.stdout.readline(), second.stdout.readline()}
    first.communicate()
    still_there = answers(addresses.copy().pop().strip())
    second.communicate()

    assert len(addresses) == 1
    assert still_there
    assert eventually(lambda: keeper_of(data) is None)


def test_a_killed_holder_leaves_no_server_behind(data):
    process = holder(data)
    address = process.stdout.readline().strip()

    process.kill()
    process.communicate()

    assert eventually(lambda: keeper_of(data) is None)
    assert not answers(address)


def test_a_killed_keeper_takes_its_servers_along_and_the_next_use_keeps_the_data(data):
    with embedded.Use(data) as use:
        with psycopg.connect(use.addresses.database) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(keeper_of(data), signal.SIGKILL)

        assert eventually(lambda: not answers(use.addresses.database))

    with embedded.Use(data) as use, psycopg.connect(use.addresses.database) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_power_cut_is_survived(data):
    with embedded.Use(data) as use:
        with psycopg.connect(use.addresses.database) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        postmaster = postmaster_of(data)
        keeper = keeper_of(data)
        os.kill(keeper, signal.SIGSTOP)
        os.kill(postmaster, signal.SIGKILL)
        os.kill(keeper, signal.SIGKILL)

    with embedded.Use(data) as use, psycopg.connect(use.addresses.database) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_process_number_that_went_to_someone_else_is_left_alone(data):
    embedded.Use(data).leave(wait=True)
    note = postmaster_note(data)
    note.write_text(f"{os.getpid()}\n{note.parent}\n1\n1\n\n127.0.0.1\n  1 1\nready\n")

    with embedded.Use(data) as use:
        assert answers(use.addresses.database)


def test_an_interrupted_first_start_is_begun_again(data):
    embedded.Use(data).leave(wait=True)
    whole = postmaster_note(data).parent
    half = whole.rename(whole.with_suffix(".unfinished"))
    (half / "pg_hba.conf").unlink()

    with embedded.Use(data, durable=False) as use:
        assert answers(use.addresses.database)


def test_a_server_that_dies_comes_back_where_it_was(data):
    with embedded.Use(data, durable=False) as use:
        os.kill(postmaster_of(data), signal.SIGQUIT)
        eventually(lambda: not answers(use.addresses.database), 5)

        assert eventually(lambda: answers(use.addresses.database))


def test_passwords_are_for_their_owner_only(data):
    with embedded.Use(data, durable=False):
        services = data / "services"
        modes = {name: stat.S_IMODE((services / name).stat().st_mode) for name in ("addresses.json", "secret")}
        arguments = b"".join(path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
        password = json.loads((services / "addresses.json").read_text())["broker"].split("@")[0].rpartition(":")[2]

    assert set(modes.values()) == {0o600}
    assert password.encode() not in arguments


def test_used_data_is_not_erased(data):
    with embedded.Use(data, durable=False), pytest.raises(embedded.EmbeddedError, match="in use"):
        embedded.erase(data)


def test_servers_that_cannot_start_say_why_and_where_the_log_is(data):
    services = data / "services"
    services.mkdir()
    (services / "home").write_text("/proc/nowhere")

    with pytest.raises(embedded.EmbeddedError, match=r"keeper\.log"):
        embedded.Use(data)

    (services / "home").unlink()


def test_nothing_is_started_where_both_addresses_are_given(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/0")
    monkeypatch.setattr(embedded, "Use", pytest.fail)

    embedded.provide()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that its own servers cannot reach")
def test_root_in_a_closed_folder_gets_a_place_of_its_own_and_no_mode_changes(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = {path: path.stat().st_mode for path in (closed, *closed.parents)}

    with embedded.Use(closed / "data", durable=False) as use:
        home = Path((closed / "data" / "services" / "home").read_text())
        assert answers(use.addresses.database)
        assert home.parent == ROOTS_PLACE
        assert home.owner() == "nobody"
        assert stat.S_IMODE(home.stat().st_mode) == 0o700

    embedded.erase(closed / "data")
    assert not home.exists()
    assert {path: path.stat().st_mode for path in before} == before
