import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

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


def test_a_signed_approval_stands():
    Seat.objects.create(place="ก", holder="ข", is_approved=True, approved_by="ค", approved_at=timezone.now())
