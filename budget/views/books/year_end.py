"""The end of a year: of one office, of the whole city, and the closing of months and of the year."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import works_for_the_city
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books import closing
from budget.enums import PermitState
from budget.forms.carrying import MonthForm, PermitForm
from budget.models import Carry, YearClosing, YearPermit
from budget.models.closing import month_name
from budget.queries.books import carrying as queries
from budget.queries.books import closing as books
from budget.queries.money.money import sums_of
from budget.views.money.entry import CITY_CODE
from budget.views.money.money import PlaceMixin, find_place, money_of
from budget.views.places import money_crumbs
from districts.models import District, Office


def year_end(year: FiscalYear, place: District | Office) -> str:
    return reverse("budget:year-end", args=[year, place.code])


class YearEnd(PlaceMixin):
    """What an office has open of a year, what it carries over, what came from earlier years, and its closed months."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        year, place, day = self.year, self.place, today()
        rows = queries.open_money(place, year)
        sums = queries.sums_of_carries([carry for row in rows for carry in row.carries])
        earlier = queries.carried_into(place, year)
        last = queries.last_day_to_ask(year)
        closed_year = books.closing_of(year)
        may_record = request.user.has_perm("budget.record_money", self.subject)
        permits = YearPermit.objects.visible_to(request.user).of(place).filter(fiscal_year=year.be)
        open_sums = sums_of([row.purse for row in rows])
        open_free = sum((row.free for row in rows), Decimal(0))
        return render(
            request,
            "budget/year_end.html",
            {
                "year": year,
                "place": place,
                "rows": rows,
                "stats": [
                    Stat(label=_("มีหนี้ผูกพัน ยังไม่เบิกจ่าย"), value=format_baht(open_sums.committed - open_sums.disbursed)),
                    Stat(label=_("ยังไม่ก่อหนี้ผูกพัน"), value=format_baht(open_free)),
                    Stat(label=_("ขอกันเงินได้ถึง"), value=thai_date_short(last), tone="late" if day > last else None),
                ],
                "carried": [(row, carry, sums[carry.pk]) for row in rows for carry in row.approved],
                "total": sum(sums.values(), queries.CarrySums()),
                "earlier": earlier,
                "ending": [row for row in earlier if row.is_near_its_end(day)],
                "months": books.months_of(place, year, on=day),
                "closed_year": closed_year,
                "permits": permits.select_related("by", "decided_by").order_by("-pk"),
                "may_ask": may_record and day <= last,
                "may_record": may_record,
                "crumbs": [*money_crumbs(year, place), Link(label=_("สิ้นปีงบประมาณ"))],
            },
        )


