"""What the database counts for KPI 2 and 3 equals what one finds by going through the records one by one."""

from datetime import date, timedelta
from random import Random

import pytest

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.units import figure_with_units
from bkkplan.figures.kpi.registry import UnitsWanted
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import search_key, sort_key
from budget.models import Inclusion
from budget.queries.plan.inclusions import inclusion_facts
from communities.models import Community, PlanAdoption, PlanRevision
from communities.queries import SomePlanFacts, plan_counts, plan_facts
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, InclusionFactory
from tests.factories.communities import (
    CommunityEntryFactory,
    CommunityFactory,
    CommunityStandingFactory,
    CommunityTypeFactory,
    PlanAdoptionFactory,
    PlanFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import SubdistrictFactory

YEAR = FiscalYear(2566)
FIRST = date(2022, 8, 1)
WINDOWS = [
    {"year": YEAR, "day": day, "known": known}
    for day, known in (
        (date(2022, 10, 1), date(2022, 10, 1)),
        (date(2023, 3, 1), date(2023, 3, 1)),
        (date(2023, 9, 30), date(2023, 10, 31)),
    )
]
NAMES = ["เกาะ 2", "เกาะ 10", "กลาง", "แก้ว", "ไผ่", "ปุ๋ย", "ปุย", "Zone ๓", "zone 12"]


@pytest.fixture(params=[1, 2])
def chance(request):
    return Random(request.param)


def some_day(chance):
    return FIRST + timedelta(days=chance.randrange(480))


@pytest.fixture
def communities(db, chance):
    places = SubdistrictFactory.create_batch(3)
    former = CommunityTypeFactory(code="former", name_th="เดิม", valid_until=date(2023, 2, 1))
    for _ in range(25):
        place = chance.choice(places)
        community = CommunityFactory(
            subdistrict=place, standing__starts_on=some_day(chance), name_th=f"{chance.choice(NAMES)} {chance.random()}"
        )
        kind = {"type": former} if chance.random() < 0.2 else {"type": community.standings.get().type}
        for day in {some_day(chance) for _ in range(chance.randrange(3))} - {community.standings.get().starts_on}:
            status = chance.choice(["normal", "normal", "incomplete_committee", "dissolved"])
            CommunityStandingFactory(community=community, starts_on=day, status=status, **kind)
        for day in {some_day(chance) for _ in range(chance.randrange(4))}:
            name = chance.choice(NAMES)
            CommunityEntryFactory(community=community, subdistrict=place, starts_on=day, name_th=name)
        for year in (2566, 2567):
            plan = PlanFactory(community=community, fiscal_year=year)
            for number in range(1, chance.randrange(1, 4)):
                revise(plan, number, chance)


def revise(plan, number, chance):
    day = some_day(chance)
    days = {"submitted_on": day, "confirmed_on": day + timedelta(days=chance.randrange(40))}
    way = chance.choice([{"confirmed": True}, {"confirmed": True}, {"withdrawn": True}])
    if "withdrawn" in way:
        days["confirmation_withdrawn_on"] = days["confirmed_on"] + timedelta(days=chance.randrange(90))
    revision = PlanRevisionFactory(plan=plan, number=number, **way, **days)
    for _ in range(chance.randrange(3)):
        adopted = some_day(chance)
        gone = {
            "cancelled_on": adopted + timedelta(days=chance.randrange(90)),
            "cancelled_at": AT,
            "cancel_reason": "x",
        }
        PlanAdoptionFactory(revision=revision, adopted_on=adopted, **gone)
    if chance.random() < 0.7:
        PlanAdoptionFactory(revision=revision, adopted_on=some_day(chance))


def plans_by_hand(*, year, day, known):
    found = []
    for community in Community.objects.select_related("district"):
        standing = community.standings.filter(starts_on__lte=day).order_by("starts_on").last()
        if standing is None or standing.status != "normal" or standing.type.valid_from > day:
            continue
        if standing.type.valid_until is not None and standing.type.valid_until <= day:
            continue
        entries = list(community.entries.order_by("starts_on"))
        begun = [entry for entry in entries if entry.starts_on <= day]
        name = (begun[-1:] or entries[:1] or [community])[0].name_th
        handed_in = PlanRevision.objects.filter(plan__community=community, submitted_on__range=(year.start, day))
        submitted_on = max((revision.submitted_on for revision in handed_in), default=None)
        adopted_on, confirmed_on = adoption_by_hand(community, year, day, known)
        place = community.district
        key = (place.code, sort_key(name), community.pk)
        found.append((key, (community.pk, name, place.pk, submitted_on, adopted_on, confirmed_on)))
    return [fact for _key, fact in sorted(found)]


def adoption_by_hand(community, year, day, known):
    ways = []
    for adoption in PlanAdoption.objects.filter(revision__plan__community=community).order_by("adopted_on", "pk"):
        is_gone = adoption.cancelled_on is not None and adoption.cancelled_on <= known
        if is_gone or not year.start <= adoption.adopted_on <= day:
            continue
        later = PlanRevision.objects.filter(plan=adoption.revision.plan_id, number__gte=adoption.revision.number)
        confirmed = [
            revision.confirmed_on
            for revision in later
            if revision.confirmed_on is not None
            and revision.confirmed_on <= known
            and (revision.confirmation_withdrawn_on is None or revision.confirmation_withdrawn_on > known)
        ]
        ways.append((adoption.adopted_on, min(confirmed, default=None)))
    return next((way for way in ways if way[1] is not None), ways[0] if ways else (None, None))


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: str(window["day"]))
def test_every_community_is_judged_as_by_hand_and_in_thai_order(communities, window):
    facts = [
        (f.community, f.name, f.district, f.submitted_on, f.adopted_on, f.confirmed_on) for f in plan_facts(**window)
    ]

    assert facts == plans_by_hand(**window)


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: str(window["day"]))
def test_the_counts_are_those_of_the_facts(communities, window):
    facts = list(plan_facts(**window))
    wanted = {
        district: (sum(f.is_made for f in facts if f.district == district), sum(f.district == district for f in facts))
        for district in {f.district for f in facts}
    }

    assert plan_counts(**window) == wanted


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: str(window["day"]))
def test_some_facts_are_those_that_are_wanted_of_all(communities, window):
    facts = list(plan_facts(**window))
    place = facts[0].district
    some = [fact.community for fact in facts[::3]]

    for wanted, expected in (
        ({}, facts),
        ({"district": place}, [f for f in facts if f.district == place]),
        ({"is_made": True}, [f for f in facts if f.is_made]),
        ({"is_made": False, "district": place}, [f for f in facts if not f.is_made and f.district == place]),
        ({"communities": some}, facts[::3]),
        ({"communities": []}, []),
    ):
        found = SomePlanFacts(**window, **wanted)
        assert len(found) == len(expected)
        assert [*found[0:4], *found[4:]] == expected
        assert [*found[0:1], *found[1 : len(found)]] == expected
        assert sorted(found.names()) == sorted((f.community, f.name) for f in expected)


