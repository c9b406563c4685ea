"""Whole registers and whole years of plans in one go: the same rows that the single actions write, one by one.

Keys are the caller's own words for rows; uuids follow from them, so that the same facts give the same addresses.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction

from bkkplan.ground.audit.record import record_acts
from bkkplan.ground.core.bulk import Act, copy_in, copy_values
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.thai import search_key
from communities.enums import RevisionState, StandingStatus
from communities.models import (
    BudgetLine,
    Committee,
    CommitteeMember,
    Community,
    CommunityEntry,
    CommunityStanding,
    CommunityType,
    Plan,
    PlanAdoption,
    PlanArea,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    PlanTemplate,
)
from communities.models.community import community_key
from districts.models import District, Subdistrict


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
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
    user: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    starts_on: date
    ends_on: date | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityFacts:
    code: str
    district: str
    subdistrict: str
    name: str
    houses: int
    people: int
    standings: tuple[Standing, ...]
    terms: tuple[Term, ...]
    registered: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    item: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    source: str

    @property
    def amount(self) -> Decimal:
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    key: str
    # Projects of one plan with the same lineage are one project, revision after revision.
    lineage: str
    carried_from: str | None = None
    title: str
    kind: str
    areas: tuple[str, ...]
    problem: int | None = None
    lines: tuple[LineFacts, ...] = ()
    # The rest of the ten-item form, by the names of the model.
    form: Mapping[str, Any]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    problem: str
    cause: str = ""
    way_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """``act.on`` is the day of the community's meeting."""

    act: Act
    method: str
    cancelled: Act | None = None
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """One edition and what happened to it; the projects stand in the order of their ranks."""

    opened: Act
    texts: Mapping[str, str]
    problems: tuple[ProblemFacts, ...]
    projects: tuple[ProjectFacts, ...]
    adopted: Adoption | None = None
    submitted: Act | None = None
    areas_reason: str = ""
    returned: Act | None = None
    return_reason: str = ""
    confirmed: Act | None = None
    confirmation_withdrawn: Act | None = None
    withdrawal_reason: str = ""

    @property
    def state(self) -> RevisionState:
        if self.confirmed:
            return RevisionState.CONFIRMED
        if self.returned:
            return RevisionState.RETURNED
        return RevisionState.SUBMITTED if self.submitted else RevisionState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    community: str
    fiscal_year: int
    revisions: tuple[RevisionFacts, ...]


def uuid_of(key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"bkkplan:{key}")


def _ended_on(fact: CommunityFacts) -> date | None:
    latest = max(fact.standings, key=lambda standing: standing.starts_on, default=None)
    return latest.starts_on if latest and latest.status == StandingStatus.DISSOLVED else None


