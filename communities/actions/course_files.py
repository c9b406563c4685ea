"""The files of a training: what was handed out, signed sheets, evaluations."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.forms.kept_files import keep_files
from communities.actions.trainings import TrainingError, WrongStateError, take_training
from communities.enums import CourseFileKind, TrainingState
from communities.models import CourseFile

MOST_FILES = 60
DURING = [TrainingState.PLANNED, TrainingState.ANNOUNCED, TrainingState.HELD, TrainingState.CLOSED]


class FileError(TrainingError):
    field = "files"


@transaction.atomic
def keep_course_files(
    *,
    session_id: int,
    uploads: Sequence[tuple["UploadedFile[bytes]", FileKind]],
    kind: CourseFileKind | str,
    by: User,
    at: datetime,
) -> list[CourseFile]:
    """Keep all files of one upload, each cleaned as evidence is, or none. Raises FileError for one that is refused."""
    session = take_training(session_id, by=by, during=DURING)
    if session.files.kept().count() + len(uploads) > MOST_FILES:
        raise FileError(_("รุ่นหนึ่งแนบไฟล์ได้ไม่เกิน %(most)s ไฟล์") % {"most": MOST_FILES})

    def tell(file: CourseFile) -> None:
        record("communities.course_file_kept", file, by=by, at=at, kind=file.kind, sha256=file.sha256)

    return keep_files(
        uploads, CourseFile, refusal=FileError, tell=tell, session=session, kind=kind, uploaded_at=at, uploaded_by=by
    )


@transaction.atomic
def remove_course_file(*, uuid: UUID, on: date, by: User, at: datetime) -> CourseFile:
    """Take a file off a session. Its content stays until a list of destruction is carried out."""
    session_id = CourseFile.objects.values_list("session", flat=True).get(uuid=uuid)
    session = take_training(session_id, by=by, during=DURING)
    file = CourseFile.objects.get(uuid=uuid)
    if session.state == TrainingState.CLOSED and file.kind != CourseFileKind.MATERIAL:
        raise WrongStateError(_("สรุปผลแล้ว ใบลงชื่อและแบบประเมินนำออกไม่ได้ ถ้าจะแก้ ให้เปิดรุ่นนี้แก้ไขก่อน"))
    if session.satisfaction_file_id == file.pk:
        raise WrongStateError(_("ไฟล์นี้เป็นที่มาของความพึงพอใจ จึงนำออกไม่ได้"))
    if file.removed_on is None:
        file.removed_on, file.removed_by = on, by
        file.save(update_fields=["removed_on", "removed_by"])
        record("communities.course_file_removed", file, by=by, at=at)
    return file
