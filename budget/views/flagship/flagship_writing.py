"""The flagship projects of a year as a part of it: listed, written, put in order, shared out by a rule."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.views.base import YearMixin
from budget.actions.flagship import flagships
from budget.enums import Sharing
from budget.forms import MoveForm
from budget.forms.flagships import FlagshipForm, ShareTableForm
from budget.models import FlagshipProject
from budget.queries.flagship.flagships import flagships_of, touched_by
from budget.queries.strategy.trees import offered
from districts.models import District


class YearFlagships(YearMixin):
    """The projects of a year with their rules, and what each still lacks."""

    heading = gettext_lazy("โครงการหลัก")

    def get(self, request: WorkRequest, **_kept: object) -> HttpResponse:
        states = flagships_of(self.year)
        context = {
            **self.top(),
            "year": self.year,
            "states": states,
            "total": sum(state.flagship.budget or 0 for state in states),
            "may_prepare": self.may_prepare,
            "is_draft": self.planned.is_draft,
        }
        return render(request, "budget/year_flagships.html", context)


class FlagshipPart(YearMixin):
    """What all pages that write flagship projects share."""

    permission = "years.prepare_year"

    def back(self) -> str:
        return reverse("budget:year-flagships", args=[self.year])

    def above(self) -> list[Link]:
        return [*super().above(), Link(label=_("โครงการหลัก"), href=self.back())]

    @property
    def whole_year(self) -> Link:
        label = _("ปีงบประมาณ %(year)s") % {"year": self.year}
        return Link(label=label, href=reverse("years:year", args=[self.year]))

    @property
    def needs_reason(self) -> bool:
        return not self.planned.is_draft


class NewFlagship(FlagshipPart, ActPage):
    form_class = FlagshipForm
    template_name = "budget/touched_act.html"
    heading = gettext_lazy("เพิ่มโครงการหลัก")
    button = gettext_lazy("เพิ่มโครงการ")
    made: FlagshipProject

    @property
    def done(self) -> str:
        return _("เพิ่ม%(flagship)sแล้ว") % {"flagship": self.made}

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"year": self.year, "offered": offered(self.year), "needs_reason": self.needs_reason}
        return {**super().get_form_kwargs(), **more}

    def act(self, data: dict[str, Any]) -> None:
        self.made = flagships.add_flagship(
            year=self.year, words=self.sent.words, reason=self.sent.why, on=today(), **self.signed
        )

    def next_page(self) -> str:
        if self.made.sharing == Sharing.TABLE:
            return reverse("budget:flagship-table", args=[self.made.pk])
        return self.back()

    def next_links(self) -> list[Link]:
        return [self.whole_year]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"is_opened": self.needs_reason, "touched": (), **super().get_context_data(**kwargs)}


class FlagshipMixin(FlagshipPart):
    """Loads the project, and its year as YearMixin does."""

    flagship: FlagshipProject

    def find_year(self) -> FiscalYear:
        rows = FlagshipProject.objects.visible_to(self.request.user)
        self.flagship = get_object_or_404(rows, pk=self.kwargs["pk"])
        return FiscalYear(self.flagship.fiscal_year)

    def lead(self) -> str:
        return str(self.flagship)


class FlagshipRow(FlagshipMixin, RowPage):
    """One project's texts or table, kept at the project's version."""

    template_name = "budget/touched_row.html"

    def find(self) -> FlagshipProject:
        return self.flagship

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        touched = touched_by(self.flagship) if self.needs_reason else []
        return super().show(form, status=status, is_opened=self.needs_reason, touched=touched, **more)

    @property
    def asked(self) -> dict[str, Any]:
        return {"flagship_id": self.flagship.pk, "on": today(), "by": self.request.user, "at": now()}


class EditFlagship(FlagshipRow):
    heading = gettext_lazy("แก้ไขโครงการหลัก")

    def form(self, row: FlagshipProject, data: Any = None) -> FlagshipForm:
        initial = FlagshipForm.texts_of(row)
        nodes = offered(self.year, besides=[row.objective_id])
        return FlagshipForm(data, year=self.year, offered=nodes, needs_reason=self.needs_reason, initial=initial)

    def save(self, form: FlagshipForm, *, seen: int) -> FlagshipProject:
        return flagships.save_flagship(seen=seen, words=form.words, reason=form.why, **self.asked)

    def next_page(self) -> str:
        self.flagship.refresh_from_db()
        has_no_table = self.flagship.sharing == Sharing.TABLE and not self.flagship.share_table.exists()
        return reverse("budget:flagship-table", args=[self.flagship.pk]) if has_no_table else self.back()


class EditTable(FlagshipRow):
    heading = gettext_lazy("ตารางจำนวนเงินรายเขต")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.flagship.sharing != Sharing.TABLE:
            raise Http404

    @cached_property
    def districts(self) -> list[District]:
        return list(District.objects.in_being(self.year.end).order_by("code"))

    def form(self, row: FlagshipProject, data: Any = None) -> ShareTableForm:
        kept = {share.district_id: share.amount for share in row.share_table.all()}
        initial = {f"share_{district.code}": kept.get(district.pk) for district in self.districts}
        return ShareTableForm(data, districts=self.districts, needs_reason=self.needs_reason, initial=initial)

    def save(self, form: ShareTableForm, *, seen: int) -> FlagshipProject:
        return flagships.save_share_table(seen=seen, amounts=form.amounts, reason=form.why, **self.asked)

    def lead(self) -> str:
        amount = format_baht(self.flagship.budget or 0, decimals=False)
        return _("%(flagship)s · รวมต้องเท่ากับ %(amount)s บาท") % {"flagship": self.flagship, "amount": amount}


class MoveFlagship(FlagshipMixin, ActButton):
    form_class = MoveForm

    def act(self, data: dict[str, Any]) -> None:
        flagships.move_flagship(flagship_id=self.flagship.pk, **data, **self.signed)


class RemoveFlagship(FlagshipMixin, ActPage):
    heading = gettext_lazy("นำโครงการหลักออก")
    explanation = gettext_lazy("โครงการจะถูกลบจากร่างของปีนี้ ข้อความเก็บไว้ในประวัติเท่านั้น")
    button = gettext_lazy("นำออก")
    done = gettext_lazy("นำโครงการหลักออกแล้ว")
    is_danger = True

    def obstacle(self) -> str:
        return str(flagships.OpenedError.sentence) if self.needs_reason else ""

    def stats(self) -> list[Stat]:
        budget = self.flagship.budget
        return [Stat(label=_("งบประมาณ (บาท)"), value=format_baht(budget, decimals=False) if budget else "–")]

    def next_links(self) -> list[Link]:
        return [self.whole_year]

    def act(self, data: dict[str, Any]) -> None:
        flagships.remove_flagship(flagship_id=self.flagship.pk, **self.signed)
