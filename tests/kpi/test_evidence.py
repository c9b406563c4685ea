"""Each unit of a KPI opens what it is counted by, for staff with names and for visitors without."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from bkkplan.figures.kpi.registry import Window, evidence_of, figure
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, InclusionFactory
from tests.factories.communities import CommunityFactory, PlanAdoptionFactory, PlanRevisionFactory
from tests.factories.forums import AttachmentFactory, ForumFactory
from tests.words import words_of

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR, DAY, CLOSING = FiscalYear(2566), date(2023, 6, 2), date(2023, 10, 15)
WINDOW = Window.of(YEAR, DAY, CLOSING)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


def test_a_hearing_is_the_evidence_of_its_district_with_its_files(cast, client):
    forum = ForumFactory(
        published=True, district=cast.home, announced_on=date(2023, 4, 1), published_by=cast.officer, published_at=AT
    )
    AttachmentFactory(forum=forum, caption="ภาพบรรยากาศ", is_public=True)
    AttachmentFactory(forum=forum, caption="ใบลงชื่อ", is_public=False)

    [one] = evidence_of("KPI-1", cast.home.pk, WINDOW)
    public = client.get(reverse("public:unit", args=[YEAR, "KPI-1", cast.home.pk])).content.decode()
    client.force_login(cast.strategy)
    staff = client.get(reverse("kpi:unit", args=[YEAR, "KPI-1", cast.home.pk])).content.decode()

    assert one.counts
    assert (one.happened.on, one.confirmed.on) == (forum.held_on, forum.published_on)
    assert one.confirmed.until == CLOSING
    assert reverse("public:hearing", args=[forum.pk]) in public
    assert "ภาพบรรยากาศ" in public
    assert "ใบลงชื่อ" not in public
    assert str(cast.officer) not in public
    assert "ใบลงชื่อ" in staff
    assert f"โดย {cast.officer}" in staff


def test_what_is_missing_says_until_when(cast, client):
    ForumFactory(held=True, district=cast.home, announced_on=date(2023, 4, 1))

    [one] = evidence_of("KPI-1", cast.home.pk, WINDOW)
    page = words_of(client.get(reverse("public:unit", args=[YEAR, "KPI-1", cast.home.pk])))

    assert not one.counts
    assert one.confirmed.is_missing
    assert "นับได้ถึง 15 ต.ค. 2566" in page


def test_an_adoption_and_its_confirmation_are_the_evidence_of_a_community(cast):
    community = CommunityFactory(subdistrict__district=cast.home)
    revision = PlanRevisionFactory(plan__community=community, plan__fiscal_year=2567, confirmed=True)
    PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 5, 10))

    [one] = evidence_of("KPI-2", community.pk, WINDOW)

    assert (one.happened.on, one.confirmed.on) == (date(2023, 5, 10), revision.confirmed_on)
    assert one.public_href == reverse("public:plan", args=["2567", community.code])


def test_an_inclusion_in_a_draft_is_no_visitors_business(cast, client):
    edition = ActionPlanEditionFactory(plan__district=cast.home)
    row = InclusionFactory(item=ActionPlanItemFactory(introduced_in=edition))

    [one] = evidence_of("KPI-3", cast.home.pk, WINDOW)
    page = client.get(reverse("public:unit", args=[YEAR, "KPI-3", cast.home.pk])).content.decode()

    assert one.confirmed.is_missing
    assert row.project.title not in page


@pytest.mark.parametrize("code", ["KPI-1", "KPI-2", "KPI-3"])
def test_a_unit_counts_exactly_where_some_evidence_counts(cast, code):
    ForumFactory(published=True, district=cast.home, announced_on=date(2023, 4, 1))
    ForumFactory(held=True, district=cast.away, announced_on=date(2023, 4, 1))
    for confirmed in (True, False):
        community = CommunityFactory(subdistrict__district=cast.home)
        revision = PlanRevisionFactory(plan__community=community, confirmed=confirmed)
        PlanAdoptionFactory(revision=revision, adopted_on=date(2023, 5, 10))
    for district, approved in ((cast.home, True), (cast.away, False)):
        edition = ActionPlanEditionFactory(plan__district=district, approved=approved)
        InclusionFactory(item=ActionPlanItemFactory(introduced_in=edition))

    for result in figure(code, YEAR, DAY, at=AT).results:
        assert result.is_counted == any(one.counts for one in evidence_of(code, result.unit, WINDOW))


def test_every_unit_is_a_link(cast, client):
    address = reverse("public:unit", args=[YEAR, "KPI-1", cast.home.pk])

    assert address in client.get(reverse("public:indicator", args=[YEAR, "KPI-1"])).content.decode()
    client.force_login(cast.strategy)
    staff = client.get(reverse("kpi:units", args=[YEAR, "KPI-1"])).content.decode()
    assert reverse("kpi:unit", args=[YEAR, "KPI-1", cast.home.pk]) in staff