@transaction.atomic
def register_communities(facts: Iterable[CommunityFacts]) -> dict[str, Community]:
    """Communities with their standings over time and their committees, by code."""
    facts = list(facts)
    districts = District.objects.in_bulk(field_name="code")
    subdistricts = Subdistrict.objects.in_bulk(field_name="code")
    types = CommunityType.objects.in_bulk(field_name="code")
    communities = [
        Community(
            code=fact.code,
            district=districts[fact.district],
            subdistrict=subdistricts[fact.subdistrict],
            name_th=fact.name,
            name_key=community_key(fact.name),
            name_search=search_key(fact.name),
            houses=fact.houses,
            people=fact.people,
            ended_on=_ended_on(fact),
        )
        for fact in facts
    ]
    copy_in(communities)
    pairs = list(zip(communities, facts, strict=True))
    copy_in(
        [
            CommunityStanding(
                community=community,
                type=types[standing.type],
                status=standing.status,
                starts_on=standing.starts_on,
                note=standing.note,
                recorded_at=fact.registered.at,
                recorded_by_id=fact.registered.by_id,
            )
            for community, fact in pairs
            for standing in fact.standings
        ]
    )
    copy_in(
        [
            CommunityEntry(
                community=community,
                subdistrict=community.subdistrict,
                name_th=fact.name,
                houses=fact.houses,
                people=fact.people,
                starts_on=min((standing.starts_on for standing in fact.standings), default=fact.registered.on),
                recorded_at=fact.registered.at,
                recorded_by_id=fact.registered.by_id,
            )
            for community, fact in pairs
        ]
    )
    terms = [
        (Committee(community=community, term_no=number, starts_on=term.starts_on, ends_on=term.ends_on), term)
        for community, fact in pairs
        for number, term in enumerate(fact.terms, 1)
    ]
    copy_in([committee for committee, _ in terms])
    copy_values(
        CommitteeMember,
        [
            {
                "uuid": uuid4(),
                "committee_id": committee.pk,
                "full_name": seat.full_name,
                "position": seat.position,
                "user_id": seat.user.pk if seat.user else None,
                "starts_on": seat.starts_on,
                "ends_on": seat.ends_on,
            }
            for committee, term in terms
            for seat in term.seats
        ],
    )
    record_acts("communities.community_registered", ((c, fact.registered, {"code": c.code}) for c, fact in pairs))
    return {community.code: community for community in communities}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: projects by key, and the adoptions in the order of the facts."""

    projects: dict[str, PlanProject]
    adoptions: list[PlanAdoption]


@transaction.atomic
def write_plans(
    facts: Iterable[PlanFacts], *, communities: Mapping[str, Community], projects: Mapping[str, PlanProject]
) -> Written:
    """Plans with their revisions, problems and projects. ``projects`` are those of earlier years that may go on."""
    facts = list(facts)
    template = PlanTemplate.objects.order_by("-version").first()
    areas = PlanArea.objects.in_bulk(field_name="code")
    plans = [
        Plan(
            community=communities[fact.community],
            fiscal_year=fact.fiscal_year,
            template=template,
            created_at=fact.revisions[0].opened.at,
            created_by_id=fact.revisions[0].opened.by_id,
        )
        for fact in facts
    ]
    copy_in(plans)
    editions = [
        (_revision(plan, number, edition), edition)
        for plan, fact in zip(plans, facts, strict=True)
        for number, edition in enumerate(fact.revisions, 1)
    ]
    copy_in([revision for revision, _ in editions])
    adoptions = _adoptions(editions)
    copy_values(
        PlanSection,
        [
            {"revision_id": revision.pk, "code": code, "text": text, "version": 1}
            for revision, edition in editions
            for code, text in edition.texts.items()
        ],
    )
    problems = {
        (revision.pk, position): PlanProblem(
            uuid=uuid_of(f"{revision.plan.community.code}/{revision.plan.fiscal_year}/{revision.number}/p{position}"),
            revision=revision,
            position=position,
            problem=row.problem,
            cause=row.cause,
            way_out=row.way_out,
        )
        for revision, edition in editions
        for position, row in enumerate(edition.problems, 1)
    }
    copy_in(list(problems.values()))
    made = _projects(editions, problems, projects)
    copy_values(
        PlanProject.areas.through,
        [
            {"planproject_id": project.pk, "planarea_id": areas[code].pk}
            for project, fact in made.values()
            for code in fact.areas
        ],
    )
    copy_values(
        BudgetLine,
        [
            {
                "project_id": project.pk,
                "position": position,
                "item": line.item,
                "quantity": line.quantity,
                "unit": line.unit,
                "unit_price": line.unit_price,
                "amount": line.amount,
                "source": line.source,
            }
            for project, fact in made.values()
            for position, line in enumerate(fact.lines, 1)
        ],
    )
    _record(editions)
    return Written({key: project for key, (project, _) in made.items()}, adoptions)


def _revision(plan: Plan, number: int, edition: RevisionFacts) -> PlanRevision:
    submitted, returned, confirmed = edition.submitted, edition.returned, edition.confirmed
    withdrawn = edition.confirmation_withdrawn
    return PlanRevision(
        plan=plan,
        number=number,
        state=edition.state,
        created_at=edition.opened.at,
        created_by_id=edition.opened.by_id,
        submitted_on=submitted.on if submitted else None,
        submitted_at=submitted.at if submitted else None,
        submitted_by_id=submitted.by_id if submitted else None,
        areas_reason=edition.areas_reason,
        returned_on=returned.on if returned else None,
        returned_at=returned.at if returned else None,
        returned_by_id=returned.by_id if returned else None,
        return_reason=edition.return_reason,
        confirmed_on=confirmed.on if confirmed else None,
        confirmed_at=confirmed.at if confirmed else None,
        confirmed_by_id=confirmed.by_id if confirmed else None,
        confirmation_withdrawn_on=withdrawn.on if withdrawn else None,
        confirmation_withdrawn_at=withdrawn.at if withdrawn else None,
        confirmation_withdrawn_by_id=withdrawn.by_id if withdrawn else None,
        withdrawal_reason=edition.withdrawal_reason,
    )


def _adoptions(editions: list[tuple[PlanRevision, RevisionFacts]]) -> list[PlanAdoption]:
    rows = [
        PlanAdoption(
            revision=revision,
            adopted_on=adopted.act.on,
            method=adopted.method,
            recorded_at=adopted.act.at,
            recorded_by_id=adopted.act.by_id,
            cancelled_on=adopted.cancelled.on if adopted.cancelled else None,
            cancelled_at=adopted.cancelled.at if adopted.cancelled else None,
            cancelled_by_id=adopted.cancelled.by_id if adopted.cancelled else None,
            cancel_reason=adopted.cancel_reason,
        )
        for revision, edition in editions
        if (adopted := edition.adopted)
    ]
    copy_in(rows)
    return rows


def _projects(
    editions: list[tuple[PlanRevision, RevisionFacts]],
    problems: Mapping[tuple[int, int], PlanProblem],
    earlier: Mapping[str, PlanProject],
) -> dict[str, tuple[PlanProject, ProjectFacts]]:
    made = {
        fact.key: (
            PlanProject(
                uuid=uuid_of(fact.key),
                lineage=uuid_of(fact.lineage),
                revision=revision,
                carried_from=earlier[fact.carried_from] if fact.carried_from else None,
                rank=rank,
                title=fact.title,
                kind=fact.kind,
                problem=problems[revision.pk, fact.problem] if fact.problem else None,
                amount=fact.amount,
                **fact.form,
            ),
            fact,
        )
        for revision, edition in editions
        for rank, fact in enumerate(edition.projects, 1)
    }
    copy_in([project for project, _ in made.values()])
    return made


def _record(editions: list[tuple[PlanRevision, RevisionFacts]]) -> None:
    told = {
        revision.pk: {
            "community": revision.plan.community.code,
            "year": revision.plan.fiscal_year,
            "revision": revision.number,
        }
        for revision, _ in editions
    }

    def acts(name: str, **details: str) -> Iterator[tuple[PlanRevision, Act, dict[str, Any]]]:
        for revision, edition in editions:
            if act := getattr(edition, name):
                own = {key: getattr(edition, attribute) for key, attribute in details.items()}
                yield revision, act, {**told[revision.pk], "on": act.on, **own}

    record_acts(
        "communities.plan_begun",
        (
            (revision.plan, edition.opened, {k: told[revision.pk][k] for k in ("community", "year")})
            for revision, edition in editions
            if revision.number == 1
        ),
    )
    adopted = [(revision, edition.adopted) for revision, edition in editions if edition.adopted]
    record_acts(
        "communities.plan_adopted",
        ((r, a.act, {**told[r.pk], "adopted_on": a.act.on, "method": a.method}) for r, a in adopted),
    )
    record_acts("communities.plan_submitted", acts("submitted"))
    record_acts("communities.plan_returned", acts("returned", reason="return_reason"))
    record_acts("communities.plan_confirmed", acts("confirmed"))
    record_acts("communities.confirmation_withdrawn", acts("confirmation_withdrawn", reason="withdrawal_reason"))
    record_acts(
        "communities.adoption_cancelled",
        (
            (r, a.cancelled, {**told[r.pk], "adopted_on": a.act.on, "on": a.cancelled.on, "reason": a.cancel_reason})
            for r, a in adopted
            if a.cancelled
        ),
    )
