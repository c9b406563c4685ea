"""The forums of the sample city and what plans made of them, by the rules of the single actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bkkplan.ground.audit.record import state_of
from bkkplan.trial.actions.batch import Batch, uuid_of
from bkkplan.trial.builders.facts import ActFacts, ForumFacts, PreparingFacts, ProposalFacts, UptakeFacts
from communities.models import Community, PlanAdoption, PlanArea, PlanProject
from districts.models import District, Subdistrict
from forums.actions import preparing, steps
from forums.models import AgendaItem, Attendance, Body, Forum, ForumBody, ParticipantSector, Proposal
from forums.queries.preparing import guests_in_plain, publicity_in_plain


@dataclass(frozen=True, slots=True)
class Forums:
    """Writes forums, and keeps them by the keys of their facts."""

    communities: Mapping[str, Community]
    districts: Mapping[str, District]
    subdistricts: Mapping[str, Subdistrict]
    areas: Mapping[str, PlanArea]
    sectors: Mapping[str, ParticipantSector]
    bodies: Mapping[str, Body]
    forums: dict[str, Forum] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)

    @classmethod
    def of(cls, communities: Mapping[str, Community]) -> "Forums":
        return cls(
            communities,
            District.objects.in_bulk(field_name="code"),
            Subdistrict.objects.in_bulk(field_name="code"),
            PlanArea.objects.in_bulk(field_name="code"),
            ParticipantSector.objects.in_bulk(field_name="code"),
            Body.objects.in_bulk(field_name="code"),
        )

    def hold(self, fact: ForumFacts, batch: Batch) -> Forum:
        """A forum from its planning to as far as it came."""
        call = steps.Call(
            title=fact.title,
            place=fact.place,
            sessions=fact.sessions,
            purpose=fact.purpose,
            community=self.communities[fact.community] if fact.community else None,
        )
        planned = steps.plan(
            district=self.districts[fact.district],
            kind=fact.kind,
            call=call,
            counted=fact.number,
            **fact.planned.signed,
        )
        forum = self.forums[fact.key] = batch.put(*planned)
        batch.add_all(steps.session_rows(forum, fact.sessions))
        if act := fact.announced:
            batch.tell(steps.announce(forum, **act.dated))
        if fact.preparing:
            self._prepare(forum, fact.preparing, batch)
        if act := fact.opened:
            batch.tell(steps.open_forum(forum, **act.signed))
        if act := fact.held:
            batch.tell(steps.hold(forum, held_on=act.on, **act.dated))
        self._write_results(forum, fact, batch)
        if act := fact.recorded:
            batch.tell(steps.finish_recording(forum, **act.dated))
        if act := fact.published:
            batch.tell(steps.publish(forum, is_free_of_personal_data=True, **act.dated))
        self._correct(fact, batch)
        if act := fact.withdrawn:
            batch.tell(steps.withdraw(forum, on=act.on, reason=fact.ending_reason, **act.signed))
        if act := fact.cancelled:
            batch.tell(steps.cancel(forum, on=act.on, reason=fact.ending_reason, **act.signed))
        return forum

    def _prepare(self, forum: Forum, fact: PreparingFacts, batch: Batch) -> None:
        by, at = fact.act.by, fact.act.at
        if fact.turns:
            batch.add_all(preparing.programme_rows(forum, fact.turns))
            batch.tell(preparing.programme_line(forum, (), fact.turns, by=by, at=at))
        told = preparing.publicity_rows(forum, fact.publicity)
        batch.add_all(told)
        batch.tell(preparing.publicity_line(forum, [], publicity_in_plain(told), by=by, at=at))
        guests = [ForumBody(forum=forum, body=self.bodies[code], part=part) for code, part in fact.bodies.items()]
        batch.add_all(guests)
        nobody = guests_in_plain((), ())
        batch.tell(preparing.guests_line(forum, nobody, guests_in_plain(guests, ()), by=by, at=at))

    def _write_results(self, forum: Forum, fact: ForumFacts, batch: Batch) -> None:
        if not (fact.proposals or fact.attendance):
            return
        steps.demand_writable(forum)
        first = {correction.proposal: correction.before for correction in fact.corrections}
        for position, row in enumerate(fact.proposals, 1):
            text, act = self._text(row) | dict(first.get(row.key, {})), row.written
            proposal = batch.add(
                steps.new_proposal(forum, uuid=uuid_of(row.key), position=position, text=text, **act.signed)
            )
            self.proposals[row.key] = proposal
            self._note(proposal, {}, act, batch)
        people: dict[int, int | None] = {self.sectors[code].pk: count for code, count in fact.attendance.items()}
        counted, forum.attendance_total = steps.attended(people, total=None)
        batch.add_all(Attendance(forum=forum, sector_id=sector, people=count) for sector, count in counted.items())
        forum.summary, forum.recorder = fact.summary, fact.recorder
        batch.add_all(
            AgendaItem(forum=forum, part=part, topic=topic, resolution=resolution)
            for part, (topic, resolution) in enumerate(fact.agenda, 1)
        )

    def _correct(self, fact: ForumFacts, batch: Batch) -> None:
        for correction in fact.corrections:
            proposal = self.proposals[correction.proposal]
            steps.demand_writable(proposal.forum, reason=correction.reason)
            was = state_of(proposal, steps.KEPT)
            steps.write(proposal, correction.after)
            self._note(proposal, was, correction.act, batch, reason=correction.reason)

    @staticmethod
    def _note(proposal: Proposal, was: Mapping[str, object], act: ActFacts, batch: Batch, *, reason: str = "") -> None:
        correction, line = steps.note(proposal, was, reason=reason, **act.signed)
        batch.tell(line)
        if correction is not None:
            batch.add(correction)

    def _text(self, row: ProposalFacts) -> dict[str, object]:
        return {
            "title": row.title,
            "detail": row.detail,
            "area": self.areas[row.area],
            "subdistrict": self.subdistricts[row.subdistrict],
            "community": self.communities[row.community] if row.community else None,
            "place": row.place,
            "requested_amount": row.requested_amount,
            "sector": self.sectors[row.sector],
            "votes": row.votes,
        }


def take_up(
    facts: Iterable[UptakeFacts],
    *,
    proposals: Mapping[str, Proposal],
    projects: Mapping[str, PlanProject],
    batch: Batch,
) -> None:
    """Proposals that became projects of community plans."""
    for fact in facts:
        proposal, project, begun = proposals[fact.proposal], projects[fact.project], fact.act
        uptake = batch.put(*steps.take_up(proposal, project, **begun.dated))
        if act := fact.ended:
            reason = fact.ended_reason
            batch.tell(steps.end_uptake(uptake, reason=reason, public_reason=reason, **act.dated))


def link_adoptions(links: Iterable[tuple[PlanAdoption, Forum, ActFacts]], *, batch: Batch) -> None:
    """At which forum each of these adoptions happened, and who says so."""
    for adoption, forum, act in links:
        batch.put(*steps.link_adoption(adoption, forum, **act.signed))
