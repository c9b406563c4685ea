"""What becomes of the lines of an action plan in their year, and of the money of flagship projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import ActFacts, ItemFacts, MoneyFacts
from bkkplan.trial.builders.plans import Ready
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import BOUGHT_TOGETHER, SECOND_THOUGHTS, SHOWCASE, THIS_YEAR, TODAY
from bkkplan.trial.catalog import phrases
from budget.enums import EntryKind, ItemProgress

UNITS = {
    "physical": "ฝ่ายโยธา",
    "economy": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
    "social": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
    "health": "ฝ่ายสิ่งแวดล้อมและสุขาภิบาล",
    "mind": "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
}
STILL_WAITING = 3  # the flagship project whose money of the year under way the strategy office has not transferred yet
# What is said of a line's end.
SAID_OF = {ItemProgress.DONE: "result_texts", ItemProgress.CANCELLED: "cancel_reasons"}


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to a line in the year that its plan is for."""

    district: str
    year: FiscalYear
    staff: Staff
    last: FiscalYear

    @property
    def officer(self) -> User:
        return self.staff.officer(self.district)

    def line(self, key: str, group: Sequence[Ready], included: ActFacts, *, live_from: date | None) -> ItemFacts:
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
        }
        title = group[0].title + (f" และอีก {more} โครงการ" if more else "")
        dice = Dice("line", key)
        progress, done_on, reported = ItemProgress.NOT_STARTED, None, None
        money: tuple[MoneyFacts, ...] = ()
        if live_from and self.year <= self.last:
            is_left = self.year == THIS_YEAR and self.district in SHOWCASE and _is_bought_together(group)
            progress, done_on, money = self._lived(key, amount, live_from, dice, is_left=is_left)
            told_on = done_on or (money[-1].act.on if money else None)
            reported = dice.act(told_on, self.officer) if told_on and progress != ItemProgress.NOT_STARTED else None
        return ItemFacts(
            key=key,
            title=title,
            planned_amount=amount,
            section=UNITS[first.areas[0]],
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
        self, key: str, amount: Decimal, live_from: date, dice: Dice, *, is_left: bool
    ) -> tuple[ItemProgress, date | None, tuple[MoneyFacts, ...]]:
        """How far an item came, the day on which it was done, and its money; nothing later than today.

        Money is granted in autumn and committed in winter; it is paid when half and when all of the work is done. What
        ``is_left`` gets its money and is bought with that of other communities.
        """
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

        def move(kind: EntryKind, value: Decimal, on: date) -> MoneyFacts:
            return MoneyFacts(
                kind=kind, amount=value, act=dice.act(on, self.officer), paper=_paper(self.district, dice)
            )

        if is_left:
            given = _until([move(EntryKind.TRANSFER, amount, granted)], end)
            return ItemProgress.NOT_STARTED, None, given
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


def _is_bought_together(group: Sequence[Ready]) -> bool:
    return any(line.item in BOUGHT_TOGETHER for project in group for line in project.wish.lines)


def _until(moved: Sequence[MoneyFacts], end: date) -> tuple[MoneyFacts, ...]:
    return tuple(movement for movement in moved if movement.act.on <= end)


def flagship_spending(
    year: FiscalYear, districts: Sequence[str], shares: Mapping[int, Decimal], staff: Staff
) -> dict[tuple[int, str], list[MoneyFacts]]:
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
                MoneyFacts(
                    kind=kind,
                    amount=amount,
                    # What comes back is the strategy office's to enter, as the transfer was.
                    act=dice.act(on, staff.strategy if kind == EntryKind.TRANSFER_BACK else officer),
                    paper=_paper(district, dice),
                )
                for kind, amount, on in plan
                if on <= end
            ]
    return spent


def _mistake(district: str, used: Decimal, contracted: date, by: User) -> MoneyFacts:
    """A commitment with a nought too few, entered shortly before the right one and taken back a little later."""
    dice = Dice("mistake", district, contracted)
    act = dice.act(dice.workday(contracted - timedelta(days=4), contracted - timedelta(days=1)), by)
    undone = replace(act, at=act.at + timedelta(minutes=4))
    return MoneyFacts(kind=EntryKind.COMMITMENT, amount=used / 10, act=act, paper=_paper(district, dice), undone=undone)


def _hundreds(amount: Decimal) -> Decimal:
    return Decimal(int(amount) // 100 * 100)


def _paper(district: str, dice: Dice) -> str:
    return f"กท {district}/{dice.between(101, 9899)}"
