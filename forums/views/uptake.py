"""Taking proposals over into a plan: a page, and a fragment that the plan's own page loads by its address."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms import PortalForm
from bkkplan.ground.core.work import WorkRequest, WorkView
from communities.actions.plans import PlanError
from communities.enums import RevisionState
from communities.models import Plan, PlanArea
from forums.actions import uptakes
from forums.actions.errors import ForumError
from forums.enums import ForumState
from forums.forms.schedule import ReasonForm
from forums.models import Proposal, Uptake

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


class _OfAPlan(WorkView):
    plan: Plan

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        number = request.GET.get("plan") or request.POST.get("plan") or ""
        seen = Plan.objects.visible_to(self.request.user).select_related("community__district")
        self.plan = get_object_or_404(seen, pk=int(number) if number.isdecimal() else 0)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm("forums.take_up", self.plan):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def address(self) -> str:
        return f"{reverse('forums:uptake')}?plan={self.plan.pk}"

    def proposals(self) -> QuerySet[Proposal]:
        """Published proposals of the district, each with this plan's living uptake; the community's own come first."""
        living = Uptake.objects.filter(
            proposal=OuterRef("pk"), project__revision__plan=self.plan, ended_on=None
        ).order_by("-pk")
        community = self.plan.community
        return (
            Proposal.objects.visible_to(self.request.user)
            .standing()
            .filter(forum__state=ForumState.PUBLISHED, forum__district=community.district_id)
            .select_related("forum", "area", "subdistrict", "community")
            .annotate(
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
            "all_url": self.address,
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


class UptakeTake(_OfAPlan):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, uuid: UUID) -> HttpResponse:
        proposal = get_object_or_404(self.proposals(), uuid=uuid)
        try:
            uptakes.take_up(plan_id=self.plan.pk, proposal_id=proposal.pk, on=today(), by=request.user, at=now())
        except ForumError as error:
            messages.warning(request, error.sentence)
        except PlanError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("นำ “%(title)s” เข้าแผนเป็นโครงการแล้ว") % {"title": proposal.title})
        if not request.headers.get("HX-Request"):
            return redirect(self.address)
        if self.plan.get_absolute_url() in request.headers.get("HX-Current-URL", ""):
            return HttpResponse(headers={"HX-Refresh": "true"})  # the plan's own page has one project more
        return self.show()


class UptakeEnd(_OfAPlan):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = Uptake.objects.filter(project__revision__plan=self.plan).select_related("proposal__forum", "project")
        self.uptake = get_object_or_404(own, pk=kwargs["pk"])

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        return self.ask(ReasonForm())

    def post(self, request: WorkRequest, pk: int) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            uptakes.end_uptake(uptake_id=pk, reason=form.cleaned_data["reason"], on=today(), by=request.user, at=now())
        except ForumError as error:
            messages.warning(request, error.sentence)
        else:
            messages.success(request, _("ถอนข้อเสนอออกจากแผนแล้ว โครงการในแผนยังอยู่จนกว่าจะนำออก"))
        return redirect(self.address)

    def ask(self, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "plan": self.plan,
            "uptake": self.uptake,
            "address": self.address,
            "crumbs": [Link(label=_("นำข้อเสนอเข้าแผน"), href=self.address), Link(label=_("ถอนข้อเสนอออกจากแผน"))],
        }
        return render(self.request, "forums/uptake_end.html", context, status=status)
