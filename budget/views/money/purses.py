"""A purse and its ledger: one movement at a time, and taking the last one back."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, StateItem, Undo
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView, way_back
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.money import ledger, money
from budget.enums import EntryKind
from budget.forms.money import ReversalForm
from budget.forms.spending import SpendingForm
from budget.models import Allocation, Appropriation, EntryTable, LedgerEntry, Payment
from budget.queries.money import money as queries
from budget.queries.money.hearing_money import hearings_paid_by, is_for_hearings, purse_of_hearings
from budget.queries.money.spending import room_for
from budget.views.money.entry import EntryPage, figures_of, lines_of
from budget.views.next_steps import steps_after_money
from budget.views.places import district_money, money_crumbs, plan_crumbs, purse_page
from budget.views.presenting import short_forms_of
from budget.views.verbs import VERBS, verb_links
from districts.models import District, Office
from forums.models import Forum
from forums.views.presenting import tone_of


def undo_bar(request: WorkRequest, back: str) -> Undo | None:
    """What was just entered, offered to be taken back."""
    done = queries.undoable(request.GET.get("done"), by=request.user.pk)
    if done is None:
        return None
    values = {"kind": EntryKind(done.kind).label, "amount": format_baht(done.total, decimals=False)}
    if done.kind == EntryKind.TRANSFER and done.entries > 2:
        text = ngettext(
            "%(kind)s %(n)s เขต รวม %(amount)s บาทแล้ว", "%(kind)s %(n)s เขต รวม %(amount)s บาทแล้ว", done.entries
        ) % {**values, "n": done.entries}
    else:
        text = _("บันทึก%(kind)s %(amount)s บาทแล้ว") % values
    return Undo(text=text, action=f"{reverse('budget:undo', args=[done.act])}?next={back}")


def undo_bar_of_table(request: WorkRequest, place: District | Office) -> Undo | None:
    """What was just entered in one table, offered to be taken back."""
    try:
        wanted = UUID(request.GET.get("done", ""))
    except ValueError:
        return None
    tables = EntryTable.objects.visible_to(request.user).of(place)
    done = tables.filter(uuid=wanted, by=request.user, undone_at=None).first()
    if done is None:
        return None
    n = len(done.acts)
    text = ngettext("บันทึกจากตารางแล้ว %(n)s รายการ", "บันทึกจากตารางแล้ว %(n)s รายการ", n) % {"n": n}
    return Undo(text=text, action=reverse("budget:money-table-undo", args=[done.uuid]))


class PurseMixin(RecordPage):
    """Loads an allocation through its door."""

    permission = "budget.record_money"
    purse: Allocation

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Allocation.objects.visible_to(self.request.user)
        rows = rows.select_related("appropriation__flagship", "district__office", "bureau", "item__plan")
        self.purse = self.subject = get_object_or_404(rows, pk=pk)
        self.year = FiscalYear(self.purse.appropriation.fiscal_year)

    def back(self) -> str:
        return purse_page(self.purse)

    def lead(self) -> str:
        purse = self.purse
        return purse.item.title if purse.item else str(purse.appropriation.flagship)

    def above(self) -> list[Link]:
        """The crumbs above the page of the money."""
        purse = self.purse
        if purse.item:
            return plan_crumbs(self.request.user, purse.item.plan)
        return money_crumbs(self.year, purse.place)

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=self.lead(), href=self.back()), Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.purse.place)

    def figures(self) -> list[tuple[Any, Decimal]]:
        return figures_of(self.purse)

    def books_of(self) -> District | Office:
        return self.purse.place


class AllocationPage(PurseMixin):
    """A district's share of a flagship project: what is left, what was done, what to do next."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        purse = self.purse
        if purse.item:
            return redirect(purse.item)
        return render(
            request,
            "budget/allocation.html",
            {
                "purse": purse,
                "year": self.year,
                "title": self.lead(),
                "place": purse.place,
                "money_lines": lines_of(purse),
                **short_forms_of(purse, user=request.user),
                "movements": queries.movements(purse),
                "reversible": money.kinds_taken_back(purse, by=request.user),
                "verbs": verb_links(purse, user=request.user),
                "undo": undo_bar(request, self.back()),
                "is_for_hearings": is_for_hearings(purse),
                "hearings": [hearing_item(forum) for forum in hearings_paid_by(purse, reader=request.user)],
                "crumbs": [*money_crumbs(self.year, purse.place), Link(label=self.lead())],
            },
        )


