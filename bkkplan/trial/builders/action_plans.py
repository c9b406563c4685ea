"""What becomes of community projects: checked, taken into the district's action plan, paid, done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from bkkplan.ground.core.bulk import Act
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.plans import Ready
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import SECOND_THOUGHTS, SHOWCASE, THIS_YEAR, TODAY, Linking
from bkkplan.trial.catalog import phrases
from budget.actions.bulk import ActionPlanFacts, CheckFacts, EditionFacts, ItemFacts, Movement
from budget.enums import CheckOutcome, EntryKind, ItemProgress, Part

OBJECTIVE = "5.2.1.1"
BUREAU = "สำนักพัฒนาสังคม"  # where a project goes that is nobody's in particular
UNITS = {
    "physical": "ฝ่ายโยธา",
    "economy": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
    "social": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
    "health": "ฝ่ายสิ่งแวดล้อมและสุขาภิบาล",
    "mind": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
}
STILL_WAITING = 3  # the flagship project whose money of the year under way the strategy office has not transferred yet
LEAST_INCLUDED = 15
ITEMS = {True: 18, False: 9}  # how many lines from communities a plan has, in a showcase district and elsewhere
AMENDMENT_REASON = "ได้รับจัดสรรงบประมาณเพิ่มเติม จึงบรรจุโครงการจากแผนพัฒนาชุมชนเพิ่ม"
# What is said of a line's end.
SAID_OF = {ItemProgress.DONE: "result_texts", ItemProgress.CANCELLED: "cancel_reasons"}
DROP_REASON = "หน่วยงานอื่นดำเนินการในพื้นที่เดียวกันแล้ว"


@dataclass(frozen=True, slots=True)
class Checked:
    """The checks of one district in a year, and which confirmed projects are to be included, in the order of plans."""

    checks: list[CheckFacts] = field(default_factory=list)
    to_include: list[Ready] = field(default_factory=list)


def check(district: str, year: FiscalYear, ready: Sequence[Ready], staff: Staff) -> Checked:
    """Three answers and an outcome for each project of the plans that the district has looked at."""
    officer = staff.officer(district)
    checked = Checked()
    owed = LEAST_INCLUDED
    for project in ready:
        dice = Dice("check", project.key)
        outcome = _outcome(project, dice)
        is_possible = not project.wish.idea.bureau and project.confirmed_on is not None
        if owed and is_possible:
            outcome, owed = CheckOutcome.INCLUDE, owed - 1
        if project.confirmed_on:
            span = (project.submitted_on + timedelta(days=1), project.confirmed_on)
            on = dice.workday(*span) if span[0] < span[1] else project.confirmed_on
            checked.checks.append(_check(project, outcome, _signed(on, officer, dice), dice))
            if outcome == CheckOutcome.INCLUDE:
                checked.to_include.append(project)
        elif year == THIS_YEAR and dice.chance(0.35):
            on = dice.workday(min(project.submitted_on + timedelta(days=1), TODAY), TODAY)
            checked.checks.append(_check(project, outcome, _signed(on, officer, dice), dice))
        elif year == THIS_YEAR and dice.chance(0.2):
            # Begun: one of three questions answered.
            checked.checks.append(CheckFacts(project=project.key, answers={"fits_mission": True}, act=None))
    return checked


def _signed(on: date, by: Person, dice: Dice) -> Act:
    return Act(on, dice.moment(on), by)


def _outcome(project: Ready, dice: Dice) -> CheckOutcome:
    idea = project.wish.idea
    if idea.bureau:
        return CheckOutcome.FORWARD if dice.chance(0.75) else CheckOutcome.NOT_POSSIBLE
    if idea.kind == "self":
        return CheckOutcome.COMMUNITY
    luck = dice.between(1, 100)
    if idea.kind == "joint":
        return (
            CheckOutcome.INCLUDE
            if luck <= 18
            else CheckOutcome.COMMUNITY
            if luck <= 82
            else CheckOutcome.FORWARD
            if luck <= 92
            else CheckOutcome.NOT_POSSIBLE
        )
    return CheckOutcome.INCLUDE if luck <= 38 else CheckOutcome.FORWARD if luck <= 62 else CheckOutcome.NOT_POSSIBLE


def _check(project: Ready, outcome: CheckOutcome, act: Act, dice: Dice) -> CheckFacts:
    words = phrases()
    bureau = project.wish.idea.bureau or BUREAU
    answers: dict[str, object] = {
        "fits_mission": outcome in (CheckOutcome.INCLUDE, CheckOutcome.COMMUNITY),
        "fits_area_strategy": outcome == CheckOutcome.INCLUDE or dice.chance(0.7),
        "fits_city_strategy": outcome == CheckOutcome.INCLUDE or dice.chance(0.8),
        "outcome": outcome,
    }
    if not answers["fits_mission"]:
        answers["mission_reason"] = words["mission_no"][outcome == CheckOutcome.NOT_POSSIBLE].format(bureau=bureau)
    if not answers["fits_area_strategy"]:
        answers["area_reason"] = words["area_no"]
    if not answers["fits_city_strategy"]:
        answers["city_reason"] = words["city_no"]
    match outcome:
        case CheckOutcome.FORWARD:
            answers["forwarded_to"] = bureau
            answers["outcome_reason"] = words["forward_reasons"][0].format(bureau=bureau)
        case CheckOutcome.COMMUNITY:
            answers["outcome_reason"] = words["self_reasons"][0]
        case CheckOutcome.NOT_POSSIBLE:
            answers["outcome_reason"] = dice.pick(words["impossible_reasons"])
    return CheckFacts(project=project.key, answers=answers, act=act)


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
    life = _Life(district, year, staff, last)
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
    submitted = _signed(days.submitted, officer, dice) if days.submitted else None
    if days.returned and days.approved:
        # Sent back once, submitted again.
        again = days.returned + timedelta(days=3)
        submitted = _signed(again, officer, dice)
    return EditionFacts(
        opened=_signed(days.opened, officer, dice),
        submitted=submitted,
        returned=_signed(days.returned, director, dice) if days.returned else None,
        return_reason=dice.pick(phrases()["send_back_reasons"]) if days.returned else "",
        approved=_signed(days.approved, director, dice) if days.approved else None,
        items=tuple(lines),
    )


def _routine(key: str) -> Iterator[ItemFacts]:
    for number, (title, unit) in enumerate(phrases()["routine_items"], 1):
        words = {"starts_in": 10, "ends_in": 9, "responsible": unit, "note": "งานประจำ ไม่ขอรับงบประมาณเพิ่ม"}
        yield ItemFacts(key=f"{key}/r{number}", title=title, part=Part.ROUTINE, words=words)


def _from_communities(
    key: str, projects: Sequence[Ready], days: Days, life: "_Life", dice: Dice
) -> Iterator[ItemFacts]:
    """One line for each wish: where several communities want the same, one line for all of them."""
    groups: dict[str, list[Ready]] = {}
    for project in projects:
        groups.setdefault(project.wish.idea.phrase, []).append(project)
    included = _signed(days.included, life.officer, dice)
    for number, group in enumerate(groups.values(), 1):
        yield life.line(f"{key}/{number}", group, included, live_from=days.approved)


def _amendment(key: str, projects: Sequence[Ready], first: EditionFacts, life: "_Life", dice: Dice) -> EditionFacts:
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
    return EditionFacts(
        opened=edition.opened,
        reason=AMENDMENT_REASON,
        submitted=edition.submitted,
        approved=edition.approved,
        items=edition.items,
        drops=tuple((item, DROP_REASON) for item in drops),
    )


def _discarded(life: "_Life") -> EditionFacts:
    """An amendment that was opened too early, and given up before anything was written in it."""
    dice = Dice("discarded amendment", life.district, life.year)
    on = dice.workday(life.year.start + timedelta(days=40), life.year.start + timedelta(days=50))
    opened = _signed(on, life.officer, dice)
    return EditionFacts(
        opened=opened, reason=AMENDMENT_REASON, discarded=replace(opened, at=opened.at + timedelta(minutes=20))
    )


def _without_money(edition: EditionFacts, dropped: set[str]) -> EditionFacts:
    """A line that an amendment takes out was never paid for."""
    if not dropped:
        return edition
    lines = tuple(
        ItemFacts(
            key=item.key,
            title=item.title,
            planned_amount=item.planned_amount,
            words=item.words,
            projects=item.projects,
            included=item.included,
        )
        if item.key in dropped
        else item
        for item in edition.items
    )
    return EditionFacts(
        opened=edition.opened,
        submitted=edition.submitted,
        returned=edition.returned,
        return_reason=edition.return_reason,
        approved=edition.approved,
        items=lines,
    )


@dataclass(frozen=True, slots=True)
class _Life:
    """What happens to a line in the year that its plan is for."""

    district: str
    year: FiscalYear
    staff: Staff
    last: FiscalYear

    @property
    def officer(self) -> Person:
        return self.staff.officer(self.district)

    def line(self, key: str, group: Sequence[Ready], included: Act, *, live_from: date | None) -> ItemFacts:
        first = group[0].wish.idea
        more = len(group) - 1
        amount = sum((project.amount for project in group), Decimal(0))
        words: dict[str, object] = {
            "objective": first.objective,
            "target": first.measure,
            "indicator": f"ร้อยละ 100 ของเป้าหมาย: {first.measure}",
            "money_source": "งบประมาณสำนักงานเขต",
            "starts_in": 11,
            "ends_in": 8,
            "responsible": UNITS[first.areas[0]],
        }
        title = group[0].title + (f" และอีก {more} โครงการ" if more else "")
        dice = Dice("line", key)
        progress, done_on, reported = ItemProgress.NOT_STARTED, None, None
        money: tuple[Movement, ...] = ()
        if live_from and self.year <= self.last:
            progress, done_on, money = self._lived(key, amount, live_from, dice)
            told_on = done_on or (money[-1].act.on if money else None)
            reported = (
                _signed(told_on, self.officer, dice) if told_on and progress != ItemProgress.NOT_STARTED else None
            )
        return ItemFacts(
            key=key,
            title=title,
            planned_amount=amount,
            words=words,
            projects=tuple(project.key for project in group),
            included=included,
            progress=progress,
            done_on=done_on,
            result=dice.pick(phrases()[SAID_OF[progress]]) if progress in SAID_OF else "",
            reported=reported,
            money=money,
        )

    def _lived(
        self, key: str, amount: Decimal, live_from: date, dice: Dice
    ) -> tuple[ItemProgress, date | None, tuple[Movement, ...]]:
        """Granted in autumn, contracted in winter, paid when the work is done; in a year under way, up to today."""
        end = min(self.year.end, TODAY)
        begins = max(self.year.start + timedelta(days=3), live_from + timedelta(days=4))
        granted = dice.workday(begins, begins + timedelta(days=110 if self.year == THIS_YEAR else 50))
        contracted = granted + timedelta(days=dice.between(20, 70))
        half = contracted + timedelta(days=dice.between(20, 50))
        done = half + timedelta(days=dice.between(14, 60))
        luck = dice.between(1, 100)
        share = dice.pick((Decimal("0.93"), Decimal("0.97"), Decimal(1), Decimal(1)))
        price = amount if share == 1 else max(_hundreds(amount * share), Decimal(100))
        part = _hundreds(price * Decimal("0.4"))

        def move(kind: EntryKind, value: Decimal, on: date) -> Movement:
            return Movement(
                kind=kind, amount=value, act=_signed(on, self.officer, dice), paper=_paper(self.district, dice)
            )

        if luck <= 5:
            # Given up: the money goes back.
            moved = [
                move(EntryKind.TRANSFER, amount, granted),
                move(EntryKind.TRANSFER_BACK, amount, granted + timedelta(days=60)),
            ]
            is_over = moved[-1].act.on <= end
            return (ItemProgress.CANCELLED if is_over else ItemProgress.NOT_STARTED), None, _until(moved, end)
        moved = [
            move(EntryKind.TRANSFER, amount, granted),
            move(EntryKind.COMMITMENT, price, contracted),
            *([move(EntryKind.DISBURSEMENT, part, half)] if part else []),
            move(EntryKind.DISBURSEMENT, price - part, done),
        ]
        if luck <= 12:
            moved = moved[:-1]  # the second half of the work is late
        elif luck <= 18 and price < amount:
            moved.append(move(EntryKind.TRANSFER_BACK, amount - price, done + timedelta(days=6)))
        happened = _until(moved, end)
        is_done = luck > 12 and done <= end
        if is_done:
            return ItemProgress.DONE, done, happened
        return (ItemProgress.UNDER_WAY if len(happened) > 1 else ItemProgress.NOT_STARTED), None, happened


def _until(moved: Sequence[Movement], end: date) -> tuple[Movement, ...]:
    return tuple(movement for movement in moved if movement.act.on <= end)


def flagship_spending(
    year: FiscalYear, districts: Sequence[str], shares: Mapping[int, Decimal], staff: Staff
) -> dict[tuple[int, str], list[Movement]]:
    """What each district did with its share of each flagship project in a year."""
    spent = {}
    end = min(year.end, TODAY)
    for position, share in shares.items():
        for district in districts:
            dice = Dice("flagship", year, position, district)
            officer = staff.officer(district)
            contracted = dice.workday(year.start + timedelta(days=60), year.start + timedelta(days=130))
            paid = contracted + timedelta(days=dice.between(15, 70))
            used = _hundreds(share * dice.pick((Decimal("0.85"), Decimal("0.92"), Decimal("0.98"), Decimal(1))))
            first = _hundreds(used * Decimal("0.6"))
            plan = [
                (EntryKind.COMMITMENT, used, contracted),
                (EntryKind.DISBURSEMENT, first, paid),
                (EntryKind.DISBURSEMENT, used - first, paid + timedelta(days=45)),
            ]
            if used < share:
                plan.append((EntryKind.TRANSFER_BACK, share - used, year.end - timedelta(days=dice.between(6, 25))))
            if dice.chance(0.06):
                plan = plan[:1]  # a district that has not spent it
            is_mistaken = year == THIS_YEAR and district in SECOND_THOUGHTS
            mistaken = [_mistake(district, used, contracted, officer)] if is_mistaken else []
            spent[position, district] = mistaken + [
                Movement(
                    kind=kind,
                    amount=amount,
                    # What comes back is the strategy office's to enter, as the transfer was.
                    act=_signed(on, staff.strategy if kind == EntryKind.TRANSFER_BACK else officer, dice),
                    paper=_paper(district, dice),
                )
                for kind, amount, on in plan
                if on <= end
            ]
    return spent


def _mistake(district: str, used: Decimal, on: date, by: Person) -> Movement:
    """A commitment with a nought too few, taken back a little later."""
    dice = Dice("mistake", district, on)
    act = _signed(on, by, dice)
    undone = replace(act, at=act.at + timedelta(minutes=4))
    return Movement(kind=EntryKind.COMMITMENT, amount=used / 10, act=act, paper=_paper(district, dice), undone=undone)


def _hundreds(amount: Decimal) -> Decimal:
    return Decimal(int(amount) // 100 * 100)


def _paper(district: str, dice: Dice) -> str:
    return f"กท {district}/{dice.between(101, 9899)}"
