import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import modelform_factory
from django.utils import timezone

from tests.core.models import Seat

pytestmark = pytest.mark.django_db


def test_a_partial_unique_constraint_speaks_beside_its_field():
    Seat.objects.create(place="ประธาน", holder="ก")
    form = modelform_factory(Seat, fields=["place", "holder", "is_current", "people"])(
        {"place": "ประธาน", "holder": "ข", "is_current": "on", "people": 1}
    )

    assert form.errors == {"holder": ["ที่นั่งนี้มีผู้ถือแล้ว"]}


def test_a_check_speaks_beside_its_field():
    form = modelform_factory(Seat, fields=["place", "holder", "people"])({"place": "ก", "holder": "ข", "people": 0})

    assert form.errors == {"people": ["ต้องมีอย่างน้อยหนึ่งคน"]}


def test_a_form_without_the_field_hears_it_for_the_whole_form():
    Seat.objects.create(place="ประธาน", holder="ก")
    form = modelform_factory(Seat, fields=["place", "is_current"])({"place": "ประธาน", "is_current": "on"})

    assert form.errors == {"__all__": ["ที่นั่งนี้มีผู้ถือแล้ว"]}


def test_a_row_outside_the_condition_is_free():
    Seat.objects.create(place="ประธาน", holder="ก", is_current=False)

    Seat(place="ประธาน", holder="ข").full_clean()


def test_migrations_know_the_plain_constraint():
    paths = [constraint.deconstruct()[0] for constraint in Seat._meta.constraints]

    assert all(path.startswith("django.db.models.") for path in paths)
    assert "error_field" not in Seat._meta.constraints[0].deconstruct()[2]
    assert Seat._meta.constraints[0].clone() == Seat._meta.constraints[0]


@pytest.mark.parametrize(
    "approval",
    [
        {"is_approved": True},
        {"is_approved": True, "approved_by": "ก"},
        {"is_approved": False, "approved_by": "ก", "approved_at": "now"},
        {"is_approved": False, "approved_at": "now"},
    ],
)
def test_an_approval_is_signed_or_is_none(approval):
    if "approved_at" in approval:
        approval = approval | {"approved_at": timezone.now()}

    with pytest.raises((IntegrityError, ValidationError)):
        Seat.objects.create(place="ก", holder="ข", **approval)


def test_a_signed_approval_stands():
    Seat.objects.create(place="ก", holder="ข", is_approved=True, approved_by="ค", approved_at=timezone.now())
