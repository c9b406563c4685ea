"""The community plans of the sample city with the district's checks, by the rules of the single actions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zlib import crc32

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.actions.batch import Batch, uuid_of
from bkkplan.trial.builders.facts import ActFacts, CheckFacts, PlanFacts, ProjectFacts, RevisionFacts
from budget.actions import steps as district
from budget.actions.checks.second_look_steps import ask_again, look_again
from budget.models import ConsistencyCheck
from communities.actions import copying, steps, writing
from communities.actions.plans import template_of
from communities.models import (
    BudgetLine,
    Community,
    PlanAdoption,
    PlanArea,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    PlanTemplate,
)
from communities.queries.completeness import Completeness, completeness_in

FEWEST_PRESENT = 12
ProjectArea = PlanProject.areas.through


@dataclass(slots=True)
class Draft:
    """A revision and everything that stands in it."""

    revision: PlanRevision
    sections: list[PlanSection] = field(default_factory=list)
    problems: list[PlanProblem] = field(default_factory=list)
    projects: list[PlanProject] = field(default_factory=list)
    # By the key of the project.
    areas: dict[int, list[int]] = field(default_factory=dict)
    lines: dict[int, list[BudgetLine]] = field(default_factory=dict)


@dataclass(slots=True)
class Plans:
    """Writes plans. ``earlier`` are the projects of years before, of which some go on."""

    communities: Mapping[str, Community]
    checked: Mapping[str, CheckFacts]
    earlier: Mapping[str, PlanProject]
    areas: Mapping[str, PlanArea]
    batch: Batch
    projects: dict[str, PlanProject] = field(default_factory=dict)
    checks: dict[int, ConsistencyCheck] = field(default_factory=dict)  # by the project
    adoptions: list[PlanAdoption] = field(default_factory=list)
    _templates: dict[int, PlanTemplate] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        communities: Mapping[str, Community],
        *,
        checks: Iterable[CheckFacts],
        earlier: Mapping[str, PlanProject],
        batch: Batch,
    ) -> "Plans":
        checked = {check.project: check for check in checks}
        return cls(communities, checked, earlier, PlanArea.objects.in_bulk(field_name="code"), batch)

    def write(self, fact: PlanFacts) -> None:
        """A plan, revision after revision."""
        year, act = FiscalYear(fact.fiscal_year), fact.revisions[0].opened
        if year.be not in self._templates:
            self._templates[year.be] = template_of(year)
        begun = steps.begin(self.communities[fact.community], year, template=self._templates[year.be], **act.dated)
        plan = self.batch.put(*begun)
        revision = self.batch.add(steps.open_revision(plan, number=1, **act.signed))
        draft = Draft(revision)
        self._fill(draft, fact.revisions[0])
        for edition, following in zip(fact.revisions, (*fact.revisions[1:], None), strict=True):
            self._keep(draft, edition.projects)
            ended = self._live(draft, edition)
            if following and ended:
                draft = self._next(draft, following, ended)

    def _fill(self, draft: Draft, edition: RevisionFacts) -> None:
        revision = draft.revision
        steps.demand_draft(revision)
        for code, text in edition.texts.items():
            writing.demand_known(revision, code)
            draft.sections.append(self.batch.add(PlanSection(revision=revision, code=code, text=text)))
        for position, problem_facts in enumerate(edition.problems, 1):
            problem = PlanProblem(revision=revision, position=position, uuid=_uuid(revision, f"p{position}"))
            writing.put_problem(
                problem,
                writing.ProblemWords(
                    problem=problem_facts.problem, cause=problem_facts.cause, way_out=problem_facts.way_out
                ),
            )
            draft.problems.append(self.batch.add(problem))
        for rank, row in enumerate(edition.projects, 1):
            uuid = uuid_of(row.key)
            project = PlanProject(revision=revision, rank=rank, uuid=uuid, lineage=uuid)
            project.carried_from = self.earlier[row.carried_from] if row.carried_from else None
            words = writing.ProjectWords(title=row.title, kind=row.kind, lines=row.lines, **row.form)
            writing.put_project(project, words, problem=draft.problems[row.problem - 1] if row.problem else None)
            areas = [self.areas[code].pk for code in row.areas]
            self._add(draft, self.batch.add(project), areas, writing.lines_of(project, words))

    def _add(self, draft: Draft, project: PlanProject, areas: list[int], lines: list[BudgetLine]) -> None:
        draft.projects.append(project)
        draft.areas[project.pk], draft.lines[project.pk] = areas, lines
        self.batch.add_all(ProjectArea(planproject_id=project.pk, planarea_id=area) for area in areas)
        self.batch.add_all(lines)

    def _keep(self, draft: Draft, facts: Sequence[ProjectFacts]) -> None:
        for fact, project in zip(facts, draft.projects, strict=True):
            self.projects[fact.key] = project

    def _next(self, draft: Draft, edition: RevisionFacts, act: ActFacts) -> Draft:
        """The revision after one that was sent back or whose confirmation was withdrawn: its copy."""
        revision = self.batch.add(
            steps.open_revision(draft.revision.plan, number=draft.revision.number + 1, **act.signed)
        )
        fresh = Draft(revision)
        fresh.sections = [self.batch.add(copying.copy_of_section(row, draft=revision)) for row in draft.sections]
        twins: dict[int | None, PlanProblem] = {}
        for position, problem in enumerate(draft.problems, 1):
            twin = copying.copy_of_problem(problem, draft=revision, position=position)
            twin.uuid = _uuid(revision, f"p{position}")
            twins[problem.pk] = self.batch.add(twin)
        fresh.problems = list(twins.values())
        for rank, (theirs, fact) in enumerate(zip(draft.projects, edition.projects, strict=True), 1):
            project = copying.copy_of_project(theirs, draft=revision, rank=rank, problem=twins.get(theirs.problem_id))
            project.uuid = uuid_of(fact.key)
            self.batch.add(project)
            lines = [copying.copy_of_line(line, project=project) for line in draft.lines[theirs.pk]]
            self._add(fresh, project, draft.areas[theirs.pk], lines)
        return fresh

    def _live(self, draft: Draft, edition: RevisionFacts) -> ActFacts | None:
        """What happened to a revision. Returns the act after which the next one is opened."""
        revision, tell = draft.revision, self.batch.tell
        adoption = self._adopt(revision, edition)
        if act := edition.submitted:
            revision.areas_reason = edition.areas_reason
            resolution = self.batch.add(steps.resolve(revision, _meeting(revision, edition, act), **act.dated))
            complete = self._completeness(draft)
            tell(steps.submit(revision, resolution=resolution, complete=complete, **act.dated))
            self._check(revision, draft.projects, edition.projects)
        if act := edition.returned:
            tell(steps.send_back(revision, reason=edition.return_reason, **act.dated))
        if act := edition.confirmed:
            district.demand_all_checked({project: self.checks.get(project.pk) for project in draft.projects})
            tell(steps.confirm(revision, **act.dated))
            self._look_again(draft.projects, edition.projects)
        if act := edition.confirmation_withdrawn:
            reason = edition.withdrawal_reason
            tell(steps.withdraw_confirmation(revision, reason=reason, **act.dated))
        if adoption and edition.adopted and (act := edition.adopted.cancelled):
            reason = edition.adopted.cancel_reason
            tell(steps.cancel_adoption(adoption, reason=reason, **act.dated))
        return edition.returned or edition.confirmation_withdrawn

    def _completeness(self, draft: Draft) -> Completeness:
        served = {area for areas in draft.areas.values() for area in areas}
        return completeness_in(
            draft.revision,
            written={section.code: section.text for section in draft.sections if section.text},
            has_problems=bool(draft.problems),
            projects=[(p, len(draft.areas[p.pk]), len(draft.lines[p.pk])) for p in draft.projects],
            areas_left=tuple(area for area in self.areas.values() if area.pk not in served),
        )

    def _adopt(self, revision: PlanRevision, edition: RevisionFacts) -> PlanAdoption | None:
        if not edition.adopted:
            return None
        act, method = edition.adopted.act, edition.adopted.method
        adopted = steps.adopt(revision, earlier=(), adopted_on=act.on, method=method, **act.dated)
        self.adoptions.append(adoption := self.batch.put(*adopted))
        return adoption

    def _check(self, revision: PlanRevision, projects: Sequence[PlanProject], facts: Sequence[ProjectFacts]) -> None:
        district.demand_awaiting_check(revision)
        for project, fact in zip(projects, facts, strict=True):
            if check_facts := self.checked.get(fact.key):
                check, act = ConsistencyCheck(project=project), check_facts.act
                line = district.answer(check, check_facts.answers, **act.dated)
                self.checks[project.pk] = self.batch.put(check, line)

    def _look_again(self, projects: Sequence[PlanProject], facts: Sequence[ProjectFacts]) -> None:
        for project, fact in zip(projects, facts, strict=True):
            checked = self.checked.get(fact.key)
            if checked is None or checked.look is None:
                continue
            asked, decided = checked.look.asked, checked.look.decided
            look = self.batch.put(*ask_again(project, reason=checked.look.reason, **asked.dated))
            lines = look_again(
                look, self.checks[project.pk], checked.look.answers, reply=checked.look.reply, **decided.dated
            )
            for line in lines:
                self.batch.tell(line)


def _meeting(revision: PlanRevision, edition: RevisionFacts, submitted: ActFacts) -> steps.Meeting:
    """The meeting that adopted the edition, or else that of the day on which it was submitted."""
    plan, adopted = revision.plan, edition.adopted
    return steps.Meeting(
        words=f"เห็นชอบแผนพัฒนาชุมชน ปี {plan.fiscal_year} ให้ส่งสำนักงานเขต",
        met_on=min(adopted.act.on, submitted.on) if adopted else submitted.on,
        present=FEWEST_PRESENT + crc32(plan.community.code.encode()) % 25,
        chair_name=str(submitted.by),
    )


def _uuid(revision: PlanRevision, name: str) -> UUID:
    plan = revision.plan
    return uuid_of(f"{plan.community.code}/{plan.fiscal_year}/{revision.number}/{name}")
