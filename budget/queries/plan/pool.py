"""Community projects that may go into an action plan, whole or what is left of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import format_baht
from budget.enums import TAKEN_IN, CheckOutcome
from budget.models import ActionPlan, Inclusion, granted_of
from budget.queries.checks.checks import ANSWERS
from budget.queries.money.money import ZERO, transferred_to
from budget.queries.waiting import waiting_projects
from communities.enums import RevisionState
from communities.models import PlanProject

POOL_SORTS: dict[str, F | Func] = {
    "community": F("revision__plan__community__name_order"),
    "rank": F("rank"),
    "amount": F("amount"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """In how many items a project is, and with how much in baht."""

    items: int
    amount: Decimal


NOTHING = Taken(0, ZERO)


def ordered(rows: QuerySet[PlanProject], column: F | Func, *, is_down: bool) -> QuerySet[PlanProject]:
    """The rows in the order of one column; rows that are equal there in the order of rank and id.

    Empty values come last.
    """
    return rows.order_by(column.desc(nulls_last=True) if is_down else column.asc(nulls_last=True), "rank", "pk")


def pool(plan: ActionPlan, *, years: Collection[int] | None = None) -> QuerySet[PlanProject]:
    """The district's projects that may go into the plan: in a confirmed plan, checked to be taken in, not yet all in.

    Those that wait (`waiting_projects`) are among them, whatever the year of their plan. A project of which a part is
    in an item stays until all that its check lets in is in items.

    Returns a QuerySet of PlanProject, which the page sorts, filters and pages; `taken_beside` reads what it has beside
    each. ``years`` None stands for all plan years.
    """
    included = Inclusion.objects.live().filter(project__lineage=OuterRef("lineage"))
    taken = included.order_by().values("project__lineage").annotate(n=Count("pk"), sum=Sum("amount"))
    granted = Coalesce(F("check_result__granted_amount"), F("amount"))
    in_part = Q(granted__gt=F("taken_amount")) & ~Exists(included.filter(amount=None))
    waits = Q(pk__in=waiting_projects([plan.district_id]).order_by().values("pk"))
    # What waited and went into an item in part waits no more, but its rest may follow.
    waited = Q(check_result__outcome=CheckOutcome.WAITING) & Exists(included)
    rows: QuerySet[PlanProject] = (
        PlanProject.objects.live()
        .filter(
            revision__plan__community__district=plan.district_id,
            revision__state=RevisionState.CONFIRMED,
            revision__confirmation_withdrawn_on=None,
            check_result__checked_on__isnull=False,
        )
        .filter(Q(check_result__outcome__in=TAKEN_IN) | waits | waited)
        .annotate(taken_items=Subquery(taken.values("n")), taken_amount=Subquery(taken.values("sum")))
        .alias(granted=granted)
        .filter(~Exists(included) | in_part)
        .select_related("revision__plan__community", "check_result__strategy")
    )
    return rows if years is None else rows.filter(revision__plan__fiscal_year__in=years)


def matching(rows: QuerySet[PlanProject], text: str) -> QuerySet[PlanProject]:
    """Those of the rows whose words have each word of the text."""
    for word in text.split():
        in_words = Q(title__icontains=word) | Q(objectives__icontains=word) | Q(target__icontains=word)
        rows = rows.filter(in_words | Q(place__icontains=word))
    return rows


def taken_beside(project: PlanProject) -> Taken:
    """How much of a project is in plans already, from its row out of `pool`; `taken_of` asks the database."""
    beside = vars(project)
    return Taken(beside["taken_items"] or 0, beside["taken_amount"] or ZERO)


def taken_of(projects: Iterable[PlanProject]) -> Mapping[int, Taken]:
    """By the project's id: what of it is in items of any action plan. Two editions of it are one project."""
    projects = list(projects)
    rows = (
        Inclusion.objects.live()
        .filter(project__lineage__in={project.lineage for project in projects})
        .order_by()
        .values_list("project__lineage")
        .annotate(Count("pk"), Sum("amount"))
    )
    found: dict[UUID, Taken] = {lineage: Taken(items, amount or ZERO) for lineage, items, amount in rows}
    return {project.pk: found.get(project.lineage, NOTHING) for project in projects}


def basis_of_inclusion(project: PlanProject, taken: Taken = NOTHING) -> Basis:
    """What the district decides by when it takes a community project, or what is left of it, into its plan."""
    answers = [getattr(project.check_result, name) for name in ANSWERS]
    words = [project.title, project.objectives, project.target, project.starts_in, project.ends_in]
    value = [project.revision.state, project.amount, words, answers, taken.items, taken.amount]
    left = granted_of(project, project.check_result) - taken.amount
    shown = _("อยู่ในแผนแล้ว") if taken.items and left <= 0 else format_baht(left, decimals=False)
    return Basis.of([Point(f"project-{project.lineage}", project.title, value, shown)])


@dataclass(frozen=True, slots=True)
class MoneyOfDistrict:
    """What a district was given for a year and for the year before, in baht."""

    of_year: Decimal
    of_last_year: Decimal


def money_of_district(plan: ActionPlan) -> MoneyOfDistrict:
    given = dict(transferred_to(plan.district_id, plan.year))
    return MoneyOfDistrict(*(given.get(year.be, ZERO) for year in (plan.year, plan.year.previous)))
