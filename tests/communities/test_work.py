"""What งานของฉัน tells about plans."""

from datetime import date

import pytest

from communities.queries import todos_for
from tests.communities.conftest import ON
from tests.factories.communities import (
    CommunityFactory,
    CommunityStandingFactory,
    PlanAdoptionFactory,
    PlanFactory,
    PlanRevisionFactory,
)


def told(person, on=ON):
    return [(todo.text, todo.is_waiting_for_others) for todo in todos_for(person, on=on)]


@pytest.mark.parametrize(
    ("traits", "text", "waits"),
    [
        (None, "เริ่มจัดทำแผนปี 2567", False),
        ({}, "เขียนแผนปี 2567 ให้ครบแล้วส่ง", False),
        ({"submitted": True}, "รอเขตตรวจแผนปี 2567", True),
        ({"confirmed": True}, "แผนปี 2567 เขตรับรองแล้ว รอบันทึกการรับรองของชุมชน", True),
    ],
)
def test_a_member_is_told_the_next_step(cast, traits, text, waits):
    if traits is not None:
        PlanRevisionFactory(plan__community=cast.home_community, **traits)

    assert told(cast.member) == [(f"{text} · {cast.home_community}", waits)]


def test_nobody_waits_for_a_plan_that_is_confirmed_and_adopted(cast):
    PlanAdoptionFactory(revision=PlanRevisionFactory(plan__community=cast.home_community, confirmed=True))

    assert told(cast.member) == []


def test_a_member_is_led_to_the_plan_that_came_back(cast):
    plan = PlanFactory(community=cast.home_community)
    PlanRevisionFactory(plan=plan, number=1, returned=True)
    PlanRevisionFactory(plan=plan, number=2)

    (todo,) = todos_for(cast.member, on=ON)

    assert todo.text == f"แก้แผนปี 2567 ที่ถูกส่งกลับ · {cast.home_community}"
    assert todo.url == f"/work/plans/2567/{cast.home_community.code}/write/"
    assert todo.due_on == date(2023, 9, 30)


def test_a_district_is_told_how_many_wait_for_what(cast):
    for traits in ({"submitted": True}, {"confirmed": True}, {}):
        community = CommunityFactory(subdistrict=cast.home_community.subdistrict)
        PlanRevisionFactory(plan__community=community, **traits)
    PlanAdoptionFactory(
        revision=PlanRevisionFactory(
            plan__community=CommunityFactory(subdistrict=cast.home_community.subdistrict), confirmed=True
        )
    )

    assert told(cast.officer) == [
        (f"บันทึกการรับรองของชุมชน แผนปี 2567 ที่ยังขาด 1 แผน · {cast.home}", False),
        (f"ชุมชนที่ยังไม่ส่งแผนปี 2567 อีก 2 ชุมชน · {cast.home}", True),
    ]


def test_those_who_keep_the_register_are_told_of_incomplete_committees(cast):
    CommunityStandingFactory(community=cast.away_community, status="incomplete_committee", starts_on="2023-05-01")

    assert told(cast.social) == [("กรรมการไม่ครบ 1 ชุมชน ยังไม่อยู่ในตัวหารของตัวชี้วัดที่ 2", False)]


@pytest.mark.parametrize("who", ["visitor", "stranger", "social", "strategy", "administrator"])
def test_others_have_no_plan_to_do(cast, who):
    assert told(cast.people[who]) == []


def test_what_is_left_undone_of_a_year_does_not_end_with_september(cast):
    october = date(2023, 10, 3)
    PlanRevisionFactory(plan__community=cast.home_community)

    assert (f"เขียนแผนปี 2567 ให้ครบแล้วส่ง · {cast.home_community}", False) in told(cast.member, october)
    assert (f"ชุมชนที่ยังไม่ส่งแผนปี 2567 อีก 1 ชุมชน · {cast.home}", True) in told(cast.officer, october)


def test_a_plan_that_came_back_is_mended_long_after_its_year_began(cast):
    plan = PlanFactory(community=cast.home_community)
    PlanRevisionFactory(plan=plan, number=1, returned=True)
    PlanRevisionFactory(plan=plan, number=2)
    spring = date(2024, 3, 1)

    assert (f"แก้แผนปี 2567 ที่ถูกส่งกลับ · {cast.home_community}", False) in told(cast.member, spring)
    assert (f"แผนปี 2567 ที่ส่งกลับให้ชุมชนแก้ 1 แผน · {cast.home}", True) in told(cast.officer, spring)


def test_a_line_leads_to_exactly_what_it_counts(client, cast):
    PlanRevisionFactory(plan__community=cast.home_community)
    client.force_login(cast.officer)

    (line,) = (todo for todo in todos_for(cast.officer, on=ON) if "ยังไม่ส่งแผน" in todo.text)

    assert [community for community, *_words in client.get(line.url).context["rows"]] == [cast.home_community]
