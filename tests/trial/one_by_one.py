"""The sample city written by the single actions, each act at its moment: what the bulk actions must come up to."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.city import YearFacts
from budget.actions import action_plan as plan_path
from budget.actions import checks, items, money
from budget.actions.bulk import ActionPlanFacts, EditionFacts, ItemFacts, Movement
from budget.enums import EntryKind, ItemProgress
from budget.models import ActionPlan, ActionPlanItem, FlagshipProject
from communities import actions as community
from communities.actions.bulk import PlanFacts, RevisionFacts
from communities.models import Community, PlanArea, PlanProject, PlanRevision
from districts.models import District, Subdistrict
from forums.actions import minutes, proposals, results, schedule
from forums.actions.bulk import ForumFacts
from forums.models import Forum, ParticipantSector, Proposal


def live(told: YearFacts, *, communities: Mapping[str, Community]) -> None:
    for forum in told.forums:
        hold(forum, communities)
    projects: dict[str, PlanProject] = {}
    answers = {check.project: check for check in told.checks}
    for plan in told.plans:
        projects |= write(plan, communities, answers)
    for plan in told.action_plans:
        keep(plan, projects)
    spend(told)


# --- forums


def hold(fact: ForumFacts, communities: Mapping[str, Community]) -> None:
    call = schedule.Call(
        title=fact.title,
        place=fact.place,
        scheduled_on=fact.scheduled_on,
        purpose=fact.purpose,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
    )
    district = District.objects.get(code=fact.district)
    planned = fact.planned
    forum = schedule.plan_forum(district=district, kind=fact.kind, call=call, by=planned.by, at=planned.at)
    if fact.announced:
        schedule.announce(forum_id=forum.pk, on=fact.announced.on, by=fact.announced.by, at=fact.announced.at)
    if fact.opened:
        schedule.open_forum(forum_id=forum.pk, by=fact.opened.by, at=fact.opened.at)
    if fact.held:
        schedule.mark_held(forum_id=forum.pk, held_on=fact.held.on, on=fact.held.on, by=fact.held.by, at=fact.held.at)
    _record_results(forum, fact, communities)
    if fact.recorded:
        results.finish_recording(forum_id=forum.pk, on=fact.recorded.on, by=fact.recorded.by, at=fact.recorded.at)
    if fact.published:
        results.publish(
            forum_id=forum.pk,
            is_free_of_personal_data=True,
            on=fact.published.on,
            by=fact.published.by,
            at=fact.published.at,
        )
    _correct(forum, fact)
    for act, end in ((fact.withdrawn, results.withdraw), (fact.cancelled, schedule.cancel)):
        if act:
            end(forum_id=forum.pk, on=act.on, reason=fact.ending_reason, by=act.by, at=act.at)


def _record_results(forum: Forum, fact: ForumFacts, communities: Mapping[str, Community]) -> None:
    first = {correction.proposal: correction.before for correction in fact.corrections}
    for row in fact.proposals:
        text = {
            "title": row.title,
            "detail": row.detail,
            "area": PlanArea.objects.get(code=row.area),
            "subdistrict": Subdistrict.objects.get(code=row.subdistrict),
            "community": communities[row.community] if row.community else None,
            "place": row.place,
            "requested_amount": row.requested_amount,
            "sector": ParticipantSector.objects.get(code=row.sector),
            "votes": row.votes,
        } | dict(first.get(row.key, {}))
        act = row.written
        proposals.save_proposal(forum_id=forum.pk, uuid=uuid4(), seen=0, text=text, by=act.by, at=act.at)
    act = fact.recorded or fact.held
    if act is None:
        return

    def version() -> int:
        return Forum.objects.get(pk=forum.pk).version

    sectors = ParticipantSector.objects.in_bulk(field_name="code")
    people = {sectors[code].pk: count for code, count in fact.attendance.items()}
    minutes.save_attendance(forum_id=forum.pk, seen=version(), people=people, total=None, by=act.by, at=act.at)
    minutes.save_meeting(
        forum_id=forum.pk,
        seen=version(),
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        recorder=fact.recorder,
        summary=fact.summary,
        by=act.by,
        at=act.at,
    )
    for part, (topic, resolution) in enumerate(fact.agenda, 1):
        minutes.save_agenda_part(
            forum_id=forum.pk, part=part, seen=0, topic=topic, resolution=resolution, by=act.by, at=act.at
        )


def _correct(forum: Forum, fact: ForumFacts) -> None:
    places = {row.key: position for position, row in enumerate(fact.proposals, 1)}
    for correction in fact.corrections:
        row = Proposal.objects.get(forum=forum, position=places[correction.proposal])
        act = correction.act
        proposals.save_proposal(
            forum_id=forum.pk,
            uuid=row.uuid,
            seen=row.version,
            text=dict(correction.after),
            reason=correction.reason,
            by=act.by,
            at=act.at,
        )


# --- community plans


def write(fact: PlanFacts, communities: Mapping[str, Community], answers: Mapping) -> dict[str, PlanProject]:
    first = fact.revisions[0]
    opened = first.opened
    revision = community.begin_plan(
        community_id=communities[fact.community].pk,
        year=FiscalYear(fact.fiscal_year),
        by=opened.by,
        at=opened.at,
        on=opened.on,
    )
    _write_down(revision, first)
    projects = {}
    for edition in fact.revisions:
        for rank, told in enumerate(edition.projects, 1):
            projects[told.key] = revision.projects.get(rank=rank)
        revision = _take_along(revision, edition, answers, projects)
    return projects


def _write_down(revision: PlanRevision, edition: RevisionFacts) -> None:
    by, at = edition.opened.by, edition.opened.at
    for code, text in edition.texts.items():
        community.save_section(revision_id=revision.pk, code=code, text=text, seen=0, by=by, at=at)
    problems: list[UUID] = []
    for row in edition.problems:
        words = community.ProblemWords(problem=row.problem, cause=row.cause, way_out=row.way_out)
        problems.append(uuid4())
        community.save_problem(revision_id=revision.pk, uuid=problems[-1], words=words, seen=0, by=by, at=at)
    for row in edition.projects:
        lines = [
            community.Line(
                item=line.item,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=line.unit_price,
                source=line.source,
            )
            for line in row.lines
        ]
        words = community.ProjectWords(
            title=row.title,
            kind=row.kind,
            areas=row.areas,
            problem=problems[row.problem - 1] if row.problem else None,
            lines=lines,
            **row.form,
        )
        community.save_project(revision_id=revision.pk, uuid=uuid4(), words=words, seen=0, by=by, at=at)


def _take_along(
    revision: PlanRevision, edition: RevisionFacts, answers: Mapping, projects: Mapping[str, PlanProject]
) -> PlanRevision:
    """The edition's acts; gives the next draft where there is one."""
    draft = revision
    adoption = None
    if edition.adopted:
        act = edition.adopted.act
        adoption = community.adopt(
            plan_id=revision.plan_id,
            adopted_on=act.on,
            method=edition.adopted.method,
            by=act.by,
            at=act.at,
            on=act.on,
        )
    if act := edition.submitted:
        community.submit(revision_id=revision.pk, areas_reason=edition.areas_reason, by=act.by, at=act.at, on=act.on)
    for told in edition.projects:
        if check := answers.get(told.key):
            act = check.act or edition.submitted
            # A check that is only begun is not signed: any officer of the district may have begun it.
            by = check.act.by if check.act else User.objects.get(username=f"officer{told.key[:4]}")
            checks.answer(project_id=projects[told.key].pk, answers=check.answers, seen=0, by=by, at=act.at, on=act.on)
    if act := edition.returned:
        draft = checks.return_plan(
            revision_id=revision.pk, reason=edition.return_reason, by=act.by, at=act.at, on=act.on
        )
    if act := edition.confirmed:
        checks.confirm_plan(revision_id=revision.pk, by=act.by, at=act.at, on=act.on)
    if act := edition.confirmation_withdrawn:
        draft = community.withdraw_confirmation(
            revision_id=revision.pk, reason=edition.withdrawal_reason, by=act.by, at=act.at, on=act.on
        )
    if adoption and edition.adopted.cancelled:
        act = edition.adopted.cancelled
        community.cancel_adoption(
            adoption_id=adoption.pk, reason=edition.adopted.cancel_reason, by=act.by, at=act.at, on=act.on
        )
    return draft


