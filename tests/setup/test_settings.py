"""Production decides everything from its environment, or does not start."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from bkkplan.settings import base
from bkkplan.trial.embedded import ROOT

GIVEN = {
    "DJANGO_SETTINGS_MODULE": "bkkplan.settings.production",
    "SECRET_KEY": "q7Jx-4nV9sYd0eRk2TbLhGm5WcPz8uAf1oXiEy6MvNwDjQrSgHtUlB3",
    "DATABASE_URL": "postgresql://bkkplan@127.0.0.1/bkkplan",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "portal.example",
    "BKKPLAN_TODAY": "",
    "BKKPLAN_TODAY_FILE": "",
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
        ("BKKPLAN_TODAY_FILE", "/tmp/today"),
    ],
)
def test_production_refuses_to_start(name, value):
    done = start(**{name: value})

    assert done.returncode != 0
    assert name in done.stderr


def test_served_files_can_be_read_by_another_user_than_the_one_who_collected_them(tmp_path):
    served = base.STORAGES["staticfiles"]
    storage = storages.create_storage({**served, "OPTIONS": {**served["OPTIONS"], "location": tmp_path}})

    name = storage.save("css/page.css", ContentFile(b"a {}"))

    assert stat.S_IMODE(Path(storage.path(name)).stat().st_mode) == 0o644