class CarriedBoard(RecordPage):
    """The carried money of a year for those who work for the city, by office; and whether its books are closed."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        if not works_for_the_city(request.user, in_year=year.be):
            raise Http404
        rows = queries.board(year)
        return render(
            request,
            "budget/carried.html",
            {
                "year": year,
                "rows": rows,
                "total": sum((sums for _place, sums in rows), queries.CarrySums()),
                "waiting": Carry.objects.of_year(year).waiting().with_purse().order_by("on", "pk"),
                "closed_year": books.closing_of(year),
                "may_close": year.has_ended(today()) and request.user.has_perm("budget.close_year"),
                "crumbs": [
                    Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year])),
                    Link(label=_("เงินกันไว้เบิกเหลื่อมปี")),
                ],
            },
        )


class CloseMonth(PlaceMixin, ActPage):
    """Close a month of an office, by the sums of the finance section's books."""

    permission = "budget.record_money"
    form_class = MonthForm
    button = _l("ปิดบัญชีเดือน")
    done = _l("ปิดบัญชีเดือนแล้ว")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = [day for day in self.year.months if day.month == kwargs["month"]]
        if not found:
            raise Http404
        self.month = found[0]

    @property
    def heading(self) -> str:
        return _("ปิดบัญชีเดือน %(month)s") % {"month": month_name(self.month)}

    explanation = _l("เทียบยอดสะสมตั้งแต่ต้นปีงบประมาณกับบัญชีของฝ่ายการคลัง เมื่อปิดแล้ว การลงรายการในเดือนนี้ต้องมีเหตุผล")

    def stats(self) -> list[Stat]:
        sums = books.sums_to(self.place, self.month)
        return [
            Stat(label=_("ก่อหนี้ผูกพันในระบบนี้"), value=format_baht(sums.committed)),
            Stat(label=_("เบิกจ่ายในระบบนี้"), value=format_baht(sums.disbursed)),
            Stat(label=_("เบิกจ่ายเหลื่อมปีในระบบนี้"), value=format_baht(sums.carried)),
        ]

    def basis(self) -> Basis:
        return books.basis_of_month(self.place, self.month)

    def obstacle(self) -> str:
        if today() <= self.year.end_of(self.month.month):
            return _("เดือน %(month)s ยังไม่สิ้นสุด จึงยังปิดบัญชีไม่ได้") % {"month": month_name(self.month)}
        return ""

    def back(self) -> str:
        return year_end(self.year, self.place)

    def crumbs(self) -> list[Link]:
        end = Link(label=_("สิ้นปีงบประมาณ"), href=self.back())
        return [*money_crumbs(self.year, self.place), end, Link(label=self.heading)]

    def next_links(self) -> list[Link]:
        return [Link(label=_("สิ้นปีงบประมาณ"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        closing.close_month(place=self.place, month=self.month, on=today(), **data, **self.signed)


class AskPermit(ActPage):
    """Ask that one act may be entered into a closed year: of an office, or of money that no office has yet."""

    form_class = PermitForm
    heading = _l("ขออนุญาตลงรายการในปีที่ปิดแล้ว")
    explanation = _l("เมื่ออีกคนหนึ่งอนุญาตแล้ว ลงรายการได้หนึ่งรายการจากหน้าตามปกติ")
    button = _l("ส่งคำขอ")
    done = _l("ส่งคำขอแล้ว")
    place: District | Office | None = None

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        if code != CITY_CODE:
            self.place = find_place(self.request.user, year, code)
            self.subject = money_of(self.place)

    @property
    def permission(self) -> str:  # type: ignore[override]
        return "budget.record_money" if self.place else "budget.manage_flagship_money"

    def back(self) -> str:
        return year_end(self.year, self.place) if self.place else reverse("budget:carried", args=[self.year])

    def crumbs(self) -> list[Link]:
        end = Link(label=_("สิ้นปีงบประมาณ"), href=self.back())
        return [*(money_crumbs(self.year, self.place) if self.place else ()), end, Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        return [Link(label=_("สิ้นปีงบประมาณ"), href=self.back())]

    def obstacle(self) -> str:
        if YearClosing.objects.filter(fiscal_year=self.year.be).exists():
            return ""
        return _("บัญชีปี %(year)s ยังไม่ปิด ลงรายการได้ตามปกติ") % {"year": self.year}

    def act(self, data: dict[str, Any]) -> None:
        closing.ask_permit(place=self.place, year=self.year, **data, **self.signed)


class DecidePermit(ActPage):
    """Allow one act in a closed year, or not."""

    permission = "budget.decide_permit"
    heading = _l("อนุญาตให้ลงรายการในปีที่ปิดแล้ว")
    button = _l("อนุญาต")
    second_button = _l("ไม่อนุญาต")
    permit: YearPermit

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = YearPermit.objects.visible_to(self.request.user).select_related("district", "bureau", "by")
        self.permit = self.subject = get_object_or_404(rows, pk=pk)
        self.year = FiscalYear(self.permit.fiscal_year)

    @property
    def explanation(self) -> str:
        return f"{self.permit.what} · {self.permit.reason} · {self.permit.by}"

    @property
    def done(self) -> str:
        return _("บันทึกว่าไม่อนุญาตแล้ว") if self.is_second else _("อนุญาตแล้ว ผู้ขอลงรายการได้หนึ่งรายการ")

    def back(self) -> str:
        place = self.permit.place
        return year_end(self.year, place) if place else reverse("budget:carried", args=[self.year])

    def crumbs(self) -> list[Link]:
        return [Link(label=_("สิ้นปีงบประมาณ"), href=self.back()), Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        return [Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[self.year]))]

    def obstacle(self) -> str:
        if self.permit.state != PermitState.ASKED:
            return _("คำขอนี้ตัดสินไปแล้ว: %(state)s") % {"state": self.permit.get_state_display()}
        if self.request.user.pk in (self.permit.by_id, self.permit.through_id):
            return _("ผู้ขอลงรายการอนุญาตคำขอของตนเองไม่ได้ ให้อีกคนหนึ่งอนุญาต")
        return ""

    def act(self, data: dict[str, Any]) -> None:
        closing.decide_permit(permit_id=self.permit.pk, is_allowed=not self.is_second, **self.signed)
