"""The districts of the place on public pages: on a map of tiles, in one list, or by their groups."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bkkplan.faces.public.forms import DistrictForm
from bkkplan.faces.public.queries import city_figures
from bkkplan.figures.kpi.builders.by_group import briefs
from bkkplan.figures.kpi.registry import Mark, Summary
from bkkplan.figures.kpi.views.presenting_tiles import (
    TILE_STATES,
    in_counts,
    in_groups,
    mark_keys,
    mark_labels,
    mark_tiles,
)
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import TileGroup, TileKey
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import localname
from districts.models import District, DistrictGroup
from districts.queries import Shown, shown, shown_in_being
from districts.views import groups_of
from forums.enums import ForumState

OnMap = tuple[Sequence[Summary], dict[str, Any]]


def figures_and_map(year: FiscalYear) -> OnMap:
    """The figures for the front page, and what its map shows."""
    places = shown_in_being(today(), "")
    return _by_group(year) if places.is_by_group else _by_district(year, places)


def _by_district(year: FiscalYear, places: Shown) -> OnMap:
    """A tile for each district; without a map, the districts in their groups."""
    figures, labels = city_figures(year, today(), at=now()), _tile_labels()
    tiles = mark_tiles(figures[0], places.districts, lambda code: reverse("public:district", args=[code]), labels)
    keys = mark_keys(figures[0], labels)
    if not places.has_map:
        groups = in_groups(tiles, keys, places.districts)
        return figures, {**_group_titles(), "tiles": (), "keys": keys, "map_groups": groups}
    titles = {"map_title": _("เวทีรับฟังของทั้งห้าสิบเขต"), "map_note": _("เลือกเขตเพื่อดูเวที ข้อเสนอ และโครงการของเขต")}
    return figures, {**titles, "tiles": tiles, "keys": keys, "map_groups": ()}


def _by_group(year: FiscalYear) -> OnMap:
    """The groups with how many of their districts have which mark; each leads to its districts."""
    found, labels = briefs(year, today(), at=now()), _tile_labels()
    first, address = found[0], reverse("public:districts")
    groups = DistrictGroup.objects.in_bulk(first.groups)
    lines = [
        TileGroup(
            name=localname(group),
            note=in_counts({word: first.groups[group.pk].marks.get(mark, 0) for mark, word in labels.items()}),
            href=f"{address}?{urlencode({'group': group.code})}",
        )
        for group in sorted(groups.values(), key=lambda group: group.position)
    ]
    keys = [TileKey(state=TILE_STATES[mark], word=word, count=first.marks[mark]) for mark, word in labels.items()]
    return [brief.summary for brief in found], {**_group_titles(), "tiles": (), "keys": keys, "map_groups": lines}


def _group_titles() -> dict[str, str]:
    return {
        "map_title": _("เวทีรับฟังรายกลุ่มเขต"),
        "map_note": _("เลือกกลุ่มเขต แล้วเลือกเขตเพื่อดูเวที ข้อเสนอ และโครงการของเขต"),
    }


def _tile_labels() -> dict[Mark, str]:
    return mark_labels() | {Mark.COUNTED: _("เผยแพร่แล้ว")}


class Districts(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        published = Count("forums", filter=Q(forums__state=ForumState.PUBLISHED))
        districts = District.objects.in_being(today()).annotate(published_forums=published)
        places = shown(districts.order_by(ThaiOrder("name_th"), "pk"), request.GET.get("group", ""))
        return render(request, "public/districts.html", groups_of(places, request))


class Contacts(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = DistrictForm(request.GET)
        districts = District.objects.in_being(today()).order_by(ThaiOrder("name_th"), "pk")
        if form.is_valid() and form.cleaned_data["district"]:
            districts = districts.filter(pk=form.cleaned_data["district"].pk)
        places = shown(districts, request.GET.get("group", ""))
        context = {**groups_of(places, request), "form": form, "clear_href": reverse("public:contacts")}
        return render(request, "public/contacts.html", context)
