"""What is asked for a year: the year's requests, one request as a table, its lines, and handing it in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActButton, ActPage, BulkActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.rows.basis import Bases, Basis
from bkkplan.ground.core.thai import format_baht
from budget.actions.flagship import requests as actions
from budget.forms.requests import ChooseForm, LineForm
from budget.models import ActionPlanItem, BudgetRequest, FlagshipProject, RequestLine
from budget.queries.flagship import requests as queries
from budget.queries.flagship.asked import asked_for
from budget.views.flagship.flagship import FlagshipMoneyMixin
from budget.views.flagship.request_texts import late_text, line_text, texts_of_fallen
from budget.views.money.money import DistrictMixin
from budget.views.money.purses import undo_bar
from budget.views.places import districts_of
from districts.models import District

PAGE = 50


def asked_by(district: District, year: FiscalYear) -> BudgetRequest:
    """A request that nobody began yet."""
    return BudgetRequest(district=district, fiscal_year=year.be)


class Requests(WorkView):
    """The requests of a year; a district's people are led to their own."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        user = request.user
        districts = districts_of(user, year)
        tables = queries.tables_of_year(BudgetRequest.objects.visible_to(user), year)
        by_flagship = {table.request.flagship_id: table for table in tables.values()}
        by_district = {table.request.district_id: table for table in tables.values()}
        may_ask = user.has_perm("budget.manage_flagship_money")
        flagships = FlagshipProject.objects.visible_to(user).of_year(year).select_related("appropriation")
        return render(
            request,
            "budget/requests.html",
            {
                "year": year,
                "due": queries.due_on(year),
                "flagships": [
                    (flagship, by_flagship.get(flagship.pk), may_ask and not hasattr(flagship, "appropriation"))
                    for flagship in flagships
                ],
                "districts": [
                    (place, by_district.get(place.pk), user.has_perm("budget.prepare_request", asked_by(place, year)))
                    for place in districts
                ],
                "crumbs": [Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year]))],
            },
        )


class BeginForDistrict(DistrictMixin, ActButton):
    """Begin the request of a district, or go to the one that is there."""

    permission = "budget.prepare_request"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = asked_by(self.district, self.year)

    def back(self) -> str:
        return reverse("budget:requests", args=[self.year])

    def act(self, data: dict[str, Any]) -> HttpResponse:
        made = actions.begin_for_district(district_id=self.district.pk, year=self.year, **self.signed)
        return redirect(made)


class BeginForFlagship(FlagshipMoneyMixin, ActButton):
    """Begin the request of a flagship project, or go to the one that is there."""

    def act(self, data: dict[str, Any]) -> HttpResponse:
        return redirect(actions.begin_for_flagship(flagship_id=self.flagship.pk, **self.signed))


class RequestMixin(RecordPage):
    """Loads a request through its door."""

    permission = "budget.prepare_request"
    stylesheet = "css/pages/budget.css"
    asked: BudgetRequest

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = queries.with_stages(BudgetRequest.objects.visible_to(self.request.user))
        self.asked = self.subject = get_object_or_404(rows, pk=pk)
        self.year = self.asked.year

    @cached_property
    def table(self) -> queries.RequestTable:
        return queries.table_of(self.asked)

    @property
    def money_page(self) -> str:
        if self.asked.flagship_id:
            return reverse("budget:flagship-money", args=[self.asked.flagship_id])
        assert self.asked.district is not None  # noqa: S101  (a constraint: a request has one asker)
        return reverse("budget:district-money", args=[self.year, self.asked.district.code])

    def whose(self) -> str:
        return str(self.asked.flagship or self.asked.district)

    def lead(self) -> str:
        return self.whose()

    def above(self) -> list[Link]:
        label = _("คำขอตั้งงบประมาณปี %(year)s") % {"year": self.year}
        return [
            Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[self.year])),
            Link(label=label, href=reverse("budget:requests", args=[self.year])),
        ]

    def crumbs(self) -> list[Link]:
        return [*self.above(), Link(label=self.whose(), href=self.back()), Link(label=str(self.heading))]

    def next_links(self) -> list[Link]:
        request = Link(label=_("คำขอตั้งงบประมาณ"), href=self.back())
        return [request, Link(label=_("คำขอของทุกหน่วยงาน"), href=reverse("budget:requests", args=[self.year]))]


class RequestPage(RequestMixin):
    """One request: its lines, what each stage left of them, and what to do next."""

    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        user, table, due = request.user, self.table, queries.due_on(self.year)
        return render(
            request,
            "budget/request.html",
            {
                "asked": self.asked,
                "table": table,
                "year": self.year,
                "whose": self.whose(),
                "late": late_text(self.asked, due=due),
                "due": due,
                "may_prepare": user.has_perm("budget.prepare_request", self.asked),
                "may_hand_in": user.has_perm("budget.hand_in_request", self.asked),
                "to_grant": table.to_grant,
                "line_text": line_text(table, self.whose()),
                "texts_of_fallen": texts_of_fallen(table),
                "money_page": self.money_page,
                "undo": undo_bar(request, request.path),
                "crumbs": [*self.above(), Link(label=self.whose())],
            },
        )


