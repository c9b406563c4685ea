"""Asking for money: a request is begun, its lines are written, and it is handed in."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.rows.basis import Bases, Basis
from budget.actions.naming import demand_category
from budget.enums import RequestState
from budget.models import (
    ActionPlanItem,
    BudgetRequest,
    FlagshipProject,
    Inclusion,
    MoneyCategory,
    RequestedProject,
    RequestLine,
    granted_of,
)
from budget.queries.flagship.requests import basis_of_choice, basis_of_request, items_to_ask_for, projects_to_ask_for
from communities.models import PlanProject

WORDS = ("title", "amount", "category", "note")


class RequestError(Refusal):
    """An act on a request is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NothingToAskForError(RequestError):
    """The chosen item or project does not wait for money, or nothing was chosen."""

    kind, field = Kind.WRONG_INPUT, "chosen"


class LineWords(TypedDict):
    """What people type in one line."""

    title: str
    amount: Decimal
    category: MoneyCategory | None
    note: str


@transaction.atomic
def begin_for_district(*, district_id: int, year: FiscalYear, by: User, at: datetime) -> BudgetRequest:
    """Begin a district's request for its yearly budget; return the one that is there if it was begun before."""
    return _begin(BudgetRequest(district_id=district_id, fiscal_year=year.be), by=by, at=at)


@transaction.atomic
def begin_for_flagship(*, flagship_id: int, by: User, at: datetime) -> BudgetRequest:
    """Begin the request for a flagship project, with the project's own budget as its first line."""
    flagship = FlagshipProject.objects.get(pk=flagship_id)
    request = _begin(BudgetRequest(flagship=flagship, fiscal_year=flagship.fiscal_year), by=by, at=at)
    if flagship.budget and not request.lines.exists():
        words = LineWords(title=flagship.title_th, amount=flagship.budget, category=None, note="")
        _add(request, words, by=by, at=at)
    return request


def _begin(request: BudgetRequest, *, by: User, at: datetime) -> BudgetRequest:
    demand_permission(by, "budget.prepare_request", request)
    request.created_at, request.created_by = at, by
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:  # a colleague was faster
        whose = {"flagship": request.flagship_id} if request.flagship_id else {"district": request.district_id}
        return BudgetRequest.objects.get(fiscal_year=request.fiscal_year, **whose)
    record("budget.request_begun", request, by=by, at=at, year=request.fiscal_year)
    return request


@transaction.atomic
def add_line(*, request_id: int, words: LineWords, by: User, at: datetime) -> RequestLine:
    """Add a line with a text of its own."""
    return _add(take_draft(request_id, by=by), words, by=by, at=at)


@transaction.atomic
def add_chosen(
    *,
    request_id: int,
    items: Collection[int] = (),
    projects: Collection[int] = (),
    seen: Bases | None = None,
    by: User,
    at: datetime,
) -> list[RequestLine]:
    """Add a line for each item of the action plan, with the projects that it carries, and for each project.

    Raises NothingToAskForError if nothing is chosen, or if one of them does not wait for money any more.
    """
    request = take_draft(request_id, by=by)
    chosen_items = list(items_to_ask_for(request).filter(pk__in=items)) if items else []
    chosen = list(projects_to_ask_for(request).filter(pk__in=projects)) if projects else []
    if not items and not projects:
        raise NothingToAskForError(_("เลือกอย่างน้อย 1 รายการ"))
    if len(chosen_items) != len(set(items)) or len(chosen) != len(set(projects)):
        raise NothingToAskForError(_("บางรายการไม่รอเงินแล้ว เช่น เพื่อนร่วมงานเพิ่มไว้ก่อน เลือกใหม่จากรายการล่าสุด"))
    seen_as = basis_of_choice(chosen_items, chosen).demand(seen)
    carried: dict[int, list[PlanProject]] = {}
    for row in Inclusion.objects.live().filter(item__in=chosen_items).select_related("project").order_by("pk"):
        carried.setdefault(row.item_id, []).append(row.project)
    added = [
        _add(
            request,
            _of_item(item),
            by=by,
            at=at,
            item=item,
            projects=carried.get(item.pk, ()),
            seen=seen_as[f"item-{item.pk}"],
        )
        for item in chosen_items
    ]
    # A project that came with its item is not asked for twice.
    asked = {project.lineage for found in carried.values() for project in found}
    alone = [project for project in chosen if project.lineage not in asked]
    return added + [
        _add(
            request,
            _of_project(project),
            by=by,
            at=at,
            projects=[project],
            seen=seen_as[f"project-{project.pk}"],
        )
        for project in alone
    ]


def _of_item(item: ActionPlanItem) -> LineWords:
    return LineWords(
        title=item.title, amount=item.planned_amount or Decimal(0), category=item.category, note=item.objective
    )


def _of_project(project: PlanProject) -> LineWords:
    title = f"{project.title} · {project.revision.plan.community}"
    amount = granted_of(project, project.check_result)
    return LineWords(title=title[:300], amount=amount, category=None, note=project.reason)


