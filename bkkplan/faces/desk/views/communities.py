"""The communities of an office, each with the five steps of its plan: a part of งานของฉัน, and a page by itself."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, StepState
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import within_reach
from bkkplan.ground.core.wording import localname
from budget.queries.checks.community_steps import CommunitySteps, community_steps
from districts.models import District


@dataclass(frozen=True, slots=True)
class Dot:
    """One step of one community. ``words`` says its state to those who do not see the dot."""

    label: str
    state: StepState
    words: str


class CommunitiesByStep(RecordPage):
    permission = "budget.view_year_of_offices"

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.year = year
        reach = within_reach(self.request.user, "pk", in_year=year.be)
        self.district = self.subject = get_object_or_404(District.objects.in_being(today()).filter(reach), code=code)

    @property
    def heading(self) -> str:
        return _("ชุมชนตามขั้นตอน แผนปี %(year)s") % {"year": self.year}

    def lead(self) -> str:
        return localname(self.district)

    def back(self) -> str:
        return reverse("desk:my-work")

    def crumbs(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=self.back()), Link(label=self.heading)]

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        rows = community_steps(self.district, self.year, on=today())
        context = {
            **self.top(),
            "year": self.year,
            "labels": step_labels(),
            "rows": [(row, dots_of(row)) for row in rows],
        }
        is_part = bool(request.htmx) and not request.htmx.history_restore_request
        return render(request, "desk/_communities.html" if is_part else "desk/communities.html", context)


def step_labels() -> list[str]:
    return [_("เริ่มเขียน"), _("ส่งเขต"), _("ตรวจครบ"), _("รับรอง"), _("เข้าแผนเขต")]


def dots_of(row: CommunitySteps) -> list[Dot]:
    """The step after the last one that is done is under way, once the plan is begun."""
    dots = []
    for at, (label, is_done) in enumerate(zip(step_labels(), row.done, strict=True)):
        state: StepState = "done" if is_done else "wait"
        words = _("แล้ว") if is_done else _("ยังไม่ถึง")
        if not is_done and 0 < at == row.reached:
            state, words = "now", _("กำลังทำ")
            if at == 1 and row.is_sent_back:
                state, words = "late", _("ส่งกลับให้แก้ไข")
            elif row.projects and at == 2:
                words = _("ตรวจแล้ว %(checked)s จาก %(projects)s โครงการ") % {
                    "checked": row.checked,
                    "projects": row.projects,
                }
        dots.append(Dot(label, state, words))
    return dots
