import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from bkkplan.ground.core.constraints import all_or_none
from tests.core.models import Seat

pytestmark = [pytest.mark.usefixtures("tables_of_the_sample_rows"), pytest.mark.django_db]


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


def test_half_a_signature_is_refused_with_a_sentence():
    seat = Seat(place="ก", holder="ข", is_approved=True, approved_by="ค")

    with pytest.raises(ValidationError, match="ต้องมีครบ หรือว่างทั้งหมด"):
        seat.full_clean()


def test_a_constraint_may_have_a_sentence_of_its_own():
    own = all_or_none("approved_at", "approved_by", name="seat_is_signed_twice", violation_error_message="ไม่มีผู้อนุมัติ")

    assert own.violation_error_message == "ไม่มีผู้อนุมัติ"


def test_a_signed_approval_stands():
    Seat.objects.create(place="ก", holder="ข", is_approved=True, approved_by="ค", approved_at=timezone.now())
