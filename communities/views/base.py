"""What the pages of one plan, and of one community, share."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.records import RecordPage
from communities.models import Community, Plan, PlanRevision


def crumbs_to(plan: Plan, *, here: str = "") -> list[Link]:
    """แผนพัฒนาชุมชน › year › the community's plan › here."""
    name = plan.community.name_th
    items = [
        Link(label=_("แผนพัฒนาชุมชน"), href=reverse("communities:plans", args=[plan.year])),
        Link(label=str(plan.community.district)),
        Link(label=name, href=plan.get_absolute_url() if here else ""),
    ]
    return [*items, Link(label=here)] if here else items


def page_of(name: str, *args: Any) -> str:
    """The address of a page of a higher floor, or nothing where that floor has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class PlanMixin(RecordPage):
    """Loads the plan, and its editions that the person sees, through their doors; the page is of the newest."""

    permission = "communities.view_plan"
    plan: Plan
    revisions: list[PlanRevision]  # the newest first
    revision: PlanRevision

    def setup(self, request: HttpRequest, *args: Any, year: FiscalYear, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, year=year, code=code, **kwargs)
        user: Any = self.request.user
        plans = Plan.objects.visible_to(user).select_related(
            "community__district", "community__subdistrict", "template"
        )
        self.plan = self.subject = get_object_or_404(plans, fiscal_year=year.be, community__code=code)
        self.revisions = list(PlanRevision.objects.visible_to(user).filter(plan=self.plan).order_by("-number"))
        for each in self.revisions:
            each.plan = self.plan  # loaded once
        number = kwargs.get("number")
        revision = next((each for each in self.revisions if not number or each.number == number), None)
        if revision is None:
            raise Http404
        self.revision = revision

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"communities:{name}", args=[self.plan.year, self.plan.community.code, *more])

    def lead(self) -> str:
        values = {
            "community": self.plan.community,
            "year": self.plan.fiscal_year,
            "number": self.revision.number,
        }
        return _("%(community)s · แผนปี %(year)s · ฉบับที่ %(number)s") % values

    def crumbs(self) -> list[Link]:
        return crumbs_to(self.plan, here=str(self.heading))


class CommunityMixin(RecordPage):
    """Loads the community. Which communities exist is no secret; a right that is missing is a 403."""

    community: Community

    def setup(self, request: HttpRequest, *args: Any, code: str, **kwargs: Any) -> None:
        super().setup(request, *args, code=code, **kwargs)
        found = Community.objects.visible_to(self.request.user).select_related("district", "subdistrict")
        self.community = self.subject = get_object_or_404(found, code=code)

    def lead(self) -> str:
        return f"{self.community} · {self.community.district}"

    def crumbs(self) -> list[Link]:
        return self.way_here(str(self.heading)) if self.heading else self.way_here()

    def way_here(self, *last: str) -> list[Link]:
        page = reverse("communities:community", args=[self.community.code])
        return [
            Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register")),
            Link(label=str(self.community.district)),
            Link(label=self.community.name_th, href=page if last else ""),
            *(Link(label=word) for word in last),
        ]

    def back(self) -> str:
        return reverse("communities:community", args=[self.community.code])
