"""Files as evidence: brought in, answered for, taken off, handed out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.work import WorkRequest
from forums.actions import evidence
from forums.actions.errors import ForumError, WrongMomentError
from forums.forms.rows import EvidenceForm
from forums.models import Attachment
from forums.views.base import ForumMixin, crumbs_to


class FileUpload(ForumMixin):
    """Several files at once; where one is refused, that is said with its name and none is kept."""

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        return self.show(EvidenceForm())

    def post(self, request: WorkRequest, pk: int) -> HttpResponse:
        form = EvidenceForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        uploads = [(upload, upload.kind) for upload in form.cleaned_data["files"]]
        try:
            kept = evidence.attach_files(
                forum_id=pk, uploads=uploads, caption=form.cleaned_data["caption"], by=request.user, at=now()
            )
        except ForumError as error:
            form.add_error("files", error.sentence)
            if len(uploads) > 1:
                form.add_error("files", _("ยังไม่ได้แนบไฟล์ใด เลือกไฟล์ที่เหลืออีกครั้ง"))
            return self.show(form, status=422)
        messages.success(request, _("แนบแล้ว %(kept)s ไฟล์ ยังไม่เผยแพร่จนกว่าจะเลือกเอง") % {"kept": len(kept)})
        return redirect(f"{self.forum.get_absolute_url()}#files")

    def show(self, form: EvidenceForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "forum": self.forum,
            "crumbs": crumbs_to(self.forum, here=_("แนบไฟล์")),
        }
        return render(self.request, "forums/upload.html", context, status=status)


class _OfOneFile(ForumMixin):
    http_method_names = ["post"]
    attachment: Attachment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Attachment.objects.visible_to(self.request.user)
        self.attachment = get_object_or_404(seen, uuid=kwargs["uuid"], forum=self.forum)

    def back(self) -> HttpResponse:
        return redirect(f"{self.forum.get_absolute_url()}#files")


class FilePublic(_OfOneFile):
    def post(self, request: WorkRequest, pk: int, uuid: UUID) -> HttpResponse:
        is_public = request.POST.get("is_public") == "yes"
        try:
            evidence.set_public(uuid=uuid, is_public=is_public, by=request.user, at=now())
        except WrongMomentError as error:
            messages.warning(request, error.sentence)
        else:
            said = _("จะเผยแพร่ไฟล์นี้พร้อมผลเวที") if is_public else _("ไฟล์นี้ใช้ภายในเท่านั้น")
            messages.success(request, said)
        return self.back()


class FileRemove(_OfOneFile):
    def post(self, request: WorkRequest, pk: int, uuid: UUID) -> HttpResponse:
        try:
            evidence.remove_file(uuid=uuid, on=today(), by=request.user, at=now())
        except WrongMomentError as error:
            messages.warning(request, error.sentence)
        else:
            messages.success(request, _("นำไฟล์ออกแล้ว"))
        return self.back()
