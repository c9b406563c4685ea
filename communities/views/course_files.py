"""The files of a training: attached, opened, taken off."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import FileItem
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import thai_date_short
from communities.actions import course_files
from communities.enums import CourseFileKind
from communities.forms.trainings import CourseFilesForm
from communities.models import CourseFile
from communities.views.training_base import TrainingAct, TrainingMixin


def file_item(file: CourseFile, *, may_remove: bool) -> FileItem:
    note = f"{file.get_kind_display()} · {file.size_in_words} · {thai_date_short(file.uploaded_at)}"
    href = reverse("communities:course-file", args=[file.session_id, file.uuid]) if file.file else ""
    remove = reverse("communities:course-file-remove", args=[file.session_id, file.uuid]) if may_remove else ""
    return FileItem(name=file.original_name, href=href, note=note, remove_href=remove)


class TrainingUpload(TrainingAct):
    form_class = CourseFilesForm
    heading = gettext_lazy("แนบไฟล์ของการอบรม")
    explanation = gettext_lazy(
        "เอกสารประกอบเปิดได้ทุกคนที่เห็นการอบรมนี้ ใบลงชื่อและแบบประเมินใช้ภายใน "
        "ระบบย่อรูป ลบชื่อผู้จัดทำ สคริปต์ และไฟล์ที่ฝังอยู่ และเก็บเฉพาะฉบับที่ลบแล้ว"
    )
    button = gettext_lazy("แนบไฟล์")
    done = gettext_lazy("แนบไฟล์แล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": CourseFileKind.SHEET if self.session.took_place else CourseFileKind.MATERIAL}

    def back(self) -> str:
        return f"{super().back()}#files"

    def act(self, data: dict[str, Any]) -> None:
        course_files.keep_course_files(
            session_id=self.session.pk,
            uploads=[(upload, upload.kind) for upload in data["files"]],
            kind=data["kind"],
            **self.signed,
        )


class _OfFile(TrainingMixin):
    file: CourseFile

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, uuid=uuid, **kwargs)
        seen = CourseFile.objects.visible_to(self.request.user)
        self.file = get_object_or_404(seen, uuid=uuid, session=self.session)


class TrainingFile(_OfFile):
    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> FileResponse:
        if not self.file.file:
            raise Http404
        return send_kept_file(self.file)


class TrainingFileRemove(_OfFile, ActButton):
    done = gettext_lazy("นำไฟล์ออกแล้ว")

    def back(self) -> str:
        return f"{super().back()}#files"

    def act(self, data: dict[str, Any]) -> None:
        course_files.remove_course_file(uuid=self.file.uuid, on=today(), **self.signed)
