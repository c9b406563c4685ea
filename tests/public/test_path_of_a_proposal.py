from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from bkkplan.faces.public.views import proposal_steps
from budget.enums import CheckOutcome
from budget.queries.checks.checks import Answer

PROJECT = SimpleNamespace(amount=Decimal(30_000), second_look=None)


def way(**facts):
    empty = dict.fromkeys(["check", "inclusion", "money", "withdrawn_on", "asked"])
    return SimpleNamespace(**empty | {"project": PROJECT} | facts)


@pytest.mark.parametrize("outcome", CheckOutcome)
def test_every_outcome_of_a_check_is_a_step_with_a_word_and_a_mark(outcome):
    check = SimpleNamespace(
        fits_mission=True,
        fits_area_strategy=True,
        fits_city_strategy=False,
        outcome=outcome.value,
        mission_reason="",
        area_reason="",
        city_reason="ไม่อยู่ในยุทธศาสตร์",
        outcome_reason="",
        forwarded_to="สำนักการโยธา",
        granted_amount=Decimal(10_000),
        project=PROJECT,
        checked_on=date(2023, 5, 2),
    )

    no = Answer("ยุทธศาสตร์การพัฒนากรุงเทพมหานคร", is_yes=False, reason="ไม่อยู่ในยุทธศาสตร์", node="")

    step = proposal_steps._checked(way(check=check, answers=(no,)))

    assert step.word
    assert step.mark
    assert "ยุทธศาสตร์การพัฒนากรุงเทพมหานคร: ไม่อยู่ในยุทธศาสตร์" in step.note


def test_a_project_that_needs_no_money_is_not_waiting_for_any():
    inclusion = SimpleNamespace(item=SimpleNamespace(planned_amount=None))

    step = proposal_steps._funded(way(inclusion=inclusion))

    assert (step.state, step.word) == ("info", "มีคำตอบแล้ว")


def test_a_cancelled_project_waits_for_no_money_and_says_why_it_was_given_up():
    item = SimpleNamespace(
        planned_amount=5, progress="cancelled", cancelled_on=date(2023, 5, 30), result="เจ้าของที่ดินไม่ยินยอม"
    )
    inclusion = SimpleNamespace(item=item)

    funded, done = (
        proposal_steps._funded(way(inclusion=inclusion)),
        proposal_steps._done(way(inclusion=inclusion), on=date(2023, 6, 2)),
    )

    assert (funded.state, funded.note) == ("wait", "ไม่ได้ใช้งบประมาณ")
    assert (done.label, done.state, done.note) == ("ยกเลิกโครงการ", "bad", "เจ้าของที่ดินไม่ยินยอม")
    assert done.when == "30 พ.ค. 2566"


@pytest.mark.parametrize(("ends_in", "state"), [(3, "late"), (8, "now"), (None, "now")])
def test_what_is_to_come_has_its_day_and_is_late_after_it(ends_in, state):
    item = SimpleNamespace(
        progress="under_way",
        ends_in=ends_in,
        plan=SimpleNamespace(fiscal_year=2566),
        get_progress_display=lambda: "กำลังดำเนินการ",
    )

    step = proposal_steps._done(way(inclusion=SimpleNamespace(item=item)), on=date(2023, 6, 2))

    assert step.state == state
    assert step.when == {3: "กำหนด 31 มี.ค. 2566", 8: "กำหนด 31 ส.ค. 2566", None: ""}[ends_in]
