"""Limits for one visitor: the size of a request, and how often a page that computes may be asked for.

docs/nginx.conf sets the same limits in front of the portal, where they cost least. These hold without it too.
"""

import ipaddress
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

MINUTE = 60
Answer = Callable[[HttpRequest], HttpResponseBase]


def refusal(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page in the visitor's language that asks nothing of the database and reads nothing of the body."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponse(render_to_string(template), status=status)


class BoundedBody:
    """Refuse a body that is too large, or whose size is not given, before it is read.

    Django reads as much as Content-Length says. It takes a body in chunks for an empty one; no browser sends chunks,
    and the proxy sends none on.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return refusal(request, "411.html", 411)
        if not (length.isascii() and length.isdecimal()):
            return refusal(request, "400.html", 400)
        if len(length) > len(str(settings.MAX_BODY_BYTES)) or int(length) > settings.MAX_BODY_BYTES:
            return refusal(request, "413.html", 413)
        return self.get_response(request)


class BoundedRate:
    """Refuse a visitor who asks for pages of REQUESTS_A_MINUTE too often.

    Counts are in the cache; while it is away, nobody is refused.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Answer, _args: Any, _kwargs: Any) -> HttpResponse | None:
        page = request.resolver_match.view_name if request.resolver_match else ""
        most = settings.REQUESTS_A_MINUTE.get(page)
        if most is None:
            return None
        minute, second = divmod(int(time.time()), MINUTE)
        if _count(f"rate:{page}:{_who(request)}:{minute}") <= most:
            return None
        response = refusal(request, "too_often.html", 429)
        response["Retry-After"] = str(MINUTE - second)
        return response


def _who(request: HttpRequest) -> str:
    """The account or, of visitors, the address: of IPv6 the network, because one line at home has all of it."""
    if request.user.is_authenticated:
        return f"account-{request.user.pk}"
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def _count(key: str) -> int:
    """How many requests came in this minute, with this one; 0 if the cache cannot say."""
    try:
        cache.add(key, 0, MINUTE * 2)
        return cache.incr(key)
    except Exception:  # noqa: BLE001  whatever ails the cache, nobody's page fails for it
        return 0
