"""Years of forums in one go: the same rows that the single actions write, one by one.

Keys are the caller's own words for rows; a proposal's uuid follows from its key, so that its address stays the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from bkkplan.ground.audit.record import record_acts
from bkkplan.ground.core.bulk import Act, copy_in
from communities.models import Community, PlanAdoption, PlanArea, PlanProject
from districts.models import District, Subdistrict
from forums.actions.proposals import searched_in
from forums.enums import ForumState
from forums.models import (
    AdoptionMeeting,
    AgendaItem,
    Attendance,
    Correction,
    Forum,
    ParticipantSector,
    Proposal,
    Uptake,
)


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
    written: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """A change after publication. The proposal stands as it became; ``before`` is what was published first."""

    proposal: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str
    act: Act  # somebody answers for it


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFacts:
    """A forum and what happened to it; an act's day is the day of the fact."""

    key: str
    district: str
    kind: str
    fiscal_year: int
    number: int
    title: str
    place: str
    scheduled_on: date
    planned: Act
    purpose: str = ""
    community: str | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    announced: Act | None = None
    opened: Act | None = None
    held: Act | None = None
    recorded: Act | None = None
    published: Act | None = None
    withdrawn: Act | None = None
    cancelled: Act | None = None
    ending_reason: str = ""
    # People by the code of their sector.
    attendance: Mapping[str, int] = field(default_factory=dict)
    summary: str = ""
    recorder: str = ""
    # Topic and resolution of each of the six parts, or nothing.
    agenda: tuple[tuple[str, str], ...] = ()
    proposals: tuple[ProposalFacts, ...] = ()
    corrections: tuple[CorrectionFacts, ...] = ()

    @property
    def state(self) -> ForumState:
        """The furthest it came."""
        ways = (
            (self.cancelled, ForumState.CANCELLED),
            (self.withdrawn, ForumState.WITHDRAWN),
            (self.published, ForumState.PUBLISHED),
            (self.recorded, ForumState.RECORDED),
            (self.held, ForumState.HELD),
            (self.opened, ForumState.OPEN),
            (self.announced, ForumState.ANNOUNCED),
        )
        return next((state for act, state in ways if act), ForumState.PLANNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class UptakeFacts:
    proposal: str
    project: str
    amount: Decimal | None
    act: Act
    ended: Act | None = None
    ended_reason: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What was written, by key."""

    forums: dict[str, Forum]
    proposals: dict[str, Proposal]


@transaction.atomic
def hold_forums(facts: Iterable[ForumFacts], *, communities: Mapping[str, Community]) -> Held:
    facts = list(facts)
    districts = District.objects.in_bulk(field_name="code")
    forums = [_forum(fact, districts[fact.district], communities) for fact in facts]
    copy_in(forums)
    pairs = list(zip(forums, facts, strict=True))
    sectors = ParticipantSector.objects.in_bulk(field_name="code")
    copy_in(
        [
            Attendance(forum=forum, sector=sectors[sector], people=people)
            for forum, fact in pairs
            for sector, people in fact.attendance.items()
        ]
    )
    copy_in(
        [
            AgendaItem(forum=forum, part=part, topic=topic, resolution=resolution)
            for forum, fact in pairs
            for part, (topic, resolution) in enumerate(fact.agenda, 1)
        ]
    )
    proposals = _write_proposals(pairs, sectors, communities)
    copy_in(
        [
            Correction(
                forum=forum,
                proposal=proposals[correction.proposal],
                before=dict(correction.before),
                after=dict(correction.after),
                reason=correction.reason,
                at=correction.act.at,
                by_id=correction.act.by_id,
            )
            for forum, fact in pairs
            for correction in fact.corrections
        ]
    )
    _record(pairs, proposals)
    return Held({fact.key: forum for forum, fact in pairs}, proposals)


def _forum(fact: ForumFacts, district: District, communities: Mapping[str, Community]) -> Forum:
    published = fact.published
    recorded = fact.recorded or published
    return Forum(
        district=district,
        kind=fact.kind,
        fiscal_year=fact.fiscal_year,
        number=fact.number,
        title=fact.title,
        purpose=fact.purpose,
        community=communities[fact.community] if fact.community else None,
        scheduled_on=fact.scheduled_on,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        place=fact.place,
        state=fact.state,
        announced_on=fact.announced.on if fact.announced else None,
        held_on=fact.held.on if fact.held else None,
        recorded_on=recorded.on if recorded else None,
        recorded_by_id=recorded.by_id if recorded else None,
        needs_director=recorded is not None and district.publishing_needs_director,
        published_on=published.on if published else None,
        published_at=published.at if published else None,
        published_by_id=published.by_id if published else None,
        is_free_of_personal_data=published is not None,
        withdrawn_on=fact.withdrawn.on if fact.withdrawn else None,
        cancelled_on=fact.cancelled.on if fact.cancelled else None,
        ending_reason=fact.ending_reason,
        attendance_total=sum(fact.attendance.values()) if fact.attendance else None,
        summary=fact.summary,
        recorder=fact.recorder,
        created_at=fact.planned.at,
        created_by_id=fact.planned.by_id,
    )


def _write_proposals(
    pairs: list[tuple[Forum, ForumFacts]],
    sectors: Mapping[str, ParticipantSector],
    communities: Mapping[str, Community],
) -> dict[str, Proposal]:
    areas = PlanArea.objects.in_bulk(field_name="code")
    subdistricts = Subdistrict.objects.in_bulk(field_name="code")
    proposals = {
        row.key: Proposal(
            uuid=uuid5(NAMESPACE_URL, f"bkkplan:{row.key}"),
            forum=forum,
            district_id=forum.district_id,
            position=position,
            title=row.title,
            detail=row.detail,
            area=areas[row.area],
            subdistrict=subdistricts[row.subdistrict],
            community=communities[row.community] if row.community else None,
            place=row.place,
            requested_amount=row.requested_amount,
            sector=sectors[row.sector],
            votes=row.votes,
            created_at=row.written.at,
            created_by_id=row.written.by_id,
        )
        for forum, fact in pairs
        for position, row in enumerate(fact.proposals, 1)
    }
    for proposal in proposals.values():
        proposal.search_text = searched_in(proposal)
    copy_in(list(proposals.values()))
    return proposals


def _record(pairs: list[tuple[Forum, ForumFacts]], proposals: Mapping[str, Proposal]) -> None:
    def acts(name: str, *details: str) -> Iterator[tuple[Forum, Act, dict[str, Any]]]:
        pick = attrgetter(name)
        for forum, fact in pairs:
            if act := pick(fact):
                yield forum, act, {"on": act.on, **{detail: getattr(forum, detail) for detail in details}}

    record_acts("forums.forum_planned", acts("planned"))
    record_acts("forums.forum_announced", acts("announced", "scheduled_on"))
    record_acts("forums.forum_opened", acts("opened"))
    record_acts("forums.forum_held", acts("held", "held_on"))
    record_acts(
        "forums.proposal_added",
        (
            (proposals[row.key], row.written, {"forum": forum.pk, "title": row.title})
            for forum, fact in pairs
            for row in fact.proposals
        ),
    )
    record_acts("forums.results_recorded", acts("recorded"))
    record_acts("forums.forum_published", acts("published", "held_on"))
    record_acts(
        "forums.proposal_changed",
        (
            (proposals[c.proposal], c.act, {"forum": forum.pk, "reason": c.reason})
            for forum, fact in pairs
            for c in fact.corrections
        ),
    )
    record_acts("forums.forum_withdrawn", acts("withdrawn", "ending_reason"))
    record_acts("forums.forum_cancelled", acts("cancelled", "ending_reason"))


@transaction.atomic
def take_up(
    facts: Iterable[UptakeFacts], *, proposals: Mapping[str, Proposal], projects: Mapping[str, PlanProject]
) -> None:
    """Proposals that became projects of community plans."""
    pairs = [
        (
            Uptake(
                proposal=proposals[fact.proposal],
                project=projects[fact.project],
                amount=fact.amount,
                on=fact.act.on,
                at=fact.act.at,
                by_id=fact.act.by_id,
                ended_on=fact.ended.on if fact.ended else None,
                ended_at=fact.ended.at if fact.ended else None,
                ended_by_id=fact.ended.by_id if fact.ended else None,
                ended_reason=fact.ended_reason,
                public_reason=fact.ended_reason,
            ),
            fact,
        )
        for fact in facts
    ]
    copy_in([uptake for uptake, _ in pairs])
    record_acts(
        "forums.proposal_taken_up",
        ((uptake, fact.act, {"proposal": uptake.proposal_id, "project": uptake.project_id}) for uptake, fact in pairs),
    )
    record_acts(
        "forums.uptake_ended",
        (
            (uptake, fact.ended, {"proposal": uptake.proposal_id, "reason": fact.ended_reason})
            for uptake, fact in pairs
            if fact.ended
        ),
    )


@transaction.atomic
def link_adoptions(links: Iterable[tuple[PlanAdoption, Forum, Act]]) -> None:
    """At which forum each of these adoptions happened, and who says so."""
    copy_in(
        [AdoptionMeeting(adoption=adoption, forum=forum, at=act.at, by_id=act.by_id) for adoption, forum, act in links]
    )
