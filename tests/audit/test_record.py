from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.audit import queries
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import BY_THE_SYSTEM, changes, plain, record, record_many, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_an_act_says_who_did_what_to_what_and_in_which_hat():
    district = DistrictFactory()
    officer = AssignmentFactory(role=Role.DISTRICT_OFFICER, district=district).user

    record("districts.district_renamed", district, by=officer, at=AT, reason="สะกดผิด")

    entry = Entry.objects.get()
    assert (entry.verb, entry.at, entry.actor) == ("districts.district_renamed", AT, officer)
    assert entry.actor_label == str(officer)
    assert entry.hat == str(officer.held_assignments[0])
    assert (entry.target_type, entry.target_id) == ("districts.district", str(district.pk))
    assert entry.target_label == str(district)
    assert entry.details == {"reason": "สะกดผิด"}


def test_the_hat_is_kept_in_thai_whatever_language_the_person_works_in():
    person = AssignmentFactory(role=Role.STRATEGY, district=None).user
    hat = str(person.held_assignments[0])

    with translation.override("en"):
        record("districts.district_renamed", DistrictFactory(), by=person, at=AT)

    assert "กรุงเทพมหานคร" in hat
    assert Entry.objects.get().hat == hat


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_an_act_of_no_person_is_the_systems(nobody):
    record("kpi.measured", None, by=nobody, at=AT)

    entry = Entry.objects.get()
    assert (entry.actor, entry.actor_label, entry.target_type) == (None, BY_THE_SYSTEM, "")


def test_only_what_changed_is_kept():
    was = {"title": "เดิม", "amount": Decimal("1.50"), "held_on": date(2020, 7, 16)}
    became = {"title": "ใหม่", "amount": Decimal("1.50"), "held_on": None}

    assert changes(was, became) == {
        "before": {"title": "เดิม", "held_on": "2020-07-16"},
        "after": {"title": "ใหม่", "held_on": None},
    }


def test_the_state_of_a_row_is_plain():
    assignment = AssignmentFactory(district=DistrictFactory())

    state = state_of(assignment, ["role", "district", "starts_on"])

    assert state == {"role": assignment.role, "district": assignment.district_id, "starts_on": "2019-10-01"}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (FiscalYear(2563), 2563),
        (Role.STRATEGY, Role.STRATEGY.value),
        (Decimal("10.00"), "10.00"),
        (AT, AT.isoformat()),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": (1, None, True)}, {"a": [1, None, True]}),
    ],
)
def test_values_are_kept_as_plain_json(value, kept):
    assert plain(value) == kept


def test_many_acts_are_written_in_bulk_each_with_its_own_change(django_assert_num_queries):
    person = UserFactory()
    districts = DistrictFactory.create_batch(3)

    with django_assert_num_queries(2):  # the hats, the rows
        count = record_many(
            "districts.district_loaded",
            [districts[0], (districts[1], {"after": {"population": 5}}), districts[2]],
            by=person,
            at=AT,
            source="ทะเบียน",
        )

    rows = {entry.target_id: entry for entry in Entry.objects.all()}
    assert count == len(rows) == 3
    assert rows[str(districts[1].pk)].after == {"population": 5}
    assert all(entry.details == {"source": "ทะเบียน"} for entry in rows.values())


@pytest.mark.django_db(transaction=True)
def test_an_act_is_recorded_in_its_own_transaction_or_not_at_all():
    with pytest.raises(transaction.TransactionManagementError):
        record("kpi.measured", None, by=None, at=AT)

    @transaction.atomic
    def act_and_fail():
        record("kpi.measured", None, by=None, at=AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()

    assert not Entry.objects.exists()


@pytest.mark.parametrize("act", ["update audit_entry set verb = 'x'", "delete from audit_entry"])
def test_what_was_recorded_can_not_be_changed_or_removed(act):
    record("kpi.measured", None, by=None, at=AT)

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)

    assert Entry.objects.count() == 1


def test_an_entry_must_say_what_was_done():
    with pytest.raises(IntegrityError, match="audit_entry_says_what_was_done"):
        record("", None, by=None, at=AT)


def test_history_tells_only_of_the_rows_asked_for_newest_first():
    mine, other = DistrictFactory(), DistrictFactory()
    record("first", mine, by=None, at=AT)
    record("second", mine, by=None, at=AT)
    record("leak", other, by=None, at=AT)
    record("leak", UserFactory(pk=mine.pk + 10_000), by=None, at=AT)

    assert [act.verb for act in queries.history_of(mine)] == ["second", "first"]


def test_history_of_many_rows_is_one_query(django_assert_num_queries):
    districts = DistrictFactory.create_batch(3)
    for district in districts:
        record("seen", district, by=None, at=AT)

    with django_assert_num_queries(1):
        assert len(queries.history_of(*districts)) == 3


def test_history_of_nothing_is_empty():
    record("leak", DistrictFactory(), by=None, at=AT)

    assert queries.history_of() == ()


def test_only_administrators_see_the_log(cast):
    record("secret", cast.home, by=None, at=AT)

    seen_by = {name for name, person in cast.people.items() if Entry.objects.visible_to(person).exists()}

    assert seen_by == {"administrator"}
