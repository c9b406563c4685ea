"""Community plans: begun in one year, for the next; adopted, submitted, sometimes returned, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import (
    ActFacts,
    Adoption,
    CommunityFacts,
    PlanFacts,
    RevisionFacts,
    UptakeFacts,
)
from bkkplan.trial.builders.hearings import Voiced
from bkkplan.trial.builders.plan_texts import Wanted, problems, project, texts
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import MADE, SECOND_THOUGHTS, SHOWCASE, THIS_YEAR, TODAY, Planning, planning
from bkkplan.trial.builders.wording import Wish, wish
from bkkplan.trial.catalog import ideas, phrases
from communities.enums import AdoptionMethod

SHARE_RETURNED_ONCE = 0.06
SHARE_SUBMITTED_BEFORE_ADOPTION = 0.08
SHARE_TAKEN_UP = 0.6
SHARE_CARRIED_ON = 0.3
AREAS = 5  # communities/data/plan_areas.csv
AREAS_REASON = "ที่ประชุมชุมชนขอทำเรื่องที่เดือดร้อนที่สุดก่อน ด้านที่เหลือใช้กิจกรรมเดิมของชุมชน"
NOT_TAKEN_UP_AFTER_ALL = "ที่ประชุมชุมชนเห็นว่าซ้ำกับโครงการอื่นในแผน จึงไม่นับว่ามาจากข้อเสนอนี้"


@dataclass(frozen=True, slots=True)
class Ready:
    """A project as the district finds it when it checks a plan."""

    key: str
    community: str
    title: str
    amount: Decimal
    wish: Wish
    submitted_on: date
    confirmed_on: date | None
    is_withdrawn: bool  # confirmed, and taken back soon after


@dataclass(slots=True)
class Year:
    """The plans made in one year."""

    plans: list[PlanFacts] = field(default_factory=list)
    uptakes: list[UptakeFacts] = field(default_factory=list)
    ready: list[Ready] = field(default_factory=list)
    # Of each community the projects that its next plan may carry on.
    left: dict[str, list[tuple[str, Wish]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Days:
    opened: date
    adopted: date | None = None
    submitted: date | None = None
    returned: date | None = None
    resubmitted: date | None = None
    confirmed: date | None = None
    taken_back: date | None = None


def make(
    community: CommunityFacts,
    year: FiscalYear,
    *,
    voiced: Sequence[Voiced],
    left: Sequence[tuple[str, Wish]],
    staff: Staff,
    into: Year,
) -> None:
    """Add what a community did in a year to the year's plans."""
    stage = planning(community.code, year)
    if stage == Planning.NONE or not _exists(community, year):
        return
    dice = Dice("plan", community.code, year)
    days = _days(stage, year, dice)
    wants = _wants(community, year, days, stage, voiced, left, dice)
    officer = staff.officer(community.district)
    member = staff.chair(community.code)
    key = f"{community.code}/{year.next}"
    first = _revision(community, year, key, wants, days, member, officer, dice)
    revisions = [first]
    if days.returned:
        revisions = _returned(first, key, days, member, officer, dice)
    last = revisions[-1]
    if days.taken_back and stage == Planning.WITHDRAWN:
        revisions.append(_copy(last, key, 2, dice.act(days.taken_back, officer)))
    into.plans.append(PlanFacts(community=community.code, fiscal_year=year.next.be, revisions=tuple(revisions)))
    _note(into, community, key, first, last, wants, member, dice)


def _exists(community: CommunityFacts, year: FiscalYear) -> bool:
    """In being well before the year's end, and not given up by then."""
    first, last = community.standings[0], community.standings[-1]
    return first.starts_on < year.start and not (last.status == "dissolved" and last.starts_on <= year.end)


