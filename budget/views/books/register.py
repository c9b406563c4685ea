"""The finance section's register of a month beside our ledger: what differs, and what our ledger lacks entered."""

from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat, Undo
from bkkplan.ground.core.pages.acts import ActButton, BulkActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Bases
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.actions.books.register import enter_missing, field_of, rows_of, tables_entered, undo_entered
from budget.actions.money.entry_tables import ORDER
from budget.forms.register import MissingForm
from budget.list_kinds import FinanceRegisterList
from budget.models import Allocation
from budget.models.closing import month_name
from budget.queries.books.closing import closed_months, why_not_entered
from budget.queries.books.reconciling import Paid, Reconciliation
from budget.queries.books.register import Means, basis_of_lines, last_of, means_of, payments_of_lots, reconciliation_of
from budget.views.money.money import DistrictMixin
from budget.views.next_steps import steps_after_money
from budget.views.places import money_crumbs

KINDS = {"disbursement": _l("เบิกจ่าย"), "paid_at_once": _l("จ่ายทันที"), "refund": _l("คืนเงินที่เบิกแล้ว")}


def verdict_of(found: Reconciliation, month: date) -> str:
    """One sentence: that both books are equal up to a day, or what is missing."""
    if not found.is_begun:
        return _("ยังไม่ได้นำทะเบียนของฝ่ายการคลังเดือน %(month)s เข้า") % {"month": month_name(month)}
    if found.is_even:
        return _("ยอดตรง ณ วันที่ %(day)s") % {"day": thai_date_short(min(last_of(month), today()))}
    parts = [
        (len(found.missing), _("ในทะเบียนมีแต่เราไม่มี %(n)s รายการ")),
        (len(found.unknown), _("เรามีแต่ในทะเบียนไม่มี %(n)s รายการ")),
        (len(found.differing), _("จำนวนเงินต่างกัน %(n)s เอกสาร")),
        (found.waiting, _("รออีกคนหนึ่งยืนยัน %(n)s รายการ")),
    ]
    said = " · ".join(words % {"n": n} for n, words in parts if n)
    values = {"difference": format_baht(abs(found.difference)), "said": said}
    return _("ยอดยังไม่ตรง ต่างกัน %(difference)s บาท: %(said)s") % values


class MonthMixin(DistrictMixin):
    """A page of the payments of a district in a month. 404 for a number that is no month."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = [first for first in self.year.months if first.month == kwargs["month"]]
        if not found:
            raise Http404
        self.month = found[0]

    def page_of(self, month: date) -> str:
        return reverse("budget:register", args=[self.year, self.district.code, month.month])

    def back(self) -> str:
        return self.page_of(self.month)

    def lead(self) -> str:
        return f"{localname(self.district)} · {month_name(self.month)}"

    def crumbs(self) -> list[Link]:
        return [*money_crumbs(self.year, self.district), Link(label=_("กระทบยอด"), href=self.back())]

    @cached_property
    def found(self) -> Reconciliation:
        return reconciliation_of(self.district, self.month)

    @cached_property
    def enterable(self) -> list[Paid]:
        """What our ledger lacks and may be entered here.

        Carried money is paid, and a payment of a lot corrected, on its own page.
        """
        return [one for one in self.found.missing if one.purse in self.purses or (one.lot and one.amount > 0)]

    @cached_property
    def means(self) -> Means:
        return means_of(self.enterable, self.purses)

    @cached_property
    def purses(self) -> dict[int, Allocation]:
        return Allocation.objects.filter(district=self.district, appropriation__fiscal_year=self.year.be).in_bulk()


class RegisterPage(MonthMixin):
    """Theirs, ours and the difference, line by line, and whether the month is even."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        found, may_record = self.found, request.user.has_perm("budget.record_money", self.subject)
        *above, here = self.crumbs()
        enter = reverse("budget:register-enter", args=[self.year, self.district.code, self.month.month])
        place = f"{self.year.be}-{self.month.month}-{self.district.code}"
        context = {
            "lead": self.lead(),
            "found": found,
            "verdict": verdict_of(found, self.month),
            "months": [
                Link(label=month_name(month), href="" if month == self.month else self.page_of(month))
                for month in self.year.months
                if month <= today()
            ],
            "stats": [
                Stat(label=_("ทะเบียนของฝ่ายการคลัง"), value=format_baht(found.their_sum)),
                Stat(label=_("บัญชีของเรา"), value=format_baht(found.our_sum)),
                Stat(label=_("ต่างกัน"), value=format_baht(found.difference), tone="done" if found.is_even else "late"),
            ],
            "renumbered": [match for match in found.matched if match.numbers_differ],
            "list_page": reverse("lists:hand-in", args=[FinanceRegisterList.code, place]) if may_record else "",
            "enter_page": enter if may_record and self.enterable else "",
            "n": len(self.enterable),
            "undo": self.undo_bar(),
            "crumbs": [*above, Link(label=here.label)],
        }
        return render(request, "budget/register.html", context)

    def undo_bar(self) -> Undo | None:
        """What was just entered from the register, offered to be taken back."""
        try:
            uuid = UUID(self.request.GET.get("done", ""))
        except ValueError:
            return None
        tables = tables_entered(self.district, self.month, uuid=uuid, by=self.request.user).filter(undone_at=None)
        n = sum(1 if lot_entry else len(acts) for acts, lot_entry in tables.values_list("acts", "lot_entry"))
        if not n:
            return None
        text = ngettext("บันทึกจากทะเบียนแล้ว %(n)s รายการ", "บันทึกจากทะเบียนแล้ว %(n)s รายการ", n) % {"n": n}
        month = [self.year, self.district.code, self.month.month]
        return Undo(text=text, action=reverse("budget:register-undo", args=[*month, uuid]))


