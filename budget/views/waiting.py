"""บัญชีโครงการรอรับการสนับสนุน: the list, its file, and what a community answers when it is asked."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import works_for_the_city
from bkkplan.ground.core.spreadsheets.csvs import CONTENT_TYPE, csv_lines, csv_parts, rows_in
from bkkplan.ground.core.wording import localname
from budget.actions.waiting import answer_whether_wanted
from budget.forms.waiting import AnswerForm, WaitingFilter
from budget.models import ActionPlan, WaitingQuestion
from budget.queries.flagship.asked import asked_for
from budget.queries.waiting import WaitingRow, waiting_list, waiting_since
from budget.views.places import chosen_districts
from communities.views.next_steps import steps_after_plan
from districts.models import District

PAGE = 50
SORTS = {
    "since": lambda row: row.since,
    "community": lambda row: row.project.revision.plan.community.name_order,
    "amount": lambda row: row.amount,
}


class Waiting(RecordPage):
    """The rows that the person may see, as they are filtered and sorted."""

    permission = "budget.view_checks"
    form: WaitingFilter

    @property
    def sort(self) -> str:
        return self.request.GET.get("sort", "since")

    @cached_property
    def district(self) -> District | None:
        return chosen_districts(self.request, FiscalYear.of(today()))[1]

    def rows(self) -> list[WaitingRow]:
        districts, district = chosen_districts(self.request, FiscalYear.of(today()))
        everything = waiting_list(districts)
        is_of_the_city = works_for_the_city(self.request.user)
        self.form = WaitingFilter(
            self.request.GET, of_district=district, is_of_the_city=is_of_the_city, rows=everything
        )
        column = SORTS.get(self.sort.lstrip("-"), SORTS["since"])
        return sorted(self.form.chosen(everything, on=today()), key=column, reverse=self.sort.startswith("-"))


class WaitingList(Waiting):
    def get(self, request: WorkRequest) -> HttpResponse:
        rows, on = self.rows(), today()
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        asked = asked_for(row.project.lineage for row in page)
        return render(
            request,
            "budget/waiting.html",
            {
                "district": self.district,
                "form": self.form,
                "page": page,
                "rows": [(row, row.years(on), asked.get(row.project.lineage)) for row in page],
                "sum": sum(row.amount for row in rows),
                "sort": self.sort,
                "pools": self.pools(),
                "file": f"{reverse('budget:waiting-file')}?{request.GET.urlencode()}",
            },
        )

    def pools(self) -> list[Link]:
        """The action plans of the district, of this year and the next, into which the person may take projects."""
        year = FiscalYear.of(today())
        plans = ActionPlan.objects.filter(district=self.district, fiscal_year__in=[year.be, year.next.be])
        return [
            Link(
                label=_("นำเข้าแผนปฏิบัติราชการ ปี %(year)s") % {"year": plan.fiscal_year},
                href=reverse("budget:pool", args=[plan.year, plan.district.code]),
            )
            for plan in plans.select_related("district").order_by("fiscal_year")
            if self.request.user.has_perm("budget.edit_action_plan", plan)
        ]


class WaitingFile(Waiting):
    def get(self, request: WorkRequest) -> StreamingHttpResponse:
        headings = (
            _("เขต"),
            _("รหัสชุมชน"),
            _("ชุมชน"),
            _("แผนปี"),
            _("โครงการ"),
            _("ด้าน"),
            _("วงเงิน (บาท)"),
            _("รอตั้งแต่"),
        )
        response = StreamingHttpResponse(
            csv_parts(csv_lines(headings, rows_in(get_language() or "th", self.lines()))), content_type=CONTENT_TYPE
        )
        response["Content-Disposition"] = 'attachment; filename="waiting.csv"'
        return response

    def lines(self) -> Iterator[tuple[object, ...]]:
        for row in self.rows():
            plan = row.project.revision.plan
            areas = " · ".join(localname(area) for area in row.areas)
            name = localname(row.district)
            yield (
                name,
                plan.community.code,
                row.community,
                plan.fiscal_year,
                row.project.title,
                areas,
                row.amount,
                row.since,
            )


class AnswerWaiting(ActPage):
    """A committee says whether its community still wants a project that has waited for years."""

    permission = "budget.answer_waiting"
    form_class = AnswerForm
    button = gettext_lazy("บันทึกคำตอบ")
    question: WaitingQuestion

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        super().setup(request, *args, pk=pk, **kwargs)
        rows = WaitingQuestion.objects.visible_to(self.request.user)
        rows = rows.select_related("project__revision__plan__community__district")
        self.question = self.subject = get_object_or_404(rows, pk=pk)
        self.plan = self.question.project.revision.plan

    @property
    def heading(self) -> str:
        return self.question.project.title

    def lead(self) -> str:
        since = waiting_since([self.question.project])[self.question.project_id]
        values = {"community": self.plan.community, "year": self.plan.fiscal_year, "since": FiscalYear.of(since)}
        return _("โครงการของ%(community)s ในแผนปี %(year)s อยู่ในบัญชีรอรับการสนับสนุนตั้งแต่ปีงบประมาณ %(since)s") % values

    explanation = gettext_lazy("โครงการที่ยังต้องการจะอยู่ในบัญชีต่อไป และเขตนำเข้าแผนหรือขอตั้งงบได้ทุกปีโดยไม่ต้องตรวจใหม่")
    done = gettext_lazy("บันทึกคำตอบแล้ว")

    def crumbs(self) -> list[Link]:
        return [Link(label=str(self.plan), href=self.back()), Link(label=self.heading)]

    def back(self) -> str:
        return self.plan.get_absolute_url()

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        is_wanted = self.question.is_wanted
        return {"is_wanted": "" if is_wanted is None else "yes" if is_wanted else "no", "why": self.question.why}

    def act(self, data: dict[str, Any]) -> None:
        answer_whether_wanted(question_id=self.question.pk, **data, **self.signed, on=today())
