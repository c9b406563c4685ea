"""What search engines are told: which pages there are, and which are nobody's business."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.generic import RedirectView

from bkkplan.faces.public.views.presenting import ANYONE
from bkkplan.figures.kpi import registry
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from budget.models import ActionPlan
from communities.models import Plan
from districts.models import District
from forums.models import Forum, Proposal

FIXED_PAGES = ("home", "districts", "hearings", "search", "about", "privacy", "accessibility", "contacts")


class LongMap(Sitemap):
    limit = 10_000  # search engines take 50,000 addresses in a file; so many are in memory together

    def get_latest_lastmod(self) -> None:
        """The list of the maps says no day of a map, which would have to read all that is in it."""


class Pages(LongMap):
    def items(self) -> list[str]:
        year = FiscalYear.of(today())
        figures = [reverse("public:indicator", args=[year, d.code]) for d in registry.all_definitions()]
        return [*(reverse(f"public:{name}") for name in FIXED_PAGES), reverse("opendata:datasets"), *figures]

    def location(self, item: str) -> str:
        return item


class DistrictPages(LongMap):
    def items(self) -> QuerySet[District]:
        return District.objects.in_being(today()).order_by("code")

    def location(self, item: District) -> str:
        return reverse("public:district", args=[item.code])


class ForumPages(LongMap):
    def items(self) -> QuerySet[Forum]:
        return Forum.objects.visible_to(AnonymousUser()).order_by("pk")

    def location(self, item: Forum) -> str:
        return reverse("public:hearing", args=[item.pk])

    def lastmod(self, item: Forum) -> date | None:
        return item.published_on or item.announced_on


class ProposalPages(LongMap):
    def items(self) -> QuerySet[Proposal]:
        return Proposal.objects.visible_to(AnonymousUser()).only("uuid").order_by("pk")

    def location(self, item: Proposal) -> str:
        return reverse("public:proposal", args=[item.uuid])


class ActionPlanPages(LongMap):
    def items(self) -> QuerySet[ActionPlan]:
        return ActionPlan.objects.visible_to(ANYONE).select_related("district").order_by("pk")

    def location(self, item: ActionPlan) -> str:
        return reverse("public:action-plan", args=[item.year, item.district.code])


class CommunityPlanPages(LongMap):
    def items(self) -> QuerySet[Plan]:
        return Plan.objects.visible_to(ANYONE).select_related("community").order_by("pk")

    def location(self, item: Plan) -> str:
        return reverse("public:plan", args=[item.year, item.community.code])


SECTIONS: dict[str, Any] = {
    "pages": Pages,
    "districts": DistrictPages,
    "hearings": ForumPages,
    "proposals": ProposalPages,
    "action-plans": ActionPlanPages,
    "community-plans": CommunityPlanPages,
}


class SiteMap(PublicView):
    """The list of the maps, of which each section has as many as it needs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return index(request, SECTIONS, sitemap_url_name="public:sitemap-section")


class SiteMapSection(PublicView):
    def get(self, request: HttpRequest, section: str) -> HttpResponse:
        return sitemap(request, SECTIONS, section=section)


class Robots(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        address = request.build_absolute_uri(reverse("public:sitemap"))
        return render(request, "public/robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8")


class Favicon(PublicView, RedirectView):
    """Leads /favicon.ico to the mark, for programs that ask for it without having read a page that names the mark."""

    http_method_names = ["get", "head"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return static("img/mark.svg")
