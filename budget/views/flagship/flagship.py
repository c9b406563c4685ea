"""The flagship plan of a year as its source lays it out, and the transfer of a project's money to the districts."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, MoneyLine
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import BulkActPage
from bkkplan.ground.core.pages.as_of import DayInView
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import own_bureaus, own_districts, works_for_the_city
from bkkplan.ground.core.rows.basis import Bases
from bkkplan.ground.years.queries import hidden_years
from budget.actions.money import ledger, money
from budget.catalog import indicators
from budget.enums import Sharing
from budget.forms.money import CutForm, GrantForm, TransferForm
from budget.models import Appropriation, BudgetRequest, FlagshipProject
from budget.queries.flagship.requests import path_of, table_for
from budget.queries.flagship.sharing import rule_of, share_out
from budget.queries.money import money as queries
from budget.queries.strategy.trees import path_to
from budget.views.money.entry import EntryPage, figures_of_source, year_text
from budget.views.money.purses import undo_bar
from districts.models import District


class ThisYear(WorkView):
    """/work/flagship/ leads to the latest opened year that has flagship projects."""

    def get(self, request: WorkRequest) -> HttpResponse:
        latest = (
            FlagshipProject.objects.visible_to(request.user)
            .order_by("-fiscal_year")
            .values_list("fiscal_year", flat=True)
            .first()
        )
        return redirect("budget:flagship", latest or FiscalYear.of(today()))


class FlagshipPlan(RecordPage):
    """The two tables of the source plan. What the source does not say is “–”."""

    permission = "budget.view_flagships"

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        if year.be in hidden_years(request.user):
            raise Http404
        projects = list(FlagshipProject.objects.of_year(year).select_related("objective", "appropriation"))
        by_kpi: dict[str, list[FlagshipProject]] = {}
        for project in projects:
            by_kpi.setdefault(project.kpi_code, []).append(project)
        return render(
            request,
            "budget/flagship.html",
            {
                "year": year,
                "path": path_to(project.objective for project in projects),
                "groups": [(n, kpi, by_kpi.get(kpi.kpi_code, [])) for n, kpi in enumerate(indicators(year), 1)],
                "projects": projects,
                "detailed": [p for p in projects if p.is_detailed],
                "total": sum((p.budget or Decimal(0) for p in projects), Decimal(0)),
                "may_manage": request.user.has_perm("budget.manage_flagship_money"),
            },
        )


class FlagshipMoneyMixin(RecordPage):
    permission = "budget.manage_flagship_money"
    flagship: FlagshipProject

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = FlagshipProject.objects.visible_to(self.request.user).select_related("appropriation", "bureau")
        self.flagship = get_object_or_404(rows, pk=pk)
        self.year = FiscalYear(self.flagship.fiscal_year)

    def lead(self) -> str:
        return str(self.flagship)

    def back(self) -> str:
        return reverse("budget:flagship-money", args=[self.flagship.pk])

    @property
    def source(self) -> Appropriation | None:
        return getattr(self.flagship, "appropriation", None)

    def next_links(self) -> list[Link]:
        """After money was entered: where to transfer what is left of it, and how each uses its share."""
        shares = Link(label=_("งบประมาณของโครงการ"), href=self.back())
        places = Link(label=_("งบประมาณรายเขต"), href=reverse("budget:money", args=[self.year]))
        as_it_is_now = Appropriation.objects.filter(flagship=self.flagship).first()
        return [*self.transfers_of(as_it_is_now), shares, places]

    def transfers_of(self, source: Appropriation | None) -> list[Link]:
        """To whom what is left of the money may be transferred: the project's bureau, the districts."""
        if source is None or not source.left_to_transfer:
            return []
        to_bureau = Link(label=_("โอนจัดสรรให้สำนัก"), href=reverse("budget:transfer-bureau", args=[self.flagship.pk]))
        to_districts = Link(label=_("โอนจัดสรรให้เขต"), href=reverse("budget:transfer", args=[self.flagship.pk]))
        return [
            *([to_bureau] if self.flagship.bureau_id else []),
            *([to_districts] if self.flagship.sharing != Sharing.NONE or not self.flagship.bureau_id else []),
        ]

    def districts(self) -> list[District]:
        return list(District.objects.in_being(self.year.end).order_by("code"))

    def above(self) -> list[Link]:
        label = _("โครงการหลัก %(year)s") % {"year": self.year}
        return [Link(label=label, href=reverse("budget:flagship", args=[self.year]))]


