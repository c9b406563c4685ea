"""Money as it is recorded: a purse and its ledger, one movement at a time, and taking the last one back."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from bkkplan.core.clock import now, today
from bkkplan.core.components import Link, MoneyLine, Stat, Undo
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.templatetags.thai import fiscal_year, localname, thai_date_short
from bkkplan.core.thai import format_baht
from bkkplan.core.work import WorkRequest, WorkView, way_back
from budget.actions import money
from budget.enums import EntryKind
from budget.forms import MovementForm
from budget.models import Allocation, Appropriation, LedgerEntry
from budget.queries import money as queries
from budget.views.places import MayMixin, own_districts, years_around
from districts.models import District


@dataclass(frozen=True, kw_only=True, slots=True)
class Verb:
    """One kind of movement: its address, its words, how much it may be at most."""

    slug: str
    do: Callable[..., money.Entered]
    heading: Any
    button: Any
    most: Callable[[Allocation], Decimal]
    most_words: Any
    is_citys: bool = False  # of flagship money: the strategy office's


VERBS = {
    verb.slug: verb
    for verb in (
        Verb(
            slug="commit",
            do=money.commit,
            heading=_l("ก่อหนี้ผูกพัน"),
            button=_l("บันทึกก่อหนี้ผูกพัน"),
            most=lambda purse: purse.left_to_commit,
            most_words=_l("ก่อหนี้ผูกพันได้อีก"),
        ),
        Verb(
            slug="disburse",
            do=money.disburse,
            heading=_l("เบิกจ่าย"),
            button=_l("บันทึกเบิกจ่าย"),
            most=lambda purse: purse.left_to_disburse,
            most_words=_l("เบิกจ่ายได้อีก"),
        ),
        Verb(
            slug="release",
            do=money.release,
            heading=_l("ลดหนี้ผูกพัน"),
            button=_l("บันทึกลดหนี้ผูกพัน"),
            most=lambda purse: purse.left_to_disburse,
            most_words=_l("ลดได้ไม่เกิน"),
        ),
        Verb(
            slug="refund",
            do=money.refund,
            heading=_l("คืนเงินที่เบิกแล้ว"),
            button=_l("บันทึกคืนเงิน"),
            most=lambda purse: purse.disbursed,
            most_words=_l("คืนได้ไม่เกิน"),
        ),
        Verb(
            slug="transfer-back",
            do=money.transfer_back,
            heading=_l("โอนกลับ"),
            button=_l("บันทึกโอนกลับ"),
            most=lambda purse: purse.left_to_commit,
            most_words=_l("โอนกลับได้ไม่เกิน"),
            is_citys=True,
        ),
    )
}


def verb_links(purse: Allocation, *, may_record: bool, may_manage: bool) -> list[dict[str, Any]]:
    """The movements that a person may enter, those for which there is money first."""
    links = []
    for verb in VERBS.values():
        is_citys = verb.is_citys and purse.item_id is None
        if may_manage if is_citys else may_record:
            href = reverse("budget:move", args=[purse.pk, verb.slug])
            links.append({"label": verb.heading, "href": href, "is_possible": verb.most(purse) > 0, "slug": verb.slug})
    return links


def undo_bar(request: WorkRequest, back: str) -> Undo | None:
    """What was just entered, offered to be taken back."""
    done = queries.undoable(request.GET.get("done"), by=request.user.pk)
    if done is None:
        return None
    words = {"kind": EntryKind(done.kind).label, "amount": format_baht(done.total, decimals=False)}
    if done.kind == EntryKind.TRANSFER and done.entries > 2:
        text = ngettext(
            "%(kind)s %(n)s เขต รวม %(amount)s บาทแล้ว", "%(kind)s %(n)s เขต รวม %(amount)s บาทแล้ว", done.entries
        ) % {**words, "n": done.entries}
    else:
        text = _("บันทึก%(kind)s %(amount)s บาทแล้ว") % words
    return Undo(text=text, action=f"{reverse('budget:undo', args=[done.act])}?next={back}")


class ThisYear(WorkView):
    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("budget:money", FiscalYear.of(today()))


class Overview(WorkView):
    """The year's money by district, for those who work for the city; a district's people are led to their own."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        own = own_districts(request.user)
        districts = District.objects.in_being(year.end).order_by("code")
        if own is not None:
            districts = districts.filter(pk__in=own)
            if len(own) == 1 and (only := districts.first()):
                return redirect("budget:district-money", year, only.code)
            if not own:
                raise Http404
        sums = queries.money_of_districts(year)
        sort = request.GET.get("sort", "district")
        rows = [queries.ShareRow(d, None, sums.get(d.pk, queries.Sums()), None) for d in districts]
        column = queries.SHARE_SORTS.get(sort.lstrip("-"), queries.SHARE_SORTS["district"])
        rows.sort(key=column, reverse=sort.startswith("-"))
        total = sum((row.sums for row in rows), queries.Sums())
        return render(
            request,
            "budget/money.html",
            {"year": year, "years": years_around("budget:money", year), "rows": rows, "total": total, "sort": sort},
        )


