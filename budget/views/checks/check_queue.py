"""The plans that wait for their check."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Tab
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.paging import counted
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import works_for_the_city
from bkkplan.ground.core.questions.keeping import kept_where_great
from budget.forms import QueueFilter
from budget.queries.checks import checks as queries
from budget.views.places import chosen_districts
from communities.enums import RevisionState

PAGE = 50


class ThisQueue(WorkView):
    """/work/checks/ leads to the year whose plans are being written."""

    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("budget:checks", FiscalYear.of(today()).next)


class CheckQueue(RecordPage):
    permission = "budget.view_checks"

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        districts, district = chosen_districts(request, year)
        counts = kept_where_great(
            "budget:checks",
            (year.be, None if districts is None else sorted(districts)),
            lambda: queries.queue_counts(year, districts),
            size=lambda found: sum(found.values()),
        )
        state = request.GET.get("state", RevisionState.SUBMITTED)
        if state not in counts:
            state = RevisionState.SUBMITTED
        sort = request.GET.get("sort", "submitted")
        pages = counted(queries.queue(year, districts, state=state, sort=sort), PAGE, count=counts[state])
        page = pages.get_page(request.GET.get("page"))
        form = QueueFilter(request.GET) if works_for_the_city(request.user) else None
        day = today()
        rows = queries.queue_rows(list(page), day=min(year.end, day))
        return render(
            request,
            "budget/check_queue.html",
            {
                "year": year,
                "district": district,
                "form": form,
                "tabs": [
                    Tab(label=label, href=self.address(year, value), active=value == state, count=counts[value])
                    for value, label in (
                        (RevisionState.SUBMITTED, _("รอตรวจ")),
                        (RevisionState.RETURNED, _("ส่งกลับแล้ว")),
                        (RevisionState.CONFIRMED, _("รับรองแล้ว")),
                        (RevisionState.DRAFT, _("ชุมชนกำลังจัดทำ")),
                    )
                ],
                "state": state,
                "sort": sort,
                "page": page,
                "rows": [(row, row.waited(day), row.is_late(day)) for row in rows],
            },
        )

    def address(self, year: FiscalYear, state: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        query["state"] = state
        return f"{reverse('budget:checks', args=[year])}?{query.urlencode()}"
