"""The money of one office: what it received and spent, and of a district its yearly budget as a whole."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.as_of import DayInView
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname
from budget.actions.money import ledger, money
from budget.forms.money import CutForm, GrantForm
from budget.list_kinds import MovementList
from budget.models import Allocation, Appropriation, BudgetRequest
from budget.queries.flagship.requests import path_of, table_for
from budget.queries.money import money as queries
from budget.queries.money.sources import granted_by_source
from budget.views.money.entry import EntryPage, figures_of_source
from budget.views.money.purses import undo_bar
from budget.views.next_steps import steps_after_money
from budget.views.places import bureaus_in_reach, district_money, money_crumbs
from districts.models import District, Office


class ThisYear(WorkView):
    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("budget:money", FiscalYear.of(today()))


# What the page of a bureau, which has no yearly budget, shows in its place.
NO_YEARLY_BUDGET: dict[str, Any] = {
    "has_yearly_budget": False,
    "items": (),
    "money_path": (),
    "sources": (),
    "unfunded": (),
}


def find_place(user: User, year: FiscalYear, code: str) -> District | Office:
    """The district or the bureau with this code, where the person reaches it; otherwise 404."""
    district = District.objects.filter(within_reach(user, "pk", in_year=year.be), code=code).first()
    return district or get_object_or_404(Office.objects.bureaus().filter(bureaus_in_reach(user)), code=code)


def money_of(place: District | Office) -> Allocation:
    """What a permission about the money of a place is asked for."""
    return Allocation(district=place) if isinstance(place, District) else Allocation(bureau=place)


class PlaceMixin(RecordPage):
    """Loads a district or a bureau by its code. 404 for people who work neither in it nor for the city."""

    place: District | Office

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        self.place = self.find_place(code)
        self.subject = money_of(self.place)

    def find_place(self, code: str) -> District | Office:
        return find_place(self.request.user, self.year, code)


class DistrictMixin(PlaceMixin):
    """Loads a district, and its yearly budget."""

    district: District

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, year=year, code=code, **kwargs)
        self.budget = Appropriation.objects.filter(district=self.district, fiscal_year=year.be).first()

    def find_place(self, code: str) -> District:
        reached = within_reach(self.request.user, "pk", in_year=self.year.be)
        self.district = get_object_or_404(District.objects.filter(reached), code=code)
        return self.district


class PlaceMoney(PlaceMixin):
    """What one district or bureau received: flagship shares, and of a district its yearly budget by item."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        day, place = DayInView.of(request, self.year, today=today()), self.place
        flagships = queries.stood_on(queries.flagship_purses(place, self.year), day.past)
        is_past = day.past is not None  # the day's money is shown, and what may be done today is not
        yearly = self.of_a_district(place, day) if isinstance(place, District) else NO_YEARLY_BUDGET
        total = queries.sums_of([*flagships, *yearly["items"]])
        office = place if isinstance(place, Office) else Office.objects.filter(district=place).first()
        return render(
            request,
            "budget/district_money.html",
            {
                "year": self.year,
                "place": place,
                "office": office,
                "office_name": place.office_name if isinstance(place, District) else str(place),
                "flagships": flagships,
                "flagship_sums": queries.sums_of(flagships),
                "day": day,
                "may_record": not is_past and request.user.has_perm("budget.record_money", self.subject),
                "list_page": reverse("lists:hand-in", args=[MovementList.code, f"{self.year.be}-{place.code}"])
                if isinstance(place, District)
                else "",
                "may_set_second_person": office is not None
                and request.user.has_perm("budget.set_second_person", office),
                "stats": [
                    Stat(label=_("งบประมาณรวม"), value=format_baht(total.transferred, decimals=False)),
                    Stat(label=_("ก่อหนี้ผูกพัน"), value=format_baht(total.committed, decimals=False)),
                    Stat(label=_("เบิกจ่ายแล้ว"), value=format_baht(total.disbursed, decimals=False)),
                    Stat(label=_("คงเหลือ"), value=format_baht(total.left, decimals=False)),
                ],
                "undo": undo_bar(request, request.path),
                "crumbs": [
                    Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[self.year])),
                    Link(label=localname(place)),
                ],
                **yearly,
            },
        )

    def of_a_district(self, district: District, day: DayInView) -> dict[str, Any]:
        """A district's yearly budget: how it was asked for, where it comes from, and what its items got of it."""
        budget = Appropriation.objects.filter(district=district, fiscal_year=self.year.be).first()
        items = queries.stood_on(queries.item_purses(district, self.year), day.past)
        asked = table_for(BudgetRequest.objects.filter(district=district, fiscal_year=self.year.be))
        is_past = day.past is not None
        return {
            "has_yearly_budget": True,
            "asked": asked.request if asked else None,
            "money_path": () if is_past else path_of(asked, budget),
            "sources": granted_by_source(self.year, as_of=day.past, appropriation=budget) if budget else (),
            "items": items,
            "item_sums": queries.sums_of(items),
            "unfunded": [] if is_past else list(queries.unfunded_items(district, self.year)),
            "budget": None if is_past else budget,
            "reversible": money.kinds_taken_back(budget, by=self.request.user) if budget else (),
            "grants": queries.movements(budget) if budget and not is_past else (),
        }


class DistrictEntry(DistrictMixin, EntryPage):
    """A district's yearly budget as a whole, of which each item then gets its part."""

    permission = "budget.record_money"

    def lead(self) -> str:
        return _("งบประมาณประจำปีของเขต")

    def back(self) -> str:
        return district_money(self.year, self.district)

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.district)

    def above(self) -> list[Link]:
        return money_crumbs(self.year, self.district)[:-1]

    def figures(self) -> list[tuple[Any, Decimal]]:
        return figures_of_source(self.budget)

    def books_of(self) -> District | Office:
        return self.district


class DistrictFund(DistrictEntry):
    form_class = GrantForm
    heading = _l("บันทึกงบประมาณที่เขตได้รับ")
    button = _l("บันทึกงบประมาณ")

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        return money.grant_yearly_budget(district_id=self.district.pk, year=self.year, **movement)


class DistrictCut(DistrictEntry):
    form_class = CutForm
    heading = _l("ปรับลดงบประมาณ")
    button = _l("บันทึกการปรับลด")
    limit_words = _l("ปรับลดได้ไม่เกิน")

    def limit(self) -> Decimal:
        return self.budget.left_to_transfer if self.budget else Decimal(0)

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        if self.budget is None:
            raise ledger.NotAvailableError(_("เขตยังไม่ได้รับงบประมาณของปีนี้ จึงปรับลดไม่ได้"))
        return money.cut(appropriation_id=self.budget.pk, **movement)
