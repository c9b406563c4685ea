"""Last year's plan before the community that plans the next year: what became of it, and what was decided."""

from collections import Counter
from dataclasses import dataclass

from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.rows.basis import Bases, Basis, Point
from communities.enums import ProjectFate, ReviewDecision
from communities.models import LastYearReview, Plan, PlanProject, PlanRevision
from communities.queries.fates import Fate, fates_of
from communities.queries.running import count_years

GOING_ON = (ReviewDecision.CONTINUE, ReviewDecision.CHANGE)
USUAL = {ProjectFate.DONE: ReviewDecision.FINISHED, ProjectFate.NOT_POSSIBLE: ReviewDecision.DROP}


@dataclass(frozen=True, slots=True)
class LastYearsProject:
    """A project of last year's plan as its community looks at it again."""

    project: PlanProject
    fate: Fate

    @property
    def usual(self) -> ReviewDecision:
        """What is chosen for it until somebody chooses otherwise."""
        return USUAL.get(self.fate.kind, ReviewDecision.CONTINUE)


def last_years_revision(plan: Plan) -> PlanRevision | None:
    """The confirmed revision of the community's plan of the year before, or else its newest one."""
    revisions = PlanRevision.objects.filter(
        plan__community=plan.community_id, plan__fiscal_year=plan.year.previous.be
    ).select_related("plan__template")
    return revisions.confirmed().order_by("-number").first() or revisions.order_by("-number").first()


@asked_once
def last_years_projects(source: PlanRevision) -> tuple[LastYearsProject, ...]:
    """The projects of an edition, in their order, each with what became of it."""
    projects = list(source.projects.live().order_by("rank", "pk"))
    count_years(projects)
    fates = fates_of([project.pk for project in projects])
    return tuple(LastYearsProject(project, fates[project.pk]) for project in projects)


def bases_of_review(source: PlanRevision) -> Bases:
    """What the community decides by, for each project of last year's plan: what became of it."""
    return Bases.of({row.project.pk: _basis(row, source) for row in last_years_projects(source)})


def _basis(row: LastYearsProject, source: PlanRevision) -> Basis:
    fate = row.fate
    words = f"{fate.kind.label} {fate.reason}".strip()
    return Basis.of([Point("fate", row.project.title, [source.pk, fate.kind, fate.reason], words)])


def standing_review(plan: Plan) -> LastYearReview | None:
    """What the community decided about last year's plan, in whichever edition; None before it, or once undone."""
    reviews = LastYearReview.objects.standing().filter(revision__plan=plan)
    return reviews.prefetch_related("projects").order_by("-pk").first()


def counts_of(review: LastYearReview) -> list[tuple[str, int]]:
    """How many projects go on, are changed, given up, finished: with their words, without zeros."""
    found = Counter(row.decision for row in review.projects.all())
    return [(str(choice.label), found[choice]) for choice in ReviewDecision if found[choice]]
