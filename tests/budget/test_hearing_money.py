"""A hearing leads to the money that pays for it, and the money to the hearings, for staff and for everyone."""

from datetime import date

import pytest
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import Allocation
from tests.factories.budget import AllocationFactory, FlagshipProjectFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

YEAR = FiscalYear(2566)


@pytest.fixture
def purse(cast):
    flagship = FlagshipProjectFactory(fiscal_year=2566, kpi_code="KPI-1", title_th="โครงการรับฟังความคิดเห็น")
    return AllocationFactory(
        appropriation__flagship=flagship,
        appropriation__fiscal_year=2566,
        appropriation__amount=200_000,
        appropriation__transferred_total=200_000,
        district=cast.home,
        transferred=200_000,
    )


def test_the_page_of_a_hearing_leads_to_the_money_and_back(client, cast, purse):
    forum = ForumFactory(district=cast.home)
    client.force_login(cast.officer)

    way = reverse("budget:hearings-purse", args=[YEAR, cast.home.code])
    assert f'href="{way}"' in client.get(forum.get_absolute_url()).content.decode()

    money = client.get(way, follow=True)
    assert money.request["PATH_INFO"] == reverse("budget:allocation", args=[purse.pk])
    assert f'href="{forum.get_absolute_url()}"' in money.content.decode()


def test_the_money_leads_to_the_hearings_of_its_district_and_year_only(client, cast, purse):
    for other in (
        ForumFactory(district=cast.away),
        ForumFactory(district=cast.home, fiscal_year=2565, scheduled_on=date(2022, 5, 12)),
        ForumFactory(district=cast.home, kind="adoption_meeting", community=cast.home_community),
        ForumFactory(district=cast.home, cancelled=True),
    ):
        client.force_login(cast.officer)
        page = client.get(reverse("budget:allocation", args=[purse.pk])).content.decode()

        assert f'href="{other.get_absolute_url()}"' not in page


def test_a_year_without_such_a_project_leads_to_the_districts_money(client, cast):
    client.force_login(cast.officer)

    answer = client.get(reverse("budget:hearings-purse", args=[YEAR, cast.home.code]))

    assert answer.url == reverse("budget:district-money", args=[YEAR, cast.home.code])


def test_an_allocation_for_something_else_names_no_hearings(client, cast):
    other = AllocationFactory(appropriation__flagship__kpi_code="KPI-2", district=cast.home)
    ForumFactory(district=cast.home)
    client.force_login(cast.officer)

    page = client.get(reverse("budget:allocation", args=[other.pk])).content.decode()

    assert "เวทีที่จัดด้วยงบประมาณนี้" not in page


def test_a_visitor_goes_from_a_hearing_to_its_money_and_back(client, cast, purse):
    forum = ForumFactory(district=cast.home, published=True)
    district = reverse("public:district", args=[cast.home.code])

    hearing = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()
    page = client.get(district).content.decode()
    hearings = f"{reverse('public:hearings')}?district={cast.home.code}&amp;year=2566&amp;kind=district_hearing"

    assert f'href="{district}#hearing-money"' in hearing
    assert "โอนจัดสรร 200,000 บาท เบิกจ่าย 0 บาท · โครงการรับฟังความคิดเห็น" in page
    assert f'href="{hearings}"' in page
    assert str(forum) in client.get(hearings.replace("&amp;", "&")).content.decode()


def test_a_hearing_of_a_district_without_such_money_names_none(client, cast, purse):
    forum = ForumFactory(district=cast.away, published=True)

    assert "#hearing-money" not in client.get(reverse("public:hearing", args=[forum.pk])).content.decode()
    assert 'id="hearing-money"' not in client.get(reverse("public:district", args=[cast.away.code])).content.decode()


def test_the_costs_of_a_hearing_stand_under_what_the_district_has_for_all_hearings_of_the_year(client, cast, purse):
    Allocation.objects.filter(pk=purse.pk).update(allotted=120_000, committed=50_000, disbursed=50_000)
    forum = ForumFactory(district=cast.home)
    client.force_login(cast.officer)
    page = reverse("budget:forum-costs", args=[forum.pk])

    shown = words_of(client.get(page, headers={"HX-Request": "true"}))

    assert f'hx-get="{page}"' in client.get(forum.get_absolute_url()).content.decode()
    assert all(sum_of in shown for sum_of in ("200,000.00 บาท", "120,000.00 บาท", "50,000.00 บาท", "150,000.00 บาท"))
    meeting = ForumFactory(district=cast.home, kind="adoption_meeting", community=cast.home_community)
    other = words_of(client.get(reverse("budget:forum-costs", args=[meeting.pk]), headers={"HX-Request": "true"}))
    assert "งบประมาณจัดเวทีของเขต" not in other
