"""Pages about a list that was handed in: wait while a worker reads it, then show what it would do."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRefresh

from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link, Tone
from bkkplan.ground.core.forms.list_forms import columns_form
from bkkplan.ground.core.forms.lists import HandedIn, ListState
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.pages.waiting import waits_long

TONES: dict[str, Tone] = {
    ListState.WAITING: "wait",
    ListState.CHECKED: "now",
    ListState.DONE: "done",
    ListState.CANCELLED: "wait",
    ListState.UNDONE: "wait",
}


def state_of(upload: Any) -> tuple[Any, Tone]:
    """The state of a list in a word, with the tone of its badge. A list may have a job that writes it, ``writing``."""
    if upload.state == ListState.WAITING and upload.reading.state == JobState.FAILED:
        return _("อ่านไฟล์ไม่สำเร็จ"), "bad"
    if (writing := getattr(upload, "writing", None)) is not None and writing.is_live:
        return writing.get_act_display(), "now"
    return ListState(upload.state).label, TONES[upload.state]


class ListPage(RecordPage):
    """A page of one list. Subclasses load ``upload`` in ``setup``, and show it by ``show_outcome``."""

    upload: Any  # a HandedIn with its ``reading``
    columns: Sequence[Column] = ()

    def pages(self) -> dict[str, str]:
        """Addresses: where another list is handed in (``again``), and where this one is cancelled or its columns
        are chosen (``cancel``, ``columns``)."""
        raise NotImplementedError

    def crumbs_here(self) -> list[Link]:
        raise NotImplementedError

    def ask_columns(self, data: Any = None) -> Any:
        """The form in which a person says which column of the list is which."""
        return columns_form(self.upload, self.columns, data)

    def job(self) -> Any:
        """The job that the page waits for, or that failed to read the list; None where its outcome is shown."""
        return self.upload.reading if self.upload.state == ListState.WAITING else None

    def how_far(self, job: Any, *, waits_long: bool) -> str:
        """The sentence beside the bar of a job that is under way, or that no worker has taken for long."""
        if waits_long:
            return _("ระบบประมวลผลยังไม่รับงาน รายการถูกเก็บไว้แล้ว และจะอ่านทันทีที่ระบบกลับมา ปิดหน้านี้ไว้ก่อนได้")
        return _("กำลังอ่านรายการ หน้านี้เปลี่ยนเองเมื่อเสร็จ")

    def stop_page(self) -> str:
        """Where the job that the page waits for is called off."""
        return self.pages()["cancel"]

    def show_outcome(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        """The page of a list that was read; ``context`` has what all lists show."""
        raise NotImplementedError

    def show(self, *, columns: Any = None, status: int = 200, **more: Any) -> HttpResponse:
        upload: HandedIn = self.upload
        state, tone = state_of(upload)
        context = {
            "upload": upload,
            "crumbs": self.crumbs_here(),
            "state": state,
            "tone": tone,
            "list_pages": self.pages(),
            **more,
        }
        if (job := self.job()) is not None:
            return self._wait(job, context)
        if self.request.htmx:  # the page that waited
            return HttpResponseClientRefresh()
        outcome, is_open = upload.outcome, upload.state == ListState.CHECKED
        context |= {
            "is_open": is_open,
            "errors": [{**error, "row": error.get("where", error["row"])} for error in outcome.get("errors", ())],
            "unused": outcome.get("unused", ()),
            "other_sheets": outcome.get("other_sheets", ()),
            "columns": columns or (self.ask_columns() if is_open else None),
            "columns_open": columns is not None or not outcome.get("rows"),
        }
        return self.show_outcome(context, status=status)

    def _wait(self, job: Any, context: dict[str, Any]) -> HttpResponse:
        if self.request.htmx and not job.is_live:
            return HttpResponseClientRefresh()
        context |= {
            "job": job,
            "how_far": self.how_far(job, waits_long=waits_long(job, at=now())),
            "here": self.back(),
            "stop": self.stop_page(),
        }
        page = "lists/_working.html" if self.request.htmx else "lists/waiting.html"
        return render(self.request, page, context)


class ListResult(ListPage):
    """What a list would do, or did."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.show()


class ListColumns(ListPage, ActButton):
    """A person says which column is which, where the headings do not. Subclasses give ``act``; it gets ``columns``."""

    done = gettext_lazy("อ่านตามคอลัมน์ที่เลือกแล้ว ตรวจผลด้านล่าง")

    def get_form(self, form_class: Any = None) -> Any:
        if not self.upload.outcome.get("headings"):  # a list of before the choice, or one that was never read
            return super().get_form(form_class)
        return self.ask_columns(self.request.POST)

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        return self.show(columns=form, status=status)
