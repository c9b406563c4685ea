"""The flagship plan of a year as its source lays it out, and the transfer of a project's money to the districts."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, MoneyLine
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.work import WorkRequest, WorkView
from budget.actions import ledger, money
from budget.catalog import indicators
from budget.forms import CutForm, TransferForm
from budget.models import Appropriation, FlagshipProject, StrategyNode
from budget.queries import money as queries
from budget.views.entry import EntryView, figures_of_source, year_words
from budget.views.places import MayMixin, own_districts
from budget.views.purses import undo_bar
from districts.models import District


class ThisYear(WorkView):
    """/work/flagship/ leads to the latest year that has flagship projects."""

    def get(self, request: WorkRequest) -> HttpResponse:
        latest = FlagshipProject.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).first()
        return redirect("budget:flagship", latest or FiscalYear.of(today()))


class FlagshipPlan(MayMixin):
    """The two tables of the source plan. What the source does not say is “–”."""

    permission_required = "budget.view_flagships"

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        projects = list(
            FlagshipProject.objects.filter(fiscal_year=year.be)
            .select_related("objective__parent__parent__parent", "appropriation")
            .order_by("position")
        )
        by_kpi: dict[str, list[FlagshipProject]] = {}
        for project in projects:
            by_kpi.setdefault(project.kpi_code, []).append(project)
        return render(
            request,
            "budget/flagship.html",
            {
                "year": year,
                "path": _path(projects[0].objective) if projects else [],
                "groups": [(n, kpi, by_kpi.get(kpi.kpi_code, [])) for n, kpi in enumerate(indicators(year), 1)],
                "projects": projects,
                "detailed": [p for p in projects if p.is_detailed],
                "total": sum((p.budget or Decimal(0) for p in projects), Decimal(0)),
                "may_manage": request.user.has_perm("budget.manage_flagship_money"),
            },
        )


def _path(node: StrategyNode | None) -> list[StrategyNode]:
    path: list[StrategyNode] = []
    while node is not None:
        path.insert(0, node)
        node = node.parent
    return path


class FlagshipMixin(MayMixin):
    permission_required = "budget.manage_flagship_money"

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Flagship projects are no secret among staff; who is none gets no door at all.
        if not self.request.user.has_perm("budget.view_flagships"):
            raise Http404
        rows = FlagshipProject.objects.select_related("appropriation")
        self.flagship = get_object_or_404(rows, pk=pk)
        self.year = FiscalYear(self.flagship.fiscal_year)

    @property
    def home(self) -> str:
        return reverse("budget:flagship-money", args=[self.flagship.pk])

    @property
    def source(self) -> Appropriation | None:
        return getattr(self.flagship, "appropriation", None)

    def districts(self) -> list[District]:
        return list(District.objects.in_being(self.year.end).order_by("code"))

    @property
    def title(self) -> str:
        return str(self.flagship)

    def way(self, *more: Link) -> list[Link]:
        """โครงการหลัก › what follows."""
        plan = Link(
            label=_("โครงการหลัก %(year)s") % {"year": self.year}, href=reverse("budget:flagship", args=[self.year])
        )
        return [plan, *more]


class FlagshipMoney(FlagshipMixin):
    """One project's money, and how each district uses its share."""

    permission_required = "budget.view_flagships"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        sort = request.GET.get("sort", "district")
        rows = queries.shares_of(self.flagship, self.districts(), sort=sort)
        total = sum((row.sums for row in rows), queries.Sums())
        source = self.source
        return render(
            request,
            "budget/flagship_money.html",
            {
                "flagship": self.flagship,
                "title": self.title,
                "year": self.year,
                "source": source,
                "whole": source.amount if source else None,
                "rows": rows,
                "own": own_districts(request.user),  # a colleague sees all shares, and opens those of the own district
                "total": total,
                "received": sum(1 for row in rows if row.sums.transferred),
                "sort": sort,
                "money_lines": [
                    MoneyLine(label=_("งบประมาณที่ได้รับ"), amount=source.amount if source else None),
                    MoneyLine(label=_("โอนจัดสรร"), amount=source.transferred_total if source else None),
                    MoneyLine(label=_("ก่อหนี้ผูกพัน"), amount=total.committed),
                    MoneyLine(label=_("เบิกจ่ายแล้ว"), amount=total.disbursed),
                    MoneyLine(label=_("ยังไม่ได้โอน"), amount=source.left_to_transfer if source else None, is_total=True),
                ],
                "movements": queries.movements(source) if source else (),
                "may_manage": request.user.has_perm("budget.manage_flagship_money"),
                "undo": undo_bar(request, self.home),
                "crumbs": self.way(Link(label=self.title)),
            },
        )


