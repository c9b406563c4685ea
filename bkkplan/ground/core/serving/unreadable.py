"""Requests that no view can answer: one that cannot be read, a full disk, a missing file.

Each gets a page with a sentence and a status below 500. The page is drawn without the request, because reading it
failed: nothing here may touch ``request.POST``.
"""

import errno
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT}
TAKEN = {"23505", "23P01"}  # of SQLSTATE: a unique or an excluding constraint
ADDRESSES = ("HTTP_HX_CURRENT_URL", "HTTP_REFERER", "HTTP_ORIGIN")


class UnreadableRequestError(Exception):
    """The request holds text that the database cannot store."""


class AnswerTheUnreadable:
    """Middleware that stands before everything that reads cookies, addresses and bodies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            _forget_bad_headers(request)
            _read(request)
        except RequestDataTooBig:
            return refusal(request, 413, _("ข้อมูลที่ส่งมาใหญ่เกินไป"), _("ยังไม่ได้บันทึกสิ่งใด แบ่งส่งทีละส่วน หรือใช้ไฟล์ที่เล็กลง"))
        except (UnreadableRequestError, SuspiciousOperation, BadRequest, MultiPartParserError, LookupError) as error:
            log.warning("a request to %r was not readable: %s", request.path[:200], type(error).__name__)
            return refusal(request, 400, _("อ่านคำขอนี้ไม่ได้"), _("ลองกลับไปหน้าก่อน โหลดหน้าใหม่ แล้วทำอีกครั้ง"))
        except OSError as error:
            if error.errno not in FULL:
                # The browser went away in the middle; nobody reads the answer.
                return refusal(request, 400, _("อ่านคำขอนี้ไม่ได้"), _("ข้อมูลมาไม่ครบ ลองส่งอีกครั้ง"))
            return _disk_is_full(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an exception that no code of a view could prevent: a full disk, a kept file that is gone (410), two
        acts at the same moment (409).

        None for every other exception, which Django then handles as usual.
        """
        if isinstance(error, OSError) and error.errno in FULL:
            return _disk_is_full(request)
        if isinstance(error, FileNotFoundError) and _is_kept_file(error.filename):
            log.error("a kept file is gone from the disk: %s", error.filename)
            return refusal(request, 410, _("ไฟล์นี้ไม่อยู่ในที่เก็บแล้ว"), _("ข้อมูลอื่นยังอยู่ครบ แจ้งผู้ดูแลระบบให้นำไฟล์กลับมาจากข้อมูลสำรอง"))
        if isinstance(error, IntegrityError) and getattr(error.__cause__, "sqlstate", "") in TAKEN:
            log.warning("two acts at once at %r: %s", request.path[:200], error)
            return refusal(
                request,
                409,
                _("มีผู้อื่นบันทึกเรื่องเดียวกันในเวลาเดียวกัน"),
                _("ยังไม่ได้บันทึกของท่าน โหลดหน้าใหม่ ดูว่ามีแล้วหรือไม่ แล้วลองอีกครั้ง"),
            )
        return None


def refusal(request: HttpRequest, status: int, heading: str | Promise, sentence: str | Promise) -> HttpResponse:
    """A page of its own, in the language of the person, drawn from this sentence alone."""
    with translation.override(translation.get_language_from_request(request)):
        page = get_template("refused.html").render({"refused": heading, "sentence": sentence})
    answer = HttpResponse(page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _disk_is_full(request: HttpRequest) -> HttpResponse:
    """413 is also for what cannot be taken at this time; `Retry-After` says that it may pass."""
    log.error("no space is left on the disk")
    answer = refusal(request, 413, _("ที่เก็บไฟล์ของระบบเต็ม"), _("ยังไม่ได้บันทึกสิ่งใด เก็บไฟล์ไว้แล้วลองส่งใหม่ภายหลัง และแจ้งผู้ดูแลระบบ"))
    answer["Retry-After"] = "600"
    return answer


def _forget_bad_headers(request: HttpRequest) -> None:
    """Remove a cookie or an address that cannot be understood: the browser would send it with every request."""
    for name, value in list(request.COOKIES.items()):
        if not _is_text(name) or not _is_text(value):
            del request.COOKIES[name]
    for name in ADDRESSES:
        if name in request.META and not _is_address(request.META[name]):
            del request.META[name]


def _read(request: HttpRequest) -> None:
    charset = request.content_params.get("charset") if request.content_params else None
    if charset is not None and charset.lower().replace("_", "-") not in ("utf-8", "utf8"):
        request.encoding = "utf-8"  # whatever reads the request after all
        raise UnreadableRequestError(charset)
    for text in (request.path_info, *_texts([request.GET])):
        if not _is_text(text):
            raise UnreadableRequestError
    for text in _texts([request.POST, request.FILES]):
        if not _is_text(text):
            raise UnreadableRequestError


def _texts(fields: Iterable[MultiValueDict[str, Any]]) -> Iterator[str]:
    for given in fields:
        for name, values in given.lists():
            yield name
            for value in values:
                yield value if isinstance(value, str) else (value.name or "")


def _is_text(value: str) -> bool:
    """False for what the database can't hold: NUL, and halves of letters."""
    if "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_address(value: str) -> bool:
    try:
        urlsplit(value)
    except ValueError:
        return False
    return _is_text(value)


def _is_kept_file(name: object) -> bool:
    return isinstance(name, str) and Path(name).is_relative_to(settings.MEDIA_ROOT)
