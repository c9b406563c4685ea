"""Goods that are bought together: the lots of a district in a year, one lot, and gathering its lines."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton, ActPage, BulkActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.lots import lots as actions
from budget.enums import LotState
from budget.forms.lots import CancelForm, DescribeForm, GatherForm, OpenForm, TakeOutForm
from budget.models import Lot
from budget.queries.lots.lots import LookedAt, Offered, basis_of_lines, look_at, look_at_all, offered
from budget.views.lots.presenting_lots import (
    acts_of,
    entries_of,
    facts_of,
    inspections_of,
    stats_of,
    steps_of,
    undo_bar_of_lot,
    warnings_of,
)
from budget.views.money.money import DistrictMixin
from budget.views.places import money_crumbs, place_in_year
from districts.models import District


def lots_page(year: FiscalYear, district: District) -> str:
    return reverse("budget:lots", args=[year, district.code])


def lot_crumbs(year: FiscalYear, district: District, *more: Link) -> list[Link]:
    return [*money_crumbs(year, district), Link(label=_("การจัดซื้อรวม"), href=lots_page(year, district)), *more]


class Lots(DistrictMixin):
    """The lots of a district in a year, with how far each has come."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        lots = Lot.objects.visible_to(request.user).filter(district=self.district, fiscal_year=self.year.be)
        *above, here = lot_crumbs(self.year, self.district)
        context = {
            "year": self.year,
            "district": self.district,
            "lead": place_in_year(self.district, self.year),
            "lots": look_at_all(list(lots.select_related("district").order_by("-pk"))),
            "may_buy": request.user.has_perm("budget.commit_money", self.subject),
            "crumbs": [*above, Link(label=here.label)],
        }
        return render(request, "budget/lots.html", context)


