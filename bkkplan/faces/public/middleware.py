"""Whole pages of visitors, kept by the portal for a short time."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import patch_vary_headers, set_response_etag
from django.utils.translation import get_language_from_request

from bkkplan.faces.public.queries import newest_public_act
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.questions.keeping import is_a_visit, kept, may_be_kept

OLD_FOR = 60  # seconds in which the old page is shown while one process makes the new one


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it goes out, already compressed: it holds no secret whose length could be guessed."""

    headers: dict[str, str]
    packed: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        set_response_etag(response)
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        return cls(headers, gzip.compress(response.content, 6, mtime=0))

    def answer(self, request: HttpRequest) -> HttpResponse:
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(gzip.decompress(self.packed), headers=self.headers)
        response = HttpResponse(self.packed, headers=self.headers)
        response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        response["ETag"] = f"W/{response['ETag']}"
        return response


class KeepPages:
    """Answers a visitor from the cache, until an act that a public page may show, and for a bounded time.

    Pages are kept by address, language and working day. Only those that depend on nothing else of the request are:
    pages of `public` for a visitor, without a cookie in the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not (settings.VISITORS_PAGES_KEPT_FOR and request.method == "GET" and is_a_visit(request)):
            return self.get_response(request)
        request.resolver_match = _page(request.path_info)
        if request.resolver_match is None or request.resolver_match.namespace != "public":
            return self.get_response(request)
        made: list[HttpResponseBase] = []

        def make() -> Page | None:
            response = self.get_response(request)
            made.append(response)
            is_kept = may_be_kept(request, response) and isinstance(response, HttpResponse)
            return Page.of(response) if is_kept else None  # type: ignore[arg-type]

        seconds = settings.VISITORS_PAGES_KEPT_FOR
        page = kept(_name(request), make, stamp=newest_public_act(), seconds=seconds, old_for=OLD_FOR)
        if made:
            return made[0]
        assert page is not None  # noqa: S101  nothing was made here, so it was found
        return page.answer(request)


def _page(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _name(request: HttpRequest) -> str:
    """By address, language and day; and by the names of the style sheets, which a new release changes."""
    release = getattr(staticfiles_storage, "manifest_hash", "")
    parts = (request.build_absolute_uri(), get_language_from_request(request), str(today()), release)
    return f"public:page:{sha256(chr(0).join(parts).encode()).hexdigest()}"