def _add(
    request: BudgetRequest,
    words: LineWords,
    *,
    by: User,
    at: datetime,
    item: ActionPlanItem | None = None,
    projects: Sequence[PlanProject] = (),
    seen: str | None = None,
) -> RequestLine:
    demand_category(words["category"], year=request.year)
    last = request.lines.aggregate(last=Max("position"))["last"] or 0
    line = RequestLine(request=request, position=last + 1, item=item, **words)
    if line.amount <= 0:
        raise NothingToAskForError(_("“%(line)s” ยังไม่มีจำนวนเงิน ใส่จำนวนเงินก่อน") % {"line": line})
    line.save(force_insert=True)
    RequestedProject.objects.bulk_create(RequestedProject(line=line, project=project) for project in projects)
    told: dict[str, Any] = {} if seen is None else {"seen": seen}
    after = state_of(line, WORDS)
    record("budget.request_line_added", line, by=by, at=at, after=after, year=request.fiscal_year, **told)
    return line


@transaction.atomic
def change_line(*, line_id: int, words: LineWords, by: User, at: datetime) -> RequestLine:
    """Change the words of a line of a draft."""
    line = _take_line(line_id, by=by)
    demand_category(words["category"], year=line.request.year)
    before = state_of(line, WORDS)
    for name, value in words.items():
        setattr(line, name, value)
    line.save(update_fields=WORDS)
    told = changes(before, state_of(line, WORDS))
    record("budget.request_line_changed", line, by=by, at=at, **told, year=line.request.fiscal_year)
    return line


@transaction.atomic
def remove_line(*, line_id: int, by: User, at: datetime) -> None:
    """Take a line out of a draft; nobody but its office saw it, and the log keeps its words."""
    line = _take_line(line_id, by=by)
    record(
        "budget.request_line_removed",
        line,
        by=by,
        at=at,
        before=state_of(line, WORDS),
        year=line.request.fiscal_year,
    )
    line.requested.all().delete()
    line.delete()


@transaction.atomic
def hand_in(*, request_id: int, seen: Basis | None = None, by: User, at: datetime, on: date) -> BudgetRequest:
    """Hand a request in and return it. A late request is taken; only the pages say that it is late."""
    request = take_request(request_id, by=by, permission="budget.hand_in_request")
    seen_as = basis_of_request(request).demand(seen)
    if not request.is_draft:
        raise RequestError(_("คำขอนี้ยื่นไปแล้ว"))
    if not request.lines.exists():
        raise RequestError(_("คำขอนี้ยังไม่มีรายการ เพิ่มอย่างน้อย 1 รายการก่อนยื่น"))
    request.state, request.handed_in_on, request.handed_in_at, request.handed_in_by = RequestState.HANDED_IN, on, at, by
    request.save(update_fields=["state", "handed_in_on", "handed_in_at", "handed_in_by"])
    record("budget.request_handed_in", request, by=by, at=at, on=on, year=request.fiscal_year, seen=seen_as)
    return request


@transaction.atomic
def recall(*, request_id: int, reason: str, by: User, at: datetime) -> BudgetRequest:
    """Take a request back to change it, as long as no stage is recorded."""
    request = take_request(request_id, by=by, permission="budget.hand_in_request")
    if request.is_draft:
        raise RequestError(_("คำขอนี้ยังไม่ได้ยื่น"))
    if request.stages.exists():
        raise RequestError(_("มีผลพิจารณาบันทึกไว้แล้ว จึงดึงคำขอกลับมาแก้ไม่ได้"))
    request.state = RequestState.DRAFT
    request.handed_in_on, request.handed_in_at, request.handed_in_by = None, None, None  # type: ignore[assignment]
    request.save(update_fields=["state", "handed_in_on", "handed_in_at", "handed_in_by"])
    record("budget.request_recalled", request, by=by, at=at, year=request.fiscal_year, reason=reason)
    return request


def drop_drafts(flagships: QuerySet[FlagshipProject]) -> None:
    """Delete the drafts of requests for these flagship projects. The caller deletes the projects afterwards.

    Raises RequestError if money was asked for one of them. The caller holds the lock of the year.
    """
    requests = BudgetRequest.objects.filter(flagship__in=flagships)
    if requests.exclude(state=RequestState.DRAFT).exists():
        raise RequestError(_("ยื่นคำขอตั้งงบประมาณของโครงการแล้ว จึงนำโครงการออกไม่ได้ ดึงคำขอกลับก่อน"))
    RequestLine.objects.filter(request__in=requests).delete()
    requests.delete()


def take_request(request_id: int, *, by: User | None, permission: str = "budget.prepare_request") -> BudgetRequest:
    """Lock a request, which every act on it does first. Raises PermissionDenied without the right."""
    rows = BudgetRequest.objects.select_for_update(of=("self",), no_key=True).select_related("flagship", "district")
    request = rows.get(pk=request_id)
    demand_permission(by, permission, request)
    return request


def take_draft(request_id: int, *, by: User) -> BudgetRequest:
    request = take_request(request_id, by=by)
    if not request.is_draft:
        raise RequestError(_("คำขอนี้ยื่นไปแล้ว จึงแก้รายการไม่ได้ ผู้ยื่นดึงกลับมาแก้ได้ถ้ายังไม่มีผลพิจารณา"))
    return request


def _take_line(line_id: int, *, by: User) -> RequestLine:
    request = take_draft(RequestLine.objects.values_list("request", flat=True).get(pk=line_id), by=by)
    line = RequestLine.objects.get(pk=line_id)
    line.request = request
    return line
