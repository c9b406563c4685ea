"""A browser against the portal as a process of its own: a bare one on the test database, or the living sample city.

pytest-django's live_server is a thread of this process and shares its loop with the browser's driver; a process is what
people use. What a test makes by factories is committed (transactional_db) and so stands before the portal too.
"""

import contextlib
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.test import Client, TransactionTestCase
from psycopg.errors import DeadlockDetected

from bkkplan.trial.catalog import PASSWORD
from bkkplan.trial.processes import START_PATIENCE
from tests.e2e import axe
from tests.e2e.city import LivingCity
from tests.e2e.people import CHROMIUM, Person
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session", autouse=True)
def _factories_may_work_beside_the_browser():
    # The driver keeps an event loop in this thread; the rows are made by tests, which wait for them anyway.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_when_no_request_is_under_way():
    """A page that closes sends what is unsaved. That request ends first, or its rows would stay behind.

    One that comes still later may meet the emptying in a deadlock; then the tables are emptied again.
    """
    empty = TransactionTestCase._fixture_teardown

    def empty_at_rest(case):
        for times_left in (2, 1, 0):
            eventually(nobody_else_is_in_a_transaction)
            try:
                empty(case)
            except CommandError as error:
                if not times_left or not isinstance(getattr(error.__cause__, "__cause__", None), DeadlockDetected):
                    raise
            else:
                return

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_at_rest)
        yield


def nobody_else_is_in_a_transaction() -> bool:
    """Of those who work on the database of the tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_stat_activity where datname = current_database() and xact_start is not null"
            " and pid <> pg_backend_pid() and backend_type = 'client backend')"
        )
        return cursor.fetchone() == (False,)


@pytest.fixture(scope="session", autouse=True)
def _shapes_of_pages_are_examined_once_in_a_run(tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    axe.remember_in(folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    flags += ["--disable-gpu", "--disable-quic"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "th-TH", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def portal(django_db_setup, tmp_path_factory):
    """The portal's address."""
    with portal_on("2023-06-02", tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="session")
def portal_a_year_later(django_db_setup, tmp_path_factory):
    """The same portal on the same database, one year later."""
    with portal_on("2024-06-03", tmp_path_factory.mktemp("a-year-later")) as address:
        yield address


@contextlib.contextmanager
def portal_on(day, folder):
    """The address of a portal whose working day this is; it ends with the block."""
    database = settings.DATABASES["default"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    place = f"{database['HOST']}:{database['PORT']}"
    who = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bkkplan.settings.test",
        "DATABASE_URL": f"postgresql://{who}@{place}/{database['NAME']}",
        "BKKPLAN_TODAY": day,
        "BKKPLAN_DATA": str(folder),
    }
    log = (folder / "portal.log").open("w")
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "bkkplan.wsgi"]
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_it_answers(address, process, folder / "portal.log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        log.close()


def _wait_until_it_answers(address, process, log):
    eventually(lambda: process.poll() is not None or _answers(address), START_PATIENCE)
    if process.poll() is not None or not _answers(address):
        pytest.fail(f"the portal does not answer:\n{log.read_text()[-4000:]}")


def _answers(address):
    try:  # to the end: a request that is given up keeps one of the portal's threads busy all the same
        with urllib.request.urlopen(f"{address}/accounts/login/", timeout=START_PATIENCE):
            return True
    except (URLError, OSError):
        return False


@pytest.fixture
def sign_in(portal):
    """Gives a context the session of a person, as a log-in would."""

    def give(context, person):
        client = Client()
        client.force_login(person, backend="bkkplan.ground.accounts.adapters.Passwords")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": portal}])

    return give


@pytest.fixture
def clean_page(page):
    """A page on which nothing may go wrong: no script error, no breach of the content security policy."""
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    assert faults == []


@pytest.fixture(scope="session")
def city(django_db_modify_db_settings):
    """The sample city with its web, worker and beat, one for all tests; each has its own corner of it."""
    with LivingCity.started() as city:
        yield city


@pytest.fixture
def enter(browser, city):
    """``enter("officer1001")``: someone who has signed in, in a session of their own; without a name, a visitor.

    At the end nobody's pages may have complained: no script error, no breach of the content security policy.
    """
    entered = []

    def enter(username="", *, language="th", width=1280):
        person = Person(browser, city, username, language=language, width=width)
        entered.append(person)
        if username:
            person.sign_in(PASSWORD)
        return person

    yield enter
    complaints = [line for person in entered for line in person.complaints]
    for person in entered:
        person.leave()
    assert complaints == []