class Transfer(FlagshipMixin):
    """The money of a project to the districts in one act: filled in, seen before it happens, then done."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        rows = queries.shares_of(self.flagship, self.districts())
        share = self.flagship.share_per_district
        initial: dict[str, Any] = {"act": uuid4(), "on": today() if today() in self.year else None}
        if share:
            # What each still lacks of its share: a second act does not give it twice.
            initial |= {f"share_{row.district.pk}": lack for row in rows if (lack := share - row.sums.transferred) > 0}
        return self.show(self.form(initial=initial), rows)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = self.form(request.POST)
        rows = queries.shares_of(self.flagship, self.districts())
        if form.is_valid() and not form.shares:
            form.add_error(None, _("ยังไม่ได้ใส่จำนวนเงินของเขตใดเลย"))
        if not form.is_valid():
            return self.show(form, rows, status=422)
        left = self.source.left_to_transfer if self.source else Decimal(0)
        total = sum(form.shares.values(), Decimal(0))
        if "confirmed" not in request.POST or "change" in request.POST:
            if "change" in request.POST:
                return self.show(form, rows)
            return self.preview(form, rows, total, left)
        try:
            entered = money.transfer_to_districts(
                flagship_id=self.flagship.pk,
                shares=form.shares,
                act=form.cleaned_data["act"],
                on=form.cleaned_data["on"],
                document_no=form.cleaned_data["document_no"],
                note=form.cleaned_data["note"],
                by=request.user,
                at=now(),
            )
        except ledger.MoneyError as error:
            form.add_error("on" if isinstance(error, ledger.OutsideYearError) else None, str(error))
            return self.show(form, rows, status=422)
        return redirect(f"{self.home}?done={entered.act}")

    def form(self, data: Any = None, *, initial: Any = None) -> TransferForm:
        return TransferForm(data, initial=initial, year=self.year, districts=self.districts())

    def show(self, form: TransferForm, rows: Any, *, status: int = 200) -> HttpResponse:
        fields = [(row, form[f"share_{row.district.pk}"]) for row in rows]
        context = {**self.frame(form), "rows": fields, "year_words": year_words(self.year)}
        return render(self.request, "budget/transfer.html", context, status=status)

    def preview(self, form: TransferForm, rows: Any, total: Decimal, left: Decimal) -> HttpResponse:
        shares = form.shares
        context = {
            **self.frame(form),
            "rows": [(row, shares[row.district.pk]) for row in rows if row.district.pk in shares],
            "total": total,
            "left_after": left - total,
            "excess": total - left,
            "on": form.cleaned_data["on"],
        }
        return render(self.request, "budget/transfer_preview.html", context)

    def frame(self, form: TransferForm) -> dict[str, Any]:
        return {
            "flagship": self.flagship,
            "title": self.title,
            "year": self.year,
            "form": form,
            "source": self.source,
            "back": self.home,
            "crumbs": self.way(Link(label=self.title, href=self.home), Link(label=_("โอนจัดสรรให้เขต"))),
        }


class FlagshipEntry(FlagshipMixin, EntryView):
    """The project's money as a whole, which is then transferred to the districts."""

    def crumbs(self) -> list[Link]:
        return self.way()

    def figures(self) -> list[tuple[Any, Decimal]]:
        return figures_of_source(self.source)


class Fund(FlagshipEntry):
    """Money that the city received for the project."""

    heading = _l("บันทึกงบประมาณที่ได้รับ")
    button = _l("บันทึกงบประมาณ")

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        return money.grant(flagship_id=self.flagship.pk, **movement)


class Cut(FlagshipEntry):
    """Money that the city gave back."""

    form_class = CutForm
    heading = _l("ปรับลดงบประมาณ")
    button = _l("บันทึกการปรับลด")
    limit_words = _l("ปรับลดได้ไม่เกิน")

    def limit(self) -> Decimal:
        return self.source.left_to_transfer if self.source else Decimal(0)

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        if self.source is None:
            raise ledger.NotAvailableError(_("โครงการนี้ยังไม่ได้รับงบประมาณ จึงปรับลดไม่ได้"))
        return money.cut(appropriation_id=self.source.pk, **movement)
