"""The front page, a district, and the flagship of the city: what is planned, where, what came of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bkkplan.faces.public.forms import SearchForm
from bkkplan.faces.public.queries import StageCount, district_figures, proposals_by_stage
from bkkplan.faces.public.views.places import figures_and_map
from bkkplan.faces.public.views.presenting import ANYONE, PROGRESS_TONES, district_name, forum_item
from bkkplan.figures.kpi.queries import Aim, Owner, OwnerKind, targets_of
from bkkplan.figures.kpi.registry import Summary
from bkkplan.figures.kpi.views.presenting import parts_of
from bkkplan.figures.kpi.views.presenting_tiles import TILE_STATES, mark_labels
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import ChainLink, Fact, Link, StateItem, Tab, Tone
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.core.wording import baht, fiscal_year, localname, number, percent, thai_date_short
from budget.enums import ItemProgress, Stage
from budget.models import ActionPlan, ActionPlanItem, Inclusion
from budget.queries.money.hearing_money import HearingMoney, hearing_money
from budget.queries.origins import trace_back_all
from budget.queries.ribbon import PUBLIC_LANES, ask_marks, marked
from budget.queries.strategy.policies import ask_policies_of
from budget.views.ribbon import months_of, rows_of
from communities.models import Community
from districts.models import District
from forums.enums import ForumKind, ForumState
from forums.models import Forum, ForumSession
from forums.queries.sessions import in_one_line

RECENT = 4
DISTRICT_FORUMS = 6
PROJECTS = 30


def chain_of(count: StageCount) -> list[ChainLink]:
    """How many published proposals came how far."""
    return [ChainLink(label=stage.label, count=count.by_stage[stage]) for stage in Stage]


def figure_props(figure: Summary) -> dict[str, Any]:
    distance = figure.distance
    distance_text, tone = "", "wait"
    if distance is not None:
        below = _("ต่ำกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": percent(abs(distance))}
        distance_text, tone = (below, "late") if distance < 0 else (_("ถึงเป้าหมาย"), "done")
    href = reverse("public:indicator", args=[figure.year, figure.code])
    return parts_of(figure) | {"distance": distance_text, "tone": tone, "href": href}


class Home(PublicView):
    def upcoming(self, forums: QuerySet[Forum]) -> QuerySet[Forum]:
        announced = forums.filter(state__in=[ForumState.ANNOUNCED, ForumState.OPEN], last_on__gte=today())
        sessions = ForumSession.objects.filter(forum=OuterRef("pk"))
        return with_rows(announced, sessions=sessions).order_by("scheduled_on", "pk")[:RECENT]

    def get(self, request: HttpRequest) -> HttpResponse:
        year = FiscalYear.of(today())
        figures, on_map = figures_and_map(year)
        stages = proposals_by_stage(today(), at=now())
        forums = Forum.objects.visible_to(request.user).select_related("district")
        published = forums.filter(state=ForumState.PUBLISHED, kind=ForumKind.DISTRICT_HEARING)
        return render(
            request,
            "public/home.html",
            {
                "year": year,
                "as_of": today(),
                "measured_at": figures[0].measured_at,
                "figures": [figure_props(f) for f in figures if not f.definition.is_supplementary],
                "more_figures": [figure_props(f) for f in figures if f.definition.is_supplementary],
                "search": SearchForm(),
                **on_map,
                "upcoming": [upcoming_item(forum) for forum in self.upcoming(forums)],
                "recent": [recent_item(f) for f in published.order_by("-published_on", "-pk")[:RECENT]],
                "chain": chain_of(stages),
                "counted_at": stages.counted_at,
            },
        )


def _with_aim(fact: str, aim: Aim | None) -> str:
    """The fact, and the district's own target as its plan writes it."""
    return f"{fact} · {_('เป้าหมายของเขต: %(target)s') % {'target': aim.text}}" if aim else fact


def upcoming_item(forum: Forum) -> StateItem:
    return StateItem(
        text=district_name(forum.district),
        note=f"{in_one_line(forum)} · {forum.place}",
        href=reverse("public:hearing", args=[forum.pk]),
    )


def hearing_money_item(money: HearingMoney, district: District) -> StateItem:
    """A year's money for hearings; it leads to the hearings of that year."""
    values = {"got": baht(money.sums.transferred, "whole"), "spent": baht(money.sums.disbursed, "whole")}
    asked = urlencode({"district": district.code, "year": money.year.be, "kind": ForumKind.DISTRICT_HEARING})
    return StateItem(
        text=fiscal_year(money.year),
        note=f"{_('โอนจัดสรร %(got)s บาท เบิกจ่าย %(spent)s บาท') % values} · {money.project}",
        href=f"{reverse('public:hearings')}?{asked}",
    )


def recent_item(forum: Forum) -> StateItem:
    return StateItem(
        text=district_name(forum.district),
        note=f"{forum} · {_('เผยแพร่ %(day)s') % {'day': thai_date_short(forum.published_on)}}",
        href=reverse("public:hearing", args=[forum.pk]),
    )


@written_once
def _communities(*, district: int, day: date) -> QuerySet[Community, Any]:
    """The keys of those that count on a day."""
    return Community.objects.eligible_on(day).filter(district=district).order_by().values_list("pk", flat=True)


def _carried(district: int) -> QuerySet[ActionPlanItem]:
    """The items of the district that carry projects of communities."""
    carried = ActionPlanItem.objects.carried().filter(plan__district=district)
    return carried.filter(Exists(Inclusion.objects.in_force().filter(item=OuterRef("pk"))))


