"""The community register: the list, one community, and its standing from a day on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact, Link, Tone
from bkkplan.ground.core.files.sending import send_file
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.pages.paging import MOST_LISTED, first_rows
from bkkplan.ground.core.people import own_districts
from bkkplan.ground.core.thai import sort_key
from bkkplan.ground.core.wording import localname, number
from communities.actions import committees
from communities.enums import RevisionState, StandingStatus
from communities.forms.register import RegisterFilter, StandingForm
from communities.list_kinds import ElectionList
from communities.models import Community, CommunityType, Plan, entries_on
from communities.queries import count_members, named_on, register_in_order, required_members, seats_on
from communities.resources import register_parts
from communities.views.base import CommunityMixin
from communities.views.next_steps import steps_after_register
from communities.views.plans import TONES
from districts.models import District

PAGE = 50
GREAT = 5000  # rows of a file that takes some seconds
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
STATUS_TONES: dict[str, Tone] = {
    StandingStatus.NORMAL: "done",
    StandingStatus.INCOMPLETE_COMMITTEE: "late",
    StandingStatus.BEING_DISSOLVED: "late",
    StandingStatus.DISSOLVED: "wait",
}
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("name_order",),
    "district": ("district__code", "name_order"),
    "houses": ("houses",),
    "people": ("people",),
}

PAST_ORDERS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "name": lambda community: (sort_key(community.name_th),),
    "district": lambda community: (community.district.code, sort_key(community.name_th)),
    "houses": lambda community: (community.houses is None, community.houses),
    "people": lambda community: (community.people is None, community.people),
}


def asked_for(request: WorkRequest) -> tuple[RegisterFilter, Any, date]:
    """The form, the communities that it leaves, and the day that it speaks of."""
    form = RegisterFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    on = wanted.get("on") or today()
    user = request.user
    found: Any = Community.objects.visible_to(user).with_standing_on(on)
    # Not "in these states": of that the planner expects a few rows, and works out the state of every community.
    found = found.filter(status__isnull=False)
    if query := wanted.get("q"):
        found = found.named(query) if on == today() else found.filter(pk__in=named_on(on, query))
    if district := wanted.get("district"):
        found = found.filter(district=district)
    if kind := wanted.get("type"):
        found = found.filter(type_id_then__in=CommunityType.objects.filter(name_th=kind).values("pk"))
    status = wanted.get("status")
    found = found.filter(status=status) if status else found.exclude(status=StandingStatus.DISSOLVED)
    return form, found, on


class RegisterList(WorkView):
    def get(self, request: WorkRequest) -> HttpResponse:
        form, found, on = asked_for(request)
        sort = request.GET.get("sort", "district")
        rows = found.select_related("district", "subdistrict")
        pages: Any
        if on == today():
            pages, is_more = first_rows(_in_order(rows, sort), PAGE, most=MOST_LISTED)
        else:
            pages, is_more = Paginator(_in_order_on(on, list(rows), sort), PAGE), False
        page = pages.get_page(request.GET.get("page"))
        shown = list(page.object_list)
        types = CommunityType.objects.in_bulk()
        seats = count_members([c.pk for c in shown], on)
        context = {
            "form": form,
            "page": page,
            "counted": _("ชุมชนแรก กรองเพื่อดูชุมชนอื่น") if is_more else _("ชุมชน"),
            "rows": [
                (
                    c,
                    types[c.type_id_then],
                    StandingStatus(c.status).label,
                    STATUS_TONES[c.status],
                    seats.get(c.pk, 0),
                    required_members(c.houses),
                )
                for c in shown
            ],
            "sort": sort,
            "on": on,
            "exports": [
                (kind.upper(), f"{reverse('communities:export', args=[kind])}?{request.GET.urlencode()}")
                for kind in KINDS
            ],
            "elections": _elections(request),
            "may_import": request.user.has_perm("communities.manage_register"),
        }
        return render(request, "communities/register.html", context)


def _elections(request: WorkRequest) -> str:
    """The page on which the results of the person's own district come in as a list; empty without such a district."""
    districts = District.objects.filter(pk__in=own_districts(request.user)).order_by("code")
    for district in districts:
        if request.user.has_perm(ElectionList.permission, Community(district=district)):
            return reverse("lists:hand-in", args=[ElectionList.code, district.code])
    return ""


def _in_order(rows: Any, sort: str) -> Any:
    order = ORDERS.get(sort.lstrip("-"), ORDERS["district"])
    return rows.order_by(*(_down(column) if sort.startswith("-") else column for column in order), "pk")


