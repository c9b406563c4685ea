from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.wording import DASH
from forums.enums import ForumState
from forums.filters import ALL, ForumFilter
from forums.models import Forum
from forums.queries import HearingRules, timeliness_of, turnout_of
from forums.queries.sessions import days_in_words
from forums.views.presenting import late_text, tone_of

PER_PAGE = 50
SORTS = {
    "day": "scheduled_on",
    "district": "district__code",
    "attendance": "attendance_total",
    "proposals": "proposal_count",
    "number": "number",
}


class ThisYear(WorkView):
    def get(self, request: WorkRequest) -> HttpResponse:
        return redirect("forums:list", year=FiscalYear.of(today()))


class ForumList(WorkView):
    """The forums of a fiscal year, each with its state and its fifteen-day figures."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        on, rules = today(), HearingRules.read()
        forums = (
            Forum.objects.visible_to(request.user)
            .in_year(year)
            .select_related("district", "community")
            .prefetch_related("attendance__sector")
            .annotate(proposal_count=Count("proposals", filter=Q(proposals__removed_on=None, proposals__is_part=False)))
        )
        chosen = ForumFilter(request.GET, forums, person=request.user, on=on, rules=rules)
        sort = request.GET.get("sort", "-day")
        page = Paginator(self.in_order(chosen.qs, sort), PER_PAGE).get_page(request.GET.get("page"))
        rows = []
        for forum in page:
            figures = timeliness_of(forum, on=on, rule=rules.of(forum.fiscal_year))
            knows_more = request.user.has_perm("forums.view_history", forum)
            is_out = knows_more or forum.state == ForumState.PUBLISHED
            turnout = turnout_of(forum, in_full=knows_more) if is_out else None
            rows.append(
                {
                    "forum": forum,
                    "when": days_in_words(forum),
                    "figures": figures,
                    "tone": tone_of(forum),
                    "late": late_text(figures),
                    "attendance": turnout.total_in_words if turnout else DASH,
                }
            )
        context: dict[str, Any] = {
            "year": year,
            "filter": chosen,
            "page": page,
            "rows": rows,
            "sort": sort,
            "is_filtered": any(value not in ("", ALL) for name, value in request.GET.items() if name in chosen.filters),
            "shows_district": chosen.data.get("district") in (ALL, ""),
            "rule": rules.of(year.be),
            "may_add": request.user.has_perm("forums.add_forum"),
        }
        return render(request, "forums/list.html", context)

    def in_order(self, forums: QuerySet[Forum], sort: str) -> QuerySet[Forum]:
        field = SORTS.get(sort.removeprefix("-"), "scheduled_on")
        first = F(field).desc(nulls_last=True) if sort.startswith("-") else F(field).asc(nulls_last=True)
        return forums.order_by(first, "-scheduled_on", "pk")
