"""Hearings as the public sees them: when and where, who came by sector, what was proposed and what became of it."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.generic import View

from bkkplan.core.components import FileItem, Link, Stat, StateItem
from bkkplan.core.templatetags.thai import localname, number, thai_date_short
from bkkplan.public.forms import SearchForm
from bkkplan.public.views.city import forum_item
from forums.enums import ForumState
from forums.models import Forum, Proposal, Uptake
from forums.queries import turnout_of
from forums.queries.turnout import Turnout

PAGE = 30


def with_fate(proposals: Any) -> Any:
    """Annotates whether a plan took the proposal over: the first thing that people ask."""
    return proposals.annotate(is_taken_up=Exists(Uptake.objects.filter(proposal=OuterRef("pk"), ended_on=None)))


@method_decorator(login_not_required, name="dispatch")
class Hearings(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET)
        forums = (
            Forum.objects.visible_to(request.user)
            .exclude(state=ForumState.PLANNED)
            .select_related("district")
            .order_by("-scheduled_on", "-pk")
        )
        if form.is_valid() and form.cleaned_data["district"]:
            forums = forums.filter(district=form.cleaned_data["district"])
        del form.fields["q"]
        page = Paginator(forums, PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "items": [self.item(forum) for forum in page],
            "clear_href": reverse("public:hearings"),
        }
        return render(request, "public/hearings.html", context)

    def item(self, forum: Forum) -> StateItem:
        item = forum_item(forum)
        return replace(item, note=f"{localname(forum.district)} · {item.note}")


@method_decorator(login_not_required, name="dispatch")
class Hearing(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        forums = Forum.objects.visible_to(request.user).select_related("district")
        forum = get_object_or_404(forums.prefetch_related("attendance__sector"), pk=pk)
        is_published = forum.state == ForumState.PUBLISHED
        turnout = turnout_of(forum) if is_published else None
        proposals = Proposal.objects.none()
        files = []
        if is_published:
            proposals = with_fate(
                forum.proposals.filter(removed_on=None).select_related("area", "subdistrict").order_by("position", "pk")
            )
            files = [
                FileItem(name=f.caption or f.original_name, href=reverse("file", args=[f.uuid]))
                for f in forum.attachments.filter(is_public=True, removed_on=None).order_by("uploaded_at", "pk")
            ]
        return render(
            request,
            "public/hearing.html",
            {
                "forum": forum,
                "is_published": is_published,
                "proposals": proposals,
                "turnout": turnout,
                "stats": self.stats(turnout, proposals) if turnout else [],
                "files": files,
                "agenda": forum.agenda.order_by("part", "pk") if is_published else [],
                "corrections": forum.corrections.order_by("-at", "pk") if is_published else [],
                "crumbs": [
                    Link(label=localname(forum.district), href=reverse("public:district", args=[forum.district.code])),
                    Link(label=_("เวทีรับฟัง"), href=reverse("public:hearings")),
                    Link(label=str(forum)),
                ],
            },
        )

    def stats(self, turnout: Turnout, proposals: Any) -> list[Stat]:
        of_proposals = pgettext("จำนวนข้อเสนอ", "ข้อ")
        return [
            Stat(label=_("ผู้เข้าร่วม"), value=turnout.total_in_words, note=_("คน")),
            Stat(label=_("ข้อเสนอ"), value=number(len(proposals)), note=of_proposals),
            Stat(
                label=_("อยู่ในแผนชุมชน"),
                value=number(sum(p.is_taken_up for p in proposals)),
                note=of_proposals,
            ),
        ]


@method_decorator(login_not_required, name="dispatch")
class Search(View):
    """One box finds a proposal by words and district."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.GET)
        asked = form.is_valid() and bool(form.cleaned_data["q"].strip() or form.cleaned_data["district"])
        page = None
        if asked:
            proposals = Proposal.objects.filter(forum__state=ForumState.PUBLISHED, removed_on=None)
            if form.cleaned_data["district"]:
                proposals = proposals.filter(forum__district=form.cleaned_data["district"])
            proposals = with_fate(proposals.matching(form.cleaned_data["q"])).select_related("forum__district", "area")
            page = Paginator(proposals.order_by("-forum__held_on", "position", "pk"), PAGE).get_page(
                request.GET.get("page")
            )
        context = {
            "form": form,
            "page": page,
            "items": [self.item(proposal) for proposal in page or ()],
            "count": page.paginator.count if page else 0,
        }
        return render(request, "public/search.html", context)

    def item(self, proposal: Any) -> StateItem:
        where = [localname(proposal.forum.district), thai_date_short(proposal.forum.held_on), proposal.place]
        return StateItem(
            text=proposal.title,
            word=_("อยู่ในแผนชุมชน") if proposal.is_taken_up else _("เสนอในเวที"),
            tone="done" if proposal.is_taken_up else "wait",
            note=" · ".join(part for part in where if part),
            href=reverse("public:proposal", args=[proposal.uuid]),
        )
