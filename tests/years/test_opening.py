"""A year begins as a draft, is opened once, or is discarded before that."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import (
    AlreadyOpenedError,
    AlreadyPlannedError,
    IncompleteError,
    NoSuchSourceError,
    NotPlannedError,
    begin_year,
    discard_draft,
    open_year,
)
from bkkplan.ground.years.models import DueDay, PlannedYear, YearDays
from tests.at_once import at_once
from tests.factories.years import AT, PlannedYearFactory
from tests.years.conftest import ON, YEAR

pytestmark = pytest.mark.django_db


def test_an_empty_year_begins_with_the_usual_days(cast, draft):
    days = draft.days

    assert (draft.is_draft, draft.made_by) == (True, cast.strategy)
    assert (days.announce_before, days.publish_within, days.closing_on) == (15, 15, YEAR.default_closing_on)
    due = dict(draft.due_days.values_list("code", "due_on"))
    assert due["quarter_1"] == date(2023, 12, 31)
    assert due["money_asked"] == date(2023, 1, 31)
    assert due["carried_lapses"] == date(2025, 9, 30)
    assert Entry.objects.get(verb="years.year_begun").actor == cast.strategy


def test_a_copied_year_has_the_days_of_the_earlier_one_so_many_years_later(cast, opened):
    YearDays.objects.update(announce_before=20, closing_on=date(2024, 10, 31))
    DueDay.objects.filter(code="goals_heard").update(due_on=date(2024, 2, 29))
    DueDay.objects.filter(code="quarter_1").update(due_on=None)

    copy = begin_year(year=FiscalYear(2570), source=YEAR, by=cast.strategy, at=AT)

    assert (copy.copied_from, copy.days.announce_before, copy.days.closing_on) == (2567, 20, date(2027, 10, 31))
    due = dict(copy.due_days.values_list("code", "due_on"))
    assert (due["goals_heard"], due["quarter_1"]) == (date(2027, 2, 28), None)


def test_a_year_is_begun_once(cast, draft):
    with pytest.raises(AlreadyPlannedError, match="2567"):
        begin_year(year=YEAR, by=cast.strategy, at=AT)

    assert PlannedYear.objects.count() == 1


@pytest.mark.parametrize("source", [2566, 2567, 2568])
def test_only_an_opened_earlier_year_is_copied(cast, draft, source):
    PlannedYearFactory(fiscal_year=2568, opened=True)

    with pytest.raises(NoSuchSourceError):
        begin_year(
            year=FiscalYear(2568 if source == 2568 else 2569), source=FiscalYear(source), by=cast.strategy, at=AT
        )


@pytest.mark.parametrize("who", ["officer", "director", "social", "administrator", "stranger"])
def test_only_the_strategy_office_prepares_a_year(cast, draft, who):
    person = cast.people[who]

    for act in (
        lambda: begin_year(year=FiscalYear(2568), by=person, at=AT),
        lambda: open_year(year=YEAR, on=ON, by=person, at=AT),
        lambda: discard_draft(year=YEAR, by=person, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_opened_year_says_by_whom_and_when(cast, opened):
    opened.refresh_from_db()

    assert (opened.is_draft, opened.opened_by, opened.opened_on) == (False, cast.strategy, ON)
    assert Entry.objects.get(verb="years.year_opened").details["seen"] == "command"


def test_a_year_with_something_missing_is_not_opened_and_says_what(cast, draft, monkeypatch):
    days = registry.part_called("days")
    lacking = replace(days, title="โครงการหลัก", look=lambda _year: registry.Look(("–",), ("ยังไม่มีโครงการ",)))
    monkeypatch.setattr(registry, "_parts", {"flagship": lacking, "days": days})

    with pytest.raises(IncompleteError, match="โครงการหลัก: ยังไม่มีโครงการ"):
        open_year(year=YEAR, on=ON, by=cast.strategy, at=AT)

    draft.refresh_from_db()
    assert draft.is_draft


def test_what_is_opened_is_what_was_seen(cast, draft, no_other_parts):
    seen = registry.basis_of_opening(draft, registry.parts_of(YEAR))
    YearDays.objects.update(announce_before=7)

    with pytest.raises(BasisChangedError) as refused:
        open_year(year=YEAR, on=ON, seen=seen, by=cast.strategy, at=AT)

    assert [(change.before, change.now) for change in refused.value.changes] == [("15", "7")]


def test_a_second_opening_is_told_who_was_first(cast, opened):
    with pytest.raises(AlreadyOpenedError, match="เปิดแล้วโดย"):
        open_year(year=YEAR, on=ON, by=cast.strategy, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_open_a_year_once(cast, draft, no_other_parts):
    def one(_number):
        try:
            return open_year(year=YEAR, on=ON, by=cast.strategy, at=AT)
        except AlreadyOpenedError as error:
            return str(error)

    answers = at_once(one, range(4))

    assert sum(isinstance(answer, PlannedYear) for answer in answers) == 1
    assert Entry.objects.filter(verb="years.year_opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_begin_a_year_once(cast):
    def one(_number):
        try:
            return begin_year(year=YEAR, by=cast.strategy, at=AT)
        except AlreadyPlannedError as error:
            return str(error)

    answers = at_once(one, range(4))

    assert sum(isinstance(answer, PlannedYear) for answer in answers) == 1
    assert DueDay.objects.values("code").distinct().count() == DueDay.objects.count()


def test_a_discarded_draft_is_gone_with_its_parts_and_may_begin_again(cast, draft):
    discard_draft(year=YEAR, by=cast.strategy, at=AT)

    assert (PlannedYear.objects.count(), YearDays.objects.count(), DueDay.objects.count()) == (0, 0, 0)
    assert "ปิดข้อมูล" in str(Entry.objects.get(verb="years.draft_discarded").details["held"]["days"])
    begin_year(year=YEAR, by=cast.strategy, at=AT)


def test_an_opened_year_is_never_discarded(cast, opened):
    with pytest.raises(AlreadyOpenedError):
        discard_draft(year=YEAR, by=cast.strategy, at=AT)


def test_a_year_that_nobody_began_can_not_be_opened(cast):
    with pytest.raises(NotPlannedError):
        open_year(year=YEAR, on=ON, by=cast.strategy, at=AT)
