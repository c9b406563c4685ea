"""What waits for a person at requests for money: to hand one in, to record a stage, to enter what was voted."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.todo import Todo
from bkkplan.ground.years.catalog import due_day
from budget.enums import AskingStage, RequestState
from budget.models import BudgetRequest, FlagshipProject, LedgerEntry, RequestStage
from budget.queries.requests import due_on, tables_of_year
from districts.models import District

BEFORE = timedelta(days=90)  # how long before its day a request is asked for
AFTER = timedelta(days=120)  # after that the draft ordinance is under way, and nothing more goes into it
SOON = timedelta(days=30)


def requests_due(districts: Collection[int], *, for_flagships: bool, on: date) -> Iterator[Todo]:
    """For the people of these districts, and for those who ask for the flagship projects."""
    year = FiscalYear(FiscalYear.of(on).be + 1)
    due = due_on(year)
    if due is not None and due - BEFORE <= on <= due + AFTER:
        yield from _districts_to_ask(districts, year, due=due, on=on)
        if for_flagships:
            yield from _flagships_to_ask(year, due=due, on=on)
    mine = Q(district__in=districts)
    if for_flagships:
        mine |= Q(flagship__isnull=False)
    yield from _stages(BudgetRequest.objects.filter(mine), year, on=on)
    yield from _grants(BudgetRequest.objects.filter(mine), FiscalYear.of(on), on=on)


def _districts_to_ask(districts: Collection[int], year: FiscalYear, *, due: date, on: date) -> Iterator[Todo]:
    asked = {row.district_id: row for row in BudgetRequest.objects.filter(district__in=districts, fiscal_year=year.be)}
    for district in District.objects.filter(pk__in=districts).order_by("code"):
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


def _stages(requests: QuerySet[BudgetRequest], year: FiscalYear, *, on: date) -> Iterator[Todo]:
    """Requests of next year whose draft ordinance, or whose vote, is due soon and not recorded."""
    rows = requests.filter(fiscal_year=year.be, state=RequestState.HANDED_IN).select_related("flagship", "district")
    reached = Max("stages__kind", filter=Q(stages__withdrawn_on=None))
    found = list(
        rows.annotate(reached=reached).filter(Q(reached=None) | Q(reached__lt=AskingStage.VOTED)).order_by("pk")
    )
    if not found:
        return
    drafted, voted = due_day(year, "draft_ordinance"), due_day(year, "ordinance")
    for request in found:
        is_before_draft = (request.reached or 0) < AskingStage.DRAFT_ORDINANCE
        due = drafted if is_before_draft else voted
        if due is not None and on >= due - SOON:
            yield Todo.on(
                on,
                text=_("บันทึกผลพิจารณา · %(request)s") % {"request": request},
                due_on=due,
                url=reverse("budget:request-stage", args=[request.pk]),
            )


def _grants(requests: QuerySet[BudgetRequest], year: FiscalYear, *, on: date) -> Iterator[Todo]:
    """Requests of the year under way of which voted money is not in the ledger."""
    entered = LedgerEntry.objects.filter(act=OuterRef("granted_act"), reverses=None, reversed_by=None)
    votes = RequestStage.objects.live().filter(kind=AskingStage.VOTED, amounts__amount__gt=0).exclude(Exists(entered))
    waiting = requests.filter(fiscal_year=year.be, pk__in=votes.values("request"))
    for table in tables_of_year(waiting.order_by("pk"), year).values():
        if table.to_grant is None:
            continue
        yield Todo.on(
            on,
            text=_("บันทึกงบประมาณที่ได้รับ · %(request)s") % {"request": table.request},
            due_on=max(year.quarter(1)[1], table.to_grant.stage.on),
            url=reverse("budget:request-grant", args=[table.request.pk]),
        )
