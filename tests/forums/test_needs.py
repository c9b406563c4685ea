"""The summary of needs before a forum: communities' problems and last year's open proposals, by area and place."""

from datetime import date

import pytest
from django.urls import reverse

from forums.models import Uptake
from forums.queries.needs import needs_before
from tests.factories.communities import (
    CommunityFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import SubdistrictFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.words import words_of

DAY = date(2023, 6, 20)


@pytest.fixture
def forum(cast):
    return ForumFactory(district=cast.home, scheduled_on=DAY, announced_on=date(2023, 6, 1))


@pytest.fixture
def last_year(cast):
    return ForumFactory(
        district=cast.home,
        published=True,
        fiscal_year=2565,
        scheduled_on=date(2022, 3, 1),
        announced_on=date(2022, 2, 1),
    )


@pytest.fixture
def community(cast):
    return CommunityFactory(subdistrict=SubdistrictFactory(district=cast.home, name_th="สามพระยา"), name_th="วัดสน")


def confirmed(community, year, on=date(2023, 1, 10)):
    return PlanRevisionFactory(plan__community=community, plan__fiscal_year=year, confirmed=True, confirmed_on=on)


def texts(forum):
    return {area.name: [need.text for need in area.needs] for area in needs_before(forum).areas}


def test_problems_of_the_newest_confirmed_plans_stand_under_the_area_of_their_projects(forum, community):
    old, new = confirmed(community, 2566), confirmed(community, 2567)
    PlanProblemFactory(revision=old, problem="ของปีก่อน")
    water = PlanProblemFactory(revision=new, problem="น้ำท่วมซอย", way_out="ลอกท่อ")
    PlanProblemFactory(revision=new, problem="ไม่มีโครงการ")
    area = PlanAreaFactory(name_th="ด้านสิ่งแวดล้อม")
    PlanProjectFactory(revision=new, problem=water).areas.set([area])

    needs = needs_before(forum)

    assert texts(forum) == {"ด้านสิ่งแวดล้อม": ["น้ำท่วมซอย"], "ยังไม่ระบุด้าน": ["ไม่มีโครงการ"]}
    need = needs.areas[0].needs[0]
    assert (need.subdistrict, need.place, need.source) == ("สามพระยา", "ชุมชนวัดสน", "แผนชุมชน ปี 2567")
    assert (needs.problems, needs.communities, needs.places) == (2, 1, [("สามพระยา", 2)])


def test_what_was_not_public_on_the_day_or_is_of_another_district_is_left_out(forum, community, cast):
    PlanProblemFactory(revision=confirmed(community, 2567, on=date(2023, 6, 21)))
    PlanProblemFactory(revision=PlanRevisionFactory(plan__community=community, plan__fiscal_year=2566, submitted=True))
    away = CommunityFactory(subdistrict=SubdistrictFactory(district=cast.away))
    PlanProblemFactory(revision=confirmed(away, 2566))

    assert needs_before(forum).areas == ()


def test_last_year_s_proposals_are_open_while_no_plan_has_them(forum, last_year, cast):
    open_one = ProposalFactory(forum=last_year, title="ทางเท้า", place="หน้าวัด")
    taken = UptakeFactory(proposal__forum=last_year, on=date(2023, 5, 15)).proposal
    given_back = UptakeFactory(proposal__forum=last_year, proposal__title="คืนแล้ว", on=date(2023, 5, 15))
    Uptake.objects.filter(pk=given_back.pk).update(
        ended_on=date(2023, 6, 1), ended_at=given_back.at, ended_by=given_back.by, ended_reason="ซ้ำ"
    )
    ProposalFactory(forum=last_year, removed_on=date(2022, 4, 1), removed_by=cast.officer)
    ProposalFactory(forum=ForumFactory(district=cast.home, held=True, fiscal_year=2565))

    assert set(texts(forum)["ยังไม่ระบุด้าน"]) == {
        open_one.title,
        "คืนแล้ว",
    }
    assert taken.title not in str(texts(forum))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_for_more_needs(
    client, cast, forum, last_year, community, count, django_assert_num_queries
):
    edition = confirmed(community, 2567)
    for _ in range(count):
        PlanProblemFactory(revision=edition)
        ProposalFactory(forum=last_year, community=community, subdistrict=community.subdistrict)
    client.force_login(cast.officer)

    with django_assert_num_queries(8):
        page = client.get(reverse("forums:needs", args=[forum.pk]))

    assert f"ปัญหา {count} ข้อ จากแผนที่เขตรับรองของ 1 ชุมชน" in words_of(page)
