"""Great files are made while they are sent, a few at once in each process: the threads that are left show pages."""

import weakref
from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from bkkplan.ground.core.limits import refusal

TRY_AGAIN_AFTER = 30  # seconds
_places = BoundedSemaphore(settings.GREAT_FILES_AT_ONCE)


def send_file(
    request: HttpRequest, parts: Iterable[bytes], *, content_type: str, name: str, is_great: bool
) -> HttpResponseBase:
    """The file, part after part. A great one is refused with 503 while as many as may be are being sent."""
    if is_great:
        if not _places.acquire(blocking=False):
            return _busy(request)
        parts = _InPlace(parts)
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    response = refusal(request, "busy.html", 503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response


class _InPlace:
    """The parts of a great file. It counts as being sent until it is closed, or until Python deletes this object."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.left = iter(parts)
        self.close = weakref.finalize(self, _places.release)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self.left)
