"""Bring the register in: upload, wait until a worker has read it, look at what it would do, confirm."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_htmx.http import HttpResponseClientRefresh

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat, Tone
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.pages.waiting import wait_for, waits_long
from bkkplan.ground.core.wording import number
from bkkplan.ground.core.work import WorkRequest
from communities import actions
from communities.actions.reading import SKIPPED, RegisterAnswers
from communities.enums import ImportState
from communities.forms.changes import AnswersForm
from communities.forms.register import RegisterUploadForm
from communities.models import RegisterImport, RegisterReading
from communities.resources import read_register

PAGE = 50
TONES: dict[str, Tone] = {
    ImportState.WAITING: "wait",
    ImportState.CHECKED: "now",
    ImportState.REFUSED: "bad",
    ImportState.DONE: "done",
    ImportState.CANCELLED: "wait",
}


class ImportMixin(RecordPage):
    permission = "communities.manage_register"

    def way_here(self, *last: str) -> list[Link]:
        return [
            Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register")),
            Link(label=_("นำเข้าทะเบียน"), href=reverse("communities:import") if last else ""),
            *(Link(label=word) for word in last),
        ]


class ImportPage(ImportMixin):
    """A file to check, and the files of before."""

    def get(self, request: WorkRequest) -> HttpResponse:
        return self.show(RegisterUploadForm())

    def post(self, request: WorkRequest) -> HttpResponse:
        form = RegisterUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        file = form.cleaned_data["file"]
        upload, reading = actions.submit_register(
            data=file.read(),
            name=file.name or "",
            register_on=form.cleaned_data["register_on"],
            by=request.user,
            at=now(),
            on=today(),
        )
        wait_for(reading)
        return redirect("communities:import-result", uuid=upload.uuid)

    def show(self, form: RegisterUploadForm, *, status: int = 200) -> HttpResponse:
        user: Any = self.request.user
        uploads = RegisterImport.objects.visible_to(user).select_related("uploaded_by", "reading")
        uploads = uploads.order_by("-uploaded_at", "-pk")
        page = Paginator(uploads, PAGE).get_page(self.request.GET.get("page"))
        context = {
            "form": form,
            "crumbs": self.way_here(),
            "page": page,
            "uploads": [(upload, *_state(upload)) for upload in page.object_list],
        }
        return render(self.request, "communities/import.html", context, status=status)


def _state(upload: RegisterImport) -> tuple[Any, Tone]:
    if upload.state == ImportState.WAITING and upload.reading.state == JobState.FAILED:
        return _("อ่านไฟล์ไม่สำเร็จ"), "bad"
    return ImportState(upload.state).label, TONES[upload.state]


class _OfUpload(ImportMixin):
    upload: RegisterImport

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, uuid=uuid, **kwargs)
        user = self.request.user
        uploads = RegisterImport.objects.visible_to(user).select_related("reading")
        self.upload = get_object_or_404(uploads, uuid=uuid)

    def back(self) -> str:
        return reverse("communities:import-result", args=[self.upload.uuid])


class _ShowsResult(_OfUpload):
    """What the file would do, or did: every change, every refusal, nothing in silence."""

    def show_result(self, request: WorkRequest, form: AnswersForm | None = None, *, status: int = 200) -> HttpResponse:
        upload, outcome = self.upload, self.upload.outcome
        if upload.state == ImportState.WAITING:
            return self.show_reading(request, upload.reading)
        if request.htmx:  # the page that waited
            return HttpResponseClientRefresh()
        state, tone = _state(upload)
        context = {
            "upload": upload,
            "outcome": outcome,
            "crumbs": self.way_here(upload.original_name),
            "state": state,
            "tone": tone,
            "sheets": _sheets_of(outcome),
            "form": form or _answers_form(upload),
            "is_open": upload.state == ImportState.CHECKED,
            "can_confirm": upload.state == ImportState.CHECKED and not outcome.get("open"),
            "stats": [
                Stat(label=_("สร้างใหม่"), value=outcome["created"]),
                Stat(label=pgettext("import result", "แก้ไข"), value=outcome["updated"]),
                Stat(label=_("ไม่เปลี่ยน"), value=outcome["unchanged"]),
                Stat(label=_("ผิดพลาด"), value=outcome["errors"], tone="bad" if outcome["errors"] else None),
                Stat(label=_("ไม่พบในไฟล์"), value=outcome["absent"]),
            ],
        }
        return render(request, "communities/import_result.html", context, status=status)

    def show_reading(self, request: WorkRequest, reading: RegisterReading) -> HttpResponse:
        if request.htmx and not reading.is_live:
            return HttpResponseClientRefresh()
        state, tone = _state(self.upload)
        context = {
            "upload": self.upload,
            "reading": reading,
            "waits_long": waits_long(reading, at=now()),
            "here": reverse("communities:import-result", args=[self.upload.uuid]),
            "cancel": reverse("communities:import-cancel", args=[self.upload.uuid]),
            "crumbs": self.way_here(self.upload.original_name),
            "state": state,
            "tone": tone,
        }
        page = "communities/_reading.html" if request.htmx else "communities/import_waiting.html"
        return render(request, page, context)


class ImportResult(_ShowsResult):
    def get(self, request: WorkRequest, uuid: UUID) -> HttpResponse:
        return self.show_result(request)


def _sheets_of(outcome: dict[str, Any]) -> list[str]:
    """What became of each sheet; nothing where the file is one table."""
    sheets = outcome.get("sheets", ())
    return [_sheet_in_words(*sheet) for sheet in sheets] if len(sheets) > 1 else []


def _sheet_in_words(name: str, rows: int, skipped_because: str) -> str:
    if skipped_because:
        return _("%(sheet)s: ข้าม เพราะ%(reason)s") % {"sheet": name, "reason": _(SKIPPED[skipped_because])}
    return _("%(sheet)s: อ่าน %(rows)s แถว") % {"sheet": name, "rows": number(rows)}


def _answers_form(upload: RegisterImport, data: Any = None) -> AnswersForm | None:
    """The questions of the dry run with what was answered; nothing where there is nothing to ask."""
    if upload.state != ImportState.CHECKED:
        return None
    answers = upload.answers
    questions = answers.get("asked") or upload.outcome.get("questions", ())
    same = dict(answers.get("same", {}))
    absent = [row for row in upload.outcome.get("absent_kept", ()) if row["code"] not in same.values()]
    if not questions and not absent:
        return None
    given = {f"row-{row}": code for row, code in same.items()} | {f"row-{row}": "new" for row in answers.get("new", ())}
    return AnswersForm(data, questions=questions, absent=absent, initial={**given, "ended": answers.get("ended", [])})


class ImportAnswer(_ShowsResult, ActButton):
    """Which new names are old communities, and which have ended: the file is compared again with that."""

    done = gettext_lazy("เก็บคำตอบแล้ว ตรวจผลด้านล่างแล้วยืนยันนำเข้า")

    def get_form(self, form_class: Any = None) -> AnswersForm:
        data = self.request.POST
        return _answers_form(self.upload, data) or AnswersForm(data, questions=(), absent=())

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        return self.show_result(self.request, form, status=status)

    def act(self, data: dict[str, Any]) -> None:
        answers = RegisterAnswers(same=data["same"], new=data["new"], ended=data["ended"])
        actions.answer_register(
            import_id=self.upload.pk, answers=answers, read=read_register, by=self.request.user, at=now()
        )


class ImportConfirm(_OfUpload, ActButton):
    done = gettext_lazy("นำเข้าทะเบียนแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.confirm_register(import_id=self.upload.pk, read=read_register, by=self.request.user, at=now())


class ImportCancel(_OfUpload, ActButton):
    done = gettext_lazy("ยกเลิกการนำเข้าแล้ว ไม่มีข้อมูลใดเปลี่ยน")

    def act(self, data: dict[str, Any]) -> None:
        actions.cancel_register(import_id=self.upload.pk, by=self.request.user, at=now())

    def back(self) -> str:
        return reverse("communities:import")
