"""manage.py with nothing set: it starts what it needs, shares it with others, and leaves nothing running."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bkkplan.trial.embedded import ROOT
from tests.setup.test_embedded import erased, keeper_of
from tests.waiting import eventually

pytestmark = pytest.mark.services

ASK = "from django.db import connection as c; print(c.cursor().execute('SELECT 40 + 2').fetchone()[0])"


def manage(data: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    nothing_set = {
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "BKKPLAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "bkkplan.settings.dev",
    }
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", *words],
        env={"PATH": os.environ["PATH"], **nothing_set, **environment},
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def data(tmp_path):
    yield tmp_path
    assert eventually(lambda: keeper_of(tmp_path) is None), "a server was left running"
    assert eventually(lambda: erased(tmp_path)), "the data stayed in use"


@pytest.mark.slow
def test_two_commands_at_once_just_work(data):
    both = [manage(data, "shell", "--verbosity", "0", "--command", ASK) for _ in range(2)]

    answers = [command.communicate() for command in both]

    assert [out.strip() for out, _ in answers] == ["42", "42"], answers


@pytest.mark.parametrize("words", [["help"], ["migrate", "--help"], ["check"], ["diffsettings"]])
def test_a_command_that_asks_no_database_starts_none(data, words):
    command = manage(data, *words)

    _, error = command.communicate()

    assert command.returncode == 0, error
    assert not (data / "services").exists()


def test_production_never_starts_a_server_of_its_own(data):
    command = manage(data, "migrate", DJANGO_SETTINGS_MODULE="bkkplan.settings.production", SECRET_KEY="x")

    _, error = command.communicate()

    assert command.returncode != 0
    assert "SECRET_KEY" in error
    assert not (data / "services").exists()