@written_once
def _carried_by_year(*, district: int) -> QuerySet[ActionPlanItem, Any]:
    """How many they are, by year, the latest first."""
    by_year = _carried(district).values_list("plan__fiscal_year")
    return by_year.annotate(Count("pk")).order_by("-plan__fiscal_year")


class DistrictPage(PublicView):
    """One district: its hearings, what people proposed, its communities and what its action plan does of it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        district = get_object_or_404(District.objects.select_related("group"), code=code)
        year = FiscalYear.of(today())
        targets, owner = targets_of(year), Owner(OwnerKind.DISTRICT, district.pk)
        communities = later(_communities(district=district.pk, day=today()))
        marks = ask_marks(year, [district.pk], on=today(), is_public=True)
        money, policies = hearing_money(district.pk), ask_policies_of(district, since=year)
        counts, plans = later(_carried_by_year(district=district.pk)), self.ask_plans(district)
        forums = (
            Forum.objects.visible_to(request.user)
            .filter(district=district)
            .exclude(state=ForumState.PLANNED)
            .select_related("district", "community")
            .order_by("-scheduled_on", "-pk")
        )
        shown = later(forums[:DISTRICT_FORUMS])
        return render(
            request,
            "public/district.html",
            {
                "district": district,
                "name": district_name(district),
                "year": year,
                "as_of": today(),
                "facts": self.facts(district, len(communities)),
                "months": months_of(year, on=today()),
                "ribbon": rows_of(marked(year, [district.pk], marks)[district.pk], PUBLIC_LANES),
                "results": [
                    self.result(figure, district, targets.aim(figure.code, owner, on=today()))
                    for figure in district_figures(district, year, today(), at=now())
                ],
                "hearing_money": [hearing_money_item(of_year, district) for of_year in money],
                "policies": next(policies),
                "forums": [forum_item(forum) for forum in shown],
                "crumbs": [
                    Link(label=pgettext("หลายเขต", "เขต"), href=reverse("public:districts")),
                    Link(label=localname(district)),
                ],
                "plans": list(plans),
                **self.projects(request, district, dict(counts)),
            },
        )

    def projects(self, request: HttpRequest, district: District, counts: dict[int, int]) -> dict[str, Any]:
        """The communities' projects in its action plans, year by year: those that are not finished first."""
        carried = _carried(district.pk)
        asked = request.GET.get("year", "")
        chosen = int(asked) if asked.isdecimal() and int(asked) in counts else next(iter(counts), None)
        is_over = Q(progress__in=[ItemProgress.DONE, ItemProgress.CANCELLED])
        items = carried.filter(plan__fiscal_year=chosen or 0).alias(is_over=is_over)
        pages = Paginator(items.order_by("is_over", "position", "pk"), PROJECTS)
        pages.count = counts.get(chosen or 0, 0)  # is not asked for again
        page = pages.get_page(request.GET.get("page"))
        origins = trace_back_all(page)
        return {
            "years": [
                Tab(label=str(year), href=f"?year={year}#projects", active=year == chosen, count=count)
                for year, count in counts.items()
            ],
            "plan_year": chosen,
            "project_count": sum(counts.values()),
            "page": page,
            "projects": [
                {"item": item, "origins": origins[item.pk], "tone": PROGRESS_TONES[ItemProgress(item.progress)]}
                for item in page
            ],
        }

    def ask_plans(self, district: District) -> Iterator[Link]:
        """The approved action plans, the newest first; asked with what else the page asks."""
        plans = ActionPlan.objects.visible_to(ANYONE).filter(district=district).order_by("-fiscal_year")
        return (
            Link(
                label=_("แผนปฏิบัติราชการ ปี %(year)s") % {"year": plan.fiscal_year},
                href=reverse("public:action-plan", args=[plan.year, district.code]),
            )
            for plan in later(plans)
        )

    def result(self, figure: Summary, district: District, aim: Aim | None) -> StateItem:
        """What the district adds to a figure: its own result where it is the unit, otherwise its communities'."""
        title = f"{figure.definition.label} · {figure.definition.short}"
        if figure.definition.is_unit_district:
            own = next((r for r in figure.results if r.unit == district.pk), None)
            if own is None:
                return StateItem(text=title, note="–")
            note = _with_aim(str(own.reason), aim)
            return StateItem(text=title, word=mark_labels()[own.mark], tone=TILE_STATES[own.mark], note=note)
        ratio = figure.districts.get(district.pk)
        if ratio is None:
            return StateItem(text=title, note=_("ไม่มีหน่วยนับ"))
        fact = _("นับแล้ว %(counted)s จาก %(units)s %(unit)s") % {
            "counted": number(ratio.counted),
            "units": number(ratio.units),
            "unit": figure.definition.unit_name,
        }
        tone: Tone = "done" if ratio.counted == ratio.units else "info"
        return StateItem(text=title, word=f"{percent(ratio.percent)} %", tone=tone, note=_with_aim(fact, aim))

    def facts(self, district: District, communities: int) -> list[Fact]:
        return [
            Fact(label=_("กลุ่มเขต"), value=localname(district.group)),
            Fact(label=_("ประชากร (คน)"), value=number(district.people)),
            Fact(label=_("พื้นที่ (ตร.กม.)"), value=str(district.area_km2 or "–")),
            Fact(label=_("จำนวนชุมชน"), value=number(communities)),
            Fact(label=_("โทรศัพท์"), value=district.phone or "–"),
            Fact(label=_("ที่อยู่สำนักงานเขต"), value=district.address or "–"),
        ]