@pytest.mark.parametrize("code", ["KPI-1", "KPI-2", "KPI-3"])
def test_the_wanted_units_are_those_of_the_figure(communities, code):
    day = date(2023, 6, 1)
    results = registry.figure(code, YEAR, day, at=AT).results

    for wanted in (
        UnitsWanted(),
        UnitsWanted(unit=results[-1].unit),
        UnitsWanted(unit=0),
        UnitsWanted(district=results[0].district),
        UnitsWanted(is_counted=True),
        UnitsWanted(is_counted=False, key=search_key("แก้ว")),
    ):
        expected = [result for result in results if wanted.holds(result)]
        for found in (
            registry.units(code, YEAR, day, wanted, at=AT),
            figure_with_units(code, YEAR, day, wanted, at=AT)[1],
        ):
            assert list(found[:]) == expected
            assert len(found) == len(expected)


def test_summaries_are_those_of_the_figures(communities):
    for day in (date(2022, 9, 1), date(2023, 6, 1), date(2023, 12, 1)):
        wanted = tuple(figure.summary for figure in registry.figures(YEAR, day, at=AT))

        assert registry.summaries(YEAR, day, at=AT) == wanted
        for one in wanted:
            listed, _units = figure_with_units(one.code, YEAR, day, UnitsWanted(), at=AT)
            assert (listed.ratio, listed.districts) == (one.ratio, one.districts)


@pytest.fixture
def inclusions(db, chance):
    for _ in range(3):
        drafts = [ActionPlanEditionFactory() for _ in range(2)]
        editions = [ActionPlanEditionFactory(approved=True, approved_on=some_day(chance)) for _ in range(2)] + drafts
        for edition in editions:
            item = ActionPlanItemFactory(introduced_in=edition)
            for _ in range(chance.randrange(4)):
                InclusionFactory(item=item, included_on=some_day(chance))


def inclusions_by_hand(*, year, day, known):
    found = {}
    for row in Inclusion.objects.select_related("item__plan", "item__dropped_in", "edition", "project"):
        dropped = row.item.dropped_in
        is_dropped = dropped is not None and dropped.approved_on is not None and dropped.approved_on <= known
        if is_dropped or (row.ended_on and row.ended_on <= known) or not year.start <= row.included_on <= day:
            continue
        approved_on = row.edition.approved_on
        is_approved = approved_on is not None and approved_on <= known
        mine = found.setdefault(row.item.plan.district_id, ([], []))
        mine[0].append((row.project.lineage, row.included_on))
        if is_approved:
            mine[1].append((row.project.lineage, approved_on))
    return {
        district: (
            len({lineage for lineage, _day in taken}),
            len({lineage for lineage, _day in approved}),
            min(day for _lineage, day in taken),
            min((day for _lineage, day in approved), default=None),
        )
        for district, (taken, approved) in found.items()
    }


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: str(window["day"]))
def test_every_district_s_inclusions_are_counted_as_by_hand(inclusions, window):
    facts = inclusion_facts(**window)
    counted = {
        district: (fact.projects, fact.approved_projects, fact.included_on, fact.approved_on)
        for district, fact in facts.items()
    }

    assert counted == inclusions_by_hand(**window)
