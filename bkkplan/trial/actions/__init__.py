"""Building the sample city: what the builders tell is written down by the rules that the single actions obey.

The modules beside this one call the very functions that a person's act calls (``steps`` of each subject), on rows in
memory, and write thousands of them by COPY. Only what a page would ask before (who may) and do after (notices) is left
out; where an act is rare, the single action is called.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.figures.kpi.actions.runs import take_day
from bkkplan.figures.kpi.queries import quarter_day
from bkkplan.figures.kpi.registry import all_definitions
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.evidence import PDF, PNG
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.actions import begin_year, open_year
from bkkplan.trial.actions.action_plans import ActionPlans
from bkkplan.trial.actions.batch import Batch
from bkkplan.trial.actions.forums import Forums, link_adoptions, take_up
from bkkplan.trial.actions.lately import hold_a_forum_together, look_through_plans
from bkkplan.trial.actions.letters import write_to_people
from bkkplan.trial.actions.lists import bring_in_items
from bkkplan.trial.actions.lots import buy_together
from bkkplan.trial.actions.money import spend_flagships
from bkkplan.trial.actions.plans import Plans
from bkkplan.trial.actions.policies import decide_policies
from bkkplan.trial.actions.quarter_reports import report_quarters
from bkkplan.trial.actions.register import make_sections, open_accounts, register_communities
from bkkplan.trial.actions.requests import ask_for_districts, ask_for_flagships
from bkkplan.trial.actions.routes import use_routes
from bkkplan.trial.actions.small_payments import spend_in_small
from bkkplan.trial.actions.targets import change_a_target, write_targets
from bkkplan.trial.actions.templates import ask_more_in_plans, bring_the_scheme
from bkkplan.trial.actions.trainings import hold_trainings
from bkkplan.trial.actions.trees import aim_at_trees, plant_trees, write_district_trees
from bkkplan.trial.actions.working_up import work_up_proposals
from bkkplan.trial.actions.year_ends import end_last_year
from bkkplan.trial.builders import pictures, register, staff, story
from bkkplan.trial.builders.city import City, YearFacts
from bkkplan.trial.builders.city import District as Ground
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.spending import STILL_WAITING
from bkkplan.trial.catalog import PASSWORD, phrases
from budget.actions.plan.action_plan import tell_directors, tell_officers_of_return
from budget.actions.stages import follow_all_proposals
from budget.enums import EditionState
from budget.models import ActionPlanEdition, FlagshipProject
from communities.actions.plans import tell_of_return
from communities.enums import RevisionState
from communities.models import Community, PlanAdoption, PlanProject, PlanRevision
from districts.actions.offices import describe_offices
from districts.models import District
from forums.actions import evidence, schedule
from forums.actions.results import tell_directors as tell_directors_of_results
from forums.enums import ForumKind, ForumState
from forums.models import Forum

SEEDED = "demo.city_seeded"
REOPENED_BECAUSE = "เขตส่งผลเวทีที่บันทึกตกหล่นเพิ่มเติม จึงให้คำนวณใหม่"
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
    describe_offices(offices=staff.offices((d.code, d.name) for d in ground), by=crew.people["admin"], at=at)
    tell(f"{len(crew.people):,} people")
    city = City(ground, crew, last=years[-1])
    communities = register_communities(city.communities)
    tell(f"{len(communities):,} communities")
    open_years(city, years)
    write_district_trees(crew)
    ask_for_flagships({year.be: city.granted(year) for year in years if year != story.FIRST_YEAR})
    projects: dict[str, PlanProject] = {}
    for facts in _facts_ahead(city, years):
        projects = write_year(facts, communities=communities, earlier=projects)
        tell(f"fiscal year {facts.year}")
    _count_rows()
    if story.THIS_YEAR in years:
        ask_for_districts(story.ASKED_AND_GRANTED, story.THIS_YEAR, staff=crew, until=story.TODAY)
        ask_for_districts(story.ASKING, story.THIS_YEAR.next, staff=crew, until=story.TODAY)
        _attach_evidence(crew)
        _put_off_a_forum(crew)
        work_up_proposals(crew)
        hold_a_forum_together(crew)
        look_through_plans(crew)
        decide_policies(crew)
        hold_trainings(crew)
        spend_in_small(crew)
        buy_together(crew)
        end_last_year(crew)
        bring_in_items(crew)
    _figures_of(years, by=crew.strategy)
    if story.THIS_YEAR in years:
        report_quarters(crew)
    _notices(years[-1])
    if story.THIS_YEAR in years:
        use_routes(crew)
        write_to_people(crew)
    follow_all_proposals()
    tell("figures and notices")


def open_years(city: City, years: Sequence[FiscalYear]) -> None:
    """Each year copied from the first one and opened on its first day, as the strategy office does it.

    The year after this one is its draft.
    """
    plant_trees(**city.granted(years[0]).dated)
    for year in (year for year in years if year != story.FIRST_YEAR):
        opened = city.granted(year)
        by = opened.by
        begin_year(year=year, source=story.FIRST_YEAR, by=by, at=opened.at)
        aim_at_trees(year, on=opened.on, by=by, at=opened.at)
        if year == story.THIS_YEAR:
            write_targets(year, by=by, at=opened.at)
            ask_more_in_plans(year, by=by, at=opened.at)
        open_year(year=year, on=opened.on, by=by, at=opened.at)
        if year == story.THIS_YEAR:
            change_a_target(year, by=by)
            today = Dice("begun", year).moment(story.TODAY)
            begin_year(year=year.next, source=year, by=by, at=today)
            bring_the_scheme(year.next, by=by, at=today)


def write_year(
    facts: YearFacts, *, communities: Mapping[str, Community], earlier: Mapping[str, PlanProject]
) -> dict[str, PlanProject]:
    """Write down what happened in a year. Returns its projects, which the plans of the next year may carry on."""
    batch = Batch()
    forums = Forums.of(communities)
    for forum in facts.forums:
        forums.hold(forum, batch)
    plans = Plans.of(communities, checks=facts.checks, earlier=earlier, batch=batch)
    for plan in facts.plans:
        plans.write(plan)
    _meet(facts, plans.adoptions, forums, batch)
    take_up(facts.uptakes, proposals=forums.proposals, projects=plans.projects, batch=batch)
    ActionPlans(plans.projects, plans.checks, batch).write(facts.action_plans)
    spend_flagships(facts.year.be, transferred=facts.transferred, spent=facts.spent, batch=batch)
    batch.write()
    return plans.projects


def _facts_ahead(city: City, years: Sequence[FiscalYear]) -> Iterator[YearFacts]:
    """The years, each lived while the one before is written down and the database is busy with it."""
    with ThreadPoolExecutor(max_workers=1) as executor:

        def begin(year: FiscalYear) -> Future[YearFacts]:
            return executor.submit(city.live, year, shares=_shares(year))

        pending = begin(years[0])
        for coming in years[1:]:
            facts, pending = pending.result(), begin(coming)
            yield facts
        yield pending.result()


def _count_rows() -> None:
    """Tell the planner what was written: it takes new tables for empty, and a question over two may take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def hire(districts: Sequence[str]) -> staff.Staff:
    """The accounts of everyone who acts in these districts and in the city."""
    password = make_password(PASSWORD)
    opener = open_accounts([staff.first_account()], password=password)
    admin = opener["admin"]
    sections = make_sections(districts, by=admin, at=Dice("sections").moment(staff.OPENED))
    others = staff.accounts(districts, register.codes(districts), admin)
    return staff.Staff(opener | open_accounts(others, password=password, sections=sections))


