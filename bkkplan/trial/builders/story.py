"""What happens where: four uneven years, so that every state, late mark and empty state can be seen.

Everything here is decided by the year and the district (or community) alone. The builders fill in days and words.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice

Stage = TypeVar("Stage", bound=StrEnum)

TODAY = date(2023, 6, 2)
THIS_YEAR = FiscalYear.of(TODAY)
FIRST_YEAR = FiscalYear(2563)

# Districts that asked for money of the year under way and got it, and some that ask for the next year's.
ASKED_AND_GRANTED = ("1002",)
ASKING = ("1001", "1007", "1030")
# One of each group has its plans and minutes in full.
SHOWCASE = ("1001", "1007", "1030", "1044", "1025", "1049")
DIRECTOR_PUBLISHES = ("1002", "1030")
# Where papers go up a route, and which of these has one that was sent back on it.
WITH_ROUTES = ("1008", "1022")
ROUTE_SENT_BACK = "1022"
# What the showcase districts buy in one procurement for several communities this year.
BOUGHT_TOGETHER = ("โต๊ะพับอเนกประสงค์", "เก้าอี้พลาสติกมีพนัก", "เต็นท์ผ้าใบ 5x8 เมตร")
# Where something was taken back this year: an amendment discarded, a wrong amount, a proposal that a plan had taken up.
SECOND_THOUGHTS = ("1001", "1030")


class Hearing(StrEnum):
    PUBLISHED = "published"
    LATE = "late"  # published after the fifteen days, in time for the year
    CORRECTED = "corrected"
    AFTER_CLOSING = "after_closing"
    RECORDED = "recorded"
    HELD = "held"
    OVERDUE = "overdue"  # held long ago, results still not published
    OPEN = "open"
    ANNOUNCED = "announced"
    ANNOUNCED_LATE = "announced_late"
    PLANNED = "planned"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    NONE = "none"


# How many districts of fifty came how far; the others published in time.
HEARINGS = {
    2563: {
        Hearing.LATE: 9,
        Hearing.CORRECTED: 1,
        Hearing.AFTER_CLOSING: 2,
        Hearing.CANCELLED: 3,
        Hearing.WITHDRAWN: 1,
        Hearing.NONE: 2,
    },
    2564: {Hearing.LATE: 6, Hearing.CORRECTED: 2, Hearing.AFTER_CLOSING: 1, Hearing.CANCELLED: 3, Hearing.NONE: 2},
    2565: {
        Hearing.LATE: 5,
        Hearing.CORRECTED: 2,
        Hearing.AFTER_CLOSING: 1,
        Hearing.CANCELLED: 1,
        Hearing.WITHDRAWN: 1,
        Hearing.NONE: 1,
    },
    2566: {
        Hearing.LATE: 4,
        Hearing.CORRECTED: 2,
        Hearing.RECORDED: 3,
        Hearing.HELD: 2,
        Hearing.OVERDUE: 1,
        Hearing.OPEN: 1,
        Hearing.ANNOUNCED: 3,
        Hearing.ANNOUNCED_LATE: 1,
        Hearing.PLANNED: 2,
        Hearing.WITHDRAWN: 1,
        Hearing.CANCELLED: 1,
        Hearing.NONE: 1,
    },
}
# Where the people of the sample accounts find something to do.
SET_HEARINGS = {
    2566: {"1001": Hearing.PUBLISHED, "1002": Hearing.RECORDED, "1004": Hearing.ANNOUNCED, "1007": Hearing.HELD,
           "1030": Hearing.CORRECTED, "1013": Hearing.OVERDUE},
}  # fmt: skip


class Planning(StrEnum):
    """How far a community came with the plan that it makes in a year, for the next."""

    CONFIRMED = "confirmed"
    LATE = "late"  # confirmed, late in the year
    AFTER_CLOSING = "after_closing"
    NOT_ADOPTED = "not_adopted"
    WITHDRAWN = "withdrawn"
    ADOPTION_CANCELLED = "adoption_cancelled"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DRAFT = "draft"
    NONE = "none"


MADE = (Planning.CONFIRMED, Planning.LATE)
# Of a hundred communities, how many made no plan, and how far they came instead; uneven between districts.
SHARE_NOT_MADE = {2563: 0.068, 2564: 0.042, 2565: 0.019, 2566: 0.122}
INSTEAD = {
    False: (
        (Planning.NONE, 40), (Planning.DRAFT, 18), (Planning.AFTER_CLOSING, 24),
        (Planning.NOT_ADOPTED, 8), (Planning.RETURNED, 6), (Planning.ADOPTION_CANCELLED, 2), (Planning.WITHDRAWN, 2),
    ),
    True: (
        (Planning.SUBMITTED, 36), (Planning.DRAFT, 30), (Planning.RETURNED, 16), (Planning.NONE, 10),
        (Planning.NOT_ADOPTED, 5), (Planning.WITHDRAWN, 2), (Planning.ADOPTION_CANCELLED, 1),
    ),
}  # fmt: skip
# The first communities of the sample accounts' districts, in the year under way.
SET_PLANNING = {
    "1001-001": Planning.DRAFT,
    "1001-002": Planning.SUBMITTED,
    "1001-003": Planning.SUBMITTED,
    "1001-004": Planning.RETURNED,
    "1002-001": Planning.RETURNED,
    "1004-001": Planning.SUBMITTED,
    "1004-002": Planning.DRAFT,
    "1007-001": Planning.RETURNED,
    "1025-001": Planning.DRAFT,
    "1030-001": Planning.NONE,
    "1044-001": Planning.CONFIRMED,
    "1049-001": Planning.DRAFT,
}


class Linking(StrEnum):
    """How community projects come into the action plan that a district approves in a year."""

    APPROVED = "approved"
    AFTER_CLOSING = "after_closing"
    AMENDED = "amended"  # by an amendment of the plan of the year itself
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    DRAFT = "draft"
    WITHOUT = "without"  # approved, but with no project of a community
    NONE = "none"


LINKINGS = {
    2563: {Linking.WITHOUT: 7, Linking.AFTER_CLOSING: 4},
    2564: {Linking.WITHOUT: 6, Linking.AFTER_CLOSING: 3},
    2565: {Linking.WITHOUT: 5, Linking.AFTER_CLOSING: 2},
    2566: {Linking.APPROVED: 6, Linking.SUBMITTED: 3, Linking.SENT_BACK: 1, Linking.DRAFT: 3, Linking.NONE: 1},
}
OTHERWISE = {2566: Linking.AMENDED}
SET_LINKINGS = {
    2566: {"1001": Linking.AMENDED, "1002": Linking.SUBMITTED, "1004": Linking.DRAFT, "1007": Linking.APPROVED,
           "1013": Linking.SUBMITTED, "1030": Linking.SENT_BACK},
}  # fmt: skip
# Next year's plan where this year's came by amendment.
NEXT_PLAN = ((Linking.DRAFT, 50), (Linking.SUBMITTED, 20), (Linking.SENT_BACK, 8), (Linking.NONE, 22))


def years(first: FiscalYear = FIRST_YEAR, last: FiscalYear = THIS_YEAR) -> tuple[FiscalYear, ...]:
    return tuple(first.through(last))


def is_closed(year: FiscalYear) -> bool:
    return year.default_closing_on < TODAY


@cache
def hearings(year: FiscalYear, districts: tuple[str, ...]) -> dict[str, Hearing]:
    return _dealt("hearing", year, districts, HEARINGS[year.be], SET_HEARINGS.get(year.be, {}), Hearing.PUBLISHED)


@cache
def linkings(year: FiscalYear, districts: tuple[str, ...]) -> dict[str, Linking]:
    otherwise = OTHERWISE.get(year.be, Linking.APPROVED)
    return _dealt("linking", year, districts, LINKINGS[year.be], SET_LINKINGS.get(year.be, {}), otherwise)


def next_plan(district: str) -> Linking:
    """How far the plan of the coming year is in a district."""
    set_here = SET_LINKINGS[THIS_YEAR.be].get(district)
    if set_here is not None and set_here not in (Linking.AMENDED, Linking.NONE):
        return set_here
    return Linking.DRAFT if district in SHOWCASE else _weighted(NEXT_PLAN, Dice("next plan", district))


def _dealt(
    what: str,
    year: FiscalYear,
    districts: Sequence[str],
    counts: dict[Stage, int],
    given: dict[str, Stage],
    otherwise: Stage,
) -> dict[str, Stage]:
    """Deal the stages to the districts: first the given ones, then the rest of the counts by lot."""
    dealt = {district: stage for district, stage in given.items() if district in districts}
    left = dict(counts)
    for stage in dealt.values():
        if stage in left:
            left[stage] -= 1
    others = [district for district in districts if district not in dealt and district not in SHOWCASE]
    rest = Dice(what, year).shuffled(others)
    for stage, count in left.items():
        for _ in range(min(count, len(rest))):
            dealt[rest.pop()] = stage
    return {district: dealt.get(district, otherwise) for district in districts}


def planning(community: str, year: FiscalYear) -> Planning:
    """What a community did about its plan in a year."""
    if year == THIS_YEAR and community in SET_PLANNING:
        return SET_PLANNING[community]
    dice = Dice("planning", community, year)
    district = community[:4]
    share = SHARE_NOT_MADE[year.be] * Dice("zeal", district).pick((0.3, 0.6, 0.8, 1.0, 1.2, 2.2))
    if not dice.chance(share):
        return Planning.LATE if is_closed(year) and dice.chance(0.12) else Planning.CONFIRMED
    return _weighted(INSTEAD[year == THIS_YEAR], dice)


def _weighted(weights: Sequence[tuple[Stage, int]], dice: Dice) -> Stage:
    left = dice.between(1, sum(weight for _, weight in weights))
    for option, weight in weights:
        left -= weight
        if left <= 0:
            return option
    return weights[-1][0]