def _days(stage: Planning, year: FiscalYear, dice: Dice) -> Days:
    """A community begins in winter, meets on a weekend, submits within two weeks; the district takes a month."""
    later = timedelta(days=0)
    if stage == Planning.LATE:
        later = timedelta(days=dice.between(100, 138))
    elif stage == Planning.AFTER_CLOSING:
        later = timedelta(days=152)
    elif stage in (Planning.SUBMITTED, Planning.RETURNED):
        later = timedelta(days=62)
    elif stage == Planning.DRAFT:
        later = timedelta(days=dice.between(40, 100))
    opened = dice.workday(year.start + timedelta(days=80), year.start + timedelta(days=126)) + later
    if stage == Planning.DRAFT:
        adopted = dice.weekend(opened + timedelta(days=7), opened + timedelta(days=20)) if dice.chance(0.2) else None
        return _recent(Days(opened, adopted), year, dice)
    adopted = dice.weekend(opened + timedelta(days=12), opened + timedelta(days=38))
    submitted = adopted + timedelta(days=dice.between(2, 9))
    if dice.chance(SHARE_SUBMITTED_BEFORE_ADOPTION):
        submitted = adopted - timedelta(days=dice.between(2, 6))
    if stage == Planning.SUBMITTED:
        return _recent(Days(opened, adopted if dice.chance(0.8) else None, submitted), year, dice)
    if stage == Planning.RETURNED:
        return _recent(Days(opened, adopted, submitted, submitted + timedelta(days=dice.between(3, 8))), year, dice)
    if stage in MADE and dice.chance(SHARE_RETURNED_ONCE):
        returned = max(submitted, adopted) + timedelta(days=dice.between(3, 8))
        resubmitted = returned + timedelta(days=dice.between(4, 10))
        return Days(opened, adopted, submitted, returned, resubmitted, resubmitted + timedelta(days=dice.between(3, 9)))
    wait = dice.between(30, 60) if stage == Planning.AFTER_CLOSING else dice.between(5, 28)
    confirmed = max(submitted, adopted if stage != Planning.NOT_ADOPTED else submitted) + timedelta(days=wait)
    taken_back = confirmed + timedelta(days=dice.between(3, 18))
    return Days(
        opened,
        None if stage == Planning.NOT_ADOPTED else adopted,
        submitted,
        confirmed=confirmed,
        taken_back=taken_back if stage in (Planning.WITHDRAWN, Planning.ADOPTION_CANCELLED) else None,
    )


def _recent(days: Days, year: FiscalYear, dice: Dice) -> Days:
    """In the year under way what is unfinished was last moved within these weeks."""
    if year != THIS_YEAR:
        return days
    moved = (days.opened, days.adopted, days.submitted, days.returned)
    last = max(day for day in moved if day)
    shift = TODAY - timedelta(days=dice.between(1, 27)) - last
    return Days(*(day + shift if day else None for day in moved))  # type: ignore[arg-type]


def _wants(
    community: CommunityFacts,
    year: FiscalYear,
    days: Days,
    stage: Planning,
    voiced: Sequence[Voiced],
    left: Sequence[tuple[str, Wish]],
    dice: Dice,
) -> list[Wanted]:
    end = days.submitted or min(TODAY, year.end)
    heard = [v for v in voiced if v.published_on < end - timedelta(days=1) and dice.chance(SHARE_TAKEN_UP)]
    if stage == Planning.DRAFT and year == THIS_YEAR:
        heard = []  # left for the committee to take over
    wants = [Wanted(v.wish, voiced=v) for v in heard[:2]]
    wants += [Wanted(known, carried_from=key) for key, known in left if dice.chance(SHARE_CARRIED_ON)][:2]
    most = 7 if community.district in SHOWCASE else 3
    count = dice.between(4, most) if community.district in SHOWCASE else dice.between(1, most)
    used = {want.wish.idea.phrase for want in wants}
    fresh = [idea for idea in dice.some(ideas(), count + 2) if idea.phrase not in used]
    wants += [Wanted(wish(idea, dice)) for idea in fresh[: max(count - len(wants), 0)]]
    return dice.shuffled(wants[:most])


