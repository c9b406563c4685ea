"""Entering one movement of money: what stands before it, how much it may be, the form, a refusal beside its field."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.templatetags.thai import fiscal_year, thai_date_short
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.work import WorkRequest
from budget.actions import ledger
from budget.forms import MovementForm
from budget.models import Allocation, Appropriation
from budget.views.places import MayMixin


class EntryView(MayMixin):
    """A page that enters one movement into the ledger. Subclasses say of what, and by which action."""

    form_class: type[MovementForm] = MovementForm
    heading: Any = ""
    button: Any = ""
    limit_words: Any = ""
    year: FiscalYear

    @property
    def title(self) -> str:
        """Whose money it is."""
        raise NotImplementedError

    @property
    def home(self) -> str:
        """The page on which the movement is then seen."""
        raise NotImplementedError

    def crumbs(self) -> list[Link]:
        raise NotImplementedError

    def figures(self) -> Sequence[tuple[Any, Decimal]]:
        """What stands in the ledger before one types, in baht."""
        raise NotImplementedError

    def limit(self) -> Decimal | None:
        """The most that may be entered; None where nothing limits it."""
        return None

    def initial(self) -> dict[str, Any]:
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        raise NotImplementedError

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        first = {"act": uuid4(), "on": today() if today() in self.year else None}
        return self.show(self.form_class(initial=first | self.initial(), year=self.year, **self.form_kwargs()))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = self.form_class(request.POST, year=self.year, **self.form_kwargs())
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            entered = self.enter(form.movement | {"by": request.user, "at": now()})
        except ledger.MoneyError as error:
            form.add_error("on" if isinstance(error, ledger.OutsideYearError) else "amount", str(error))
            return self.show(form, status=422)
        return redirect(f"{self.home}?done={entered.act}")

    def show(self, form: MovementForm, *, status: int = 200) -> HttpResponse:
        context = {
            "heading": self.heading,
            "title": self.title,
            "button": self.button,
            "form": form,
            "figures": [Stat(label=label, value=format_baht(sum_, decimals=False)) for label, sum_ in self.figures()],
            "limit": self.limit(),
            "limit_words": self.limit_words,
            "year_words": year_words(self.year),
            "back": self.home,
            "crumbs": [*self.crumbs(), Link(label=self.title, href=self.home), Link(label=str(self.heading))],
        }
        return render(self.request, "budget/movement.html", context, status=status)


def granted_name(purse: Allocation) -> str:
    """What a purse was given is called: a flagship share is transferred, an item's budget is approved."""
    return _("โอนจัดสรร") if purse.item_id is None else _("งบประมาณอนุมัติ")


def figures_of(purse: Allocation) -> list[tuple[Any, Decimal]]:
    return [
        (granted_name(purse), purse.transferred),
        (_("ก่อหนี้ผูกพัน"), purse.committed),
        (_("เบิกจ่ายแล้ว"), purse.disbursed),
        (_("คงเหลือ"), purse.left),
    ]


def figures_of_source(source: Appropriation | None) -> list[tuple[Any, Decimal]]:
    source = source or Appropriation()
    return [
        (_("งบประมาณที่ได้รับ"), source.amount),
        (_("โอนจัดสรร"), source.transferred_total),
        (_("ยังไม่ได้โอน"), source.left_to_transfer),
    ]


def year_words(year: FiscalYear) -> str:
    """Which days may be entered, said before one is refused."""
    words = {"year": fiscal_year(year), "start": thai_date_short(year.start), "end": thai_date_short(year.end)}
    if year.has_ended(today()):
        return _("%(year)s สิ้นสุดแล้ว บันทึกย้อนหลังได้เฉพาะรายการที่เกิดใน %(start)s – %(end)s") % words
    return _("ลงวันที่ใน%(year)s (%(start)s – %(end)s)") % words
