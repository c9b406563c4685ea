"""What the builders tell and the city's writer writes down: acts, and what stands in the rows.

Keys are the builders' own words for rows. What follows from the acts (states, totals, days) is no fact: the rules of
the subjects make it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from bkkplan.ground.accounts.models import User
from budget.enums import EntryKind, ItemProgress, Part
from communities.actions.writing import ProjectMoneyLine
from forums.actions.preparing import Activity
from forums.slots import SessionTime, Turn


@dataclass(frozen=True, slots=True)
class ActFacts:
    """That something was done: the day it counts for, the moment it was entered, and by whom."""

    on: date
    at: datetime
    by: User

    @property
    def signed(self) -> "Signed":
        return {"by": self.by, "at": self.at}

    @property
    def dated(self) -> "Dated":
        return {"on": self.on, "by": self.by, "at": self.at}


class Signed(TypedDict):
    """By whom something was done and when, as an action takes it."""

    by: User
    at: datetime


class Dated(Signed):
    """The same with the day for which it counts."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    role: str
    district: str | None
    starts_on: date
    ends_on: date | None = None
    acting: str = ""
    order_number: str = ""
    order_dated: date | None = None
    bureau: str | None = None  # by its code
    first_year: int | None = None
    last_year: int | None = None
    sections: tuple[str, ...] = ()  # of the district's office, by their names


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    username: str
    full_name: str
    email: str = ""
    roles: tuple[RoleFacts, ...] = ()
    at: datetime
    by: User | None  # only the first account, which opens all others, was made by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFacts:
    key: str
    title: str
    detail: str
    area: str
    subdistrict: str
    community: str | None
    place: str
    requested_amount: Decimal | None
    sector: str
    votes: int | None
    written: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """A change after publication. The proposal is told as it became; ``before`` is what was published first."""

    proposal: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    act: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFacts:
    """A forum and what happened to it; an act's day is the day of the fact."""

    key: str
    district: str
    kind: str
    number: int
    title: str
    place: str
    sessions: tuple[SessionTime, ...]
    planned: ActFacts
    purpose: str = ""
    community: str | None = None
    announced: ActFacts | None = None
    opened: ActFacts | None = None
    held: ActFacts | None = None
    recorded: ActFacts | None = None
    published: ActFacts | None = None
    withdrawn: ActFacts | None = None
    cancelled: ActFacts | None = None
    ending_reason: str = ""
    # People by the code of their sector.
    attendance: Mapping[str, int] = field(default_factory=dict)
    summary: str = ""
    recorder: str = ""
    # Topic and resolution of each of the six parts, or nothing.
    agenda: tuple[tuple[str, str], ...] = ()
    proposals: tuple[ProposalFacts, ...] = ()
    corrections: tuple[CorrectionFacts, ...] = ()
    preparing: "PreparingFacts | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparingFacts:
    """What was prepared for a forum, all in one act."""

    turns: tuple[Turn, ...]
    publicity: tuple[Activity, ...]
    # The part of each body by its code.
    bodies: Mapping[str, str]
    act: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class UptakeFacts:
    proposal: str
    project: str
    act: ActFacts
    ended: ActFacts | None = None
    ended_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFacts:
    type: str
    status: str
    starts_on: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    full_name: str
    position: str
    starts_on: date
    ends_on: date | None = None
    user: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Who writes the plan for the committee, since when, and who named them."""

    user: User
    since: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    starts_on: date
    ends_on: date | None
    seats: tuple[Seat, ...]
    helps: tuple[Help, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityFacts:
    code: str
    district: str
    subdistrict: str
    name: str
    houses: int
    people: int
    standings: tuple[StandingFacts, ...]
    terms: tuple[Term, ...]
    registered: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    key: str
    carried_from: str | None = None
    title: str
    kind: str
    areas: tuple[str, ...]
    problem: int | None = None
    lines: tuple[ProjectMoneyLine, ...] = ()
    # The rest of the ten-item form, by the names of the model.
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    problem: str
    cause: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """``act.on`` is the day of the community's meeting."""

    act: ActFacts
    method: str
    cancelled: ActFacts | None = None
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """One edition and what happened to it; the projects stand in the order of their ranks.

    A later edition begins as a copy of the one before: of its projects only the keys are read.
    """

    opened: ActFacts
    texts: Mapping[str, str]
    problems: tuple[ProblemFacts, ...]
    projects: tuple[ProjectFacts, ...]
    adopted: Adoption | None = None
    submitted: ActFacts | None = None
    areas_reason: str = ""
    returned: ActFacts | None = None
    return_reason: str = ""
    confirmed: ActFacts | None = None
    confirmation_withdrawn: ActFacts | None = None
    withdrawal_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    community: str
    fiscal_year: int
    revisions: tuple[RevisionFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """The answers on one project, by the names of the model; some may be missing."""

    project: str
    answers: Mapping[str, Any]
    act: ActFacts
    look: "SecondLookFacts | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLookFacts:
    """A community asked for another look at an outcome, and what the district answered."""

    reason: str
    asked: ActFacts
    answers: Mapping[str, Any]
    reply: str
    decided: ActFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFacts:
    """Money that moved. A transfer to an item comes with the grant that it is of, in one act."""

    kind: EntryKind
    amount: Decimal
    act: ActFacts
    paper: str = ""  # the number of its document
    undone: ActFacts | None = None  # entered by mistake, and taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    key: str
    title: str
    part: str = Part.STRATEGIC
    planned_amount: Decimal | None = None
    section: str  # of the district's office, by its name
    # The rest of the line, by the names of the model.
    words: Mapping[str, Any]
    projects: tuple[str, ...] = ()
    included: ActFacts | None = None
    progress: str = ItemProgress.NOT_STARTED
    done_on: date | None = None
    result: str = ""
    reported: ActFacts | None = None
    money: tuple[MoneyFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    opened: ActFacts
    reason: str = ""
    submitted: ActFacts | None = None
    returned: ActFacts | None = None
    return_reason: str = ""
    resubmitted: ActFacts | None = None
    approved: ActFacts | None = None
    discarded: ActFacts | None = None  # an amendment that was given up before anything was written in it
    items: tuple[ItemFacts, ...] = ()
    # Items of earlier editions that this one takes out, with the reason.
    drops: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlanFacts:
    district: str
    fiscal_year: int
    editions: tuple[EditionFacts, ...]
