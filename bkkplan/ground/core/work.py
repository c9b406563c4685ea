"""The types of requests and views behind login. What waits for a person is in each subject's queries/my_work.py."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

if TYPE_CHECKING:
    from django.contrib.auth.models import _User
    from django_htmx.middleware import HtmxDetails


class WorkRequest(HttpRequest):
    """A request behind login, as the type checker may know it. Django makes its own: annotate, never instantiate."""

    user: "_User"
    htmx: "HtmxDetails"


class WorkView(View):
    """A page behind login: the middleware has turned visitors away, so ``self.request.user`` is a person."""

    request: WorkRequest


def way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The address in ``?next=`` if it is a page of the portal; otherwise ``otherwise``."""
    back = request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else otherwise
