"""Steps that the strategy office adds to a year, and whom they wait for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from bkkplan.ground.years.actions import (
    DayNotPossibleError,
    NotOwnStepError,
    ReasonNeededError,
    StepWords,
    add_step,
    begin_year,
    remove_step,
    save_step,
)
from bkkplan.ground.years.actions.own_steps import basis_of_step
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.models import DueDay
from bkkplan.ground.years.queries import todos_for, todos_of_steps
from communities.queries import todos_for as todos_in_plans
from tests.factories.years import AT
from tests.words import words_of
from tests.years.conftest import ON, YEAR

pytestmark = pytest.mark.django_db

WORDS = StepWords("ส่งร่างแผนพัฒนาชุมชน", date(2023, 6, 20), [Audience.COMMITTEES, Audience.DISTRICTS])


def add(cast, words=WORDS, **more):
    return add_step(year=YEAR, words=words, on=ON, by=cast.strategy, at=AT, **more)


def test_a_step_is_added_to_a_draft_renamed_and_taken_out(client, cast, draft):
    client.force_login(cast.strategy)
    typed = {"name_th": "ส่งร่างแผน", "due_on": "20 มิ.ย. 2566", "audiences": ["committees"], "name_en": ""}

    client.post(reverse("years:step-new", args=[YEAR]), typed)
    step = DueDay.objects.get(is_own=True)
    assert (step.name_th, step.audiences, step.due_on) == ("ส่งร่างแผน", ["committees"], date(2023, 6, 20))

    seen = basis_of_step(step).sealed
    client.post(reverse("years:step-edit", args=[step.pk]), {**typed, "name_th": "ส่งแผน", "seen": seen})
    step.refresh_from_db()
    assert step.name_th == "ส่งแผน"
    assert "ส่งแผน" in words_of(client.get(reverse("years:days", args=[YEAR])))

    client.post(reverse("years:step-remove", args=[step.pk]), {"seen": basis_of_step(step).sealed})
    assert not DueDay.objects.filter(is_own=True).exists()
    verbs = Entry.objects.filter(verb__startswith="years.step").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["years.step_added", "years.step_saved", "years.step_removed"]


def test_a_step_is_for_somebody(client, cast, draft):
    client.force_login(cast.strategy)

    answer = client.post(reverse("years:step-new", args=[YEAR]), {"name_th": "ส่งร่างแผน", "due_on": "20 มิ.ย. 2566"})

    assert answer.status_code == 422
    assert "เลือกอย่างน้อยหนึ่งกลุ่ม" in words_of(answer)


def test_an_opened_year_asks_why_and_takes_no_day_of_the_past(cast, opened):
    with pytest.raises(ReasonNeededError):
        add(cast)
    with pytest.raises(DayNotPossibleError):
        add(cast, replace(WORDS, due_on=ON - timedelta(days=1)), reason="หนังสือ กท 1")

    step = add(cast, reason="หนังสือ กท 1")
    remove_step(step_id=step.pk, reason="ยกเลิกตามหนังสือ กท 2", on=ON, by=cast.strategy, at=AT)

    told = [(change.what, change.reason) for change in opened.changes.order_by("pk")]
    assert told == [
        ("เพิ่มขั้นตอน ส่งร่างแผนพัฒนาชุมชน", "หนังสือ กท 1"),
        ("นำขั้นตอน ส่งร่างแผนพัฒนาชุมชน ออก", "ยกเลิกตามหนังสือ กท 2"),
    ]


def test_the_steps_of_the_citys_calendar_are_not_renamed_or_taken_out(cast, draft):
    step = draft.due_days.get(code="quarter_1")

    with pytest.raises(NotOwnStepError):
        save_step(step_id=step.pk, words=WORDS, on=ON, by=cast.strategy, at=AT)
    with pytest.raises(NotOwnStepError):
        remove_step(step_id=step.pk, on=ON, by=cast.strategy, at=AT)


def test_two_people_do_not_write_over_each_other(cast, draft):
    step = add(cast)
    seen = basis_of_step(step)
    save_step(step_id=step.pk, words=replace(WORDS, name_th="ส่งแผน"), on=ON, by=cast.strategy, at=AT)

    with pytest.raises(BasisChangedError):
        save_step(step_id=step.pk, words=WORDS, seen=seen, on=ON, by=cast.strategy, at=AT)


@pytest.mark.parametrize("who", ["officer", "social", "administrator"])
def test_only_the_strategy_office_adds_steps(cast, draft, who):
    with pytest.raises(PermissionDenied):
        add_step(year=YEAR, words=WORDS, on=ON, by=cast.people[who], at=AT)


def test_a_copied_year_has_the_own_steps_of_the_earlier_one(cast, opened):
    add(cast, reason="หนังสือ กท 1")

    copy = begin_year(year=FiscalYear(2568), source=YEAR, by=cast.strategy, at=AT)

    step = copy.due_days.get(is_own=True)
    assert (step.due_on, step.audiences) == (date(2024, 6, 20), WORDS.audiences)


def texts(todos):
    return [(todo.text, todo.due_on, todo.days_late) for todo in todos]


def test_a_step_waits_for_those_whom_it_concerns(client, cast, opened):
    add(cast, reason="หนังสือ กท 1")
    waits = [("ส่งร่างแผนพัฒนาชุมชน · ปีงบประมาณ 2567", date(2023, 6, 20), -18)]

    assert texts(todos_for(cast.officer, on=ON)) == waits
    assert texts(todos_for(cast.director, on=ON)) == waits
    for who in ("social", "strategy", "administrator", "stranger", "visitor"):
        assert texts(todos_for(cast.people[who], on=ON)) == []
    [of_member] = [todo for todo in todos_in_plans(cast.member, on=ON) if todo.text == waits[0][0]]
    client.force_login(cast.member)
    assert client.get(of_member.url).status_code == 200
    assert "ส่งร่างแผนพัฒนาชุมชน" in words_of(client.get(reverse("desk:my-work")))


def test_a_step_waits_from_a_month_before_until_two_weeks_after_its_day(cast, opened):
    opened.due_days.all().delete()
    step = add(cast, reason="หนังสือ กท 1")
    day = step.due_on

    shown = {
        days: bool(todos_of_steps([Audience.DISTRICTS], on=day + timedelta(days=days), address=str))
        for days in (-31, -30, 0, 14, 15)
    }

    assert shown == {-31: False, -30: True, 0: True, 14: True, 15: False}
    [late] = todos_of_steps([Audience.DISTRICTS], on=day + timedelta(days=3), address=str)
    assert late.days_late == 3


def test_the_days_of_a_draft_wait_for_nobody(cast, draft):
    add(cast)

    assert todos_for(cast.officer, on=ON) == []
