"""The office says that a project in a plan which has gone to it answers a proposal."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActPage
from communities.enums import RevisionState
from communities.models import PlanProject, PlanRevision
from forums.actions import uptakes
from forums.forms.uptake import ProjectSearch, TieForm
from forums.queries.similar import nearest_titles
from forums.views.working_up import ProposalMixin

MOST_OFFERED = 10  # projects that are most like the proposal
MOST_FOUND = 20  # by the words that are searched for


class ProposalTie(ProposalMixin, ActPage):
    """The projects whose titles are most like the proposal's are offered, others are found by their words."""

    template_name = "forums/merge.html"
    form_class = TieForm
    heading = gettext_lazy("ผูกกับโครงการที่มีอยู่")
    explanation = gettext_lazy("โครงการในแผนชุมชนที่ส่งถึงเขตแล้ว ถ้อยคำและวงเงินของโครงการไม่เปลี่ยน ข้อเสนอจะตามผลของโครงการนั้น")
    button = gettext_lazy("ผูกกับโครงการนี้")
    done = gettext_lazy("ผูกข้อเสนอกับโครงการแล้ว")

    def projects(self) -> QuerySet[PlanProject]:
        """Those of the newest editions that their committees have handed in, of this proposal's year and later ones."""
        newest = PlanRevision.objects.filter(plan=OuterRef("revision__plan")).order_by("-number").values("pk")[:1]
        at_the_office = [RevisionState.SUBMITTED, RevisionState.CONFIRMED]
        return (
            PlanProject.objects.live()
            .filter(
                revision=Subquery(newest),
                revision__state__in=at_the_office,
                revision__plan__community__district=self.proposal.district_id,
                revision__plan__fiscal_year__gte=self.proposal.forum.fiscal_year,
            )
            .select_related("revision__plan__community")
        )

    def offered(self) -> QuerySet[PlanProject]:
        every = self.projects()
        near = nearest_titles(self.proposal.title, every.values_list("pk", "title"), most=MOST_OFFERED)
        if query := self.request.GET.get("q", "").strip():
            found = every.filter(title__icontains=query).order_by("pk").values_list("pk", flat=True)
            near = [*near, *found[:MOST_FOUND]]
        return every.filter(pk__in=near).order_by("title", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "projects": self.offered()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(search=ProjectSearch(self.request.GET), **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        project = data["project"]
        uptakes.tie(proposal_id=self.proposal.pk, project_id=project.pk, on=today(), **self.signed)
