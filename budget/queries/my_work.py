"""What waits for a person at checks, action plans and money: one line for a district, never one for each row."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import TypedDict, cast

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import BUREAU_ROLES, Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, hands_of, holds_role, own_bureaus, own_districts
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname
from bkkplan.ground.routes.queries.passages import papers_under_way
from budget.enums import CONFIRMATION_PAPER, EDITION_PAPER, NOT_OVER, EditionState, Sharing
from budget.models import (
    ActionPlanEdition,
    ActionPlanItem,
    Advance,
    Appropriation,
    Payment,
    SecondLook,
    WaitingQuestion,
)
from budget.queries.books.year_end_work import year_end_todos
from budget.queries.checks.checks import PATIENCE_DAYS
from budget.queries.flagship.request_work import requests_due
from budget.queries.policy_work import policies_due
from communities.enums import RevisionState
from communities.models import PlanRevision
from communities.models.committee import seats_held
from districts.models import District
from districts.queries import districts_of

PATIENCE = timedelta(days=PATIENCE_DAYS)


def todos_for(user: Person, *, on: date) -> list[Todo]:
    """What waits for this person, the earliest due day first; what waits for others comes last."""
    return list(ask_todos(user, on=on))


@asks_first
def ask_todos(user: Person, *, on: date) -> Iterator[Todo | None]:
    """The same, asked with what other subjects ask."""
    asked = _asked(user, on)
    yield None
    yield from sorted(chain.from_iterable(asked), key=lambda todo: (todo.is_waiting_for_others, todo.due_on, todo.text))


def _asked(user: Person, on: date) -> list[Iterator[Todo]]:
    planning, paying = districts_on_duty(user, Duty.ACTION_PLAN), districts_on_duty(user, Duty.MONEY)
    led = own_districts(user, Role.DISTRICT_DIRECTOR)
    found: list[Iterator[Todo]] = []
    if checking := districts_on_duty(user, Duty.PLANS):
        found += [_plans_to_check(checking, on), _second_looks(checking, on)]
    if hearing := districts_on_duty(user, Duty.FORUMS):
        found.append(policies_due(hearing, led, hands_of(user), on=on))
    if planning:
        found.append(_editions(planning, led, hands_of(user), on))
    if paying or planning:
        found.append(_items(planning, paying, on))
    if user.is_authenticated:
        found.append(_items_of_sections(user, planning, on))
    is_strategy = holds_role(user, Role.STRATEGY)
    if is_strategy:
        found.append(_transfers(on))
    if planning or is_strategy:
        found.append(requests_due(planning, for_flagships=is_strategy, on=on))
    bureaus = own_bureaus(user, *BUREAU_ROLES)
    if paying or bureaus:
        found += [_advances(paying, bureaus, on), _payments(paying, bureaus, hands_of(user), on)]
    if user.is_authenticated:
        found += [year_end_todos(user, paying, on=on), _projects_that_wait(user, on)]
    return found


class PlansOfDistrict(TypedDict):
    """How many plans of a year wait in a district, and since when."""

    plan__fiscal_year: int
    plan__community__district__code: str
    plan__community__district__name_th: str
    plan__community__district__name_en: str
    plans: int
    oldest: date


class ItemsOfDistrict(TypedDict):
    """How many items of a district wait for each thing."""

    plan__district: int
    unfunded: int
    overdue: int
    left_alone: int


@written_once
def _plans_submitted(
    *, districts: Collection[int], under_way: Collection[int]
) -> QuerySet[PlanRevision, PlansOfDistrict]:
    found = (
        PlanRevision.objects.filter(state=RevisionState.SUBMITTED, plan__community__district__in=districts)
        .exclude(pk__in=under_way)
        .values("plan__fiscal_year", *(f"plan__community__district__{name}" for name in ("code", "name_th", "name_en")))
        .annotate(plans=Count("pk"), oldest=Min("submitted_on"))
        .order_by("oldest")
    )
    return cast("QuerySet[PlanRevision, PlansOfDistrict]", found)


@asks_first
def _plans_to_check(districts: Collection[int], on: date) -> Iterator[Todo | None]:
    under_way = papers_under_way(CONFIRMATION_PAPER, districts)
    rows = later(_plans_submitted(districts=districts, under_way=under_way))
    yield None
    for row in rows:
        year = row["plan__fiscal_year"]
        code = row["plan__community__district__code"]
        th, en = row["plan__community__district__name_th"], row["plan__community__district__name_en"]
        yield Todo.on(
            on,
            text=_("ตรวจแผนพัฒนาชุมชนปี %(year)s · %(plans)s แผน · เขต%(district)s")
            % {"year": year, "plans": row["plans"], "district": localname(District(name_th=th, name_en=en))},
            due_on=row["oldest"] + PATIENCE,
            url=f"{reverse('budget:checks', args=[FiscalYear(year)])}?district={code}",
        )


@written_once
def _open_looks(*, districts: Collection[int]) -> QuerySet[SecondLook]:
    rows = SecondLook.objects.open().filter(project__revision__plan__community__district__in=districts)
    return rows.select_related("project__revision__plan__community").order_by("asked_on", "pk")


@asks_first
def _second_looks(districts: Collection[int], on: date) -> Iterator[Todo | None]:
    """Each outcome that a community asked to look at again."""
    looks = later(_open_looks(districts=districts))
    yield None
    for look in looks:
        values = {"project": look.project, "community": look.project.revision.plan.community}
        yield Todo.on(
            on,
            text=_("พิจารณาใหม่ตามที่%(community)sขอ · %(project)s") % values,
            due_on=look.asked_on + PATIENCE,
            url=reverse("budget:second-look", args=[look.project.revision_id, look.project_id]),
            decides=True,
        )


@written_once
def _editions_due(*, districts: Collection[int], under_way: Collection[int]) -> QuerySet[ActionPlanEdition]:
    return (
        ActionPlanEdition.objects.filter(plan__district__in=districts)
        .filter(Q(state=EditionState.SUBMITTED) | Q(state=EditionState.DRAFT, returned_on__isnull=False))
        .exclude(pk__in=under_way)
        .select_related("plan__district")
        .order_by("pk")
    )


@asks_first
def _editions(
    districts: Collection[int], led: Collection[int], hands: frozenset[int], on: date
) -> Iterator[Todo | None]:
    """Editions that wait for the director, and drafts that the director sent back.

    A director who submitted an edition sees it as waiting for another person. Those on a route are in its own queue.
    """
    editions = later(_editions_due(districts=districts, under_way=papers_under_way(EDITION_PAPER, districts)))
    yield None
    for edition in editions:
        plan = edition.plan
        sent_back = edition.state == EditionState.DRAFT
        since = edition.returned_on if sent_back else edition.submitted_on
        sentence = _("แก้แผนปฏิบัติราชการที่ถูกส่งกลับ") if sent_back else _("อนุมัติแผนปฏิบัติราชการ")
        is_own = bool(hands & {edition.submitted_by_id, edition.submitted_through_id})
        decides = not sent_back and plan.district_id in led and not is_own
        page = "budget:action-plan-approve" if decides else "budget:action-plan"
        yield Todo.on(
            on,
            text=f"{sentence} · {plan} · {plan.district}",
            due_on=(since or on) + PATIENCE,
            url=reverse(page, args=[FiscalYear(plan.fiscal_year), plan.district.code]),
            is_waiting_for_others=not sent_back and not decides,
            decides=decides,
        )


@written_once
def _items_not_over(
    *, districts: Collection[int], year: int, elapsed: Collection[int]
) -> QuerySet[ActionPlanItem, ItemsOfDistrict]:
    items = ActionPlanItem.objects.filter(
        plan__district__in=districts,
        plan__fiscal_year=year,
        introduced_in__state=EditionState.APPROVED,
        dropped_in=None,
        progress__in=NOT_OVER,
    )
    counted = items.values("plan__district").annotate(
        unfunded=Count("pk", filter=Q(planned_amount__isnull=False, allocation=None)),
        overdue=Count("pk", filter=Q(ends_in__in=elapsed)),
        left_alone=Count("pk", filter=Q(pk__in=ActionPlanItem.objects.left_alone())),
    )
    return cast("QuerySet[ActionPlanItem, ItemsOfDistrict]", counted.order_by("plan__district"))


@asks_first
def _items(planning: set[int], paying: set[int], on: date) -> Iterator[Todo | None]:
    """Items of the year under way that have no approved budget yet, those past their last month, and those whose
    section was closed and taken over by none.

    The first are the business of those who keep the money, the others of those who keep the action plan.
    """
    districts = planning | paying
    year = FiscalYear.of(on)
    elapsed = [day.month for day in year.months if day <= on][:-1]
    by_district = later(_items_not_over(districts=districts, year=year.be, elapsed=elapsed))
    names = {district.pk: district for district in districts_of(districts)}
    yield None
    for row in by_district:
        district = names[row["plan__district"]]
        if row["unfunded"] and district.pk in paying:
            yield Todo.on(
                on,
                text=_("บันทึกงบประมาณที่อนุมัติ %(count)s โครงการ · %(district)s")
                % {"count": row["unfunded"], "district": district},
                due_on=year.quarter(1)[1],
                url=reverse("budget:district-money", args=[year, district.code]),
            )
        if row["left_alone"] and district.pk in planning:
            yield Todo.on(
                on,
                text=_("เลือกฝ่ายที่รับผิดชอบ %(count)s โครงการซึ่งฝ่ายเดิมปิดแล้ว · %(district)s")
                % {"count": row["left_alone"], "district": district},
                due_on=on + PATIENCE,
                url=reverse("budget:action-plan", args=[year, district.code]),
            )
        if row["overdue"] and district.pk in planning:
            yield Todo.on(
                on,
                text=_("บันทึกความก้าวหน้า %(count)s โครงการที่เลยกำหนดแล้วเสร็จ · %(district)s")
                % {"count": row["overdue"], "district": district},
                due_on=_end_of_last_month(year, on),
                url=reverse("budget:action-plan", args=[year, district.code]),
            )


@asks_first
def _items_of_sections(user: Person, planning: set[int], on: date) -> Iterator[Todo | None]:
    """Items past their last month of which a section of the person is in charge.

    Those who keep the action plan see them among all others.
    """
    year = FiscalYear.of(on)
    own = {
        section.pk: section
        for section in user.sections_of_offices
        if section.is_own and section.district_id is not None and section.district_id not in planning
    }
    if not own:
        return
    overdue = ActionPlanItem.objects.of_sections(own).filter(
        plan__fiscal_year=year.be,
        introduced_in__state=EditionState.APPROVED,
        dropped_in=None,
        progress__in=NOT_OVER,
        ends_in__in=[day.month for day in year.months if day <= on][:-1],
    )
    in_charge = Coalesce("section__merged_into", "section")
    counted = overdue.values("plan__district__code", in_charge=in_charge).annotate(count=Count("pk"))
    rows = later(counted.order_by("plan__district__code", "in_charge"))
    yield None
    for row in rows:
        yield Todo.on(
            on,
            text=_("บันทึกความก้าวหน้า %(count)s โครงการที่เลยกำหนดแล้วเสร็จ · %(district)s")
            % {"count": row["count"], "district": own[row["in_charge"]].name},
            due_on=_end_of_last_month(year, on),
            url=reverse("budget:action-plan", args=[year, row["plan__district__code"]]),
        )


def _end_of_last_month(year: FiscalYear, on: date) -> date:
    return max(day for day in year.months if day <= on) - timedelta(days=1)


@written_once
def _open_advances(*, districts: Collection[int], bureaus: Collection[int]) -> QuerySet[Advance]:
    purses = Q(allocation__district__in=districts) | Q(allocation__bureau__in=bureaus)
    rows = Advance.objects.outstanding().filter(purses).order_by("due_on", "pk")
    return rows.select_related("allocation__item", "allocation__appropriation")


@asks_first
def _advances(districts: Collection[int], bureaus: Collection[int], on: date) -> Iterator[Todo | None]:
    """Each advance that is not cleared, by its due day."""
    advances = later(_open_advances(districts=districts, bureaus=bureaus))
    yield None
    for advance in advances:
        values = {"no": advance.agreement_no, "borrower": advance.borrower, "amount": format_baht(advance.amount)}
        yield Todo.on(
            on,
            text=_("ล้างเงินยืม %(no)s · %(borrower)s · %(amount)s บาท") % values,
            due_on=advance.due_on,
            url=reverse("budget:clear-advance", args=[advance.pk]),
            left_from=FiscalYear(advance.allocation.appropriation.fiscal_year),
        )


@written_once
def _waiting_payments(*, districts: Collection[int], bureaus: Collection[int]) -> QuerySet[Payment]:
    purses = Q(allocation__district__in=districts) | Q(allocation__bureau__in=bureaus)
    rows = Payment.objects.waiting().filter(purses).order_by("on", "pk")
    return rows.select_related("by", "allocation__appropriation")


@asks_first
def _payments(
    districts: Collection[int], bureaus: Collection[int], hands: frozenset[int], on: date
) -> Iterator[Todo | None]:
    """Each payment that another person confirms; whoever recorded it waits for that person."""
    payments = later(_waiting_payments(districts=districts, bureaus=bureaus))
    yield None
    for payment in payments:
        values = {"kind": payment.get_kind_display(), "amount": format_baht(payment.amount), "by": payment.by}
        is_own = bool(hands & {payment.by_id, payment.through_id})
        yield Todo.on(
            on,
            text=_("ยืนยันการจ่าย · %(kind)s %(amount)s บาท · บันทึกโดย %(by)s") % values,
            due_on=payment.on + PATIENCE,
            url=reverse("budget:payment-confirm", args=[payment.pk]),
            left_from=FiscalYear(payment.allocation.appropriation.fiscal_year),
            is_waiting_for_others=is_own,
            decides=not is_own,
        )


@asks_first
def _projects_that_wait(user: Person, on: date) -> Iterator[Todo | None]:
    """Each open question to the person's own committees: whether they still want a project."""
    seats = seats_held(user)
    if not seats:
        return
    rows = WaitingQuestion.objects.open().filter(project__revision__plan__community__in=seats)
    questions = later(rows.select_related("project").order_by("asked_on", "pk"))
    yield None
    for question in questions:
        yield Todo.on(
            on,
            text=_("ตอบว่าชุมชนยังต้องการโครงการในบัญชีรอหรือไม่ · %(project)s") % {"project": question.project},
            due_on=question.asked_on + PATIENCE,
            url=question.get_absolute_url(),
            decides=True,
        )


@asks_first
def _transfers(on: date) -> Iterator[Todo | None]:
    year = FiscalYear.of(on)
    rows = later(
        Appropriation.objects.filter(flagship__isnull=False, fiscal_year=year.be, transferred_total__lt=F("amount"))
        .exclude(flagship__sharing=Sharing.NONE)
        .select_related("flagship")
        .order_by("flagship__position")
    )
    yield None
    for row in rows:
        if row.flagship is None:
            continue
        yield Todo.on(
            on,
            text=_("โอนจัดสรร %(project)s ให้สำนักงานเขต") % {"project": row.flagship},
            due_on=year.quarter(1)[1],
            url=reverse("budget:flagship-money", args=[row.flagship_id]),
        )