class ChooseLines(RequestMixin, BulkActPage):
    """What waits for money in the district: items of its action plan, and checked projects of community plans."""

    template_name = "budget/request_choose.html"
    form_class = ChooseForm
    heading = _l("เพิ่มรายการที่รอเงิน")
    button = _l("เพิ่มในคำขอ")
    done = _l("เพิ่มรายการในคำขอแล้ว")

    @cached_property
    def items(self) -> list[ActionPlanItem]:
        return list(queries.items_to_ask_for(self.asked))

    @cached_property
    def page(self) -> Any:
        return Paginator(queries.projects_to_ask_for(self.asked), PAGE).get_page(self.request.GET.get("page"))

    def basis(self) -> Bases:
        return queries.basis_of_choice(self.items, self.page)

    def act(self, data: dict[str, Any]) -> None:
        actions.add_chosen(request_id=self.asked.pk, **data, **self.signed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = asked_for(project.lineage for project in self.page)
        more = {
            "year": self.year,
            "items": self.items,
            "page": self.page,
            "projects": [(project, before.get(project.lineage)) for project in self.page],
        }
        return {**more, **super().get_context_data(**kwargs)}


class NewLine(RequestMixin, ActPage):
    form_class = LineForm
    heading = _l("เพิ่มรายการ")
    button = _l("เพิ่มในคำขอ")
    done = _l("เพิ่มรายการในคำขอแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.year}

    def act(self, data: dict[str, Any]) -> None:
        words = actions.LineWords(**data)  # type: ignore[typeddict-item]
        actions.add_line(request_id=self.asked.pk, words=words, **self.signed)


class LineMixin(RequestMixin, ActPage):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.line = get_object_or_404(RequestLine, request=self.asked, pk=kwargs["line"])

    def lead(self) -> str:
        return self.line.title


class EditLine(LineMixin):
    form_class = LineForm
    heading = _l("แก้ไขรายการ")
    button = _l("บันทึก")
    done = _l("บันทึกรายการแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.year}

    def get_initial(self) -> dict[str, Any]:
        line = self.line
        return {"title": line.title, "amount": line.amount, "category": line.category_id, "note": line.note}

    def act(self, data: dict[str, Any]) -> None:
        words = actions.LineWords(**data)  # type: ignore[typeddict-item]
        actions.change_line(line_id=self.line.pk, words=words, **self.signed)


class RemoveLine(LineMixin):
    heading = _l("นำรายการออกจากคำขอ")
    explanation = _l("โครงการของชุมชนในรายการนี้กลับไปรอในรายการที่รอเงิน")
    button = _l("นำออก")
    done = _l("นำรายการออกจากคำขอแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        actions.remove_line(line_id=self.line.pk, **self.signed)


class HandIn(RequestMixin, ActPage):
    permission = "budget.hand_in_request"
    heading = _l("ยื่นคำขอตั้งงบประมาณ")
    explanation = _l("หลังยื่นแล้วแก้รายการไม่ได้ ดึงกลับมาแก้ได้จนกว่าจะบันทึกผลพิจารณาขั้นแรก")
    button = _l("ยื่นคำขอ")

    def basis(self) -> Basis:
        return queries.basis_of_request(self.asked)

    def stats(self) -> list[Stat]:
        return [
            Stat(label=_("รายการ"), value=len(self.table.rows)),
            Stat(label=_("ขอตั้ง (บาท)"), value=format_baht(self.table.asked, decimals=False)),
        ]

    def obstacle(self) -> str:
        return "" if self.table.rows else _("คำขอนี้ยังไม่มีรายการ เพิ่มอย่างน้อย 1 รายการก่อนยื่น")

    @property
    def done(self) -> str:
        late = late_text(BudgetRequest.objects.get(pk=self.asked.pk), due=queries.due_on(self.year))
        return " ".join(filter(None, [_("ยื่นคำขอตั้งงบประมาณแล้ว"), late]))

    def act(self, data: dict[str, Any]) -> None:
        actions.hand_in(request_id=self.asked.pk, **data, **self.signed, on=today())


class Recall(RequestMixin, ActPage):
    permission = "budget.hand_in_request"
    form_class = ReasonForm
    heading = _l("ดึงคำขอกลับมาแก้ไข")
    explanation = _l("คำขอกลับเป็นร่าง วันที่ยื่นจะเป็นวันที่ยื่นครั้งใหม่")
    button = _l("ดึงกลับ")
    done = _l("ดึงคำขอกลับมาแก้ไขแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.recall(request_id=self.asked.pk, **data, **self.signed)
