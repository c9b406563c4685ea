"""Plans as a list and as a page to read."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Stat, Tone
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.paging import counted
from bkkplan.ground.core.questions.keeping import kept_where_great
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.refusals import Refusal
from communities.actions import errors, plans, steps
from communities.enums import PlannedSource, RevisionState
from communities.forms.plans import PlanFilter
from communities.models import PlanAdoption, PlanProject, names_on
from communities.models.committee import communities_written
from communities.queries import NOT_BEGUN, UNSENT, count_by_state, sections_of, with_plan_for, working_set
from communities.queries.comments import open_comments_on
from communities.queries.committees import who_may_submit
from communities.queries.completeness import editions_with_words, problems_of
from communities.queries.plans import acts_for_the_committee, office_writers, resolution_of, resolutions_of
from communities.queries.rules_to_meet import reasons_before
from communities.queries.running import count_years
from communities.queries.writers import name_writers
from communities.views.base import CommunityMixin, PlanMixin, crumbs_to, page_of
from communities.views.paper import may_open_record, record_of
from communities.views.presenting import line_text, notices_for, steps_of
from districts.models import District

PAGE = 50
ASKED = ("write_plan", "submit_plan", "return_plan", "record_adoption", "enter_plan", "take_over_plan")
TONES: dict[str, Tone] = {
    NOT_BEGUN: "wait",
    RevisionState.DRAFT: "now",
    RevisionState.SUBMITTED: "info",
    RevisionState.RETURNED: "bad",
    RevisionState.CONFIRMED: "done",
}


class PlanList(WorkView):
    """Plans for one year, of the communities that a person works with; those not begun too."""

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        user = self.request.user
        mine = working_set(user)
        districts = District.objects.filter(pk__in=mine.values("district")).order_by("code")
        form = PlanFilter(request.GET, districts=districts)
        wanted = form.cleaned_data if form.is_valid() else {}
        rows = with_plan_for(mine.named(query) if (query := wanted.get("q")) else mine, year, on=today())
        if wanted.get("district"):
            rows = rows.filter(district=wanted["district"])
        place = wanted.get("district")
        counts = kept_where_great(
            "communities:plans",
            (user.pk, year.be, today(), place and place.pk, query),
            lambda: count_by_state(rows),
            size=lambda found: sum(found.values()),
        )
        state = wanted.get("state")
        states = [NOT_BEGUN, RevisionState.DRAFT] if state == UNSENT else [state] if state else list(counts)
        listed = rows.filter(plan_state__in=states) if state else rows
        listed = listed.select_related("district", "subdistrict").order_by("district__code", "name_order", "pk")
        pages = counted(listed, PAGE, count=sum(counts.get(one, 0) for one in states))
        page = pages.get_page(request.GET.get("page"))
        shown: list[Any] = list(page)  # with what with_plan_for() annotates
        # A year that is over is told with the names of its last day.
        names = names_on(min(year.end, today()), (c.pk for c in shown))
        labels = {NOT_BEGUN: _("ยังไม่เริ่ม"), **{str(value): str(label) for value, label in RevisionState.choices}}
        context = {
            "year": year,
            "form": form,
            "page": page,
            "rows": [(c, names.get(c.pk, c.name_th), labels[c.plan_state], TONES[c.plan_state]) for c in shown],
            "stats": [Stat(label=label, value=counts.get(state, 0)) for state, label in labels.items()],
            "seats": communities_written(user),
            "may_begin": year in steps.years_open_on(today()),
            "offices": districts_on_duty(user, Duty.PLANS),
            "clear_href": request.path,
        }
        return render(request, "communities/plans.html", context)


class PlanBegin(CommunityMixin, ActButton):
    """Open the first draft of a community's plan for a year."""

    def back(self) -> str:
        return reverse("communities:plans", args=[self.kwargs["year"]])

    def next_page(self) -> str:
        return reverse("communities:write", args=[self.kwargs["year"], self.community.code])

    def act(self, data: dict[str, Any]) -> None:
        begun = {"community_id": self.community.pk, "year": self.kwargs["year"]}
        plans.begin_plan(**begun, **self.signed, on=today())

    def refuse(self, form: Any, refusal: Refusal) -> HttpResponse:
        if not isinstance(refusal, errors.AlreadyBegunError):
            return super().refuse(form, refusal)
        messages.info(self.request, refusal.sentence)
        return self.go(refusal.plan.get_absolute_url())


class PlanPage(PlanMixin):
    """One edition of a plan, whole, to read and to print."""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.request.user
        revision = self.revision
        may = {name: user.has_perm(f"communities.{name}", self.plan) for name in ASKED}
        record = record_of(revision)
        is_inside = may["write_plan"] or user.has_perm("communities.view_committee", self.plan.community)
        adoptions = later(
            PlanAdoption.objects.filter(revision__plan=self.plan)
            .select_related("revision", "recorded_by", "cancelled_by")
            .order_by("-adopted_on", "-pk")
        )
        editions_with_words(revision.pk)
        if is_inside:
            acts_for_the_committee(self.plan.pk, revision.number)
            resolutions_of(revision.pk)
        projects = list(
            later(
                revision.projects.live()
                .select_related("problem", "carried_from__revision__plan")
                .with_areas_and_lines()
                .order_by("rank", "pk")
            )
        )
        count_years(projects)
        if is_inside:
            name_writers(projects, revision)
        live_adoption = next((adoption for adoption in adoptions if adoption.cancelled_on is None), None)
        latest = self.revisions[0]
        only_helps = may["write_plan"] and not may["submit_plan"] and latest.is_open
        context = {
            "plan": self.plan,
            "revision": revision,
            "is_latest": revision == latest,
            "latest": latest,
            "crumbs": crumbs_to(self.plan),
            "line_text": line_text(latest) if is_inside else "",
            "steps": steps_of(revision, on=today(), adoption=live_adoption),
            "notices": notices_for(revision) if is_inside else [],
            "sections": [section for section in sections_of(revision) if section.text],
            "problems": problems_of(revision),
            "projects": projects,
            "total": sum((p.amount for p in projects), Decimal(0)),
            "sources": _by_source(projects),
            "is_inside": is_inside,
            "adoptions": adoptions if is_inside else [a for a in adoptions if a.cancelled_on is None],
            "live_adoption": live_adoption,
            "revisions": self.revisions,
            "may": may,
            "writers": office_writers(revision) if is_inside else [],
            "resolution": resolution_of(revision) if is_inside else None,
            "reasons_before": reasons_before(revision) if is_inside else [],
            "open_comments": open_comments_on(self.plan) if is_inside else [],
            "may_comment": user.has_perm("communities.comment_on_plan", self.plan),
            "only_helps": only_helps,
            "submitters": who_may_submit(self.plan.community_id, on=today()) if only_helps else [],
            "may_name_assistant": user.has_perm("communities.name_assistant", self.plan.community),
            "record": record if record and record.file and may_open_record(record, user) else None,
            "check": page_of("budget:check", latest.pk),
            "behind": page_of("forums:plan-proposals", self.plan.year, self.plan.community.code, revision.number),
        }
        return render(request, "communities/plan.html", context)


def _by_source(projects: list[PlanProject]) -> list[tuple[str, Decimal]]:
    """The plan's money by who is asked to pay."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for project in projects:
        for line in project.budget_lines.all():
            sums[line.source] += line.amount
    return [(str(label), sums[value]) for value, label in PlannedSource.choices if sums.get(value)]
