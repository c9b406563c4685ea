"""What every page behind login rests on."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
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
