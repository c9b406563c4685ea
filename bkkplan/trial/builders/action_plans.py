"""What becomes of community projects: checked, taken into the district's action plan, paid, done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import ActionPlanFacts, EditionFacts, ItemFacts
from bkkplan.trial.builders.plans import Ready
from bkkplan.trial.builders.spending import Life
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import SECOND_THOUGHTS, SHOWCASE, THIS_YEAR, Linking
from bkkplan.trial.catalog import phrases
from budget.enums import ItemProgress, Part

ITEMS = {True: 18, False: 9}  # how many lines from communities a plan has, in a showcase district and elsewhere
AMENDMENT_REASON = "ได้รับจัดสรรงบประมาณเพิ่มเติม จึงบรรจุโครงการจากแผนพัฒนาชุมชนเพิ่ม"
DROP_REASON = "หน่วยงานอื่นดำเนินการในพื้นที่เดียวกันแล้ว"


@dataclass(frozen=True, slots=True)
class Days:
    opened: date
    included: date
    submitted: date | None = None
    returned: date | None = None
    approved: date | None = None


def action_plan(
    district: str,
    made_in: FiscalYear,
    stage: Linking,
    next_stage: Linking | None,
    to_include: Sequence[Ready],
    *,
    last: FiscalYear,
    staff: Staff,
) -> ActionPlanFacts | None:
    """The plan that a district made in one year for the next, and what came of it until the last year of the city.

    ``stage`` is how it came to approval; ``next_stage`` how the year that it is for links its own projects.
    """
    if stage == Linking.NONE:
        return None
    year = made_in.next
    dice = Dice("action plan", district, year)
    days = _days(stage, made_in, dice)
    known = [project for project in to_include if project.confirmed_on and project.confirmed_on < days.included]
    room = ITEMS[district in SHOWCASE]
    is_amended = next_stage == Linking.AMENDED or (next_stage == Linking.APPROVED and dice.chance(0.2))
    is_amended = is_amended and year <= last
    kept_back = 3 if is_amended else 0
    first = known[kept_back : kept_back + room] if stage != Linking.WITHOUT else []
    key = f"{district}/{year}/plan"
    life = Life(district, year, staff, last)
    lines = [*_routine(key), *_from_communities(f"{key}/0", first, days, life, dice)]
    editions = [_edition(days, lines, staff, district, dice)]
    if year == THIS_YEAR and district in SECOND_THOUGHTS:
        editions.append(_discarded(life))
    if is_amended and known:
        editions.append(_amendment(key, known[:kept_back], editions[0], life, dice))
        editions[0] = _without_money(editions[0], {item for item, _ in editions[-1].drops})
    return ActionPlanFacts(district=district, fiscal_year=year.be, editions=tuple(editions))


def _days(stage: Linking, made_in: FiscalYear, dice: Dice) -> Days:
    if made_in == THIS_YEAR:
        opened = dice.workday(date(2023, 4, 3), date(2023, 4, 28))
        included = dice.workday(date(2023, 5, 9), date(2023, 5, 17))
        submitted = dice.workday(date(2023, 5, 18), date(2023, 5, 24))
        match stage:
            case Linking.APPROVED:
                return Days(opened, included, submitted, approved=dice.workday(date(2023, 5, 25), date(2023, 6, 1)))
            case Linking.SUBMITTED:
                return Days(opened, included, submitted)
            case Linking.SENT_BACK:
                return Days(opened, included, submitted, returned=dice.workday(date(2023, 5, 26), date(2023, 5, 31)))
        return Days(opened, included)
    opened = dice.workday(made_in.start + timedelta(days=200), made_in.start + timedelta(days=225))
    included = dice.workday(made_in.start + timedelta(days=255), made_in.start + timedelta(days=285))
    submitted = included + timedelta(days=dice.between(12, 26))
    returned = submitted + timedelta(days=5) if dice.chance(0.12) else None
    approved = submitted + timedelta(days=dice.between(14, 40))
    if stage == Linking.AFTER_CLOSING:
        approved = made_in.default_closing_on + timedelta(days=dice.between(8, 30))
    return Days(opened, included, submitted, returned, approved)


def _edition(days: Days, lines: Sequence[ItemFacts], staff: Staff, district: str, dice: Dice) -> EditionFacts:
    officer, director = staff.officer(district), staff.director(district)
    submitted = dice.act(days.submitted, officer) if days.submitted else None
    resubmitted = None
    if days.returned and days.approved:
        resubmitted = dice.act(days.returned + timedelta(days=3), officer)
    return EditionFacts(
        opened=dice.act(days.opened, officer),
        submitted=submitted,
        returned=dice.act(days.returned, director) if days.returned else None,
        return_reason=dice.pick(phrases()["send_back_reasons"]) if days.returned else "",
        resubmitted=resubmitted,
        approved=dice.act(days.approved, director) if days.approved else None,
        items=tuple(lines),
    )


def _routine(key: str) -> Iterator[ItemFacts]:
    for number, (title, unit) in enumerate(phrases()["routine_items"], 1):
        words = {"starts_in": 10, "ends_in": 9, "note": "งานประจำ ไม่ขอรับงบประมาณเพิ่ม"}
        yield ItemFacts(key=f"{key}/r{number}", title=title, part=Part.ROUTINE, section=unit, words=words)


def _from_communities(key: str, projects: Sequence[Ready], days: Days, life: "Life", dice: Dice) -> Iterator[ItemFacts]:
    """One line for each wish: where several communities want the same, one line for all of them."""
    groups: dict[str, list[Ready]] = {}
    for project in projects:
        groups.setdefault(project.wish.idea.phrase, []).append(project)
    included = dice.act(days.included, life.officer)
    for number, group in enumerate(groups.values(), 1):
        yield life.line(f"{key}/{number}", group, included, live_from=days.approved)


def _amendment(key: str, projects: Sequence[Ready], first: EditionFacts, life: "Life", dice: Dice) -> EditionFacts:
    """More projects within the year, and sometimes a line taken out that has no money yet."""
    opened = dice.workday(life.year.start + timedelta(days=62), life.year.start + timedelta(days=110))
    days = Days(
        opened,
        opened + timedelta(days=3),
        opened + timedelta(days=dice.between(6, 14)),
        approved=opened + timedelta(days=dice.between(18, 36)),
    )
    lines = list(_from_communities(f"{key}/1", projects, days, life, dice))
    edition = _edition(days, lines, life.staff, life.district, dice)
    drops = [item.key for item in first.items if item.projects][-1:] if dice.chance(0.3) else []
    return replace(edition, reason=AMENDMENT_REASON, drops=tuple((item, DROP_REASON) for item in drops))


def _discarded(life: "Life") -> EditionFacts:
    """An amendment that was opened too early, and given up before anything was written in it."""
    dice = Dice("discarded amendment", life.district, life.year)
    on = dice.workday(life.year.start + timedelta(days=40), life.year.start + timedelta(days=50))
    opened = dice.act(on, life.officer)
    return EditionFacts(
        opened=opened, reason=AMENDMENT_REASON, discarded=replace(opened, at=opened.at + timedelta(minutes=20))
    )


def _without_money(edition: EditionFacts, dropped: set[str]) -> EditionFacts:
    """Take money and progress from the lines that an amendment drops: only a line without money may be dropped."""
    lines = (
        replace(item, progress=ItemProgress.NOT_STARTED, done_on=None, result="", reported=None, money=())
        if item.key in dropped
        else item
        for item in edition.items
    )
    return replace(edition, items=tuple(lines))
