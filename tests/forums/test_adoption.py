"""One place where the district records that a community adopted its plan, from wherever one comes."""

from datetime import date

import pytest
from django.urls import reverse

from communities.models import PlanAdoption
from forums.actions import adoptions
from forums.enums import ForumKind
from forums.models import AdoptionMeeting
from tests.factories.communities import CommunityFactory, PlanFactory, PlanRevisionFactory
from tests.factories.forums import AT, ForumFactory
from tests.words import words_of

DAY = date(2023, 6, 2)


@pytest.fixture
def plan(cast):
    return PlanRevisionFactory(plan=PlanFactory(community=cast.home_community, fiscal_year=2567)).plan


@pytest.fixture
def meeting(cast):
    """Where the home community met, among others that are not its."""
    its = {"district": cast.home, "kind": ForumKind.ADOPTION_MEETING, "published": True}
    ForumFactory(**its, community=CommunityFactory(subdistrict__district=cast.home))
    ForumFactory(**its, community=cast.home_community, scheduled_on=date(2022, 9, 30), announced_on=date(2022, 9, 1))
    ForumFactory(district=cast.home, kind=ForumKind.ADOPTION_MEETING, community=cast.home_community)
    ForumFactory(district=cast.home, published=True)
    return ForumFactory(**its, community=cast.home_community, number=4, scheduled_on=date(2023, 5, 16))


def page(plan, name="adopt", *more):
    return reverse(f"forums:{name}", args=[plan.year, plan.community.code, *more])


def test_an_adoption_is_recorded_and_a_mistake_cancelled(client, cast, plan):
    client.force_login(cast.officer)

    future = client.post(page(plan), {"adopted_on": "3 มิ.ย. 2566", "adopted_by": "community_meeting"})
    no_day = client.post(page(plan), {"adopted_by": "community_meeting"})
    client.post(page(plan), {"adopted_on": "๑๕ พ.ค. ๒๕๖๖", "adopted_by": "committee_meeting"})
    adoption = PlanAdoption.objects.get()
    client.post(page(plan, "cancel-adoption", adoption.pk), {"reason": "ลงวันผิด"})

    assert future.status_code == no_day.status_code == 422
    assert "ต้องไม่หลัง 2 มิ.ย. 2566" in words_of(future)
    assert (adoption.adopted_on, adoption.method) == (date(2023, 5, 15), "committee_meeting")
    adoption.refresh_from_db()
    assert (adoption.cancelled_on, adoption.cancel_reason) == (DAY, "ลงวันผิด")


def test_the_meeting_is_chosen_and_brings_its_day(client, cast, plan, meeting):
    client.force_login(cast.officer)

    offered = client.get(page(plan)).context["form"].meetings
    client.post(page(plan), {"adopted_by": meeting.pk})

    assert list(offered.values()) == [meeting]
    link = AdoptionMeeting.objects.get()
    assert (link.forum, link.adoption.adopted_on, link.adoption.method) == (meeting, date(2023, 5, 16), "forum")


def test_another_day_than_the_meeting_s_is_told_beside_the_day(client, cast, plan, meeting):
    client.force_login(cast.officer)

    answer = client.post(page(plan), {"adopted_by": meeting.pk, "adopted_on": "17 พ.ค. 2566"})

    assert answer.status_code == 422
    assert "เวทีที่เลือกจัดเมื่อ 16 พ.ค. 2566" in answer.context["form"].errors["adopted_on"][0]
    assert not PlanAdoption.objects.exists()


def test_a_day_from_before_the_plan_was_made_is_told_beside_the_day(client, cast, plan):
    client.force_login(cast.officer)

    answer = client.post(page(plan), {"adopted_by": "community_meeting", "adopted_on": "1 ม.ค. 2550"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["adopted_on"] == [
        "แผนปี 2567 จัดทำตั้งแต่ 1 ต.ค. 2565 วันที่รับรองต้องไม่ก่อนวันนั้น เช่น 2 มิ.ย. 2566"
    ]
    assert not PlanAdoption.objects.exists()


def test_a_forum_that_was_not_its_meeting_takes_nothing_down(cast, plan):
    elsewhere = ForumFactory(district=cast.home, published=True, scheduled_on=date(2023, 5, 16))
    said = {"adopted_on": date(2023, 5, 16), "method": "forum", "forum_id": elsewhere.pk}

    with pytest.raises(adoptions.NotItsMeetingError):
        adoptions.adopt(plan_id=plan.pk, **said, by=cast.officer, at=AT, on=DAY)

    assert not PlanAdoption.objects.exists()


@pytest.mark.parametrize("come_from", ["/work/checks/plans/7/", "https://elsewhere.example/"])
def test_one_goes_back_to_where_one_came_from(client, cast, plan, come_from):
    client.force_login(cast.officer)

    answer = client.post(f"{page(plan)}?next={come_from}", {"adopted_on": "15 พ.ค. 2566", "adopted_by": "forum"})

    assert answer.url == (come_from if come_from.startswith("/") else plan.get_absolute_url())
