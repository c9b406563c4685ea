"""One idea at one place: the words and the money of a proposal or of a project."""

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import Idea, SampleLine, phrases, places

SIZES = (Decimal("0.5"), Decimal("0.8"), Decimal(1), Decimal(1), Decimal("1.2"), Decimal("1.5"))
TENT = "เต็นท์"


@dataclass(frozen=True, slots=True)
class Wish:
    """An idea as the people of one place want it."""

    idea: Idea
    spot: str
    lines: tuple[SampleLine, ...]

    @property
    def amount(self) -> Decimal:
        return sum((line.quantity * line.unit_price for line in self.lines), Decimal(0))

    @property
    def phrase(self) -> str:
        return self.idea.phrase.format(place=self.spot if self.is_at_a_spot else "")

    @property
    def is_at_a_spot(self) -> bool:
        return self.idea.nature == "procurement" and self.idea.areas[0] == "physical"

    @property
    def project_title(self) -> str:
        return f"โครงการ{self.phrase}"

    def proposal_title(self, dice: Dice) -> str:
        asked = "ขอให้" if self.is_at_a_spot else "ขอสนับสนุน"
        return asked + self.phrase.replace(TENT, dice.pick(phrases()["tents"]))

    def detail(self, dice: Dice) -> str:
        ending = str(dice.pick(phrases()["detail_endings"])).format(n=dice.between(8, 120))
        return f"{self.idea.need} {ending}".strip()


def wish(idea: Idea, dice: Dice) -> Wish:
    size = dice.pick(SIZES)
    lines = tuple(
        SampleLine(line.item, int((line.quantity * size).quantize(Decimal(1), ROUND_UP)), line.unit, line.unit_price)
        for line in idea.lines
    )
    return Wish(idea, str(dice.pick(places()["spots"])), lines)
