"""The front page, the districts, and the flagship of the city: what is planned, where, what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from bkkplan.core.clock import now, today
from bkkplan.core.components import ChainLink, Fact, Link, StateItem, Tone
from bkkplan.core.db import ThaiOrder
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.templatetags.thai import localname, number, percent, thai_date_short, thai_time
from bkkplan.kpi.registry import Mark, Summary
from bkkplan.kpi.views.presenting import TILE_STATES, mark_keys, mark_tiles, mark_words, parts_of
from bkkplan.public.forms import SearchForm
from bkkplan.public.queries import StageCount, city_figures, proposals_by_stage
from budget.enums import EditionState
from budget.models import ActionPlanItem
from budget.queries.trace import Stage
from communities.models import Community
from districts.models import District
from forums.enums import ForumState
from forums.models import Forum
from forums.views.presenting import tone_of

RECENT = 4
DISTRICT_FORUMS = 6


def chain_of(count: StageCount) -> list[ChainLink]:
    labels = {
        Stage.PROPOSED: _("เสนอในเวที"),
        Stage.PLANNED: _("อยู่ในแผนชุมชน"),
        Stage.CHECKED: _("ตรวจความสอดคล้อง"),
        Stage.INCLUDED: _("บรรจุในแผนเขต"),
        Stage.FUNDED: _("ได้รับงบประมาณ"),
        Stage.DONE: _("แล้วเสร็จ"),
    }
    return [ChainLink(label=labels[stage], count=count.by_stage[stage]) for stage in Stage]


def figure_props(figure: Summary) -> dict[str, Any]:
    distance = figure.distance
    words, tone = "", "wait"
    if distance is not None:
        below = _("ต่ำกว่าเป้าหมาย %(points)s") % {"points": percent(abs(distance))}
        words, tone = (below, "late") if distance < 0 else (_("ถึงเป้าหมาย"), "done")
    href = reverse("public:indicator", args=[figure.year, figure.code])
    return parts_of(figure) | {"distance": words, "tone": tone, "href": href}


@method_decorator(login_not_required, name="dispatch")
class Home(View):
    def upcoming(self, forums: QuerySet[Forum]) -> QuerySet[Forum]:
        announced = forums.filter(state__in=[ForumState.ANNOUNCED, ForumState.OPEN], scheduled_on__gte=today())
        return announced.order_by("scheduled_on", "pk")[:RECENT]

    def get(self, request: HttpRequest) -> HttpResponse:
        year = FiscalYear.of(today())
        figures = city_figures(year, today(), at=now())
        stages = proposals_by_stage(today(), at=now())
        forums = Forum.objects.visible_to(request.user).select_related("district")
        published = forums.filter(state=ForumState.PUBLISHED)
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
                "upcoming": [upcoming_item(forum) for forum in self.upcoming(forums)],
                "recent": [recent_item(f) for f in published.order_by("-published_on", "-pk")[:RECENT]],
                "chain": chain_of(stages),
                "counted_at": stages.counted_at,
            },
        )


def upcoming_item(forum: Forum) -> StateItem:
    starts = f" {thai_time(forum.starts_at)}" if forum.starts_at else ""
    return StateItem(
        text=_("เขต%(name)s") % {"name": localname(forum.district)},
        note=f"{thai_date_short(forum.scheduled_on)}{starts} · {forum.place}",
        href=reverse("public:hearing", args=[forum.pk]),
    )


def recent_item(forum: Forum) -> StateItem:
    return StateItem(
        text=_("เขต%(name)s") % {"name": localname(forum.district)},
        note=f"{forum} · {_('เผยแพร่ %(day)s') % {'day': thai_date_short(forum.published_on)}}",
        href=reverse("public:hearing", args=[forum.pk]),
    )


def forum_item(forum: Forum) -> StateItem:
    return StateItem(
        text=str(forum),
        word=forum.get_state_display(),
        tone=tone_of(forum),
        note=f"{thai_date_short(forum.held_on or forum.scheduled_on)} · {forum.place}",
        href=reverse("public:hearing", args=[forum.pk]),
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
                "results": [self.result(figure, district) for figure in city_figures(year, today(), at=now())],
                "forums": [forum_item(forum) for forum in forums[:DISTRICT_FORUMS]],
                "items": items[:15],
                "crumbs": [Link(label=_("เขต"), href=reverse("public:districts")), Link(label=localname(district))],
            },
        )

    def result(self, figure: Summary, district: District) -> StateItem:
        """What the district adds to a figure: its own result where it is the unit, otherwise its communities'."""
        title = f"{_('ตัวชี้วัดที่ %(number)s') % {'number': figure.definition.number}} · {figure.definition.short}"
        if figure.definition.is_unit_district:
            own = next((r for r in figure.results if r.unit == district.pk), None)
            if own is None:
                return StateItem(text=title, note="–")
            return StateItem(text=title, word=mark_words()[own.mark], tone=TILE_STATES[own.mark], note=str(own.reason))
        ratio = figure.districts.get(district.pk)
        if ratio is None:
            return StateItem(text=title, note=_("ไม่มีชุมชนในตัวหาร"))
        fact = _("จัดทำแล้ว %(counted)s จาก %(units)s %(unit)s") % {
            "counted": number(ratio.counted),
            "units": number(ratio.units),
            "unit": figure.definition.unit_name,
        }
        tone: Tone = "done" if ratio.counted == ratio.units else "info"
        return StateItem(text=title, word=f"{percent(ratio.percent)} %", tone=tone, note=fact)

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