class HearingsPurse(WorkView):
    """Leads from a forum to the money that pays for it, or to the district's money where no project pays for forums."""

    def get(self, request: WorkRequest, year: FiscalYear, code: str) -> HttpResponse:
        reached = within_reach(request.user, "pk", in_year=year.be)
        district = get_object_or_404(District.objects.filter(reached), code=code)
        purse = purse_of_hearings(year, district.pk)
        return redirect("budget:allocation", purse.pk) if purse else redirect(district_money(year, district))


def hearing_item(forum: Forum) -> StateItem:
    return StateItem(
        text=str(forum),
        word=forum.get_state_display(),
        tone=tone_of(forum),
        note=f"{thai_date_short(forum.held_on or forum.scheduled_on)} · {forum.place}",
        href=forum.get_absolute_url(),
    )


class Move(PurseMixin, EntryPage):
    """Enter one movement of an allocation."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["verb"] not in VERBS:
            raise Http404
        self.verb = VERBS[kwargs["verb"]]
        self.button, self.limit_words = self.verb.button, self.verb.limit_words
        self.form_class = self.verb.form

    @property
    def permission(self) -> str:  # type: ignore[override]
        return self.verb.permission(self.purse)

    def enter(self, movement: dict[str, Any]) -> ledger.Entered | Payment:
        return self.verb.do(allocation_id=self.purse.pk, **movement)

    @property
    def heading(self) -> Any:
        return self.verb.heading

    def limit(self) -> Decimal:
        return room_for(self.verb.kind, self.purse)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"purse": self.purse} if self.form_class is SpendingForm else {}
        return {**super().get_form_kwargs(), **more}


def seen_act(user: User, act: UUID) -> LedgerEntry:
    """An entry of the act, through the door of its purse."""
    rows = LedgerEntry.objects.select_related("allocation__item", "allocation__district", "appropriation__flagship")
    entry = rows.filter(act=act).order_by("-pk").first()
    if entry is None:
        raise Http404
    if entry.allocation_id:
        is_seen = Allocation.objects.visible_to(user).filter(pk=entry.allocation_id).exists()
    else:
        is_seen = Appropriation.objects.visible_to(user).filter(pk=entry.appropriation_id).exists()
    if not is_seen:
        raise Http404
    return entry


class ReverseAct(ActPage):
    """Take back an older act by a document, with a reason."""

    form_class = ReversalForm
    heading = _l("กลับรายการบัญชี")
    explanation = _l("รายการเดิมยังอ่านได้ รายการกลับลงในวันที่ของเอกสาร ยอดของวันก่อนหน้านั้นไม่เปลี่ยน")
    button = _l("กลับรายการ")
    done = _l("กลับรายการแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, act: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = seen_act(self.request.user, act)
        self.purse = self.entry.allocation or self.entry.appropriation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not money.may_take_back(self.entry, by=self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def lead(self) -> str:
        kind, amount = EntryKind(self.entry.kind).label, format_baht(self.entry.amount)
        return f"{kind} {amount} · {thai_date_short(self.entry.on)}"

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def back(self) -> str:
        if isinstance(self.purse, Allocation):
            return purse_page(self.purse)
        return reverse("budget:money", args=[self.year])

    def next_links(self) -> list[Link]:
        """Where the right entry is made: a district's money, or the flagship projects of its year."""
        purse = self.purse
        if place := purse.place if isinstance(purse, Allocation) else purse.district:
            return steps_after_money(self.year, place)
        label = _("โครงการหลัก %(year)s") % {"year": self.year}
        return [Link(label=label, href=reverse("budget:flagship", args=[self.year]))]

    @property
    def year(self) -> FiscalYear:
        source = self.purse.appropriation if isinstance(self.purse, Allocation) else self.purse
        return FiscalYear(source.fiscal_year)

    def act(self, data: dict[str, Any]) -> None:
        money.reverse(reversed_act=self.entry.act, **data, **self.signed)


class UndoAct(ActButton):
    """Take back what was just entered, by entries of the opposite kind."""

    done = _l("เลิกทำแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี")

    def setup(self, request: HttpRequest, *args: Any, act: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen_act(self.request.user, act)
        self.undone = act

    def back(self) -> str:
        return way_back(self.request, otherwise=reverse("budget:money-this-year"))

    def act(self, data: dict[str, Any]) -> None:
        money.undo(undone=self.undone, act=uuid4(), **self.signed)
