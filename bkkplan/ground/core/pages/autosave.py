"""What a row that saves itself is answered. The other half, and the protocol, is static/js/behaviours/autosave.js."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from bkkplan.ground.core import thai
from bkkplan.ground.core.forms.fields import UNDERSTOOD
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.wording import thai_time

LONGEST_VERSION = 9  # digits; the database's integers end there


def wants_json(request: WorkRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class ForItsPersonMixin(WorkView):
    """Takes rows only from the person for whom the page was made.

    After a logout someone else may log in at the same browser while the page, and what was typed into it, still stands.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page_of = request.headers.get("X-Autosave-User")
        if page_of is not None and page_of != str(self.request.user.pk):
            sentence = _("หน้านี้เปิดไว้โดยผู้ใช้คนอื่น ข้อความจึงไม่ถูกบันทึกในชื่อของคุณ")
            return JsonResponse({"refused": "other-person", "sentence": sentence}, status=403)
        return super().dispatch(request, *args, **kwargs)


def seen_version(request: WorkRequest) -> int:
    """The version that the person had before them; 0 where the page sent none, for a row that nobody has saved."""
    sent = request.POST.get("version", "")
    if not sent:
        return 0
    if not sent.isdecimal() or len(sent) > LONGEST_VERSION:
        raise Refusal(_("หน้านี้ส่งข้อมูลมาไม่ครบ ข้อความที่พิมพ์ยังอยู่ คัดลอกไว้แล้วเปิดหน้านี้ใหม่"))
    return int(sent)


def texts_of(form: BaseForm) -> dict[str, str]:
    """How a record reads in the fields of its unbound form."""
    return {name: _text(form[name].value()) for name in form.fields}


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "on" if value is True else str(value)


def saved(
    *,
    version: int,
    shown: Mapping[str, str],
    at: datetime,
    notes: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """``more`` reaches the page's own module with the row's `autosave:saved`."""
    kept = {"version": version, "at": thai_time(at), "shown": dict(shown), "notes": dict(notes or {})}
    return JsonResponse({**(more or {}), **kept})


def refused(*, errors: Mapping[str, str] | None = None, sentence: str = "", status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": dict(errors or {}), "sentence": sentence}, status=status)


def stale(*, version: int, theirs: Mapping[str, str], by: str, at: datetime | None) -> JsonResponse:
    return JsonResponse(
        {"version": version, "theirs": dict(theirs), "by": by, "at": thai_time(at) if at else ""}, status=409
    )


def _bare(text: str) -> str:
    """Commas and Thai digits leave no doubt about how a number was read."""
    return thai.from_thai_digits(text).replace(",", "")


def notes_of(typed: Mapping[str, Any], shown: Mapping[str, str], form: BaseForm) -> dict[str, str]:
    """For fields that are read in more than one way: how that was understood."""
    notes = {}
    for name, field in form.fields.items():
        read = UNDERSTOOD.get(getattr(field, "kind", ""))
        text = str(typed.get(name, "")).strip()
        if read and _bare(text) not in ("", _bare(shown.get(name, ""))) and name not in form.errors:
            with suppress(NotUnderstoodError):  # not read at all: the row was taken out
                notes[name] = read(text)
    return notes