def _meet(facts: YearFacts, adoptions: Sequence[PlanAdoption], forums: Forums, batch: Batch) -> None:
    """The meetings at which communities adopted their plans."""
    held = {code: forums.hold(meeting, batch) for code, meeting in facts.meetings.items()}
    links = []
    for adoption in adoptions:
        code = adoption.revision.plan.community.code
        meeting = facts.meetings.get(code)
        if meeting and meeting.held and adoption.cancelled_on is None:
            links.append((adoption, held[code], meeting.held))
    link_adoptions(links, batch=batch)


def _attach_evidence(crew: staff.Staff) -> None:
    """Photographs for everyone and signed sheets for the office, at the first hearings of the showcase districts."""
    hearings = Forum.objects.filter(
        district__code__in=story.SHOWCASE,
        kind=ForumKind.DISTRICT_HEARING,
        fiscal_year=story.THIS_YEAR.be,
        held_on__isnull=False,
    )
    for forum in hearings.select_related("district").order_by("pk"):
        dice = Dice("evidence", forum.district.code, forum.number)
        officer = crew.officer(forum.district.code)
        at = dice.moment(forum.held_on or story.TODAY)
        photograph = evidence.attach_file(
            forum_id=forum.pk,
            upload=SimpleUploadedFile("ภาพบรรยากาศเวที.png", pictures.hall(dice)),
            kind=PNG,
            caption="ภาพบรรยากาศเวที",
            by=officer,
            at=at,
        )
        evidence.set_public(uuid=photograph.uuid, is_public=True, by=officer, at=at)
        evidence.attach_file(
            forum_id=forum.pk,
            upload=SimpleUploadedFile("รายชื่อผู้เข้าร่วม.pdf", pictures.sheet(dice)),
            kind=PDF,
            caption="รายชื่อผู้เข้าร่วม",
            by=officer,
            at=at,
        )


