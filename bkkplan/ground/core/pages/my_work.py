"""Requests and views, with login and without. What waits for a person is in each subject's queries/my_work.py."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from bkkplan.ground.core.clock import now

if TYPE_CHECKING:
    from django.contrib.auth.models import _User
    from django_htmx.middleware import HtmxDetails


class WorkRequest(HttpRequest):
    """A request behind login, as the type checker may know it. Django makes its own: annotate, never instantiate."""

    user: "_User"
    htmx: "HtmxDetails"


class Signed(TypedDict):
    """Who acts and when, as every action takes it."""

    by: "_User"
    at: datetime


class WorkView(View):
    """A page behind login: the middleware has turned visitors away, so ``self.request.user`` is a person."""

    request: WorkRequest

    @property
    def signed(self) -> Signed:
        """The person of the page, and this moment."""
        return {"by": self.request.user, "at": now()}


@method_decorator(login_not_required, name="dispatch")
class PublicView(View):
    """A page for everyone, without login. Only `public` and `opendata` have such pages."""


LONGEST_ADDRESS = 2000


def way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The address in ``?next=`` if it is a page of the portal; otherwise ``otherwise``."""
    back = request.GET.get("next", "")
    return back if is_address_here(back) else otherwise


def is_address_here(address: str) -> bool:
    """Whether an address that a browser sent is a path of this portal, as `request.get_full_path()` gives it."""
    is_path = address.startswith("/") and address.isascii() and len(address) <= LONGEST_ADDRESS
    return is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
