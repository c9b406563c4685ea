"""What waits for a person at requests for money: to hand one in, to record a stage, to enter what was voted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.years.catalog import due_day
from budget.enums import AskingStage, RequestState
from budget.models import BudgetRequest, FlagshipProject, LedgerEntry, RequestStage
from budget.queries.flagship.requests import RequestTable, Vote, due_on, granted_acts, with_stages
from districts.queries import districts_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Reached(TypedDict):
    """Each request with the last stage that it reached; None before the first."""

    reached: int | None


REACHED = Max("stages__kind", filter=Q(stages__withdrawn_on=None))
BEFORE = timedelta(days=90)  # how long before its day a request is asked for
AFTER = timedelta(days=120)  # after that the draft ordinance is under way, and nothing more goes into it
SOON = timedelta(days=30)


def _requests(districts: Collection[int], year: int, *, for_flagships: bool) -> QuerySet[BudgetRequest]:
    mine = Q(district__in=districts)
    if for_flagships:
        mine |= Q(flagship__isnull=False)
    rows = BudgetRequest.objects.filter(mine, fiscal_year=year)
    return rows.select_related("flagship", "district").order_by("pk")


@written_once
def _asked_for(
    *, districts: Collection[int], for_flagships: bool, year: int
) -> "QuerySet[WithAnnotations[BudgetRequest, Reached]]":
    return _requests(districts, year, for_flagships=for_flagships).annotate(reached=REACHED)


@written_once
def _voted(*, districts: Collection[int], for_flagships: bool, year: int) -> QuerySet[BudgetRequest]:
    """Those with a vote of which the money is not in the ledger, with their stages."""
    entered = LedgerEntry.objects.filter(act=OuterRef("granted_act"), reverses=None, reversed_by=None)
    votes = RequestStage.objects.live().filter(kind=AskingStage.VOTED, amounts__amount__gt=0).exclude(Exists(entered))
    requests = _requests(districts, year, for_flagships=for_flagships)
    return with_stages(requests.filter(pk__in=votes.values("request")), with_lines=False)


@asks_first
def requests_due(districts: Collection[int], *, for_flagships: bool, on: date) -> Iterator[Todo | None]:
    """For the people of these districts, and for those who ask for the flagship projects."""
    year = FiscalYear(FiscalYear.of(on).be + 1)
    asked: Any = later(_asked_for(districts=districts, for_flagships=for_flagships, year=year.be))
    grants = _grants(districts, FiscalYear.of(on), for_flagships=for_flagships, on=on)
    due = due_on(year)
    yield None
    if due is not None and due - BEFORE <= on <= due + AFTER:
        yield from _districts_to_ask(districts, {row.district_id: row for row in asked}, year, due=due, on=on)
        if for_flagships:
            yield from _flagships_to_ask(year, due=due, on=on)
    yield from _stages(asked, year, on=on)
    yield from grants


def _districts_to_ask(
    districts: Collection[int], asked: Mapping[int | None, BudgetRequest], year: FiscalYear, *, due: date, on: date
) -> Iterator[Todo]:
    for district in districts_of(districts):
        request = asked.get(district.pk)
        if request is not None and not request.is_draft:
            continue
        yield Todo.on(
            on,
            text=_("ยื่นคำขอตั้งงบประมาณปี %(year)s · %(district)s") % {"year": year, "district": district},
            due_on=due,
            url=request.get_absolute_url() if request else reverse("budget:requests", args=[year]),
        )


def _flagships_to_ask(year: FiscalYear, *, due: date, on: date) -> Iterator[Todo]:
    handed_in = BudgetRequest.objects.filter(flagship=OuterRef("pk"), state=RequestState.HANDED_IN)
    waiting = FlagshipProject.objects.of_year(year).filter(budget__isnull=False).exclude(Exists(handed_in)).count()
    if waiting:
        yield Todo.on(
            on,
            text=_("ยื่นคำขอตั้งงบประมาณปี %(year)s · โครงการหลัก %(n)s โครงการ") % {"year": year, "n": waiting},
            due_on=due,
            url=reverse("budget:requests", args=[year]),
        )


def _stages(
    requests: "Iterable[WithAnnotations[BudgetRequest, Reached]]", year: FiscalYear, *, on: date
) -> Iterator[Todo]:
    """Requests of next year whose draft ordinance, or whose vote, is due soon and not recorded."""
    for request in requests:
        reached = request.reached or 0
        if request.is_draft or reached >= AskingStage.VOTED:
            continue
        due = due_day(year, "draft_ordinance" if reached < AskingStage.DRAFT_ORDINANCE else "ordinance")
        if due is not None and on >= due - SOON:
            yield Todo.on(
                on,
                text=_("บันทึกผลพิจารณา · %(request)s") % {"request": request},
                due_on=due,
                url=reverse("budget:request-stage", args=[request.pk]),
            )


@asks_first
def _grants(districts: Collection[int], year: FiscalYear, *, for_flagships: bool, on: date) -> Iterator[Todo | None]:
    """Requests of the year under way of which voted money is not in the ledger."""
    found = later(_voted(districts=districts, for_flagships=for_flagships, year=year.be))
    yield None
    for request, vote in _votes_to_grant(found):
        yield Todo.on(
            on,
            text=_("บันทึกงบประมาณที่ได้รับ · %(request)s") % {"request": request},
            due_on=max(year.quarter(1)[1], vote.stage.on),
            url=reverse("budget:request-grant", args=[request.pk]),
        )


def _votes_to_grant(found: Sequence[BudgetRequest]) -> list[tuple[BudgetRequest, Vote]]:
    """Of each of these requests the first vote whose money is not in the ledger; those without one are left out."""
    granted = granted_acts(stage for one in found for stage in one.stages.all())
    tables = [RequestTable(one, tuple(one.stages.all()), (), granted) for one in found]
    return [(table.request, table.to_grant) for table in tables if table.to_grant is not None]
