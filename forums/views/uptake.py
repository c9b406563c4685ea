"""Taking proposals over into a plan: a page, and a fragment that the plan's own page loads by its address."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from communities.enums import RevisionState
from communities.models import Plan, PlanProject
from communities.views.next_steps import PlanAct
from forums.actions import uptakes
from forums.enums import ForumState
from forums.forms.uptake import ANSWERED, EndUptakeForm, TieForm, UptakeSearch
from forums.models import Proposal, Reply, Uptake
from forums.queries.nearness import nearness_to
from forums.queries.similar import most_alike
from forums.queries.successions import merged_into_it

PER_PAGE = 20
PER_PAGE_BESIDE_THE_PLAN = 5  # the plan's own page is long already; it asks for “few”


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
        """Published proposals of the district for which no other stands, each with this plan's living uptake.

        ``reply_kind`` is set where the office answered or passed on the proposal: it is read, and offered no more.
        """
        living = Uptake.objects.filter(
            proposal=OuterRef("pk"), project__revision__plan=self.plan, ended_on=None
        ).order_by("-pk")
        community = self.plan.community
        return (
            Proposal.objects.visible_to(self.request.user)
            .live()
            .filter(pk__in=Proposal.objects.on_their_own().not_taken_in())
            .filter(forum__state=ForumState.PUBLISHED, forum__district=community.district_id)
            .select_related("forum", "area", "subdistrict", "community")
            .annotate(
                behind_it=merged_into_it(),
                reply_kind=Subquery(Reply.objects.live().filter(proposal=OuterRef("pk")).values("kind")[:1]),
                uptake_id=Subquery(living.values("pk")[:1]),
                project_title=Subquery(living.values("project__title")[:1]),
                nearness=nearness_to(community),
            )
        )

    def show(self, *, status: int = 200) -> HttpResponse:
        request = self.request
        search = UptakeSearch(request.GET)
        proposals = self.proposals()
        if search.is_valid():
            chosen = search.cleaned_data
            proposals = proposals.matching(chosen["q"])  # type: ignore[attr-defined]
            if chosen["near"]:
                proposals = proposals.filter(Q(nearness__lte=int(chosen["near"])))
            if chosen["area"]:
                proposals = proposals.filter(area=chosen["area"])
            if chosen["taken"] in ("yes", "no"):
                proposals = proposals.filter(uptake_id__isnull=chosen["taken"] == "no")
            is_answered = Q(uptake_id=None, reply_kind__isnull=False)
            proposals = proposals.filter(is_answered if chosen["taken"] == ANSWERED else ~is_answered)
        # The own ones first, then the nearest; of equally near ones those of one area stand together.
        by_area = F("area__position").asc(nulls_last=True)
        ordered = proposals.order_by(F("nearness"), by_area, F("forum__held_on").desc(), "position", "pk")
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
        uptakes.take_up(plan_id=self.plan.pk, proposal_id=self.proposal.pk, on=today(), **self.signed)

    def go(self, address: str) -> HttpResponse:
        return self.show() if self.is_sheet else super().go(address)


class UptakeTie(_OfAPlan, PlanAct):
    """A project that stands in the draft already answers the proposal; the one that is most like it is chosen."""

    form_class = TieForm
    heading = gettext_lazy("ผูกกับโครงการที่มีอยู่")
    explanation = gettext_lazy("ถ้อยคำของโครงการไม่เปลี่ยน ข้อเสนอจะตามผลของโครงการนั้น และถอนออกได้ภายหลัง")
    button = gettext_lazy("ผูกกับโครงการนี้")
    done = gettext_lazy("ผูกข้อเสนอกับโครงการแล้ว")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal = get_object_or_404(self.proposals(), uuid=kwargs["uuid"])

    def lead(self) -> str:
        return self.proposal.title

    def crumbs(self) -> list[Link]:
        return [Link(label=_("นำข้อเสนอเข้าแผน"), href=self.back()), Link(label=str(self.heading))]

    def projects(self) -> QuerySet[PlanProject]:
        rows = PlanProject.objects.live().filter(revision=self.plan.revisions.latest("number"))
        return rows.select_related("revision__plan__community").order_by("rank", "pk")

    def obstacle(self) -> str:
        return "" if self.projects().exists() else _("แผนนี้ยังไม่มีโครงการ นำข้อเสนอเข้าแผนเป็นโครงการใหม่แทน")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "projects": self.projects()}

    def get_initial(self) -> dict[str, Any]:
        return {"project": most_alike(self.proposal.title, self.projects().values_list("pk", "title"))}

    def act(self, data: dict[str, Any]) -> None:
        project = data["project"]
        uptakes.tie(proposal_id=self.proposal.pk, project_id=project.pk, on=today(), **self.signed)


class UptakeEnd(_OfAPlan, PlanAct):
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

    def crumbs(self) -> list[Link]:
        return [Link(label=_("นำข้อเสนอเข้าแผน"), href=self.back()), Link(label=_("ถอนข้อเสนอออกจากแผน"))]

    def act(self, data: dict[str, Any]) -> None:
        uptakes.end_uptake(uptake_id=self.uptake.pk, **data, on=today(), **self.signed)
