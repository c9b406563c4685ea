"""The money of an office in one table: read as of a day, taken out as a workbook, and entered row by row in one act."""

from copy import copy
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.files.evidence import XLSX
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton, BulkActPage
from bkkplan.ground.core.pages.as_of import DayInView
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Bases
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.money.entry_tables import TableRow, enter_table, try_table, undo_table
from budget.enums import EntryKind
from budget.exports import workbook_of_money
from budget.forms.money_table import KINDS, MoneyTableForm
from budget.list_kinds import MovementList
from budget.models import Allocation, EntryTable
from budget.queries.books.closing import closed_in, why_not_entered
from budget.queries.money import money as queries
from budget.queries.money.levels import Bound, bounds_of_a_purse
from budget.queries.money.money_table import SpendingTarget, basis_of_purses, money_table, title_of
from budget.queries.money.spending import needs_allotment, room_for
from budget.views.money.entry import year_text
from budget.views.money.money import PlaceMixin, money_of
from budget.views.money.purses import undo_bar_of_table
from budget.views.next_steps import steps_after_money
from budget.views.places import money_crumbs, place_in_year
from districts.models import District, Office

SHOWN_TABLES = 5


def kinds_for(user: User, place: District | Office) -> list[str]:
    """What a person may enter into the table of an office: commitments, payments, both or nothing."""
    needed = {"commit": "budget.commit_money", "disbursement": "budget.record_money"}
    return [kind for kind in KINDS if user.has_perm(needed[kind], money_of(place))]


def target_in_words(target: SpendingTarget | None, year: FiscalYear) -> str:
    """One sentence: the target of the quarter and what is missing, or that the year has none."""
    if target is None:
        return _("ปี %(year)s ยังไม่ได้กำหนดเป้าหมายการเบิกจ่าย") % {"year": year}
    values = {
        "quarter": target.quarter,
        "percent": f"{target.percent.normalize():f}",
        "short": format_baht(target.short),
    }
    if target.is_reached:
        return _("เป้าหมายสิ้นไตรมาสที่ %(quarter)s: เบิกจ่ายสะสมร้อยละ %(percent)s · ถึงเป้าหมายแล้ว") % values
    return _("เป้าหมายสิ้นไตรมาสที่ %(quarter)s: เบิกจ่ายสะสมร้อยละ %(percent)s · ขาดอีก %(short)s บาท") % values


def register_month(year: FiscalYear) -> int:
    """The month whose register is looked at first: the one under way, or the nearest of the year."""
    return min(max(today(), year.start), year.end).month


def table_page(year: FiscalYear, place: District | Office) -> str:
    return reverse("budget:money-table", args=[year, place.code])


class TableMixin(PlaceMixin):
    """A page of the money of a district or a bureau in a year, below the page of that money."""

    def crumbs(self) -> list[Link]:
        return [*money_crumbs(self.year, self.place), Link(label=_("ตารางงบประมาณ"), href=self.back())]

    def back(self) -> str:
        return table_page(self.year, self.place)

    def lead(self) -> str:
        return place_in_year(self.place, self.year)


