"""The days of a year: edited in the draft, and afterwards only ahead and for a reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import DayNotPossibleError, DayWords, ReasonNeededError, save_days
from bkkplan.ground.years.models import YearChange
from bkkplan.ground.years.queries import closing_days, closing_on, hearing_days
from tests.factories.years import AT
from tests.years.conftest import ON, YEAR

pytestmark = pytest.mark.django_db

WORDS = DayWords(announce_before=20, publish_within=10, closing_on=date(2024, 10, 20))


def save(cast, words=WORDS, *, seen=1, **more):
    return save_days(year=YEAR, seen=seen, words=words, on=ON, by=cast.strategy, at=AT, **more)


def test_the_days_of_a_draft_are_saved_and_not_in_force_yet(cast, draft):
    save(cast, replace(WORDS, due={"quarter_1": date(2024, 1, 15), "carry_over": None}))

    due = dict(draft.due_days.values_list("code", "due_on"))
    assert (due["quarter_1"], due["carry_over"]) == (date(2024, 1, 15), None)
    assert YEAR.be not in hearing_days()
    assert closing_on(YEAR) == YEAR.default_closing_on
    entry = Entry.objects.get(verb="years.days_saved")
    assert entry.before["quarter_1"] == "2023-12-31"
    assert not YearChange.objects.exists()


def test_the_days_of_an_opened_year_are_in_force(cast, opened):
    save(cast, reason="มติที่ประชุม")

    assert hearing_days()[YEAR.be].announce_before == 20
    assert closing_on(YEAR) == closing_days().of(YEAR) == date(2024, 10, 20)


def test_an_opened_year_changes_only_for_a_reason_and_says_what_it_touches(cast, opened, monkeypatch):
    asked = {"days": {"test": lambda _year: iter([registry.Touch("เวทีที่ประกาศแล้ว", 12), registry.Touch("ว่าง", 0)])}}
    monkeypatch.setattr(registry, "_touching", asked)

    with pytest.raises(ReasonNeededError):
        save(cast, reason="  ")
    save(cast, reason="มติที่ประชุม")

    change = opened.changes.get()
    assert (change.reason, change.on, change.by) == ("มติที่ประชุม", ON, cast.strategy)
    assert change.touched == [{"label": "เวทีที่ประกาศแล้ว", "count": 12}]
    assert Entry.objects.get(verb="years.opened_year_changed").details["part"] == "days"


def test_saving_what_stands_there_changes_nothing(cast, opened):
    days = opened.days
    same = DayWords(days.announce_before, days.publish_within, days.closing_on)

    save(cast, same, reason="มติที่ประชุม")

    assert not YearChange.objects.exists()


@pytest.mark.parametrize("code", ["quarter_4", "plan_ready"])
def test_no_day_of_an_opened_year_is_moved_into_the_past(cast, opened, code):
    with pytest.raises(DayNotPossibleError) as refused:
        save(cast, replace(WORDS, due={code: ON - timedelta(days=1)}), reason="มติที่ประชุม")

    assert list(refused.value.by_field) == [f"due_{code}"]
    save(cast, replace(WORDS, due={code: ON}), reason="มติที่ประชุม")


def test_a_day_that_is_past_and_stays_is_no_obstacle(cast, opened):
    save(cast, replace(WORDS, due={"plan_ready": date(2023, 1, 31)}), reason="มติที่ประชุม")

    assert opened.changes.count() == 1


def test_a_year_is_not_closed_before_it_ends(cast, draft):
    with pytest.raises(DayNotPossibleError) as refused:
        save(cast, replace(WORDS, closing_on=YEAR.end - timedelta(days=1)))

    assert list(refused.value.by_field) == ["closing_on"]


def test_two_people_edit_the_days_and_the_second_is_told(cast, draft):
    save(cast)

    with pytest.raises(StaleError):
        save(cast, replace(WORDS, announce_before=5))
