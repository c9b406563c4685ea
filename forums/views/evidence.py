"""Files as evidence: brought in, answered for, taken off, handed out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActButton
from forums.actions import evidence
from forums.forms.rows import EvidenceForm
from forums.models import Attachment
from forums.views.base import ForumAct, ForumMixin


class FileUpload(ForumAct):
    """Several files at once; where one is refused, that is said with its name and none is kept."""

    form_class = EvidenceForm
    heading = gettext_lazy("แนบไฟล์หลักฐาน")
    explanation = gettext_lazy(
        "ไฟล์ที่แนบใช้ภายในเท่านั้น จนกว่าจะเลือกให้เผยแพร่ รูปภาพจะถูกย่อและลบตำแหน่งที่ถ่ายออก "
        "เอกสารจะถูกลบชื่อผู้จัดทำ สคริปต์ และไฟล์ที่ฝังอยู่ ระบบเก็บเฉพาะฉบับที่ลบแล้ว"
    )
    button = gettext_lazy("แนบไฟล์")
    count = 0

    @property
    def done(self) -> str:
        return _("แนบแล้ว %(kept)s ไฟล์ ยังไม่เผยแพร่จนกว่าจะเลือกเอง") % {"kept": self.count}

    def back(self) -> str:
        return f"{super().back()}#files"

    def act(self, data: dict[str, Any]) -> None:
        uploads = [(upload, upload.kind) for upload in data["files"]]
        kept = evidence.attach_files(forum_id=self.forum.pk, uploads=uploads, caption=data["caption"], **self.signed)
        self.count = len(kept)

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        if len(self.request.FILES.getlist("files")) > 1:
            form.add_error("files", _("ยังไม่ได้แนบไฟล์ใด เลือกไฟล์ที่เหลืออีกครั้ง"))
        return super().form_invalid(form, status=status)


class _OfOneFile(ForumMixin, ActButton):
    attachment: Attachment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seen = Attachment.objects.visible_to(self.request.user)
        self.attachment = get_object_or_404(seen, uuid=kwargs["uuid"], forum=self.forum)

    def back(self) -> str:
        return f"{super().back()}#files"


class FilePublic(_OfOneFile):
    @property
    def is_public(self) -> bool:
        return self.request.POST.get("is_public") == "yes"

    @property
    def done(self) -> str:
        return _("จะเผยแพร่ไฟล์นี้พร้อมผลเวที") if self.is_public else _("ไฟล์นี้ใช้ภายในเท่านั้น")

    def act(self, data: dict[str, Any]) -> None:
        evidence.set_public(uuid=self.attachment.uuid, is_public=self.is_public, **self.signed)


class FileRemove(_OfOneFile):
    done = gettext_lazy("นำไฟล์ออกแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        evidence.remove_file(uuid=self.attachment.uuid, on=today(), **self.signed)
