"""Great files are made while they are sent, a few at once in each process: the threads that are left show pages."""

import weakref
from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
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


def send_kept_file(row: Any, *, as_attachment: bool = False) -> FileResponse:
    """Answer with the ``file`` of a row under its name. Raises Http404 for a row whose file was destroyed."""
    if not row.file:
        raise Http404
    return FileResponse(
        row.file.open(), as_attachment=as_attachment, filename=row.original_name, content_type=row.content_type
    )


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