class MoneyTablePage(TableMixin):
    """One row for each item and flagship project, as of a day, with the target of its quarter."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        day = DayInView.of(request, self.year, today=today())
        table = money_table(self.place, self.year, day=day.day, as_of=day.past)
        kinds = kinds_for(request.user, self.place)
        tables = EntryTable.objects.visible_to(request.user).of(self.place)
        *above, here = self.crumbs()
        context = {
            "year": self.year,
            "place": self.place,
            "lead": self.lead(),
            "day": day,
            "table": table,
            "target": target_in_words(table.target, self.year),
            "may_enter": kinds and not day.past,
            "obstacle": why_not_entered(self.place, self.year),
            "undo": undo_bar_of_table(request, self.place),
            "tables": tables.filter(fiscal_year=self.year.be, undone_at=None, lot_entry=None)
            .select_related("by")
            .order_by("-at", "-pk")[:SHOWN_TABLES]
            if kinds
            else (),
            "list_page": reverse("lists:hand-in", args=[MovementList.code, f"{self.year.be}-{self.place.code}"])
            if isinstance(self.place, District) and "disbursement" in kinds
            else "",
            "register": reverse("budget:register", args=[self.year, self.place.code, register_month(self.year)])
            if isinstance(self.place, District)
            else "",
            "crumbs": [*above, Link(label=here.label)],
        }
        return render(request, "budget/money_table.html", context)


class MoneyTableFile(TableMixin):
    """Answer with the table of a day as a workbook."""

    permission = "budget.view_money"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        day = DayInView.of(request, self.year, today=today())
        table = money_table(self.place, self.year, day=day.day, as_of=day.past)
        title = _("งบประมาณ%(lead)s ณ วันที่ %(day)s") % {"lead": self.lead(), "day": thai_date_short(day.day)}
        content = workbook_of_money(table, title=title, target=target_in_words(table.target, self.year))
        name = f"money-{self.year}-{self.place.code}-{day.day.isoformat()}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=XLSX.mime, headers=headers)


class EnterTable(TableMixin, BulkActPage):
    """Commitments and payments that are typed or pasted into the table: seen first, then entered in one act."""

    template_name = "budget/money_table_enter.html"
    form_class = MoneyTableForm
    stylesheet = "css/pages/budget.css"
    heading = _l("บันทึกลงตาราง")
    entered: EntryTable

    @cached_property
    def kinds(self) -> list[str]:
        return kinds_for(self.request.user, self.place)

    @property
    def permission(self) -> str:  # type: ignore[override]
        return "budget.commit_money" if self.kinds == ["commit"] else "budget.record_money"

    @cached_property
    def purses(self) -> list[Allocation]:
        items = queries.item_purses(self.place, self.year) if isinstance(self.place, District) else ()
        return [*items, *queries.flagship_purses(self.place, self.year)]

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        return bounds_of_a_purse(needs_allotment=needs_allotment(self.year))

    def crumbs(self) -> list[Link]:
        return [*super().crumbs(), Link(label=str(self.heading))]

    def obstacle(self) -> str:
        return why_not_entered(self.place, self.year)

    def next_links(self) -> list[Link]:
        return steps_after_money(self.year, self.place)

    def basis(self) -> Bases:
        return basis_of_purses(self.purses)

    def get_form_kwargs(self) -> dict[str, Any]:
        closed = closed_in(self.place, self.year)
        more = {"year": self.year, "closed": closed, "purses": self.purses, "kinds": self.kinds}
        return {**super().get_form_kwargs(), **more}

    def get_initial(self) -> dict[str, Any]:
        return {"on": today() if today() in self.year else None}

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        rows = form.cleaned_data["rows"]
        refused = try_table(place=self.place, year=self.year, rows=rows, **self.signed)
        for field, sentence in refused.items():
            form.add_error(field, sentence)
        if refused:
            return self.form_invalid(form)
        self.template_name = "budget/money_table_preview.html"
        return self.render_to_response(self.get_context_data(form=form, **self.preview(form, rows)))

    def act(self, data: dict[str, Any]) -> None:
        self.entered = enter_table(
            place=self.place,
            year=self.year,
            rows=data["rows"],
            uuid=data["act"],
            seen=data["seen"],
            **self.signed,
        )

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered.uuid}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        more = {
            "year_text": year_text(self.year),
            "kinds": [KINDS[kind] for kind in self.kinds],
            "rows": [self.row_of(form, purse) for purse in self.purses],
        }
        return {**more, **context}

    def row_of(self, form: Any, purse: Allocation) -> dict[str, Any]:
        fields = [(KINDS[kind], form[f"{kind}_{purse.pk}"]) for kind in self.kinds]
        return {
            "title": title_of(purse),
            "purse": purse,
            "to_commit": room_for(EntryKind.COMMITMENT, purse, self.bounds),
            "to_disburse": room_for(EntryKind.DISBURSEMENT, purse, self.bounds),
            "fields": [*fields, (_("เลขที่เอกสาร"), form[f"document_{purse.pk}"])],
        }

    def preview(self, form: Any, rows: list[TableRow]) -> dict[str, Any]:
        """What is entered in each row, and what will be left of it."""
        by_purse: dict[int, dict[str, TableRow]] = {}
        for row in rows:
            by_purse.setdefault(row.purse, {})[row.kind] = row
        shown, committed_in_all, paid_in_all = [], Decimal(0), Decimal(0)
        for purse in self.purses:
            if typed := by_purse.get(purse.pk):
                committed, paid = (typed[kind].amount if kind in typed else Decimal(0) for kind in KINDS)
                after = copy(purse)
                after.committed += committed
                after.disbursed += paid
                rooms = {
                    "to_commit": room_for(EntryKind.COMMITMENT, after, self.bounds),
                    "to_disburse": room_for(EntryKind.DISBURSEMENT, after, self.bounds),
                    "left": after.left,
                }
                number = next(iter(typed.values())).document_no
                shown.append((title_of(purse), number, committed, paid, rooms))
                committed_in_all, paid_in_all = committed_in_all + committed, paid_in_all + paid
        return {
            "heading": _("ตรวจก่อนบันทึก"),
            "lines": shown,
            "committed": committed_in_all,
            "paid": paid_in_all,
            "n": len(rows),
            "on": form.cleaned_data["on"],
        }


class UndoTable(ActButton):
    """Take back all that one table entered, by entries of the opposite kind."""

    done = _l("เลิกทำทั้งตารางแล้ว รายการเดิมและรายการกลับรายการยังอยู่ในบัญชี")

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        tables = EntryTable.objects.visible_to(self.request.user).select_related("district", "bureau")
        self.table = get_object_or_404(tables, uuid=uuid)
        self.subject = money_of(self.table.place)

    @property
    def permission(self) -> str:  # type: ignore[override]
        kinds = kinds_for(self.request.user, self.table.place)
        return "budget.commit_money" if kinds == ["commit"] else "budget.record_money"

    def back(self) -> str:
        return table_page(FiscalYear(self.table.fiscal_year), self.table.place)

    def act(self, data: dict[str, Any]) -> None:
        undo_table(table_id=self.table.pk, **self.signed)
