"""Building the sample city: what the builders tell is written through each app's bulk actions."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from bkkplan.accounts.actions.bulk import create_accounts
from bkkplan.accounts.models import User
from bkkplan.audit.record import record
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.people import Person
from bkkplan.demo.builders import hearings, plans, register, staff, story
from bkkplan.demo.catalog import PASSWORD
from communities.actions.bulk import CommunityFacts, register_communities, write_plans
from communities.models import Community, PlanProject
from districts.models import District
from forums.actions.bulk import hold_forums, take_up
from forums.models import Forum

SEEDED = "demo.city_seeded"
Tell = Callable[[str], None]


class NotEmptyError(Exception):
    """There are records here already; a sample city stands on empty ground only."""


@transaction.atomic
def seed(*, years: Sequence[FiscalYear], at: datetime, tell: Tell) -> None:
    """Build the city with its facts of these years. All of it or nothing."""
    if User.objects.exists() or Community.objects.exists() or Forum.objects.exists():
        raise NotEmptyError
    districts = list(District.objects.prefetch_related("subdistricts").order_by("code"))
    if not districts:
        raise NotEmptyError("load_reference first")
    record(SEEDED, None, by=None, at=at, years=[year.be for year in years])
    crew = _hire([district.code for district in districts])
    tell("people and roles")
    facts = list(
        register.communities(
            {
                d.code: [(s.code, s.houses or 1) for s in sorted(d.subdistricts.all(), key=lambda s: s.code)]
                for d in districts
            },
            _chairs(crew),
            by=crew.social,
        )
    )
    communities = register_communities(facts)
    tell(f"{len(communities):,} communities")
    city = _City(districts, facts, communities, crew)
    for year in years:
        city.live(year)
        tell(f"fiscal year {year}")


def _subdistricts(district: District) -> list[tuple[str, int]]:
    """Codes and houses."""
    return sorted((row.code, row.houses or 1) for row in district.subdistricts.all())


def _chairs(crew: staff.Staff) -> dict[str, Person]:
    """Who chairs a committee with an account of their own: of the first community of some districts, and one more."""
    username, community = staff.AT_HOME_ON_A_COMMITTEE
    first = {f"{code}-001": crew.people[f"committee{code}"] for code in story.WITH_COMMITTEE_ACCOUNT}
    return first | {community: crew.people[username]}


def _hire(districts: list[str]) -> staff.Staff:
    opener = create_accounts([staff.first_account()], password=PASSWORD)
    others = staff.accounts(districts, list(story.WITH_COMMITTEE_ACCOUNT), opener["admin"])
    return staff.Staff(opener | create_accounts(others, password=PASSWORD))


class _City:
    """What has been written so far, so that a year can go on from the one before."""

    def __init__(
        self,
        districts: list[District],
        facts: list[CommunityFacts],
        communities: dict[str, Community],
        crew: staff.Staff,
    ) -> None:
        self.facts = facts
        self.communities = communities
        self.crew = crew
        self.projects: dict[str, PlanProject] = {}
        self.last_year = plans.Year()
        living: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for fact in facts:
            if fact.standings[-1].status != "dissolved":
                living[fact.district].append((fact.code, fact.subdistrict))
        self.places = [hearings.Place(d.code, d.name_th, living[d.code]) for d in districts]

    def live(self, year: FiscalYear) -> None:
        heard = self._listen(year)
        made = plans.Year()
        for fact in self.facts:
            plans.make(
                fact,
                year,
                voiced=heard.get(fact.code, ()),
                left=self.last_year.left.get(fact.code, ()),
                staff=self.crew,
                into=made,
            )
        written = write_plans(made.plans, communities=self.communities, projects=self.projects)
        self.projects = written.projects
        take_up(made.uptakes, proposals=self.proposals, projects=self.projects)
        self.last_year = made

    def _listen(self, year: FiscalYear) -> dict[str, list[hearings.Voiced]]:
        stages = story.hearings(year, tuple(place.code for place in self.places))
        told = []
        for place in self.places:
            if stages[place.code] != story.Hearing.NONE:
                told.append(hearings.hearing(place, year, stages[place.code], self.crew))
            if year == story.THIS_YEAR:
                told += hearings.second_hearings(place, self.crew)
            told += hearings.other_forums(place, year, self.crew)
        self.proposals = hold_forums([facts for facts, _ in told], communities=self.communities).proposals
        heard: dict[str, list[hearings.Voiced]] = defaultdict(list)
        for _, voices in told:
            for voice in voices:
                heard[voice.community].append(voice)
        return heard
