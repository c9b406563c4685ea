"""The ways that a proposal takes: through a community's plan, or straight into its district's action plan."""

from dataclasses import dataclass
from datetime import date

from budget.enums import CheckOutcome, Ending, ItemProgress, Stage
from budget.models import ConsistencyCheck, DirectInclusion, Inclusion
from budget.queries.checks.checks import Answer
from budget.queries.flagship.asked import Asked
from budget.queries.lots.lots import OwnGoods
from budget.queries.money.money import Sums
from communities.models import PlanAdoption, PlanProject
from forums.queries.path import UptakeStep

ENDINGS = {
    CheckOutcome.FORWARD: Ending.FORWARDED,
    CheckOutcome.COMMUNITY: Ending.COMMUNITY,
    CheckOutcome.NOT_POSSIBLE: Ending.NOT_POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class ProposalStatus:
    """The stage that a proposal reached, and the ending if it goes no further."""

    stage: Stage
    ending: Ending | None = None
    is_waiting: bool = False  # checked, and on the district's list of projects that wait for money
    is_direct: bool = False  # no community's plan has it

    def reached(self, stage: Stage) -> bool:
        """Whether it came so far. What its district took straight in was never in a community's plan."""
        return self.stage >= stage and not (self.is_direct and stage == Stage.PLANNED)

    @property
    def word(self) -> str:
        return str(CheckOutcome.WAITING.label if self.is_waiting else (self.ending or self.stage).label)

    @property
    def code(self) -> str:
        return str(CheckOutcome.WAITING if self.is_waiting else self.ending or self.stage.name.lower())

    @property
    def outcome(self) -> str | None:
        """The code of the ending, or "done"; None while the proposal goes on."""
        return self.code if self.ending or self.stage == Stage.DONE else None


@dataclass(frozen=True, slots=True)
class Money:
    """A proposal's part of its item's money, and the whole, in baht.

    ``funded_on`` is the day of the item's first transfer, ``disbursed_on`` that of its latest disbursement.
    """

    part: Sums
    whole: Sums
    funded_on: date | None
    disbursed_on: date | None = None

    @property
    def is_shared(self) -> bool:
        return self.part != self.whole


@dataclass(frozen=True, slots=True)
class TakenOut:
    """It was in an approved plan and is not any more: an amendment withdrew it or dropped its item."""

    on: date
    reason: str
    plan_year: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a proposal through plan, check, item and money.

    None means: it has not happened, or is not public yet.
    """

    uptake: UptakeStep
    project: PlanProject
    adoption: PlanAdoption | None
    check: ConsistencyCheck | None
    inclusion: Inclusion | None
    money: Money | None
    taken_out: TakenOut | None = None
    withdrawn_on: date | None = None  # the plan's confirmation was taken back, and the plan not confirmed again
    # Known to `trace` only, counts do not need them: money was asked for the project, the check's answers, and what the
    # project gets out of purchases for several communities.
    asked: Asked | None = None
    answers: tuple[Answer, ...] = ()
    goods: tuple[OwnGoods, ...] = ()

    @property
    def proposal(self) -> int:
        return self.uptake.proposal

    @property
    def is_shared(self) -> bool:
        """Whether the proposal has this way by one that stands for several: its money stands with that one."""
        return self.uptake.is_shared

    @property
    def began(self) -> tuple[date, int]:
        return self.uptake.on, self.uptake.uptake

    @property
    def stage(self) -> Stage:
        if self.inclusion is None:
            return Stage.PLANNED if self.check is None else Stage.CHECKED
        return _stage_in(self.inclusion, self.money)

    @property
    def ending(self) -> Ending | None:
        """The decision that ends this way, or None while it goes on.

        The district does not take the project in, took it out of its plan, or cancelled it; or its community no longer
        wants it.
        """
        if self.inclusion is not None:
            return _ending_in(self.inclusion)
        if self.taken_out is not None:
            return Ending.TAKEN_OUT
        if self.is_to_wait and getattr(self.check, "is_unwanted", False):
            return Ending.NOT_WANTED
        return ENDINGS.get(CheckOutcome(self.check.outcome)) if self.check else None

    @property
    def status(self) -> ProposalStatus:
        is_waiting = self.stage == Stage.CHECKED and self.ending is None and self.is_to_wait
        return ProposalStatus(self.stage, self.ending, is_waiting)

    @property
    def is_to_wait(self) -> bool:
        return self.check is not None and self.check.outcome == CheckOutcome.WAITING


@dataclass(frozen=True, slots=True)
class DirectWay:
    """The way of a proposal that its district took straight into its action plan; no community's plan has it."""

    proposal: int
    direct: DirectInclusion
    money: Money | None = None
    taken_out: TakenOut | None = None
    is_shared: bool = False  # as of `Way`
    answers: tuple[Answer, ...] = ()  # known to `trace` only

    @property
    def inclusion(self) -> DirectInclusion | None:
        return self.direct if self.taken_out is None else None

    @property
    def began(self) -> tuple[date, int]:
        return self.direct.included_on, self.direct.pk

    @property
    def stage(self) -> Stage:
        return _stage_in(self.inclusion, self.money) if self.inclusion else Stage.CHECKED

    @property
    def ending(self) -> Ending | None:
        return _ending_in(self.inclusion) if self.inclusion else Ending.TAKEN_OUT

    @property
    def status(self) -> ProposalStatus:
        return ProposalStatus(self.stage, self.ending, is_direct=True)


AnyWay = Way | DirectWay


def _stage_in(inclusion: Inclusion | DirectInclusion, money: Money | None) -> Stage:
    if inclusion.item.progress == ItemProgress.DONE:
        return Stage.DONE
    return Stage.FUNDED if money else Stage.INCLUDED


def _ending_in(inclusion: Inclusion | DirectInclusion) -> Ending | None:
    return Ending.CANCELLED if inclusion.item.progress == ItemProgress.CANCELLED else None
