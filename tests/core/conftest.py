import pytest
from django.db import connection

from tests.core.models import SAMPLE_MODELS


@pytest.fixture(scope="session")
def tables_of_the_sample_rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        existing = connection.introspection.table_names()
        with connection.schema_editor() as editor:
            for model in SAMPLE_MODELS:
                if model._meta.db_table not in existing:
                    editor.create_model(model)
                model._meta.managed = True  # from here on the test database is emptied of their rows too
    yield
    for model in SAMPLE_MODELS:
        model._meta.managed = False