class DistrictMoney(MayMixin):
    """What one district received: flagship shares, and its yearly budget by item."""

    permission_required = "budget.view_district_money"

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        own = own_districts(self.request.user)
        rows = District.objects.all() if own is None else District.objects.filter(pk__in=own)
        self.district = self.subject = get_object_or_404(rows, code=code)

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        flagships = list(queries.flagship_purses(self.district, self.year))
        items = list(queries.item_purses(self.district, self.year))
        budget = Appropriation.objects.filter(district=self.district, fiscal_year=self.year.be).first()
        total = queries.sums_of([*flagships, *items])
        return render(
            request,
            "budget/district_money.html",
            {
                "year": self.year,
                "years": years_around("budget:district-money", self.year, self.district.code),
                "district": self.district,
                "flagships": flagships,
                "flagship_sums": queries.sums_of(flagships),
                "items": items,
                "item_sums": queries.sums_of(items),
                "unfunded": list(queries.unfunded_items(self.district, self.year)),
                "may_record": request.user.has_perm("budget.record_money", Allocation(district=self.district)),
                "budget": budget,
                "stats": [
                    Stat(label=_("ได้รับจัดสรร"), value=format_baht(total.transferred, decimals=False)),
                    Stat(label=_("ก่อหนี้ผูกพัน"), value=format_baht(total.committed, decimals=False)),
                    Stat(label=_("เบิกจ่ายแล้ว"), value=format_baht(total.disbursed, decimals=False)),
                    Stat(label=_("คงเหลือ"), value=format_baht(total.left, decimals=False)),
                ],
                "undo": undo_bar(request, request.path),
                "crumbs": [
                    Link(label=_("เงิน"), href=reverse("budget:money", args=[self.year])),
                    Link(label=localname(self.district)),
                ],
            },
        )


class PurseMixin(MayMixin):
    """Loads an allocation through its door."""

    permission_required: Any = "budget.view_money"
    purse: Allocation

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Allocation.objects.visible_to(self.request.user)
        rows = rows.select_related("appropriation__flagship", "district", "item__plan")
        self.purse = self.subject = get_object_or_404(rows, pk=pk)
        self.year = FiscalYear(self.purse.appropriation.fiscal_year)

    @property
    def home(self) -> str:
        """An item's money is shown on the item's page, a flagship share on its own."""
        purse = self.purse
        return purse.item.get_absolute_url() if purse.item else reverse("budget:allocation", args=[purse.pk])

    @property
    def title(self) -> str:
        purse = self.purse
        return purse.item.title if purse.item else localname_of(purse.appropriation.flagship)


def localname_of(flagship: Any) -> str:
    from django.utils.translation import get_language

    return flagship.title_en if (get_language() or "th").startswith("en") else flagship.title_th