class FlagshipMoney(FlagshipMoneyMixin):
    """One project's money, and how each district uses its share."""

    permission = "budget.view_flagships"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        sort = request.GET.get("sort", "district")
        day = DayInView.of(request, self.year, today=today())
        rows = queries.shares_of(self.flagship, self.districts(), sort=sort, as_of=day.past)
        bureaus = list(queries.bureau_purses(self.flagship, as_of=day.past))
        total = sum((row.sums for row in rows), queries.sums_of(bureaus))
        source = self.source
        granted = queries.granted_on(source, day.past)
        asked = table_for(BudgetRequest.objects.filter(flagship=self.flagship))
        return render(
            request,
            "budget/flagship_money.html",
            {
                "flagship": self.flagship,
                "title": self.lead(),
                "year": self.year,
                "source": source,
                # The rate of spending is what was paid of what was transferred, not of the grant.
                "whole": total.transferred,
                "day": day,
                "rows": rows,
                "bureaus": [(purse, queries.sums_of([purse])) for purse in bureaus],
                "own_bureaus": None if works_for_the_city(request.user) else own_bureaus(request.user),
                # A colleague sees all shares, and opens those of the own district.
                "own": None if works_for_the_city(request.user) else own_districts(request.user),
                "total": sum((row.sums for row in rows), queries.Sums()),
                "spent": total.disbursed,
                "shows_districts": not bureaus or any(row.allocation for row in rows),
                "received": sum(1 for row in rows if row.sums.transferred),
                "sort": sort,
                "money_lines": [
                    MoneyLine(label=_("งบประมาณที่ได้รับ"), amount=granted[0] if granted else None),
                    MoneyLine(label=_("โอนจัดสรร"), amount=granted[1] if granted else None),
                    MoneyLine(label=_("ก่อหนี้ผูกพัน"), amount=total.committed),
                    MoneyLine(label=_("เบิกจ่ายแล้ว"), amount=total.disbursed),
                    MoneyLine(label=_("ยังไม่ได้โอน"), amount=granted[0] - granted[1] if granted else None, is_total=True),
                ],
                "movements": queries.movements(source, until=day.past) if source else (),
                "may_manage": request.user.has_perm("budget.manage_flagship_money"),
                "asked": asked.request if asked else None,
                "money_path": () if day.past else path_of(asked, source),
                "transfers": self.transfers_of(source),
                "undo": undo_bar(request, self.back()),
                "crumbs": [*self.above(), Link(label=self.lead())],
            },
        )


class Transfer(FlagshipMoneyMixin, BulkActPage):
    """The money of a project to the districts in one act: filled in, seen before it happens, then done."""

    template_name = "budget/transfer.html"
    form_class = TransferForm
    stylesheet = "css/pages/budget.css"
    heading = _l("โอนจัดสรรให้เขต")
    entered: ledger.Entered

    @cached_property
    def rows(self) -> list[queries.ShareRow]:
        return list(queries.shares_of(self.flagship, self.districts()))

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=self.lead(), href=self.back()), Link(label=_("โอนจัดสรรให้เขต"))]

    def basis(self) -> Bases:
        return Bases.of({r.district.pk: queries.basis_of_share(r.district, r.sums.transferred) for r in self.rows})

    def get_form_kwargs(self) -> dict[str, Any]:
        districts = [row.district for row in self.rows]
        return {**super().get_form_kwargs(), "year": self.year, "districts": districts}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"on": today() if today() in self.year else None}
        shares = share_out(self.whole, rule_of(self.flagship, [row.district for row in self.rows]))
        # What each still lacks of its share: a second act does not give it twice.
        lacks = {
            f"share_{row.district.pk}": shares.get(row.district.code, Decimal(0)) - row.sums.transferred
            for row in self.rows
        }
        return initial | {name: lack for name, lack in lacks.items() if lack > 0}

    @property
    def whole(self) -> Decimal:
        """What there is to share: the money that was granted; before that, what the plan says."""
        return self.source.amount if self.source else self.flagship.budget or Decimal(0)

    def form_valid(self, form: Any) -> HttpResponse:
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        self.template_name = "budget/transfer_preview.html"
        return self.render_to_response(self.get_context_data(form=form, **self.preview(form)))

    def act(self, data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("shares", "act", "on", "document_no", "note", "seen")}
        self.entered = money.transfer_to_districts(flagship_id=self.flagship.pk, **facts, **self.signed)

    def next_page(self) -> str:
        return f"{self.back()}?done={self.entered.act}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        more = {
            "title": self.lead(),
            "source": self.source,
            "year_text": year_text(self.year),
            "rows": [(row, form[f"share_{row.district.pk}"]) for row in self.rows],
        }
        return {**more, **context}

    def preview(self, form: Any) -> dict[str, Any]:
        left = self.source.left_to_transfer if self.source else Decimal(0)
        shares = form.cleaned_data["shares"]
        total = sum(shares.values(), Decimal(0))
        return {
            "heading": _("ตรวจก่อนโอน"),
            "rows": [(row, shares[row.district.pk]) for row in self.rows if row.district.pk in shares],
            "total": total,
            "left_after": left - total,
            "excess": total - left,
            "on": form.cleaned_data["on"],
        }


class FlagshipEntry(FlagshipMoneyMixin, EntryPage):
    """The project's money as a whole, which is then transferred to the districts."""

    def figures(self) -> list[tuple[Any, Decimal]]:
        return figures_of_source(self.source)


class Fund(FlagshipEntry):
    """Money that the city received for the project."""

    form_class = GrantForm
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
