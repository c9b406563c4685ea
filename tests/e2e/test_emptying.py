"""Between tests the tables are emptied when the portal has done what pages sent as they closed."""

import psycopg
import pytest

from tests.e2e.conftest import nobody_else_is_in_a_transaction
from tests.waiting import eventually
from tests.workers import address_of_database

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_request_under_way_is_waited_for():
    with psycopg.connect(address_of_database()) as of_a_request:
        of_a_request.execute("select 1")
        during = nobody_else_is_in_a_transaction()
        of_a_request.commit()

        assert not during
        assert eventually(nobody_else_is_in_a_transaction)
