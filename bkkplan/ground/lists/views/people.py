"""After a list of people is in: the links of those who have no e-mail, as a sheet to be cut apart."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions.lists import links_to_hand
from bkkplan.ground.accounts.models import Assignment
from bkkplan.ground.accounts.views.shown_links import show_links
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.list_kinds.people import PeopleList, given_by
from bkkplan.ground.lists.views.results import OfList


class PrintLinks(OfList, ActButton):
    """The links of everybody on the list who has no e-mail, once: only their hashes are kept."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.kind.code != PeopleList.code:
            raise Http404

    def act(self, data: dict[str, Any]) -> HttpResponse:
        roles = given_by(actions.made_by(self.upload))
        made = links_to_hand(assignments=roles, by=self.request.user, at=now())
        held = Assignment.objects.filter(pk__in=roles).select_related("district", "bureau").order_by("-pk")
        first = {role.user_id: role for role in held}
        crumbs = [*self.crumbs()[:-1], Link(label=_("ลิงก์เข้าระบบครั้งเดียว"))]
        links = [(invitation, first[invitation.user.pk]) for invitation in made]
        return show_links(self.request, links, crumbs=crumbs, back=self.back())
