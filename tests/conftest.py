import django

from tests import servers, unknown_variables

pytest_plugins = [
    "tests.fixtures.append_only",
    "tests.fixtures.language",
    "tests.fixtures.people",
    "tests.workers",
]

servers.provide()
django.setup()  # pytest-django finds the settings made
unknown_variables.fail()
