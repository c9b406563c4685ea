"""Pages go out compressed. Files of kinds that are compressed already, and streams of them, go out as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml", "application/geo+json", "image/svg+xml")


class CompressText(GZipMiddleware):
    """Django's, for texts only: a file keeps its length, by which its receiver tells that it is whole.

    What an attacker could learn from the length of a compressed page is spoilt by random bytes and by masked tokens
    (docs/adr/pages-go-out-compressed.md).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