def _put_off_a_forum(crew: staff.Staff) -> None:
    """One announced forum of a showcase district moved to a later day."""
    forums = Forum.objects.filter(state=ForumState.ANNOUNCED, district__code__in=story.SHOWCASE)
    forum = forums.select_related("district").order_by("district__code", "pk")[0]
    schedule.postpone(
        forum_id=forum.pk,
        to_on=forum.scheduled_on + timedelta(days=14),
        reason=phrases()["postpone_reason"],
        by=crew.officer(forum.district.code),
        at=Dice("put off", forum.district.code).moment(story.TODAY - timedelta(days=1)),
    )


def _figures_of(years: Sequence[FiscalYear], *, by: User) -> None:
    """What the nightly job and the strategy office left: days for the trend, quarters frozen, one of them reopened."""
    if story.THIS_YEAR in years:
        for month in story.THIS_YEAR.months[1:]:
            day = month - timedelta(days=1)
            if day < story.TODAY:
                for definition in all_definitions():
                    take_day(code=definition.code, year=story.THIS_YEAR, as_of=day, at=Dice("figure", day).moment(day))
    for year, quarter in ((2563, 4), (2564, 4), (2565, 4), (2566, 1), (2566, 2)):
        if FiscalYear(year) in years:
            day = quarter_day(FiscalYear(year), quarter) + timedelta(days=5)
            freeze_quarter(year=FiscalYear(year), quarter=quarter, by=by, at=Dice("frozen", day).moment(day))
    if story.THIS_YEAR in years:
        at = Dice("reopened").moment(date(2023, 5, 19))
        reopen_quarter(year=story.THIS_YEAR, quarter=2, reason=REOPENED_BECAUSE, by=by, at=at)


def _notices(year: FiscalYear) -> None:
    """What the last weeks put before people: plans sent back, action plans and results that wait for a director."""
    returned = PlanRevision.objects.filter(
        state=RevisionState.RETURNED, plan__fiscal_year=year.next.be, returned_on__gte=story.TODAY - timedelta(days=30)
    )
    for revision in returned.select_related("plan__community").order_by("returned_at", "pk"):
        if revision.returned_at and revision.returned_on:
            tell_of_return(revision, at=revision.returned_at, on=revision.returned_on)
    open_editions = ActionPlanEdition.objects.under_way().select_related("plan__district")
    for edition in open_editions.order_by("pk"):
        if edition.state == EditionState.SUBMITTED and edition.submitted_at and edition.submitted_on:
            tell_directors(edition.plan, at=edition.submitted_at)
        elif edition.returned_at:
            tell_officers_of_return(edition.plan, reason=edition.return_reason, at=edition.returned_at)
    waiting = Forum.objects.filter(state=ForumState.RECORDED, district__publishing_needs_director=True)
    for forum in waiting.select_related("district", "created_by").order_by("pk"):
        if forum.recorded_on and forum.created_by:
            at = Dice("told", forum.pk).moment(forum.recorded_on)
            tell_directors_of_results(forum, besides=forum.created_by, at=at)


def _shares(year: FiscalYear) -> dict[int, Decimal]:
    """What each district gets of each flagship project; the money of one of them still waits this year."""
    shared = FlagshipProject.objects.filter(fiscal_year=year.be, share_per_district__isnull=False)
    if year == story.THIS_YEAR:
        shared = shared.exclude(position=STILL_WAITING)
    rows = shared.order_by("position").values_list("position", "share_per_district")
    return {position: share for position, share in rows if share is not None}
