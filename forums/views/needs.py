"""The summary of needs that a district shows at its forum, on the screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.my_work import WorkRequest
from forums.queries.needs import needs_before
from forums.views.base import ForumMixin
from forums.views.preparing import preparing_page


class ForumNeeds(ForumMixin):
    permission = "forums.view_history"
    heading = gettext_lazy("สรุปปัญหาและความต้องการ")

    def lead(self) -> str:
        return f"{self.forum.district} · {self.forum.title}"

    def back(self) -> str:
        return preparing_page(self.forum)

    def crumbs(self) -> list[Link]:
        *above, here = super().crumbs()
        return [*above, Link(label=_("เตรียมเวที"), href=self.back()), here]

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        context = {**self.top(), "forum": self.forum, "needs": needs_before(self.forum)}
        return render(request, "forums/needs.html", context)
