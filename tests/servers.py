"""The servers that the tests use: the ones the environment or .env names, or else embedded ones on throw-away data."""

import atexit
import contextlib
import os
import tempfile

from bkkplan.trial import embedded


def provide() -> None:
    """Before settings load, because they read the addresses. The workers of pytest-xdist inherit what is set here."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bkkplan.settings.test"
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    until_exit = contextlib.ExitStack()
    atexit.register(until_exit.close)
    if embedded.are_named():
        data = until_exit.enter_context(tempfile.TemporaryDirectory(prefix="bkkplan-"))
        os.environ["BKKPLAN_DATA"] = data
        until_exit.callback(_forget_the_migrated_database)
    else:
        until_exit.enter_context(embedded.temporary())


def _forget_the_migrated_database() -> None:
    from tests.fixtures import database

    database.forget(os.environ["DATABASE_URL"])