# --- action plans and money


def keep(fact: ActionPlanFacts, projects: Mapping[str, PlanProject]) -> None:
    first = fact.editions[0]
    district = District.objects.get(code=fact.district)
    plan = plan_path.open_plan(
        district_id=district.pk, year=FiscalYear(fact.fiscal_year), by=first.opened.by, at=first.opened.at
    )
    made: dict[str, ActionPlanItem] = {}
    for number, edition in enumerate(fact.editions):
        if number:
            act = edition.opened
            plan_path.open_amendment(plan_id=plan.pk, reason=edition.reason, by=act.by, at=act.at)
        for line in edition.items:
            made[line.key] = _add(plan, line, edition, projects)
        for key, reason in edition.drops:
            act = edition.opened
            items.drop_item(item_id=made[key].pk, reason=reason, by=act.by, at=act.at, on=act.on)
        if act := edition.discarded:
            plan_path.discard_amendment(plan_id=plan.pk, by=act.by, at=act.at, on=act.on)
        _decide(plan, edition)
    for edition in fact.editions:
        for line in edition.items:
            for movement in line.money:
                _pay(made[line.key], movement)
            if act := line.reported:
                items.report_progress(
                    item_id=made[line.key].pk,
                    progress=line.progress,
                    done_on=line.done_on,
                    result=line.result,
                    seen=ActionPlanItem.objects.get(pk=made[line.key].pk).version,
                    by=act.by,
                    at=act.at,
                    on=act.on,
                )
            else:
                assert line.progress == ItemProgress.NOT_STARTED


