"""The people, the communities and their committees of the sample city, by the rules of the single actions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import uuid4

from bkkplan.ground.accounts.actions import steps as people
from bkkplan.ground.accounts.enums import USUAL_SECTIONS
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.audit.record import log_line
from bkkplan.trial.actions.batch import Batch
from bkkplan.trial.builders.facts import AccountFacts, CommunityFacts, Term
from communities.actions import assistants, committees, entries
from communities.models import Committee, CommitteeMember, Community, CommunityType
from communities.queries import RegisterRow
from districts.models import District, Office, Subdistrict

Sections = Mapping[tuple[str, str], Section]


def make_sections(districts: Iterable[str], *, by: User, at: datetime) -> Sections:
    """The usual sections of the districts' offices, by district and name."""
    batch, made = Batch(), {}
    offices = Office.objects.filter(district__code__in=districts).select_related("district").order_by("code")
    for office in offices:
        for position, (name, duties) in enumerate(USUAL_SECTIONS, start=1):
            section, line = people.make_section(office, name=name, position=position, duties=duties, by=by, at=at)
            made[office.district.code if office.district else "", name] = batch.put(section, line)
    batch.write()
    return made


def open_accounts(facts: Iterable[AccountFacts], *, password: str, sections: Sections | None = None) -> dict[str, User]:
    """Accounts with their roles, by user name. ``password`` is hashed, one for all: a proper hash takes its time."""
    batch, users = Batch(), {}
    districts = District.objects.in_bulk(field_name="code")
    bureaus = Office.objects.bureaus().in_bulk(field_name="code")
    for fact in facts:
        user, line = people.new_person(
            username=fact.username, full_name=fact.full_name, email=fact.email, by=fact.by, at=fact.at
        )
        user.password = password
        user.clean_fields()
        users[fact.username] = batch.put(user, line)
        held: list[Assignment] = []
        for role in fact.roles:
            assignment = Assignment(
                user=user,
                role=role.role,
                district=districts[role.district] if role.district else None,
                bureau=bureaus[role.bureau] if role.bureau else None,
                acting=role.acting,
                order_number=role.order_number,
                order_dated=role.order_dated,
                first_year=role.first_year,
                last_year=role.last_year,
                starts_on=role.starts_on,
                ends_on=role.ends_on,
            )
            batch.put(assignment, people.give_role(assignment, held=held, by=fact.by, at=fact.at))
            held.append(assignment)
            if sections and role.sections and role.district:
                theirs = [sections[key] for name in role.sections if (key := (role.district, name)) in sections]
                batch.tell(people.put_in_sections(assignment, theirs, by=fact.by, at=fact.at))
                for section in theirs:
                    batch.add(Assignment.sections.through(assignment_id=assignment.pk, section_id=section.pk))
    batch.write()
    return users


def register_communities(facts: Iterable[CommunityFacts]) -> dict[str, Community]:
    """Communities with their standings over time and their committees, by code; one line of the log for each."""
    batch, communities = Batch(), {}
    districts = District.objects.in_bulk(field_name="code")
    places = Subdistrict.objects.in_bulk(field_name="code")
    types = CommunityType.objects.in_bulk(field_name="code")
    for fact in facts:
        community = Community(
            code=fact.code, district=districts[fact.district], subdistrict=places[fact.subdistrict], name_th=fact.name
        )
        registered = fact.registered
        line = log_line("communities.community_registered", community, **registered.signed, code=fact.code)
        communities[fact.code] = batch.put(community, line)
        _enter(community, fact, types, batch)
        before = None
        for term in fact.terms:
            before = _seat(community, before, term, batch)
    batch.write()
    return communities


def _enter(community: Community, fact: CommunityFacts, types: Mapping[str, CommunityType], batch: Batch) -> None:
    signed = entries.Signed(fact.registered.on, fact.registered.by, fact.registered.at)
    row = RegisterRow(name=fact.name, houses=fact.houses, people=fact.people)
    begun = min((standing.starts_on for standing in fact.standings), default=signed.on)
    entry = entries.entry_of(community, row, place=community.subdistrict_id, on=begun, signed=signed)
    standing = None
    for standing_facts in fact.standings:
        kind = types[standing_facts.type]
        committees.demand_in_use(kind, standing_facts.starts_on)
        row = RegisterRow(type=kind, status=standing_facts.status)
        standing = entries.standing_of(
            community, row, on=standing_facts.starts_on, note=standing_facts.note, signed=signed
        )
        batch.add(standing)
    entries.repeat(community, batch.add(entry), standing)


def _seat(community: Community, before: Committee | None, term: Term, batch: Batch) -> Committee:
    committee = batch.add(committees.next_term(community, before, starts_on=term.starts_on, ends_on=term.ends_on))
    seated: list[CommitteeMember] = []
    for seat in term.seats:
        member = committees.new_member(
            committee,
            seated=seated,
            uuid=uuid4(),
            full_name=seat.full_name,
            position=seat.position,
            starts_on=seat.starts_on,
        )
        member.user = seat.user
        seated.append(batch.add(member))
    for help_ in term.helps:
        named = help_.since
        batch.put(*assistants.new_assistant(committee, help_.user, on=named.on, ends_on=None, **named.signed))
    return committee
