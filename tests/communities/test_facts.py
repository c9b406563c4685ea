"""KPI 2's facts: dated, within their windows, and untouched by what is recorded later."""

from datetime import date

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from communities.models import Community
from communities.queries import plan_facts
from tests.communities.conftest import AT
from tests.factories.communities import (
    CommunityEntryFactory,
    CommunityFactory,
    CommunityStandingFactory,
    CommunityTypeFactory,
    PlanAdoptionFactory,
    PlanRevisionFactory,
)
from tests.factories.signed import sign

YEAR = FiscalYear(2566)
WINDOW = {"year": YEAR, "day": YEAR.end, "known": date(2023, 10, 15)}


def made(**window):
    return {fact.name: fact.is_made for fact in plan_facts(**{**WINDOW, **window})}


def plan(name, *, adopted=date(2023, 5, 1), confirmed=date(2023, 6, 1), **traits):
    community = Community.objects.filter(name_th=name).first() or CommunityFactory(name_th=name)
    if confirmed:
        traits |= {"confirmed": True, "submitted_on": date(2023, 4, 1), "confirmed_on": confirmed}
    revision = PlanRevisionFactory(plan__community=community, **traits)
    if adopted:
        PlanAdoptionFactory(revision=revision, adopted_on=adopted)
    return revision


@pytest.mark.parametrize(
    ("adopted", "confirmed", "counts"),
    [
        (date(2022, 10, 1), date(2022, 10, 2), True),
        (date(2022, 9, 30), date(2022, 10, 2), False),
        (date(2023, 9, 30), date(2023, 10, 15), True),
        (date(2023, 10, 1), date(2023, 10, 2), False),
        (date(2023, 9, 1), date(2023, 10, 16), False),
        (date(2023, 5, 1), date(2023, 4, 1), True),  # in either order
        (None, date(2023, 6, 1), False),
        (date(2023, 6, 1), None, False),
    ],
)
def test_adopted_within_the_year_and_confirmed_by_the_closing_day(db, adopted, confirmed, counts):
    plan("วัดสน", adopted=adopted, confirmed=confirmed)

    assert made() == {"วัดสน": counts}


def test_the_year_that_the_plan_is_for_does_not_matter(db):
    plan("วัดสน", plan__fiscal_year=2566)

    assert made() == {"วัดสน": True}


@pytest.mark.parametrize(("day", "counts"), [(date(2023, 6, 30), True), (date(2023, 7, 1), False)])
def test_a_withdrawn_confirmation_counts_until_the_day_before(db, day, counts):
    revision = plan("วัดสน")
    revision.confirmation_withdrawn_on = date(2023, 7, 1)
    revision.confirmation_withdrawn_at, revision.withdrawal_reason = AT, "ผิดพลาด"
    sign(revision).save()

    assert made(day=day, known=day) == {"วัดสน": counts}


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2023, 6, 30), True), (date(2023, 7, 1), False), (date(2023, 7, 9), True)]
)
def test_a_cancelled_adoption_and_its_correction_leave_earlier_days_alone(db, day, counts):
    revision = plan("วัดสน", adopted=None)
    PlanAdoptionFactory(
        revision=revision,
        adopted_on=date(2023, 5, 1),
        cancelled_on=date(2023, 7, 1),
        cancelled_at=AT,
        cancel_reason="ผิดวัน",
    )
    PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 7, 9))

    assert made(day=day, known=day) == {"วัดสน": counts}


def test_what_the_meeting_adopted_may_be_put_right_before_the_district_confirms(db):
    returned = PlanRevisionFactory(plan__community=CommunityFactory(name_th="วัดสน"), returned=True)
    PlanAdoptionFactory(revision=returned, adopted_on=date(2023, 5, 1))
    PlanRevisionFactory(plan=returned.plan, number=2, confirmed=True, confirmed_on=date(2023, 6, 1))

    assert made() == {"วัดสน": True}


def test_an_edition_confirmed_before_the_one_that_was_adopted_does_not_count(db):
    first = plan("วัดสน", adopted=None, confirmed=date(2023, 2, 1))
    second = PlanRevisionFactory(plan=first.plan, number=2)
    PlanAdoptionFactory(revision=second, adopted_on=date(2023, 5, 1))

    assert made() == {"วัดสน": False}


def test_only_eligible_communities_are_units(db):
    former = CommunityTypeFactory(code="estate", name_th="ชุมชนหมู่บ้านจัดสรร", valid_until=date(2021, 10, 1))
    CommunityFactory(name_th="ปกติ")
    CommunityFactory(name_th="ยุบแล้ว", standing__status="dissolved")
    CommunityFactory(name_th="กำลังยุบ", standing__status="being_dissolved")
    CommunityFactory(name_th="กรรมการไม่ครบ", standing__status="incomplete_committee")
    CommunityFactory(name_th="ประเภทเก่า", standing__type=former)
    CommunityFactory(name_th="ตั้งปีหน้า", standing__starts_on=date(2023, 10, 1))
    back = CommunityFactory(name_th="กลับมาครบ", standing__status="incomplete_committee")
    CommunityStandingFactory(community=back, starts_on=date(2023, 9, 1))

    assert set(made()) == {"ปกติ", "กลับมาครบ"}
    assert set(made(day=date(2023, 8, 1))) == {"ปกติ"}


def test_facts_take_the_same_few_questions_for_many_communities(db, django_assert_num_queries):
    for name in "กขค":
        plan(name)

    with django_assert_num_queries(1):
        list(plan_facts(**WINDOW))


def called(community, name, starts_on):
    CommunityEntryFactory(community=community, subdistrict=community.subdistrict, name_th=name, starts_on=starts_on)


def test_a_community_is_called_as_on_the_day_that_is_asked_for(db):
    plan("เดิม")
    community = Community.objects.get()
    called(community, "เดิม", date(2022, 1, 1))
    called(community, "ใหม่", date(2023, 9, 1))
    Community.objects.update(name_th="ใหม่")

    assert set(made(day=date(2023, 8, 31))) == {"เดิม"}
    assert set(made(day=date(2023, 9, 1))) == {"ใหม่"}


def test_the_units_stand_in_the_order_of_the_names_of_that_day(db):
    plan("ก")
    first = Community.objects.get()
    called(first, "ก", date(2022, 1, 1))
    called(first, "ฮ", date(2023, 9, 1))
    Community.objects.update(name_th="ฮ")
    CommunityFactory(name_th="ข", district=first.district, subdistrict=first.subdistrict)

    def names(day):
        return [fact.name for fact in plan_facts(**{**WINDOW, "day": day})]

    assert names(date(2023, 8, 1)) == ["ก", "ข"]
    assert names(date(2023, 9, 2)) == ["ข", "ฮ"]
