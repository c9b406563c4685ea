"""Production decides everything from its environment, or does not start."""

import os
import subprocess
import sys

import pytest

from bkkplan.embedded import ROOT

GIVEN = {
    "DJANGO_SETTINGS_MODULE": "bkkplan.settings.production",
    "SECRET_KEY": "q7Jx-4nV9sYd0eRk2TbLhGm5WcPz8uAf1oXiEy6MvNwDjQrSgHtUlB3",
    "DATABASE_URL": "postgresql://bkkplan@127.0.0.1/bkkplan",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "portal.example",
    "BKKPLAN_TODAY": "",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **GIVEN, **changes},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_production_starts_clean_when_all_is_given():
    done = start()

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "dev-only-key-that-production-refuses" * 2),
        ("SECRET_KEY", "django-insecure-q7Jx-4nV9sYd0eRk2TbLhGm5WcPz8uAf1oXiEy6MvNwDjQr"),
        ("DATABASE_URL", ""),
        ("REDIS_URL", ""),
        ("ALLOWED_HOSTS", ""),
        ("BKKPLAN_TODAY", "2023-06-02"),
    ],
)
def test_production_refuses_to_start(name, value):
    done = start(**{name: value})

    assert done.returncode != 0
    assert name in done.stderr