def _revision(
    community: CommunityFacts,
    year: FiscalYear,
    key: str,
    wants: Sequence[Wanted],
    days: Days,
    member: User,
    officer: User,
    dice: Dice,
) -> RevisionFacts:
    is_full = community.district in SHOWCASE

    adopted = None
    if days.adopted:
        recorded = dice.act(days.adopted, officer)
        method = dice.pick((AdoptionMethod.COMMUNITY_MEETING,) * 3 + (AdoptionMethod.COMMITTEE_MEETING,))
        if is_full and dice.chance(0.25):
            method = AdoptionMethod.FORUM
        is_cancelled = days.taken_back and planning(community.code, year) == Planning.ADOPTION_CANCELLED
        adopted = Adoption(
            act=recorded,
            method=method,
            cancelled=dice.act(days.taken_back, officer) if is_cancelled and days.taken_back else None,
            cancel_reason="บันทึกวันประชุมผิดชุมชน" if is_cancelled else "",
        )
    is_withdrawn = days.taken_back is not None and planning(community.code, year) == Planning.WITHDRAWN
    asked, places_of = problems(wants, dice, is_full=is_full)
    served = {area for want in wants for area in want.wish.idea.areas}
    return RevisionFacts(
        opened=dice.act(days.opened, member),
        texts=texts(community, year, dice, met=days.adopted or days.opened)
        if is_full
        else {"vision": dice.pick(phrases()["visions"])},
        problems=asked,
        projects=tuple(
            project(f"{key}/{number}", want, places_of[number - 1], dice, is_full=is_full)
            for number, want in enumerate(wants, 1)
        ),
        adopted=adopted,
        submitted=dice.act(days.submitted, member) if days.submitted else None,
        areas_reason=AREAS_REASON if days.submitted and len(served) < AREAS else "",
        confirmed=dice.act(days.confirmed, officer) if days.confirmed else None,
        confirmation_withdrawn=dice.act(days.taken_back, officer) if is_withdrawn and days.taken_back else None,
        withdrawal_reason="พบว่าโครงการลำดับที่ 1 อยู่นอกเขตชุมชน ให้ทบทวนแล้วส่งใหม่" if is_withdrawn else "",
    )


def _returned(
    first: RevisionFacts, key: str, days: Days, member: User, officer: User, dice: Dice
) -> list[RevisionFacts]:
    """The first edition sent back, and the second, which begins as its copy at that moment."""
    assert days.returned  # noqa: S101  (the caller asked)
    back = dice.act(days.returned, officer)
    returned = replace(first, returned=back, return_reason=dice.pick(phrases()["return_reasons"]), confirmed=None)
    again = _copy(first, key, 2, back)
    if days.resubmitted and days.confirmed:
        again = replace(
            again,
            submitted=dice.act(days.resubmitted, member),
            areas_reason=first.areas_reason,
            confirmed=dice.act(days.confirmed, officer),
        )
    return [returned, again]


def _copy(source: RevisionFacts, key: str, number: int, opened: ActFacts) -> RevisionFacts:
    projects = tuple(replace(project, key=f"{key}/{rank}/r{number}") for rank, project in enumerate(source.projects, 1))
    return RevisionFacts(opened=opened, texts={}, problems=(), projects=projects)


def _second_thoughts(district: str, taken_up: ActFacts, dice: Dice) -> ActFacts | None:
    """Now and then a committee goes on without a proposal that it had taken up this year."""
    on = taken_up.on + timedelta(days=dice.between(3, 9))
    if district not in SECOND_THOUGHTS or taken_up.on not in THIS_YEAR or on > TODAY or not dice.chance(0.2):
        return None
    return dice.act(on, taken_up.by)


def _note(
    into: Year,
    community: CommunityFacts,
    key: str,
    first: RevisionFacts,
    last: RevisionFacts,
    wants: Sequence[Wanted],
    member: User,
    dice: Dice,
) -> None:
    """What others go on from: uptakes of proposals, projects to check, projects to carry on."""
    for number, want in enumerate(wants, 1):
        if want.voiced:
            on = max(want.voiced.published_on, first.opened.on) + timedelta(days=1)
            act = dice.act(on, member)
            ended = _second_thoughts(community.district, act, Dice("second thoughts", key, number))
            into.uptakes.append(
                UptakeFacts(
                    proposal=want.voiced.key,
                    project=f"{key}/{number}",
                    act=act,
                    ended=ended,
                    ended_reason=NOT_TAKEN_UP_AFTER_ALL if ended else "",
                )
            )
    if last.submitted:
        into.ready += [
            Ready(
                project.key,
                community.code,
                project.title,
                want.wish.amount,
                want.wish,
                last.submitted.on,
                last.confirmed.on if last.confirmed else None,
                last.confirmation_withdrawn is not None,
            )
            for project, want in zip(last.projects, wants, strict=True)
        ]
    into.left[community.code] = [(p.key, w.wish) for p, w in zip(last.projects, wants, strict=True)]
