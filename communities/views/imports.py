"""Addresses of before the register was a list as all others: they lead to the pages of lists."""

from typing import Any

from django.urls import reverse
from django.views.generic import RedirectView

from bkkplan.ground.lists.models import RowList
from communities.list_kinds import CommunityList
from communities.list_kinds.register import CITY


class ToLists(RedirectView):
    """Where a register is brought in."""

    http_method_names = ("get", "head", "options")

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return reverse("lists:hand-in", args=[CommunityList.code, CITY])


class ToList(ToLists):
    """The list of a register; where there is none, as of one that a command brought in, the page of all of them."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        user: Any = self.request.user
        if RowList.objects.visible_to(user).filter(uuid=kwargs["uuid"]).exists():
            return reverse("lists:result", args=[kwargs["uuid"]])
        return super().get_redirect_url()
