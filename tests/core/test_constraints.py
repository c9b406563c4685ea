import ast
import re
from functools import cache

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone

from bkkplan.ground.core.rows.constraints import all_or_none
from tests.architecture.house import ROOT
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


TRIGGERS = "select tgname, pg_get_functiondef(tgfoid) from pg_trigger where not tgisinternal"
NUMBERED = re.compile(r"_\d+$")  # one rule that several tables watch
SAYS = re.compile(r"(?:raise exception|constraint =) '([^']*)'")
SHORTEST = 10  # letters of a sentence by which a test knows the rule that it breaks


@cache
def words_of_tests_that_break_rules() -> frozenset[str]:
    files = [path for path in (ROOT / "tests").rglob("*.py") if "IntegrityError" in path.read_text(encoding="utf-8")]
    return frozenset(
        node.value.partition(", ")[0]  # behind a comma: which of several breaches of a rule it is
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) >= SHORTEST
    )


def test_every_rule_of_a_trigger_is_broken_by_a_test_that_names_it():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        sentences = {
            NUMBERED.sub("", name): (NUMBERED.sub("", name), *SAYS.findall(source))
            for name, source in cursor.fetchall()
        }
    unbroken = {
        name
        for name, said in sentences.items()
        if not any(word in sentence for word in words_of_tests_that_break_rules() for sentence in said)
    }

    assert len(sentences) > 40
    assert unbroken == set()
