import functools
import gc
import re
from pathlib import Path

import django
import pytest
from hypothesis import settings

from tests import other_servers, servers, unknown_variables

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.language",
    "tests.fixtures.people",
    "tests.scheduling",
    "tests.workers",
]

# Speed is measured by script/bench; a test that took longer beside others is no failure.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")
servers.provide()
django.setup()  # pytest-django finds the settings made
unknown_variables.fail()


# By these words script/test finds the files of tests that start processes or are heavy.
FOUND_BY = re.compile(r"pytest\.mark\.(services|heavy)")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("services") or item.get_closest_marker("heavy"):
            demand_words(item.path)
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
        if other_servers.is_asked_again(item):
            item.add_marker(pytest.mark.other_servers)


def pytest_collection_finish():
    """What is there before the first test stays to the end: the search for garbage need not walk over it each time.

    Nor need it be made after each 700 new objects, of which every page makes thousands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@functools.cache
def demand_words(file: Path) -> None:
    """Or script/test would never run the tests of this file."""
    if not FOUND_BY.search(file.read_text(encoding="utf-8")):
        raise pytest.UsageError(f"{file}: the marker must be written pytest.mark.services or pytest.mark.heavy here")
