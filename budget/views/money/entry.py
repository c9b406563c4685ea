"""Entering one movement of money: what stands before it, how much it may be, the form, a refusal beside its field."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, MoneyLine, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import fiscal_year, thai_date_short
from budget.actions.money import ledger
from budget.forms.money import MovementForm
from budget.models import Allocation, Appropriation, Payment
from budget.queries.books.carrying import paid_of_carried
from budget.queries.books.closing import closed_in, why_not_entered
from budget.queries.money.money import given_to
from districts.models import District, Office

# Stands in an address for money that no office has yet.
CITY_CODE = "city"


class EntryPage(ActPage):
    """A page that enters one movement into the ledger. Subclasses say of what, and by which action.

    ``lead`` names whose money it is, and ``back`` the page on which the movement is then seen.
    """

    form_class: type[forms.BaseForm] = MovementForm
    stylesheet = "css/pages/budget.css"
    limit_words: Any = ""
    year: FiscalYear
    entered: ledger.Entered | Payment

    def above(self) -> list[Link]:
        """The crumbs above the page of the money."""
        raise NotImplementedError

    def figures(self) -> Sequence[tuple[Any, Decimal]]:
        """What stands in the ledger before one types, in baht."""
        raise NotImplementedError

    def limit(self) -> Decimal | None:
        """The most that may be entered; None where nothing limits it."""
        return None

    def books_of(self) -> District | Office | None:
        """The office whose books it is entered into; None for flagship money that no office has yet."""
        return None

    def obstacle(self) -> str:
        return why_not_entered(self.books_of(), self.year)

    def instead(self) -> Sequence[Link]:
        if not self.obstacle():
            return ()
        place = self.books_of()
        where = reverse("budget:permit-ask", args=[self.year, place.code if place else CITY_CODE])
        return [Link(label=_("ขออนุญาตลงรายการ"), href=where)]

    def enter(self, movement: dict[str, Any]) -> ledger.Entered | Payment:
        raise NotImplementedError

    @property
    def done(self) -> str:
        """The undo bar says what was entered; a payment that waits says so."""
        return _("บันทึกแล้ว รออีกคนหนึ่งยืนยัน") if isinstance(self.entered, Payment) else ""

    @property
    def explanation(self) -> str:
        return year_text(self.year)

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=self.lead(), href=self.back()), Link(label=str(self.heading))]

    def stats(self) -> list[Stat]:
        shown = [Stat(label=label, value=format_baht(amount, decimals=False)) for label, amount in self.figures()]
        limit = self.limit()
        return shown if limit is None else [*shown, Stat(label=self.limit_words, value=format_baht(limit), tone="done")]

    def get_initial(self) -> dict[str, Any]:
        return {"on": today() if today() in self.year else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.year, "closed": closed_in(self.books_of(), self.year)}

    def act(self, data: dict[str, Any]) -> None:
        self.entered = self.enter({**data, "by": self.request.user, "at": now()})

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered.act}"


def granted_name(purse: Allocation) -> str:
    """What a purse was given is called: a flagship share is transferred, an item's budget is approved."""
    return _("โอนจัดสรร") if purse.item_id is None else _("งบประมาณอนุมัติ")


def figures_of(purse: Allocation) -> list[tuple[Any, Decimal]]:
    """What stands in the ledger of a purse, in the order in which money is spent."""
    advanced = [(_("เงินยืมที่ยังไม่ล้าง"), purse.advanced)] if purse.advanced else []
    kept = [
        (label, amount)
        for label, amount in [
            (_("ในจำนวนนี้เบิกจ่ายเหลื่อมปี"), paid_of_carried(purse)),
            (_("กันไว้เบิกเหลื่อมปี"), purse.carried_bound + purse.carried_free),
            (_("พับไป"), purse.lapsed),
        ]
        if amount
    ]
    return [
        (granted_name(purse), given_to(purse)),
        (_("งบประมาณหลังปรับโอน"), purse.transferred),
        (_("อนุมัติเงินงวด"), purse.allotted),
        (_("ก่อหนี้ผูกพัน"), purse.committed),
        *advanced,
        (_("เบิกจ่ายแล้ว"), purse.disbursed),
        *kept,
        (_("คงเหลือ"), purse.left),
    ]


def lines_of(purse: Allocation) -> list[MoneyLine]:
    """What `figures_of` says, as the lines of a card; the last one is what is left."""
    *lines, left = figures_of(purse)
    shown = [MoneyLine(label=label, amount=amount) for label, amount in lines]
    return [*shown, MoneyLine(label=left[0], amount=left[1], is_total=True)]


def figures_of_source(source: Appropriation | None) -> list[tuple[Any, Decimal]]:
    source = source or Appropriation()
    return [
        (_("งบประมาณที่ได้รับ"), source.amount),
        (_("โอนจัดสรร"), source.transferred_total),
        (_("ยังไม่ได้โอน"), source.left_to_transfer),
    ]


def year_text(year: FiscalYear) -> str:
    """Which days may be entered, said before one is refused."""
    days = {"year": fiscal_year(year), "start": thai_date_short(year.start), "end": thai_date_short(year.end)}
    if year.has_ended(today()):
        return _("%(year)s สิ้นสุดแล้ว บันทึกย้อนหลังได้เฉพาะรายการที่เกิดใน %(start)s – %(end)s") % days
    return _("ลงวันที่ใน%(year)s (%(start)s – %(end)s)") % days