def _in_order_on(day: date, communities: list[Any], sort: str) -> list[Any]:
    """Sort communities as `_in_order` does, by their names and sizes of a past day, which are in no column."""
    _as_on(day, communities)
    key = PAST_ORDERS.get(sort.lstrip("-"), PAST_ORDERS["district"])
    communities.sort(key=lambda community: community.pk)
    return sorted(communities, key=key, reverse=sort.startswith("-"))


def _as_on(day: date, communities: list[Any]) -> None:
    """Let communities be shown with the names, places and sizes of a day."""
    entries = entries_on(day, [community.pk for community in communities])
    for community in communities:
        if then := entries.get(community.pk):
            for name in ("subdistrict", "name_th", "reg_no", "external_code", "houses", "people"):
                setattr(community, name, getattr(then, name))


def _down(column: Any) -> Any:
    return column.desc(nulls_last=True) if hasattr(column, "desc") else f"-{column}"


class RegisterExport(WorkView):
    """The list as it is filtered; what comes out goes in again unchanged."""

    def get(self, request: WorkRequest, kind: str) -> HttpResponseBase:
        _form, found, on = asked_for(request)
        count, rows = register_in_order(on, found)
        return send_file(
            request,
            register_parts(rows, kind=kind),
            content_type=KINDS[kind],
            name=f"communities-{on.isoformat()}.{kind}",
            is_great=count > GREAT,
        )


class CommunityPage(CommunityMixin):
    """What a community is and was, who sits on its committee, and its plans year by year."""

    def get(self, request: WorkRequest, code: str) -> HttpResponse:
        user = request.user
        community, on = self.community, today()
        standings = list(community.standings.select_related("type", "recorded_by").order_by("-starts_on"))
        standing = next((s for s in standings if s.starts_on <= on), None)
        plans: list[Any] = list(
            Plan.objects.visible_to(user).filter(community=community).with_latest_revision().order_by("-fiscal_year")
        )
        for plan in plans:
            plan.community = community  # loaded once
        may_see = user.has_perm("communities.view_committee", community)
        context = {
            "community": community,
            "crumbs": self.way_here(),
            "facts": self.facts(),
            "standings": [(s, STATUS_TONES[s.status], s == standing) for s in standings],
            "standing": standing,
            "entries": list(community.entries.select_related("subdistrict").order_by("-starts_on")),
            "became": list(community.became.select_related("after").order_by("happened_on", "pk")),
            "came_from": list(community.came_from.select_related("before").order_by("happened_on", "pk")),
            "seats": seats_on(community, on) if may_see else None,
            "plans": [(plan, RevisionState(plan.state).label, TONES[plan.state]) for plan in plans],
            "may_record": user.has_perm("communities.manage_register"),
            "may_keep": user.has_perm("communities.manage_committee", community),
        }
        return render(request, "communities/community.html", context)

    def facts(self) -> list[Fact]:
        c = self.community
        return [
            Fact(label=_("รหัสชุมชน"), value=c.code),
            Fact(label=_("เขต"), value=localname(c.district)),
            Fact(label=_("แขวง"), value=localname(c.subdistrict)),
            Fact(label=_("หลังคาเรือน"), value=number(c.houses)),
            Fact(label=_("ประชากร (คน)"), value=number(c.people)),
            Fact(label=_("เลขทะเบียน"), value=c.reg_no),
            Fact(label=_("รหัสในระบบของ กทม."), value=c.external_code),
        ]


class StandingRecord(CommunityMixin, ActPage):
    permission = "communities.manage_register"
    form_class = StandingForm
    heading = gettext_lazy("บันทึกประเภทและสถานภาพ")
    explanation = gettext_lazy("มีผลตั้งแต่วันที่ระบุ วันก่อนหน้านั้นยังเป็นตามเดิม")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกสถานภาพแล้ว")

    def next_links(self) -> list[Link]:
        return steps_after_register(self.community)

    def get_initial(self) -> dict[str, Any]:
        latest = self.community.standings.filter(starts_on__lte=today()).order_by("-starts_on").first()
        given = {"type": latest.type_id, "status": latest.status} if latest else {}
        return {**given, "starts_on": today()}

    def act(self, data: dict[str, Any]) -> None:
        committees.record_standing(
            community_id=self.community.pk,
            type_id=data["type"].pk,
            status=data["status"],
            starts_on=data["starts_on"],
            note=data["note"],
            **self.signed,
            on=today(),
        )
