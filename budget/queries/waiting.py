"""บัญชีโครงการรอรับการสนับสนุน: projects that fit and wait for money, over the years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import CheckOutcome
from budget.models import ConsistencyCheck, Inclusion, SpendingRule, WaitingQuestion
from budget.queries.money.shares import forebears_of
from communities.enums import RevisionState
from communities.models import PlanArea, PlanProject
from districts.models import District


def waiting_projects(districts: Collection[int | None] | None) -> QuerySet[PlanProject]:
    """The projects that wait, of all years: in a confirmed plan, checked so, in no item of an action plan, and wanted.

    A project that a later plan, handed in, carries on waits no more by itself: that plan's check decides. ``districts``
    None stands for all.
    """
    same = {"project__lineage": OuterRef("lineage")}
    handed_in = [RevisionState.SUBMITTED, RevisionState.CONFIRMED]
    carried_on = PlanProject.objects.live().filter(
        carried_from__lineage=OuterRef("lineage"),
        revision__state__in=handed_in,
        revision__confirmation_withdrawn_on=None,
    )
    rows: QuerySet[PlanProject] = (
        PlanProject.objects.live()
        .filter(
            revision__state=RevisionState.CONFIRMED,
            revision__confirmation_withdrawn_on=None,
            check_result__checked_on__isnull=False,
            check_result__outcome=CheckOutcome.WAITING,
        )
        .exclude(Exists(Inclusion.objects.live().filter(**same)))
        .exclude(Exists(carried_on))
        .exclude(Exists(WaitingQuestion.objects.refused().filter(**same)))
        .select_related("revision__plan__community__district", "check_result__strategy")
    )
    return rows if districts is None else rows.filter(revision__plan__community__district__in=districts)


def waiting_since(projects: Collection[PlanProject]) -> dict[int, date]:
    """By project: the day from which it waits. A project carried on from year to year waits since the first check."""
    lineages = forebears_of(projects)
    wanted = {lineage for found in lineages.values() for lineage in found}
    rows = ConsistencyCheck.objects.finished().filter(outcome=CheckOutcome.WAITING, project__lineage__in=wanted)
    newest_first = rows.order_by("-checked_on", "-pk").values_list("project__lineage", "checked_on")
    first = {lineage: day for lineage, day in newest_first if day is not None}
    return {pk: min(first[one] for one in found if one in first) for pk, found in lineages.items()}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A project on the waiting list. ``amount`` is in baht; ``question`` is the last one to its community, if any."""

    project: PlanProject
    community: str
    district: District
    areas: tuple[PlanArea, ...]
    amount: Decimal
    since: date
    question: WaitingQuestion | None

    def years(self, on: date) -> int:
        """Whole years of waiting."""
        return on.year - self.since.year - ((on.month, on.day) < (self.since.month, self.since.day))


def waiting_list(districts: Collection[int] | None) -> list[WaitingRow]:
    """The waiting list, those that wait longest first. The number of queries does not depend on how long it is."""
    projects = list(waiting_projects(districts).prefetch_related("areas"))
    since, questions = waiting_since(projects), last_questions(projects)
    rows = [
        WaitingRow(
            project=project,
            community=str(project.revision.plan.community),
            district=project.revision.plan.community.district,
            areas=tuple(project.areas.all()),
            amount=project.amount,
            since=since[project.pk],
            question=questions.get(project.pk),
        )
        for project in projects
    ]
    return sorted(rows, key=lambda row: (row.since, row.district.code, row.project.pk))


def last_questions(projects: Collection[PlanProject]) -> Mapping[int, WaitingQuestion]:
    """By project: the last question that its community was asked."""
    rows = WaitingQuestion.objects.filter(project__in=projects).order_by("asked_on", "pk")
    return {question.project_id: question for question in rows}


def to_be_asked(*, on: date) -> list[PlanProject]:
    """The projects whose communities are to be asked on a day whether they still want them.

    They wait, or were last spoken for, as many years ago as the rule of the day's fiscal year says, and no question is
    open.
    """
    years = SpendingRule.of(FiscalYear.of(on)).ask_after_years
    return [row.project for row in waiting_list(None) if _is_due(row, years=years, on=on)]


def _is_due(row: WaitingRow, *, years: int, on: date) -> bool:
    last = row.question
    if last is not None and last.answered_on is None:
        return False
    spoken_on = last.answered_on if last and last.answered_on else row.since
    return (on.year - spoken_on.year, on.month, on.day) >= (years, spoken_on.month, spoken_on.day)
