"""Taking proposals over into a plan: a page, and a fragment that the plan's own page loads by its address."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.formfields import ThaiProseField
from bkkplan.ground.core.forms import PortalForm, ReasonForm
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.work import WorkRequest
from communities.enums import RevisionState
from communities.models import Plan, PlanArea
from communities.views.next_steps import steps_after_plan
from forums.actions import uptakes
from forums.enums import ForumState
from forums.models import Proposal, Uptake
from forums.queries.successions import merged_into_it

PER_PAGE = 20
PER_PAGE_BESIDE_THE_PLAN = 5  # the plan's own page is long already; it asks for “few”


class UptakeSearch(PortalForm):
    q = forms.CharField(label=gettext_lazy("คำค้น"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    area = forms.ModelChoiceField(
        label=gettext_lazy("ด้าน"),
        queryset=PlanArea.objects.order_by("position"),
        required=False,
        empty_label=gettext_lazy("ทุกด้าน"),
    )
    taken = forms.ChoiceField(
        label=gettext_lazy("สถานะ"),
        required=False,
        choices=[
            ("", gettext_lazy("ทั้งหมด")),
            ("no", gettext_lazy("ยังไม่นำเข้าแผนนี้")),
            ("yes", gettext_lazy("นำเข้าแผนนี้แล้ว")),
        ],
    )


class EndUptakeForm(ReasonForm):
    """Why, for those who work on the plan; and what the public reads, which may be nothing."""

    public_reason = ThaiProseField(
        label=gettext_lazy("คำชี้แจงต่อประชาชน (ไม่บังคับ)"),
        required=False,
        max_length=500,
        rows=2,
        help_text=gettext_lazy("แสดงในหน้าของข้อเสนอ หากเคยส่งแผนที่มีข้อเสนอนี้แล้ว เหตุผลข้างบนไม่เผยแพร่"),
    )


class _OfAPlan(RecordPage):
    permission = "forums.take_up"
    plan: Plan

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        number = request.GET.get("plan") or request.POST.get("plan") or ""
        seen = Plan.objects.visible_to(self.request.user).select_related("community__district")
        self.plan = self.subject = get_object_or_404(seen, pk=int(number) if number.isdecimal() else 0)

    def back(self) -> str:
        return f"{reverse('forums:uptake')}?plan={self.plan.pk}"

    def proposals(self) -> QuerySet[Proposal]:
        """Published proposals of the district, each with this plan's living uptake; the community's own come first."""
        living = Uptake.objects.filter(
            proposal=OuterRef("pk"), project__revision__plan=self.plan, ended_on=None
        ).order_by("-pk")
        community = self.plan.community
        return (
            Proposal.objects.visible_to(self.request.user)
            .live()
            .filter(pk__in=Proposal.objects.on_their_own())
            .filter(forum__state=ForumState.PUBLISHED, forum__district=community.district_id)
            .select_related("forum", "area", "subdistrict", "community")
            .annotate(
                behind_it=merged_into_it(),
                uptake_id=Subquery(living.values("pk")[:1]),
                project_title=Subquery(living.values("project__title")[:1]),
                is_own=Q(community=community.pk) | Q(forum__community=community.pk),
            )
        )

    def show(self, *, status: int = 200) -> HttpResponse:
        request = self.request
        search = UptakeSearch(request.GET)
        proposals = self.proposals()
        if search.is_valid():
            chosen = search.cleaned_data
            proposals = proposals.matching(chosen["q"])  # type: ignore[attr-defined]
            if chosen["area"]:
                proposals = proposals.filter(area=chosen["area"])
            if chosen["taken"]:
                proposals = proposals.filter(uptake_id__isnull=chosen["taken"] == "no")
        ordered = proposals.order_by(F("is_own").desc(nulls_last=True), F("forum__held_on").desc(), "position", "pk")
        revision = self.plan.revisions.latest("number")
        is_few = "few" in request.GET
        per_page = PER_PAGE_BESIDE_THE_PLAN if is_few else PER_PAGE
        context = {
            "plan": self.plan,
            "year": self.plan.year,
            "search": search,
            "page": Paginator(ordered, per_page).get_page(request.GET.get("page")),
            "is_few": is_few,
            "all_url": self.back(),
            "is_draft": revision.state == RevisionState.DRAFT,
            "crumbs": [
                Link(label=_("แผนพัฒนาชุมชน"), href=self.plan.get_absolute_url()),
                Link(label=_("นำข้อเสนอเข้าแผน")),
            ],
        }
        is_fragment = bool(request.headers.get("HX-Request"))
        template = "forums/_uptake.html" if is_fragment else "forums/uptake.html"
        return render(request, template, context, status=status)


class UptakeList(_OfAPlan):
    def get(self, request: WorkRequest) -> HttpResponse:
        return self.show()


class UptakeTake(_OfAPlan, ActButton):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal = get_object_or_404(self.proposals(), uuid=kwargs["uuid"])

    @property
    def done(self) -> str:
        return _("นำ “%(title)s” เข้าแผนเป็นโครงการแล้ว") % {"title": self.proposal.title}

    def act(self, data: dict[str, Any]) -> None:
        by = self.request.user
        uptakes.take_up(plan_id=self.plan.pk, proposal_id=self.proposal.pk, on=today(), by=by, at=now())

    def go(self, address: str) -> HttpResponse:
        if not self.is_sheet:
            return super().go(address)
        if self.plan.get_absolute_url() in self.request.headers.get("HX-Current-URL", ""):
            return HttpResponse(headers={"HX-Refresh": "true"})  # the plan's own page has one project more
        return self.show()


class UptakeEnd(_OfAPlan, ActPage):
    form_class = EndUptakeForm
    heading = gettext_lazy("ถอนข้อเสนอออกจากแผน")
    explanation = gettext_lazy("ประวัติว่าเคยนำข้อเสนอนี้เข้าแผนยังอ่านได้ โครงการในแผนยังอยู่จนกว่าจะนำออกเอง")
    button = gettext_lazy("ถอนข้อเสนอออกจากแผน")
    done = gettext_lazy("ถอนข้อเสนอออกจากแผนแล้ว โครงการในแผนยังอยู่จนกว่าจะนำออก")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = Uptake.objects.filter(project__revision__plan=self.plan).select_related("proposal__forum", "project")
        self.uptake = get_object_or_404(own, pk=kwargs["pk"])

    def lead(self) -> str:
        return self.uptake.proposal.title

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)

    def crumbs(self) -> list[Link]:
        return [Link(label=_("นำข้อเสนอเข้าแผน"), href=self.back()), Link(label=_("ถอนข้อเสนอออกจากแผน"))]

    def act(self, data: dict[str, Any]) -> None:
        uptakes.end_uptake(uptake_id=self.uptake.pk, **data, on=today(), by=self.request.user, at=now())