class NewLot(DistrictMixin, ActPage):
    """Begin to gather lines for one procurement."""

    permission = "budget.commit_money"
    form_class = OpenForm
    heading = _l("เริ่มการจัดซื้อรวม")
    button = _l("เริ่มรวบรวมรายการ")
    done = _l("เริ่มการจัดซื้อรวมแล้ว เลือกรายการที่จะซื้อด้วยกัน")
    explanation = _l(
        "รวบรวมรายการของหลายชุมชนเข้าเป็นการจัดซื้อครั้งเดียว ระบบบันทึกสิ่งที่ทำในระบบ e-GP แล้ว และแบ่งเงินกลับไปให้แต่ละโครงการ"
    )
    lot: Lot

    def crumbs(self) -> list[Link]:
        return lot_crumbs(self.year, self.district, Link(label=str(self.heading)))

    def back(self) -> str:
        return lots_page(self.year, self.district)

    def next_page(self) -> str:
        return reverse("budget:lot-gather", args=[self.lot.uuid])

    def next_links(self) -> list[Link]:
        return [Link(label=_("การจัดซื้อรวม"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        uuid = data.pop("uuid")
        self.lot = actions.open_lot(
            district=self.district,
            year=self.year,
            described=actions.Description(**data),
            uuid=uuid,
            **self.signed,
        )


class LotMixin(RecordPage):
    """Loads a lot through its door."""

    permission = "budget.commit_money"
    stylesheet = "css/pages/budget.css"
    lot: Lot

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        lots = Lot.objects.visible_to(self.request.user).select_related("district")
        self.lot = self.subject = get_object_or_404(lots, uuid=uuid)
        self.year = self.lot.year

    @cached_property
    def looked(self) -> LookedAt:
        return look_at(self.lot)

    def lead(self) -> str:
        return str(self.lot)

    def crumbs(self) -> list[Link]:
        own = Link(label=str(self.lot), href=self.back())
        return lot_crumbs(self.year, self.lot.district, own, Link(label=str(self.heading)))

    def next_links(self) -> list[Link]:
        return [Link(label=_("การจัดซื้อรวม"), href=lots_page(self.year, self.lot.district))]


class LotPage(LotMixin):
    """One lot, step by step: its lines by community, its money, its receipts, and what may be done next."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        lot, looked = self.lot, self.looked
        may_buy = request.user.has_perm("budget.commit_money", lot)
        may_pay = request.user.has_perm("budget.record_money", lot)
        context = {
            "lot": lot,
            "looked": looked,
            "steps": steps_of(looked, on=today()),
            "stats": stats_of(looked),
            "facts": facts_of(lot),
            "warnings": warnings_of(looked),
            "entries": entries_of(lot, may_buy=may_buy, may_pay=may_pay),
            "inspections": inspections_of(lot),
            "acts": acts_of(looked, may_buy=may_buy, may_pay=may_pay),
            "may_buy": may_buy,
            "may_close": may_buy and lot.state == LotState.ORDERED and looked.is_paid,
            "may_take_out": may_buy and lot.state == LotState.GATHERING,
            "undo": undo_bar_of_lot(request, lot, may_buy=may_buy, may_pay=may_pay),
            "lead": place_in_year(lot.district, lot.year),
            "crumbs": lot_crumbs(self.year, lot.district, Link(label=str(lot))),
        }
        return render(request, "budget/lot.html", context)


class EditLot(LotMixin, ActPage):
    form_class = DescribeForm
    heading = _l("แก้ไขข้อมูลการจัดซื้อ")
    button = _l("บันทึก")
    done = _l("บันทึกข้อมูลการจัดซื้อแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.lot, name) for name in actions.DESCRIBED}

    def act(self, data: dict[str, Any]) -> None:
        described = actions.Description(**data)
        actions.describe_lot(lot_id=self.lot.pk, described=described, **self.signed)


class Gather(LotMixin, BulkActPage):
    """Lines of one kind of good are looked for in all projects of the plan, and put into the lot."""

    template_name = "budget/lot_gather.html"
    form_class = GatherForm
    heading = _l("เลือกรายการที่จะซื้อด้วยกัน")
    button = _l("เพิ่มรายการที่เลือก")
    added = 0

    @property
    def word(self) -> str:
        return self.request.GET.get("word", "").strip()

    @property
    def done(self) -> str:
        return _("เพิ่มแล้ว %(n)s รายการ") % {"n": self.added}

    def obstacle(self) -> str:
        return "" if self.lot.state == LotState.GATHERING else _("การจัดซื้อนี้ไม่ได้อยู่ในขั้นรวบรวมรายการแล้ว")

    @cached_property
    def offered(self) -> list[Offered]:
        return offered(self.lot.district, self.year, word=self.word)

    def basis(self) -> Bases:
        return basis_of_lines({one.line.pk: one.line for one in self.offered})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"lot": self.lot, "word": self.word, "offered": self.offered, "n": len(self.offered)}
        return {**more, **super().get_context_data(**kwargs)}

    def act(self, data: dict[str, Any]) -> None:
        lines, seen = data["lines"], data["seen"]
        made = actions.gather(lot_id=self.lot.pk, lines=lines, seen=seen, **self.signed)
        self.added = len(made)


class TakeOut(LotMixin, ActButton):
    """Take the lines that were ticked out of a lot before it is ordered."""

    form_class = TakeOutForm
    done = _l("นำรายการออกแล้ว เลือกเข้าการจัดซื้ออื่นได้")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.looked.rows}

    def act(self, data: dict[str, Any]) -> None:
        actions.take_out(lot_id=self.lot.pk, lines=data["lines"], **self.signed)


class CancelLot(LotMixin, ActPage):
    form_class = CancelForm
    heading = _l("ยกเลิกการจัดซื้อรวม")
    button = _l("ยกเลิกการจัดซื้อรวม")
    done = _l("ยกเลิกแล้ว รายการทั้งหมดเลือกเข้าการจัดซื้ออื่นได้")
    is_danger = True
    explanation = _l("ยกเลิกได้ก่อนสั่งซื้อ รายการจะว่างให้การจัดซื้ออื่นเลือก")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_lot(lot_id=self.lot.pk, on=today(), **data, **self.signed)
