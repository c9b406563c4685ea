"""What every page behind login rests on."""

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
    """Where ``?next=`` says that one came from, if that is a page of ours."""
    back = request.GET.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else otherwise