class UndoEntered(MonthMixin, ActButton):
    """Take back all that was entered from the register in one act."""

    permission = "budget.record_money"
    done = _l("เลิกทำแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี")

    def act(self, data: dict[str, Any]) -> None:
        given = {"district": self.district, "month": self.month, "uuid": self.kwargs["uuid"]}
        undo_entered(**given, **self.signed)


class EnterMissing(MonthMixin, BulkActPage):
    """The lines that our ledger lacks, with what will be left of their money, entered in one act."""

    template_name = "budget/register_enter.html"
    form_class = MissingForm
    stylesheet = "css/pages/budget.css"
    permission = "budget.record_money"
    heading = _l("บันทึกรายการที่เรายังไม่มี")
    entered: UUID | None = None

    def crumbs(self) -> list[Link]:
        return [*super().crumbs(), Link(label=str(self.heading))]

    def obstacle(self) -> str:
        return why_not_entered(self.district, self.year)

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.district)

    def basis(self) -> Bases:
        return basis_of_lines(self.enterable, self.means)

    def get_form_kwargs(self) -> dict[str, Any]:
        closed = [month_name(month) for month in closed_months(self.district) if month == self.month]
        return {**super().get_form_kwargs(), "missing": self.enterable, "closed": closed}

    def act(self, data: dict[str, Any]) -> None:
        enter_missing(
            district=self.district,
            month=self.month,
            lines=data["lines"],
            uuid=data["act"],
            late_reason=data.get("late_reason", ""),
            seen=data["seen"],
            **self.signed,
        )
        self.entered = data["act"]

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered}" if self.entered else self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "rows": self.rows(context["form"]),
            "total": sum((o.amount for o in self.enterable), Decimal(0)),
        }

    def rows(self, form: Any) -> list[dict[str, Any]]:
        """Each line with the act by which it would be entered, and what would be left of its money after it.

        Lots are paid first, as the action does it; theirs is what is then unpaid of them.
        """
        purses = {pk: copy(purse) for pk, purse in self.purses.items()}
        kinds, left = dict[str, str](), dict[str, Decimal]()
        for one, by_purse, rest in payments_of_lots(self.enterable, self.means):
            kinds[field_of(one)], left[field_of(one)] = "disbursement", rest
            for pk, amount in by_purse.items():
                if pk:
                    purses[pk].disbursed += amount
        kinds |= {row.field: row.kind for row in rows_of([one for one in self.enterable if not one.lot], purses)}
        shown = []
        for one in sorted(self.enterable, key=lambda one: (one.on, ORDER.index(kinds[field_of(one)]), one.pk)):
            field = field_of(one)
            if not one.lot:
                purse = purses[one.purse]
                purse.disbursed += one.amount
                left[field] = purse.left
            shown.append({"one": one, "field": form[field], "kind": KINDS[kinds[field]], "left": left[field]})
        return shown
