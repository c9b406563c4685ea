"""Building the sample city: what the builders tell is written through each app's bulk actions."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from bkkplan.accounts.actions.bulk import create_accounts
from bkkplan.accounts.models import User
from bkkplan.audit.record import record
from bkkplan.core.bulk import Act
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.people import Person
from bkkplan.demo.builders import action_plans, hearings, plans, register, staff, story
from bkkplan.demo.builders.dice import Dice
from bkkplan.demo.catalog import PASSWORD
from budget.actions.bulk import check_projects, grant_flagships, keep_action_plans, spend_flagships
from budget.models import FlagshipProject
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
    city = _City(districts, facts, communities, crew, last=years[-1])
    grant_flagships(
        {
            year.be: Act(year.start, Dice("granted", year).moment(year.start), crew.strategy)
            for year in years
            if year != story.FIRST_YEAR
        },
        model_year=story.FIRST_YEAR.be,
    )
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
        *,
        last: FiscalYear,
    ) -> None:
        self.facts = facts
        self.communities = communities
        self.crew = crew
        self.last = last
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
        included = self._link(year, made)
        made.left = {
            code: [(key, wish) for key, wish in wishes if key not in included] for code, wishes in made.left.items()
        }
        self.last_year = made
        self._share_out(year)

    def _link(self, year: FiscalYear, made: plans.Year) -> set[str]:
        """Check the year's plans and take projects into the districts' action plans; gives those that are in one."""
        codes = tuple(place.code for place in self.places)
        stages = story.linkings(year, codes)
        coming = story.linkings(year.next, codes) if year < story.THIS_YEAR else {}
        ready: dict[str, list[plans.Ready]] = defaultdict(list)
        for project in made.ready:
            ready[project.community[:4]].append(project)
        checks, facts = [], []
        for code in codes:
            checked = action_plans.check(code, year, ready[code], self.crew)
            checks += checked.checks
            is_amended = stages[code] == story.Linking.AMENDED
            plan = action_plans.action_plan(
                code,
                year,
                story.next_plan(code) if is_amended else stages[code],
                coming.get(code),
                checked.to_include,
                last=self.last,
                staff=self.crew,
            )
            if plan:
                facts.append(plan)
        check_projects(checks, projects=self.projects)
        keep_action_plans(facts, projects=self.projects)
        return {key for plan in facts for edition in plan.editions for item in edition.items for key in item.projects}

    def _share_out(self, year: FiscalYear) -> None:
        """The flagship projects' money goes to the districts; of the year under way one still waits."""
        on = Dice("transfer", year).workday(year.start + timedelta(days=35), year.start + timedelta(days=55))
        flagships = FlagshipProject.objects.filter(fiscal_year=year.be, share_per_district__isnull=False)
        shares = {
            position: share
            for position, share in flagships.order_by("position").values_list("position", "share_per_district")
            if not (year == story.THIS_YEAR and position == action_plans.STILL_WAITING)
        }
        codes = [place.code for place in self.places]
        spent = action_plans.flagship_spending(year, codes, shares, self.crew)
        spend_flagships(
            year.be, transferred=Act(on, Dice("transfer", year).moment(on), self.crew.strategy), spent=spent
        )

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
