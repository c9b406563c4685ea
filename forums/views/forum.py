"""The page of one forum, and its print."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.queries.signing import Signature, director_of, signature_of
from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core import thai
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import FileItem
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes.queries.signing import signatures_of
from bkkplan.ground.routes.views.presenting import passage_shown
from communities.models import PlanProject, PlanRevision
from communities.views.base import page_of
from forums.enums import RECORDING_STATES, RESULTS_PAPER, ForumState
from forums.models import Attachment, Forum, Proposal
from forums.queries import HearingRule, timeliness_of, turnout_of
from forums.queries.path import projects_of_proposals
from forums.queries.sessions import days_of
from forums.queries.with_lists import with_lists
from forums.views.base import ForumMixin, crumbs_to
from forums.views.joint import districts_to_join
from forums.views.next_steps import publishes_from_here
from forums.views.presenting import late_text, line_text, steps_of, tone_of
from forums.views.record import proposal_url

MONEY = ("requested_amount",)
# Before and while it is held; what else may be done then has its button at the top.
ONLY_CANCELLED = [ForumState.PLANNED, ForumState.OPEN]


class ForumPage(ForumMixin):
    permission = "forums.view_forum"
    template_name = "forums/detail.html"

    def forums(self) -> QuerySet[Forum]:
        return with_lists(super().forums().select_related("published_by"))

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        forum, on = self.forum, today()
        figures = timeliness_of(forum, on=on, rule=HearingRule.of(forum.fiscal_year))
        knows_more = request.user.has_perm("forums.view_history", forum)
        is_out = forum.state == ForumState.PUBLISHED or knows_more
        proposals = (
            Proposal.objects.visible_to(request.user)
            .filter(forum=forum)
            .live()
            .select_related("area", "subdistrict", "community", "sector")
            .in_order()
        )
        context: dict[str, Any] = {
            "forum": forum,
            "days": days_of(forum),
            "crumbs": crumbs_to(forum),
            "steps": steps_of(forum, figures, on=on),
            "tone": tone_of(forum),
            "public_page": page_of("public:hearing", forum.pk),
            "line_text": line_text(forum),
            "late": late_text(figures),
            "figures": figures,
            "proposals": self.with_projects(list(proposals)),
            "turnout": turnout_of(forum, in_full=knows_more) if is_out else None,
            "agenda": list(forum.agenda.all()) if is_out else [],
            "files": self.files(),
            "postponements": list(forum.postponements.all()),
            "shows_results": is_out,
            "is_call": forum.announced_on is not None and forum.held_on is None,
            "knows_more": knows_more,
            "new_proposal_url": proposal_url(forum, uuid4()),
            "working_up_url": reverse("forums:working-up", args=[FiscalYear(forum.fiscal_year), forum.district.code]),
            "policy_url": page_of("budget:policy", FiscalYear(forum.fiscal_year).next, forum.district.code),
            "is_recording": forum.state in RECORDING_STATES,
            "may_change": request.user.has_perm("forums.change_forum", forum),
            "has_own_days": forum.host_id is None,
            "may_only_cancel": request.user.has_perm("forums.change_forum", forum)
            and (forum.state in ONLY_CANCELLED or (forum.state == ForumState.ANNOUNCED and forum.host_id is not None)),
            "may_join": forum.state == ForumState.ANNOUNCED and bool(districts_to_join(request.user, forum)),
            "may_publish": publishes_from_here(request.user, forum),
            "corrections": self.corrections() if knows_more else [],
            "history": history_of(forum, limit=30) if knows_more else (),
            "purse": self.purse() if knows_more else "",
            "passage": passage_shown(RESULTS_PAPER, forum.pk, user=request.user, on=on) if knows_more else None,
            "signatures": self.signatures(),
            "costs": page_of("budget:forum-costs", forum.pk) if knows_more else "",
        }
        return render(request, self.template_name, context)

    def with_projects(self, proposals: list[Proposal]) -> list[tuple[Proposal, tuple[PlanProject, ...]]]:
        """Each proposal with the projects that took it over, in the plans that the reader may see."""
        seen = PlanRevision.objects.visible_to(self.request.user)
        projects = projects_of_proposals([proposal.pk for proposal in proposals], seen=seen)
        return [(proposal, projects.get(proposal.pk, ())) for proposal in proposals]

    def signatures(self) -> list[Signature]:
        """Who signs the record; only the one on paper is signed."""
        return []

    def files(self) -> list[dict[str, Any]]:
        attachments = Attachment.objects.visible_to(self.request.user).filter(forum=self.forum, removed_on=None)
        return [{"attachment": file, "item": file_item(file)} for file in attachments.order_by("uploaded_at", "pk")]

    def corrections(self) -> list[dict[str, Any]]:
        rows = self.forum.corrections.select_related("proposal", "by").order_by("-at", "-pk")
        return [
            {
                "correction": row,
                "about": row.proposal.title if row.proposal else _("ข้อมูลเวที"),
                "before": _readable(row.before),
                "after": _readable(row.after),
            }
            for row in rows
        ]


class ForumPrint(ForumPage):
    """The record of a forum on paper, which a person signs and files."""

    template_name = "forums/print.html"

    def signatures(self) -> list[Signature]:
        """Who signs the paper. Before the forum: the director. Afterwards: who passed and published the results.

        Empty for results that are not published, and for readers without the right to see the forum's history.
        """
        forum = self.forum
        if forum.held_on is None:
            signs = director_of(forum.district, on=forum.announced_on) if forum.announced_on else None
            return [signs] if signs else []
        knows_more = self.request.user.has_perm("forums.view_history", forum)
        if not knows_more or forum.published_by is None or forum.published_on is None:
            return []
        published = _("ผู้เผยแพร่")
        by_route = signatures_of(RESULTS_PAPER, forum.pk, district=forum.district, decided=published)
        return by_route or [
            signature_of(forum.published_by, district=forum.district, act=published, on=forum.published_on)
        ]


def file_item(file: Attachment) -> FileItem:
    kind = file.content_type.rpartition("/")[2].rpartition(".")[2].upper()
    note = f"{kind} · {file.size_in_words} · {thai_date_short(file.uploaded_at)}"
    href = reverse("file", args=[file.uuid]) if file.cleaned_at and file.file else ""
    if file.refusal:
        note = file.refusal_in_words
    elif file.cleaned_at is None:
        note = f"{note} · {_('กำลังลบข้อมูลแฝง จะเปิดได้เมื่อเสร็จ')}"
    return FileItem(name=file.original_name, href=href, note=note, is_public=file.is_public)


def _readable(values: dict[str, Any]) -> str:
    return " · ".join(
        thai.format_baht(Decimal(value), decimals=False) if name in MONEY else str(value)
        for name, value in values.items()
        if value not in (None, "", {}, [])
    )
