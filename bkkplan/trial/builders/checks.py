"""What a district answers on the projects of its communities' plans."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import ActFacts, CheckFacts, SecondLookFacts
from bkkplan.trial.builders.plans import Ready
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import THIS_YEAR, TODAY
from bkkplan.trial.catalog import phrases
from budget.enums import INCLUDABLE, CheckOutcome

BUREAU = "สำนักพัฒนาสังคม"  # where a project goes that is nobody's in particular
LEAST_INCLUDED = 15
LEAST_DIVIDED = 20_000  # baht; of less than this no part is taken in


@dataclass(frozen=True, slots=True)
class Checked:
    """The checks of one district in a year, and which confirmed projects are to be included, in the order of plans."""

    checks: list[CheckFacts] = field(default_factory=list)
    to_include: list[Ready] = field(default_factory=list)


def check(district: str, year: FiscalYear, ready: Sequence[Ready], staff: Staff) -> Checked:
    """Three answers and an outcome for each project of the plans that the district has looked at."""
    officer = staff.officer(district)
    checked = Checked()
    owed, is_asked = LEAST_INCLUDED, False
    for project in ready:
        dice = Dice("check", project.key)
        outcome = _outcome(project, dice)
        stands = project.confirmed_on is not None and not project.is_withdrawn
        is_possible = not project.wish.idea.bureau and stands
        if owed and is_possible:
            outcome, owed = CheckOutcome.INCLUDE, owed - 1
        if project.confirmed_on:
            span = (project.submitted_on + timedelta(days=1), project.confirmed_on)
            on = dice.workday(*span) if span[0] < span[1] else project.confirmed_on
            answered = _check(project, outcome, dice.act(on, officer), dice)
            if outcome == CheckOutcome.NOT_POSSIBLE and stands and not is_asked:
                look = _second_look(project, staff, Dice("second look", project.key))
                answered, is_asked = replace(answered, look=look), look is not None
            checked.checks.append(answered)
            if outcome == CheckOutcome.INCLUDE and stands:
                checked.to_include.append(project)
        elif year == THIS_YEAR and dice.chance(0.35):
            on = dice.workday(min(project.submitted_on + timedelta(days=1), TODAY), TODAY)
            if outcome == CheckOutcome.INCLUDE and project.amount >= LEAST_DIVIDED and dice.chance(0.2):
                outcome = CheckOutcome.PARTLY
            checked.checks.append(_check(project, outcome, dice.act(on, officer), dice))
        elif year == THIS_YEAR and dice.chance(0.2):
            # Begun: one of three questions answered.
            on = dice.workday(min(project.submitted_on + timedelta(days=1), TODAY), TODAY)
            begun = {"fits_mission": True}
            checked.checks.append(CheckFacts(project=project.key, answers=begun, act=dice.act(on, officer)))
    return checked


def _second_look(project: Ready, staff: Staff, dice: Dice) -> SecondLookFacts | None:
    """None where there is no time left for an answer."""
    confirmed = project.confirmed_on
    if confirmed is None or confirmed + timedelta(days=30) > TODAY:
        return None
    asked = dice.workday(confirmed + timedelta(days=2), confirmed + timedelta(days=12))
    decided = dice.workday(asked + timedelta(days=1), asked + timedelta(days=12))
    samples = phrases()
    return SecondLookFacts(
        reason=samples["second_look_reasons"][0],
        asked=dice.act(asked, staff.chair(project.community)),
        answers={
            "fits_mission": True,
            "fits_area_strategy": True,
            "fits_city_strategy": True,
            "outcome": CheckOutcome.WAITING,
            "outcome_reason": samples["waiting_reasons"][0],
        },
        reply=samples["second_look_replies"][0],
        decided=dice.act(decided, staff.officer(project.community[:4])),
    )


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
    limits = {CheckOutcome.INCLUDE: 38, CheckOutcome.FORWARD: 62, CheckOutcome.WAITING: 76}
    return next((outcome for outcome, most in limits.items() if luck <= most), CheckOutcome.NOT_POSSIBLE)


def _check(project: Ready, outcome: CheckOutcome, act: ActFacts, dice: Dice) -> CheckFacts:
    samples = phrases()
    bureau = project.wish.idea.bureau or BUREAU
    answers: dict[str, object] = {
        "fits_mission": outcome in (*INCLUDABLE, CheckOutcome.COMMUNITY),
        "fits_area_strategy": outcome in INCLUDABLE or dice.chance(0.7),
        "fits_city_strategy": outcome in INCLUDABLE or dice.chance(0.8),
        "outcome": outcome,
    }
    if not answers["fits_mission"]:
        answers["mission_reason"] = samples["mission_no"][outcome == CheckOutcome.NOT_POSSIBLE].format(bureau=bureau)
    if not answers["fits_area_strategy"]:
        answers["area_reason"] = samples["area_no"]
    if not answers["fits_city_strategy"]:
        answers["city_reason"] = samples["city_no"]
    match outcome:
        case CheckOutcome.FORWARD:
            answers["forwarded_to"] = bureau
            answers["outcome_reason"] = samples["forward_reasons"][0].format(bureau=bureau)
        case CheckOutcome.COMMUNITY:
            answers["outcome_reason"] = samples["self_reasons"][0]
        case CheckOutcome.NOT_POSSIBLE:
            answers["outcome_reason"] = dice.pick(samples["impossible_reasons"])
        case CheckOutcome.PARTLY:
            answers["granted_amount"] = project.amount // 2
            answers["outcome_reason"] = samples["part_reasons"][0]
        case CheckOutcome.WAITING:
            answers["outcome_reason"] = samples["waiting_reasons"][0]
    return CheckFacts(project=project.key, answers=answers, act=act)
