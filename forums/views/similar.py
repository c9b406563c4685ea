"""Earlier proposals like the one being typed: a piece of the recording page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bkkplan.ground.core.pages.my_work import WorkRequest
from communities.views.base import page_of
from forums.enums import ForumState
from forums.models import Proposal
from forums.queries.similar import like_what_is_typed
from forums.views.base import ForumMixin, name_of

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Shown:
    title: str
    where: str
    href: str


class SimilarProposals(ForumMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        found = like_what_is_typed(
            request.GET.get("q", "")[:LONGEST],
            district=self.forum.district,
            user=request.user,
            besides=_row(request.GET.get("row", "")),
        )
        shown = [Shown(one.proposal.title, name_of(one.proposal.forum), _address(one.proposal)) for one in found]
        return render(request, "forums/_similar.html", {"similar": shown})


def _address(proposal: Proposal) -> str:
    """The public page of a proposal, which says what became of it; the page of its forum before it is public."""
    is_public = proposal.forum.state == ForumState.PUBLISHED
    page = page_of("public:proposal", proposal.uuid) if is_public else ""
    return page or proposal.forum.get_absolute_url()


def _row(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
