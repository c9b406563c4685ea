"""Hearings as the public sees them: when and where, who came by sector, what was proposed and what became of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bkkplan.faces.public.forms import EVERY, HearingFilter
from bkkplan.faces.public.views.presenting import ANYONE, badge_of, district_name, forum_item, forum_name
from bkkplan.ground.core.components import FileItem, Link, Stat
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from bkkplan.ground.core.wording import number
from budget.enums import Stage
from budget.queries.money.costs import costs_of
from budget.queries.money.hearing_money import purse_of_hearings
from budget.queries.trace import statuses_of
from budget.queries.ways import ProposalStatus
from communities.models import Plan
from forums.enums import ENDED_STATES, ForumKind, ForumState
from forums.models import AdoptionMeeting, Forum
from forums.queries import turnout_of
from forums.queries.preparing import prepared_of, with_prepared
from forums.queries.sessions import days_of
from forums.queries.turnout import Turnout
from forums.queries.with_lists import with_lists
from forums.views.presenting import line_text

PAGE = 30


class Hearings(PublicView):
    def get(self, request: HttpRequest) -> HttpResponse:
        announced = Forum.objects.visible_to(request.user).exclude(state=ForumState.PLANNED)
        years = announced.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        form = HearingFilter(request.GET, years=list(years))
        asked = form.cleaned_data if form.is_valid() else {}
        kind = asked.get("kind") or ForumKind.DISTRICT_HEARING
        wanted = {
            "kind": "" if kind == EVERY else kind,
            "district": asked.get("district"),
            "fiscal_year": asked.get("year"),
            "state": asked.get("state"),
        }
        forums = (
            announced.filter(**{name: value for name, value in wanted.items() if value})
            .select_related("district", "community")
            .order_by("-scheduled_on", "-pk")
        )
        page = Paginator(forums, PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "items": [forum_item(forum) for forum in page],
            "clear_href": reverse("public:hearings"),
        }
        return render(request, "public/hearings.html", context)


class Hearing(PublicView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        forums = Forum.objects.visible_to(request.user).select_related("district", "community", "host__district")
        forum = get_object_or_404(with_lists(with_prepared(forums)), pk=pk)
        context: dict[str, Any] = {
            "forum": forum,
            "name": forum_name(forum),
            "days": days_of(forum),
            "prepared": prepared_of(forum),
            "line_text": line_text(forum),
            "is_published": forum.state == ForumState.PUBLISHED,
            "is_ended": forum.state in ENDED_STATES,
            "ended_on": forum.withdrawn_on or forum.cancelled_on,
            "money": self.money(forum),
            "costs": costs_of(forum),
            "postponements": forum.postponements.all(),
            "crumbs": [
                Link(label=district_name(forum.district), href=reverse("public:district", args=[forum.district.code])),
                Link(label=_("เวทีรับฟัง"), href=reverse("public:hearings")),
            ],
        }
        if forum.state == ForumState.PUBLISHED:
            context |= self.results(forum)
        return render(request, "public/hearing.html", context)

    def money(self, forum: Forum) -> Link | None:
        """Where the money that pays for the district's hearings of the year is shown, if there is any."""
        year = FiscalYear(forum.fiscal_year)
        if forum.kind != ForumKind.DISTRICT_HEARING or purse_of_hearings(year, forum.district_id) is None:
            return None
        page = reverse("public:district", args=[forum.district.code])
        return Link(label=_("งบประมาณจัดเวทีของเขต ปี %(year)s") % {"year": year.be}, href=f"{page}#hearing-money")

    def results(self, forum: Forum) -> dict[str, Any]:
        """What only published results show."""
        turnout = turnout_of(forum)
        proposals = list(
            forum.proposals.said()
            .filter(removed_on=None)
            .select_related("area", "subdistrict")
            .order_by("position", "pk")
        )
        statuses = statuses_of(p.pk for p in proposals)
        files = forum.attachments.shown_to_all().order_by("uploaded_at", "pk")
        # A meeting that only adopts a plan hears no proposals.
        hears = bool(proposals) or forum.kind != ForumKind.ADOPTION_MEETING
        return {
            "hears_proposals": hears,
            "proposals": [(proposal, badge_of(statuses[proposal.pk])) for proposal in proposals],
            "adopted": self.adopted(forum),
            "turnout": turnout,
            "stats": self.stats(turnout, list(statuses.values()) if hears else None),
            "files": [FileItem(name=f.caption or f.original_name, href=reverse("file", args=[f.uuid])) for f in files],
            "agenda": forum.agenda.all(),
            "corrections": forum.corrections.order_by("-at", "pk"),
        }

    def adopted(self, forum: Forum) -> list[Link]:
        """The community plans that the meeting adopted; each leads to its page once the district confirmed it."""
        meetings = AdoptionMeeting.objects.filter(forum=forum, adoption__cancelled_on=None)
        plans = [m.adoption.revision.plan for m in meetings.select_related("adoption__revision__plan__community")]
        seen = set(
            Plan.objects.visible_to(ANYONE).filter(pk__in=[plan.pk for plan in plans]).values_list("pk", flat=True)
        )
        return [
            Link(
                label=_("แผนพัฒนา%(community)s ปี %(year)s") % {"community": plan.community, "year": plan.fiscal_year},
                href=reverse("public:plan", args=[plan.year, plan.community.code]) if plan.pk in seen else "",
            )
            for plan in plans
        ]

    def stats(self, turnout: Turnout, statuses: list[ProposalStatus] | None) -> list[Stat]:
        came = Stat(label=_("ผู้เข้าร่วม"), value=turnout.total_in_words, note=_("คน"), href="#attendance")
        if statuses is None:
            return [came]

        def reached(stage: Stage) -> str:
            return str(number(sum(status.reached(stage) for status in statuses)))

        of_proposals = pgettext("จำนวนข้อเสนอ", "ข้อ")
        return [
            came,
            Stat(label=_("ข้อเสนอ"), value=number(len(statuses)), note=of_proposals, href="#proposals"),
            Stat(label=Stage.PLANNED.label, value=reached(Stage.PLANNED), note=of_proposals),
            Stat(label=Stage.DONE.label, value=reached(Stage.DONE), note=of_proposals),
        ]
