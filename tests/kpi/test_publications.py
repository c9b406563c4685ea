"""The hearings whose results were published in time: judged once they are published or their last day has passed."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.urls import reverse

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Mark, Ratio, Window, evidence_of
from bkkplan.ground.core.fiscal import FiscalYear
from forums.enums import ForumKind, ForumState
from forums.models import Forum
from forums.queries.publications import publication_facts
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory
from tests.factories.years import YearDaysFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

CODE = "KPI-4"
AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
HELD = date(2023, 5, 12)
LAST = HELD + timedelta(days=15)
LATER = HELD + timedelta(days=60)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-07-20"


def publish(on, **kwargs):
    return ForumFactory(published=True, scheduled_on=HELD, held_on=HELD, published_on=on, **kwargs)


def results(as_of=LATER):
    return registry.figure(CODE, YEAR, as_of, at=AT).results


@pytest.mark.parametrize(
    ("published_on", "mark"), [(HELD, Mark.COUNTED), (LAST, Mark.COUNTED), (LAST + timedelta(days=1), Mark.LATE)]
)
def test_a_hearing_counts_when_its_results_are_out_by_the_last_day_of_the_rule(published_on, mark):
    publish(published_on)

    [result] = results()

    assert result.mark == mark
    assert result.days_late == (1 if mark == Mark.LATE else 0)


@pytest.mark.parametrize(("as_of", "units"), [(HELD, 0), (LAST, 0), (LAST + timedelta(days=1), 1)])
def test_a_hearing_without_results_is_judged_once_its_last_day_has_passed(as_of, units):
    ForumFactory(held=True, scheduled_on=HELD, held_on=HELD)

    assert registry.figure(CODE, YEAR, as_of, at=AT).ratio == Ratio(0, units)


def test_the_days_are_those_of_the_year_and_the_page_says_them(client):
    YearDaysFactory(planned__fiscal_year=2566, publish_within=20)
    forum = publish(LAST + timedelta(days=5))

    page = words_of(client.get(reverse("public:indicator", args=[YEAR, CODE])))

    assert results()[0].is_counted
    assert "ภายใน 20 วันหลังวันจัด" in page
    assert "ไม่ใช่ตัวชี้วัดของแผน" in page
    assert evidence_of(CODE, forum.pk, Window.of(YEAR, LATER, YEAR.default_closing_on))[0].counts


def test_each_hearing_of_a_district_is_a_unit_and_other_forums_are_none():
    district = DistrictFactory()
    publish(HELD, district=district)
    publish(LATER, district=district)
    publish(HELD, district=district, kind=ForumKind.OTHER)

    figure = registry.figure(CODE, YEAR, LATER, at=AT)

    assert figure.ratio == Ratio(1, 2)
    assert figure.by_district() == {district.pk: Ratio(1, 2)}


def test_withdrawn_results_do_not_count_from_the_day_on_which_they_were_withdrawn():
    forum = publish(HELD)
    forum.state, forum.withdrawn_on, forum.ending_reason = ForumState.WITHDRAWN, date(2023, 6, 20), "ข้อมูลผิด"
    forum.save()

    assert [result.mark for result in results(date(2023, 6, 19))] == [Mark.COUNTED]
    assert [result.mark for result in results(date(2023, 6, 20))] == [Mark.MISSING]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_finds_the_hearings_that_one_finds_by_going_through_them(seed):
    chance = Random(seed)
    districts = DistrictFactory.create_batch(3)
    for _ in range(25):
        held = date(2022, 9, 20) + timedelta(days=chance.randrange(390))
        kwargs = {"district": chance.choice(districts), "scheduled_on": held, "held_on": held}
        if chance.random() < 0.3:
            ForumFactory(held=True, **kwargs)
            continue
        forum = ForumFactory(published=True, published_on=held + timedelta(days=chance.randrange(40)), **kwargs)
        if chance.random() < 0.2:
            forum.state, forum.ending_reason = ForumState.WITHDRAWN, "ข้อมูลผิด"
            forum.withdrawn_on = forum.published_on + timedelta(days=chance.randrange(60))
            forum.save()

    for as_of in (date(2022, 10, 1), date(2023, 2, 1), date(2023, 9, 30), date(2023, 12, 1)):
        window = Window.of(YEAR, as_of, YEAR.default_closing_on)
        facts = publication_facts(year=YEAR, day=window.day, known=window.known)

        assert {fact.forum: fact.is_in_time for fact in facts} == by_hand(window)


def by_hand(window):
    found = {}
    for forum in Forum.objects.all():
        if not YEAR.start <= forum.held_on <= window.day:
            continue
        last = forum.held_on + timedelta(days=15)
        is_out = forum.published_on is not None and forum.published_on <= window.known
        is_gone = forum.withdrawn_on is not None and forum.withdrawn_on <= window.known
        if is_out or last < window.known:
            found[forum.pk] = is_out and forum.published_on <= last and not is_gone
    return found
