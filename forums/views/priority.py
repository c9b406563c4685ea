"""The proposals of a forum as people put them first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.pages.my_work import WorkRequest
from forums.enums import RECORDING_STATES
from forums.queries.priority import ranked
from forums.views.base import ForumMixin


class ForumPriority(ForumMixin):
    """By the votes that were counted, by hands or dots; ties share a rank."""

    heading = gettext_lazy("เรียงตามคะแนน")

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        rows = ranked(self.forum)
        context = {
            **self.top(),
            "forum": self.forum,
            "rows": rows,
            "without": self.forum.proposals.live().count() - len(rows),
            "record_page": self.record_page() if self.forum.state in RECORDING_STATES else "",
        }
        return render(request, "forums/priority.html", context)
