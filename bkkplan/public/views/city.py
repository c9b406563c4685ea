"""The front page, the districts, and the flagship of the city: what is planned, where, what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from bkkplan.core.clock import now, today
from bkkplan.core.components import Fact, Link
from bkkplan.core.db import ThaiOrder
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.templatetags.thai import localname, number, percent
from bkkplan.kpi import registry
from bkkplan.kpi.registry import Figure, Mark
from bkkplan.kpi.views.dashboard import mark_keys, mark_tiles, parts_of
from bkkplan.public.forms import SearchForm
from budget.enums import EditionState
from budget.models import ActionPlanItem
from communities.models import Community
from districts.models import District
from forums.enums import ForumState
from forums.models import Forum, Proposal

RECENT = 4
FIGURES_FOR = 60  # seconds: the front page is asked for far more often than facts change


def figures_of(year: FiscalYear) -> tuple[Figure, ...]:
    """The city's figures today, measured at most once a minute."""
    day = today()
    key = f"public:figures:{year}:{day}"
    codes = [d.code for d in registry.all_definitions()]
    ready: dict[str, Any] | None = cache.get(key)
    if ready is None:
        figures = registry.figures(year, day, at=now())
        # Definitions hold functions: what is kept is the rest.
        ready = {f.definition.code: (f.measured_at, f.results, f.target) for f in figures}
        cache.set(key, ready, FIGURES_FOR)
    return tuple(
        Figure(
            definition=registry.get(code),
            year=year,
            as_of=day,
            measured_at=ready[code][0],
            results=ready[code][1],
            target=ready[code][2],
        )
        for code in codes
    )


def figure_props(figure: Figure) -> dict[str, Any]:
    distance = figure.distance
    words, tone = "", "wait"
    if distance is not None:
        below = _("ต่ำกว่าเป้าหมาย %(points)s") % {"points": percent(abs(distance))}
        words, tone = (below, "late") if distance < 0 else (_("ถึงเป้าหมาย"), "done")
    return parts_of(figure) | {"distance": words, "tone": tone}


@method_decorator(login_not_required, name="dispatch")
class Home(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        year = FiscalYear.of(today())
        figures = figures_of(year)
        forums = Forum.objects.visible_to(request.user).select_related("district")
        proposals = Proposal.objects.filter(forum__state=ForumState.PUBLISHED, removed_on=None)
        return render(
            request,
            "public/home.html",
            {
                "year": year,
                "as_of": today(),
                "measured_at": figures[0].measured_at,
                "figures": [figure_props(f) for f in figures],
                "search": SearchForm(),
                "tiles": mark_tiles(
                    figures[0],
                    list(District.objects.order_by("code")),
                    lambda code: reverse("public:district", args=[code]),
                    _tile_words(),
                ),
                "keys": mark_keys(figures[0], _tile_words()),
                "upcoming": forums.filter(
                    state__in=[ForumState.ANNOUNCED, ForumState.OPEN], scheduled_on__gte=today()
                ).order_by("scheduled_on", "pk")[:RECENT],
                "recent": forums.filter(state=ForumState.PUBLISHED).order_by("-published_on", "-pk")[:RECENT],
                "proposals_count": proposals.count(),
                "taken_up_count": proposals.filter(uptakes__isnull=False, uptakes__ended_on=None).distinct().count(),
            },
        )


def _tile_words() -> dict[Mark, str]:
    return {
        Mark.COUNTED: _("เผยแพร่แล้ว"),
        Mark.LATE: _("ล่าช้า"),
        Mark.UNDER_WAY: _("กำลังดำเนินการ"),
        Mark.MISSING: _("ยังไม่มี"),
    }


@method_decorator(login_not_required, name="dispatch")
class Districts(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        published = Count("forums", filter=Q(forums__state=ForumState.PUBLISHED))
        districts = (
            District.objects.in_being(today())
            .select_related("group")
            .annotate(published_forums=published)
            .order_by(ThaiOrder("name_th"), "pk")
        )
        return render(request, "public/districts.html", {"districts": districts})


@method_decorator(login_not_required, name="dispatch")
class DistrictPage(View):
    """One district: its hearings, what people proposed, its communities and what its action plan does of it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        district = get_object_or_404(District.objects.select_related("group"), code=code)
        year = FiscalYear.of(today())
        forums = (
            Forum.objects.visible_to(request.user)
            .filter(district=district)
            .exclude(state=ForumState.PLANNED)
            .order_by("-scheduled_on", "-pk")
        )
        items = (
            ActionPlanItem.objects.filter(
                plan__district=district, introduced_in__state=EditionState.APPROVED, inclusions__ended_on=None
            )
            .exclude(inclusions=None)
            .exclude(dropped_in__state=EditionState.APPROVED)
            .select_related("plan")
            .distinct()
            .order_by("-plan__fiscal_year", "position", "pk")
        )
        return render(
            request,
            "public/district.html",
            {
                "district": district,
                "year": year,
                "as_of": today(),
                "facts": self.facts(district),
                "results": [
                    (figure.definition, figure.by_district().get(district.pk), self.own(figure, district))
                    for figure in figures_of(year)
                ],
                "forums": forums[:8],
                "items": items[:15],
                "crumbs": [Link(label=_("เขต"), href=reverse("public:districts")), Link(label=localname(district))],
            },
        )

    def own(self, figure: Figure, district: District) -> Any:
        """The district's own result where it is the unit."""
        if not figure.definition.is_unit_district:
            return None
        return next((r for r in figure.results if r.unit == district.pk), None)

    def facts(self, district: District) -> list[Fact]:
        communities = Community.objects.eligible_on(today()).filter(district=district).count()
        return [
            Fact(label=_("กลุ่มเขต"), value=localname(district.group)),
            Fact(label=_("ประชากร (คน)"), value=number(district.people)),
            Fact(label=_("พื้นที่ (ตร.กม.)"), value=str(district.area_km2 or "–")),
            Fact(label=_("ชุมชน"), value=number(communities)),
            Fact(label=_("โทรศัพท์"), value=district.phone or "–"),
            Fact(label=_("ที่อยู่สำนักงานเขต"), value=district.address or "–"),
        ]
