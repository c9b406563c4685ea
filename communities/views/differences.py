"""Two editions of a plan side by side."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.pages.my_work import WorkRequest
from communities.models import PlanRevision
from communities.queries.differences import Piece, RowDifference, differences_of
from communities.views.base import PlanMixin

GONE, NEW = "<del>{}</del>", "<ins>{}</ins>"


def marked(rows: Iterable[RowDifference]) -> list[tuple[RowDifference, list[tuple[str, str, str]]]]:
    """Each row with its fields: the label, and both texts as markup in which the words of one alone are marked."""
    return [
        (row, [(one.label, _markup(one.before, GONE), _markup(one.after, NEW)) for one in row.fields]) for row in rows
    ]


def _markup(pieces: Iterable[Piece], mark: str) -> str:
    return format_html_join("", "{}", ((format_html(mark if one.is_changed else "{}", one.text),) for one in pieces))


class EditionDifferences(PlanMixin):
    """What an edition says differently from an earlier one: the one before it, or the one in ``?with=``."""

    heading = gettext_lazy("เทียบฉบับของแผน")

    def get(self, request: WorkRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        editions = PlanRevision.objects.visible_to(request.user).filter(plan=self.plan)
        earlier = list(editions.filter(number__lt=self.revision.number).order_by("-number"))
        wanted = request.GET.get("with", "")
        before = next((one for one in earlier if wanted in ("", str(one.number))), None)
        if before is None:
            raise Http404
        context = {
            **self.top(),
            "plan": self.plan,
            "revision": self.revision,
            "before": before,
            "earlier": earlier,
            "differences": (found := differences_of(before, self.revision)),
            "sections": marked(found.sections),
            "problems": marked(found.problems),
            "projects": marked(found.projects),
        }
        return render(request, "communities/differences.html", context)
