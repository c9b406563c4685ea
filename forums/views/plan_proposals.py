"""The proposals that stand behind the projects of a plan: a page, and a fragment that the plan's own page loads."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.my_work import WorkRequest
from communities.views.base import PlanMixin, crumbs_to
from forums.models import Proposal
from forums.queries.path import proposals_of_revision


class PlanProposals(PlanMixin):
    """Each project of one edition with the proposals that it took over, as far as the reader may see them."""

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        behind = proposals_of_revision(self.revision, seen=Proposal.objects.visible_to(request.user))
        crumbs: list[Link] = crumbs_to(self.plan, here=_("ข้อเสนอจากเวทีในแผนนี้"))
        is_fragment = bool(request.headers.get("HX-Request"))
        template = "forums/_plan_proposals.html" if is_fragment else "forums/plan_proposals.html"
        context = {"plan": self.plan, "revision": self.revision, "behind": behind, "crumbs": crumbs}
        return render(request, template, context)