def _add(
    plan: ActionPlan, line: ItemFacts, edition: EditionFacts, projects: Mapping[str, PlanProject]
) -> ActionPlanItem:
    act = line.included or edition.opened
    words = items.ItemWords(title=line.title, part=line.part, planned_amount=line.planned_amount, **line.words)
    item = items.add_item(plan_id=plan.pk, uuid=uuid4(), words=words, by=act.by, at=act.at)
    if line.projects:
        items.include(
            plan_id=plan.pk,
            project_ids=[projects[key].pk for key in line.projects],
            act=uuid4(),
            item_id=item.pk,
            by=act.by,
            at=act.at,
            on=act.on,
        )
    return item


def _decide(plan: ActionPlan, edition: EditionFacts) -> None:
    submitted, returned, approved = edition.submitted, edition.returned, edition.approved
    if returned:
        before = submitted if submitted.at < returned.at else returned
        plan_path.submit(plan_id=plan.pk, by=submitted.by, at=before.at, on=before.on)
        plan_path.send_back(
            plan_id=plan.pk, reason=edition.return_reason, by=returned.by, at=returned.at, on=returned.on
        )
    if submitted and not (returned and submitted.at < returned.at):
        plan_path.submit(plan_id=plan.pk, by=submitted.by, at=submitted.at, on=submitted.on)
    if approved:
        plan_path.approve(plan_id=plan.pk, by=approved.by, at=approved.at, on=approved.on)


MOVES = {
    EntryKind.COMMITMENT: money.commit,
    EntryKind.DISBURSEMENT: money.disburse,
    EntryKind.TRANSFER_BACK: money.transfer_back,
}


def _pay(item: ActionPlanItem, movement: Movement) -> None:
    signed = movement.act
    paper = {"on": signed.on, "by": signed.by, "at": signed.at, "document_no": movement.paper}
    if movement.kind == EntryKind.TRANSFER:
        money.approve_item_budget(item_id=item.pk, amount=movement.amount, act=uuid4(), **paper)
        return
    allocation = ActionPlanItem.objects.get(pk=item.pk).allocation
    MOVES[movement.kind](allocation_id=allocation.pk, amount=movement.amount, act=uuid4(), **paper)


def spend(told: YearFacts) -> None:
    districts = District.objects.in_bulk(field_name="code")
    signed = told.transferred
    for position in sorted({position for position, _ in told.spent}):
        flagship = FlagshipProject.objects.get(fiscal_year=told.year.be, position=position)
        mine = {code: rows for (of, code), rows in told.spent.items() if of == position}
        money.transfer_to_districts(
            flagship_id=flagship.pk,
            shares={districts[code].pk: flagship.share_per_district for code in mine},
            act=uuid4(),
            on=signed.on,
            by=signed.by,
            at=signed.at,
        )
        for code, rows in mine.items():
            purse = flagship.appropriation.allocations.get(district=districts[code])
            for movement in rows:
                entered = MOVES[movement.kind](
                    allocation_id=purse.pk,
                    amount=movement.amount,
                    act=uuid4(),
                    on=movement.act.on,
                    by=movement.act.by,
                    at=movement.act.at,
                    document_no=movement.paper,
                )
                if movement.undone:
                    money.undo(undone=entered.act, act=uuid4(), by=movement.undone.by, at=movement.undone.at)
