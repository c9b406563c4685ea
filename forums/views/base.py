"""What the pages of one forum share."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.records import RecordPage
from communities.views.base import page_of
from forums.enums import ForumKind
from forums.models import Forum
from forums.views.next_steps import steps_after


def crumbs_to(forum: Forum, *, here: str = "") -> list[Link]:
    """เวทีรับฟัง › ปีงบประมาณ › the forum › here."""
    items = [
        Link(label=_("เวทีรับฟัง"), href=reverse("forums:list", args=[FiscalYear(forum.fiscal_year)])),
        Link(label=str(forum.district)),
        Link(label=name_of(forum), href=forum.get_absolute_url() if here else ""),
    ]
    return [*items, Link(label=here)] if here else items


def name_of(forum: Forum) -> str:
    return _("ครั้งที่ %(number)s/%(year)s") % {"number": forum.number, "year": forum.number_year}


class ForumMixin(RecordPage):
    """Loads the forum through its door, and says where its pages stand."""

    permission = "forums.change_forum"
    stylesheet = "css/pages/forum.css"
    forum: Forum

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.forum = self.subject = get_object_or_404(self.forums(), pk=kwargs["pk"])

    def forums(self) -> QuerySet[Forum]:
        """From which the forum is loaded."""
        return Forum.objects.visible_to(self.request.user).select_related("district", "community", "host__district")

    def lead(self) -> str:
        return f"{self.forum} · {self.forum.title}"

    def crumbs(self) -> list[Link]:
        return crumbs_to(self.forum, here=str(self.heading))

    def purse(self) -> str:
        """The address of the money that pays for the district's hearings of the year; "" for any other forum."""
        forum = self.forum
        if forum.kind != ForumKind.DISTRICT_HEARING:
            return ""
        return page_of("budget:hearings-purse", FiscalYear(forum.fiscal_year), forum.district.code)

    def record_page(self) -> str:
        return f"{self.forum.get_absolute_url()}record/"


class ForumAct(ForumMixin, ActPage):
    """One act at a forum; its page also says what this browser keeps of the results and could not save."""

    template_name = "forums/act.html"

    def next_links(self) -> list[Link]:
        self.forum.refresh_from_db()
        return steps_after(self.forum, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(forum=self.forum, **kwargs)

    def page_of_all(self) -> Link:
        return Link(label=_("หน้าสาธารณะของเวที"), href=reverse("public:hearing", args=[self.forum.pk]))
