"""Building the sample city: what the builders tell is written through each app's bulk actions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bkkplan.accounts.actions.bulk import create_accounts
from bkkplan.accounts.models import User
from bkkplan.audit.record import record
from bkkplan.core.fiscal import FiscalYear
from bkkplan.demo.builders import register, staff, story
from bkkplan.demo.builders.action_plans import STILL_WAITING
from bkkplan.demo.builders.city import City
from bkkplan.demo.builders.city import District as Ground
from bkkplan.demo.catalog import PASSWORD
from budget.actions.bulk import check_projects, grant_flagships, keep_action_plans, spend_flagships
from budget.models import FlagshipProject
from communities.actions.bulk import register_communities, write_plans
from communities.models import Community, PlanProject
from districts.actions.offices import describe_offices
from districts.models import District
from forums.actions.bulk import hold_forums, take_up
from forums.models import Forum

SEEDED = "demo.city_seeded"
Tell = Callable[[str], None]


class NotEmptyError(Exception):
    """There are records here already; a sample city stands on empty ground only."""


class NoGroundError(Exception):
    """The districts are missing: ``load_reference`` comes first."""


@transaction.atomic
def seed(*, years: Sequence[FiscalYear], at: datetime, tell: Tell) -> None:
    """Build the city with its facts of these years. All of it or nothing."""
    if User.objects.exists() or Community.objects.exists() or Forum.objects.exists():
        raise NotEmptyError
    ground = [
        Ground(d.code, d.name_th, {s.code: s.houses or 1 for s in sorted(d.subdistricts.all(), key=lambda s: s.code)})
        for d in District.objects.prefetch_related("subdistricts").order_by("code")
    ]
    if not ground:
        raise NoGroundError
    record(SEEDED, None, by=None, at=at, years=[year.be for year in years])
    crew = hire([district.code for district in ground])
    describe_offices(staff.offices((d.code, d.name) for d in ground), by=crew.people["admin"], at=at)
    tell(f"{len(crew.people):,} people")
    city = City(ground, crew, last=years[-1])
    communities = register_communities(city.communities)
    tell(f"{len(communities):,} communities")
    grant_flagships(
        {year.be: city.granted(year) for year in years if year != story.FIRST_YEAR}, model_year=story.FIRST_YEAR.be
    )
    projects: dict[str, PlanProject] = {}
    for year in years:
        told = city.live(year, shares=_shares(year))
        held = hold_forums(told.forums, communities=communities)
        projects = write_plans(told.plans, communities=communities, projects=projects).projects
        take_up(told.uptakes, proposals=held.proposals, projects=projects)
        check_projects(told.checks, projects=projects)
        keep_action_plans(told.action_plans, projects=projects)
        spend_flagships(year.be, transferred=told.transferred, spent=told.spent)
        tell(f"fiscal year {year}")


def hire(districts: Sequence[str]) -> staff.Staff:
    """The accounts of everyone who acts in these districts and in the city."""
    opener = create_accounts([staff.first_account()], password=PASSWORD)
    others = staff.accounts(districts, register.codes(districts), opener["admin"])
    return staff.Staff(opener | create_accounts(others, password=PASSWORD))


def _shares(year: FiscalYear) -> dict[int, Decimal]:
    """What each district gets of each flagship project; the money of one of them still waits this year."""
    shared = FlagshipProject.objects.filter(fiscal_year=year.be, share_per_district__isnull=False)
    if year == story.THIS_YEAR:
        shared = shared.exclude(position=STILL_WAITING)
    rows = shared.order_by("position").values_list("position", "share_per_district")
    return {position: share for position, share in rows if share is not None}
