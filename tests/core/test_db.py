import pytest
from django.db import connection
from django.db.models import TextField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.thai import sort_key
from tests.core.thai.test_order import names
from tests.golden import THAI

pytestmark = pytest.mark.django_db


def order_in_database(texts):
    with connection.cursor() as cursor:
        expression = ThaiOrder(Value("?", output_field=TextField()))
        sql, _ = expression.as_sql(_compiler(), connection)
        key = sql.replace("%s", "t.text")
        cursor.execute(f"select text, {key} from unnest(%s::text[]) as t(text) order by 2", [texts])
        return cursor.fetchall()


def _compiler():
    from districts.models import District

    return District.objects.all().query.get_compiler(using="default")


@given(st.lists(names, max_size=30))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_python_sort_alike(texts):
    rows = order_in_database(texts)

    assert [key for _, key in rows] == sorted(map(sort_key, texts))
    assert all(key == sort_key(text) for text, key in rows)


def test_the_fifty_districts_stand_in_dictionary_order():
    assert [text for text, _ in order_in_database(sorted(THAI["districts_sorted"]))] == THAI["districts_sorted"]
