"""The whole city, year by year. It asks no database: who writes it down is another's business."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders import action_plans, checks, hearings, plans, register, spending, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import (
    ActFacts,
    ActionPlanFacts,
    CheckFacts,
    CommunityFacts,
    ForumFacts,
    MoneyFacts,
    PlanFacts,
    UptakeFacts,
)
from bkkplan.trial.builders.staff import Staff
from communities.enums import AdoptionMethod, StandingStatus


@dataclass(frozen=True, slots=True)
class District:
    """A district as the city is built on it, with the houses in each of its sub-districts by code."""

    code: str
    name: str
    subdistricts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What happened in one fiscal year, in the order in which it can be written down."""

    year: FiscalYear
    forums: list[ForumFacts]
    # By community: the meeting at which it adopted the plan that it made this year.
    meetings: Mapping[str, ForumFacts]
    plans: list[PlanFacts]
    uptakes: list[UptakeFacts]
    checks: list[CheckFacts]
    action_plans: list[ActionPlanFacts]
    transferred: ActFacts
    # By the position of the flagship project and the code of the district.
    spent: Mapping[tuple[int, str], Sequence[MoneyFacts]]


class City:
    """Tells its years one after the other, because each goes on from the one before."""

    def __init__(self, districts: Sequence[District], staff: Staff, *, last: FiscalYear) -> None:
        self.staff = staff
        self.last = last
        self.codes = tuple(district.code for district in districts)
        self.communities: list[CommunityFacts] = list(
            register.communities({d.code: list(d.subdistricts.items()) for d in districts}, staff)
        )
        living: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for community in self.communities:
            if community.standings[-1].status != StandingStatus.DISSOLVED:
                living[community.district].append((community.code, community.subdistrict))
        self.places = [hearings.HearingPlace(d.code, d.name, living[d.code]) for d in districts]
        self.last_plans = plans.Year()

    def granted(self, year: FiscalYear) -> ActFacts:
        """The first day of a year, when its flagship projects get their money."""
        return Dice("granted", year).act(year.start, self.staff.strategy)

    def live(self, year: FiscalYear, *, shares: Mapping[int, Decimal]) -> YearFacts:
        """Make the facts of one year. ``shares``: each district's part of a flagship project, by its position."""
        forums, heard = self._listen(year)
        made = plans.Year()
        for community in self.communities:
            plans.make(
                community,
                year,
                voiced=heard.get(community.code, ()),
                left=self.last_plans.left.get(community.code, ()),
                staff=self.staff,
                into=made,
            )
        answered, kept = self._link(year, made)
        lines = [item for plan in kept for edition in plan.editions for item in edition.items]
        included = {key for line in lines for key in line.projects}
        for code, wishes in made.left.items():
            made.left[code] = [(key, wish) for key, wish in wishes if key not in included]
        self.last_plans = made
        on = Dice("transfer", year).workday(year.start + timedelta(days=35), year.start + timedelta(days=55))
        return YearFacts(
            year,
            forums,
            self._meetings(year, made),
            made.plans,
            made.uptakes,
            answered,
            kept,
            Dice("transfer", year).act(on, self.staff.strategy),
            spending.flagship_spending(year, self.codes, shares, self.staff),
        )

    def _listen(self, year: FiscalYear) -> tuple[list[ForumFacts], dict[str, list[hearings.Voiced]]]:
        """The forums of a year, and by community the published proposals that a plan may take up."""
        stages = story.hearings(year, self.codes)
        forums = []
        for place in self.places:
            if stages[place.code] != story.Hearing.NONE:
                forums.append(hearings.hearing(place, year, stages[place.code], self.staff))
            if year == story.THIS_YEAR:
                forums += hearings.second_hearings(place, self.staff)
            forums += hearings.other_forums(place, year, self.staff)
        heard: dict[str, list[hearings.Voiced]] = defaultdict(list)
        for _, voices in forums:
            for voice in voices:
                heard[voice.community].append(voice)
        return [forum for forum, _ in forums], heard

    def _meetings(self, year: FiscalYear, made: plans.Year) -> dict[str, ForumFacts]:
        where = {place.code: place for place in self.places}
        held = sorted(
            (edition.adopted.act.on, plan.community)
            for plan in made.plans
            for edition in plan.revisions[:1]
            if edition.adopted and edition.adopted.method == AdoptionMethod.FORUM and not edition.adopted.cancelled
        )
        numbers: Counter[str] = Counter()
        meetings = {}
        for on, community in held:
            code = community[:4]
            numbers[code] += 1
            meetings[community] = hearings.adoption_meeting(where[code], year, numbers[code], community, on, self.staff)
        return meetings

    def _link(self, year: FiscalYear, made: plans.Year) -> tuple[list[CheckFacts], list[ActionPlanFacts]]:
        """The checks of the year's plans, and the districts' action plans that take projects from them."""
        stages = story.linkings(year, self.codes)
        coming = story.linkings(year.next, self.codes) if year < story.THIS_YEAR else {}
        ready: dict[str, list[plans.Ready]] = defaultdict(list)
        for project in made.ready:
            ready[project.community[:4]].append(project)
        answered: list[CheckFacts] = []
        kept = []
        for code in self.codes:
            checked = checks.check(code, year, ready[code], self.staff)
            answered += checked.checks
            is_amended = stages[code] == story.Linking.AMENDED
            plan = action_plans.action_plan(
                code,
                year,
                story.next_plan(code) if is_amended else stages[code],
                coming.get(code),
                checked.to_include,
                last=self.last,
                staff=self.staff,
            )
            if plan:
                kept.append(plan)
        return answered, kept
