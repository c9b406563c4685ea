"""Real workers on the tests' database, with a broker and files of a test's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from bkkplan.trial.embedded.places import Owner
from bkkplan.trial.embedded.servers import valkey

WITHIN = 120  # seconds until another worker has finished what a killed one left, as promised


class Broker:
    """Of the tests' own kind, on a port of the kernel's, where it is again after it was away. It remembers nothing."""

    def __init__(self, folder: Path) -> None:
        with redis.Redis.from_url(settings.REDIS_URL) as of_the_tests:
            program = Path(of_the_tests.info("server")["executable"])
        me = Owner(os.geteuid(), os.getegid())
        self._server, url = valkey(folder, folder, program, me)
        self._server.start()
        self.url = url(self._server.port)

    def go_away(self) -> None:
        self._process.kill()
        self._process.wait()

    def fall_silent(self) -> None:
        """Lines to it stay open, and new ones open; it answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def come_back(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
        else:
            self._server.start()

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        assert self._server.process
        return self._server.process


class Workers:
    """Each with its clock, in a process group of its own."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bkkplan.settings.dev",  # the tests' own ring a bell that nobody hears
            "DATABASE_URL": address_of_database(),
            "REDIS_URL": broker.url,
            "BKKPLAN_DATA": str(folder),
            "BKKPLAN_TODAY": "2023-06-02",
        }

    def start(self) -> subprocess.Popen[bytes]:
        name = f"worker{len(self._started)}"
        command = [sys.executable, "-m", "celery", "-A", "bkkplan.celery", "worker", "-c", "1", "-n", f"{name}@%h"]
        command += ["--beat", "-s", str(self._folder / f"{name}.beat")]
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env=self._environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )
        self._started.append(process)
        return process

    def kill_all(self) -> None:
        """As the power does: the worker and its children, without a word."""
        for process in self._started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def address_of_database() -> str:
    place = connection.settings_dict
    if place["HOST"].startswith("/"):
        return f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}&port={place['PORT']}"
    return f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    yield broker
    broker.go_away()


@pytest.fixture
def workers(transactional_db: None, broker: Broker, tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(broker, tmp_path)
    yield workers
    workers.kill_all()