class AllocationPage(PurseMixin):
    """A district's share of a flagship project: what is left, what was done, what to do next."""

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
                "title": self.title,
                "money_lines": [
                    MoneyLine(label=_("ได้รับจัดสรร"), amount=purse.transferred),
                    MoneyLine(label=_("ก่อหนี้ผูกพัน"), amount=purse.committed),
                    MoneyLine(label=_("เบิกจ่ายแล้ว"), amount=purse.disbursed),
                    MoneyLine(label=_("คงเหลือ"), amount=purse.transferred - purse.disbursed, is_total=True),
                ],
                "movements": queries.movements(purse),
                "verbs": verb_links(
                    purse,
                    may_record=request.user.has_perm("budget.record_money", purse),
                    may_manage=request.user.has_perm("budget.manage_flagship_money"),
                ),
                "undo": undo_bar(request, self.home),
                "crumbs": [
                    Link(label=_("เงิน"), href=reverse("budget:money", args=[self.year])),
                    Link(
                        label=localname(purse.district),
                        href=reverse("budget:district-money", args=[self.year, purse.district.code]),
                    ),
                    Link(label=self.title),
                ],
            },
        )


class Move(PurseMixin):
    """Enter one movement of an allocation."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["verb"] not in VERBS:
            raise Http404
        self.verb = VERBS[kwargs["verb"]]
        is_citys = self.verb.is_citys and self.purse.item_id is None
        self.permission_required = "budget.manage_flagship_money" if is_citys else "budget.record_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        initial = {"act": uuid4(), "on": today() if today() in self.year else None}
        return self.show(MovementForm(initial=initial, year=self.year))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = MovementForm(request.POST, year=self.year)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            entered = self.verb.do(allocation_id=self.purse.pk, by=request.user, at=now(), **form.movement)
        except money.MoneyError as error:
            form.add_error("on" if isinstance(error, money.OutsideYearError) else "amount", str(error))
            return self.show(form, status=422)
        return redirect(f"{self.home}?done={entered.act}")

    def show(self, form: MovementForm, *, status: int = 200) -> HttpResponse:
        most = max(self.verb.most(self.purse), Decimal(0))
        context = {
            "heading": self.verb.heading,
            "words": self.title,
            "button": self.verb.button,
            "form": form,
            "most": most,
            "most_words": self.verb.most_words,
            "purse": self.purse,
            "year_words": year_words(self.year),
            "back": self.home,
            "crumbs": [
                Link(label=localname(self.purse.district), href=district_money(self.year, self.purse.district)),
                Link(label=self.title, href=self.home),
                Link(label=str(self.verb.heading)),
            ],
        }
        return render(self.request, "budget/movement.html", context, status=status)


def district_money(year: FiscalYear, district: District) -> str:
    return reverse("budget:district-money", args=[year, district.code])


def year_words(year: FiscalYear) -> str:
    """Which days may be entered, said before one is refused."""
    words = {"year": fiscal_year(year), "start": thai_date_short(year.start), "end": thai_date_short(year.end)}
    if year.has_ended(today()):
        return _("%(year)s สิ้นสุดแล้ว บันทึกย้อนหลังได้เฉพาะรายการที่เกิดใน %(start)s – %(end)s") % words
    return _("ลงวันที่ใน%(year)s (%(start)s – %(end)s)") % words


class UndoAct(WorkView):
    """Take back what was just entered, by entries of the opposite kind."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest, act: UUID) -> HttpResponse:
        entry = LedgerEntry.objects.select_related("allocation", "appropriation").filter(act=act).first()
        if entry is None or not self.sees(entry):
            raise Http404
        try:
            money.undo(undone=act, act=uuid4(), by=request.user, at=now())
        except money.MoneyError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("เลิกทำแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี"))
        return redirect(way_back(request, otherwise=reverse("budget:money-this-year")))

    def sees(self, entry: LedgerEntry) -> bool:
        user = self.request.user
        if entry.allocation_id:
            return Allocation.objects.visible_to(user).filter(pk=entry.allocation_id).exists()
        return Appropriation.objects.visible_to(user).filter(pk=entry.appropriation_id).exists()
