"""Files as evidence of a forum: photographs, signed lists, minutes."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.files.cleaning import AT_ONCE_BYTES, clean
from bkkplan.ground.core.files.cleaning.at_once import DRAWN, fit_to_show, whole
from bkkplan.ground.core.files.cleaning.refusals import RefusedError
from bkkplan.ground.core.files.evidence import EVIDENCE, FileKind
from bkkplan.ground.core.files.files import Keep, removed_on_failure
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.jobs import Claim, submit
from bkkplan.ground.core.thai import NotUnderstoodError
from forums.actions.errors import NotAnImageError, NotFitToShowError, TooManyFilesError, WrongMomentError
from forums.actions.lock import take
from forums.enums import ForumState
from forums.models import Attachment, Cleaning, Forum

MOST_FILES = 60
DURING = [
    ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.RECORDED, ForumState.PUBLISHED,
]  # fmt: skip


@transaction.atomic
def attach_file(
    *, forum_id: int, upload: "UploadedFile[bytes]", kind: FileKind, caption: str = "", by: User, at: datetime
) -> Attachment:
    """Keep one file and return its row.

    ``kind`` was read from the content. The file is not public until a person says so.
    """
    return attach_files(forum_id=forum_id, uploads=[(upload, kind)], caption=caption, by=by, at=at)[0]


@transaction.atomic
def attach_files(
    *,
    forum_id: int,
    uploads: Sequence[tuple["UploadedFile[bytes]", FileKind]],
    caption: str = "",
    by: User,
    at: datetime,
) -> list[Attachment]:
    """Keep all files of one upload, or none. Raises TooManyFilesError, or NotFitToShowError for one that is refused.

    Images are drawn anew and documents are cleaned: programs, attached files and the author's name are removed. The
    original is not kept; the log has its checksum. A worker cleans large documents; until then nobody can open them.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=DURING)
    if forum.attachments.filter(removed_on=None).count() + len(uploads) > MOST_FILES:
        raise TooManyFilesError(_("เวทีหนึ่งแนบไฟล์ได้ไม่เกิน %(most)s ไฟล์") % {"most": MOST_FILES})
    is_heavy = sum(upload.size or 0 for upload, kind in uploads if kind not in DRAWN) > AT_ONCE_BYTES
    contents = [_fit_to_show(upload, kind, later=is_heavy) for upload, kind in uploads]
    with removed_on_failure() as keep:
        return [
            _keep(forum, upload, kind, content=content, caption=caption, keep=keep, by=by, at=at)
            for (upload, kind), content in zip(uploads, contents, strict=True)
        ]


def _fit_to_show(upload: "UploadedFile[bytes]", kind: FileKind, *, later: bool) -> bytes | None:
    """The cleaned content; None for a document that a worker has to clean (``later``)."""
    if later and kind not in DRAWN:
        return None
    try:
        return fit_to_show(upload, kind)
    except NotUnderstoodError as error:
        refusal = NotAnImageError if kind in DRAWN else NotFitToShowError
        raise refusal(in_words(error)) from error


def _keep(
    forum: Forum,
    upload: "UploadedFile[bytes]",
    kind: FileKind,
    *,
    content: bytes | None,
    caption: str,
    keep: Keep,
    by: User,
    at: datetime,
) -> Attachment:
    uuid = uuid4()
    received = whole(upload)
    is_clean = content is not None
    content = received if content is None else content
    attachment = Attachment(
        uuid=uuid,
        forum=forum,
        original_name=(upload.name or "")[-255:],
        content_type=kind.mime,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        caption=caption,
        uploaded_at=at,
        uploaded_by=by,
        cleaned_at=at if is_clean else None,
    )
    keep(attachment.file, f"{uuid4().hex}{kind.extensions[0]}", content)
    attachment.save(force_insert=True)
    if not is_clean:
        submit(Cleaning(attachment=attachment, key=f"attachment:{attachment.pk}"), by=by, at=at)
    record(
        "forums.file_attached",
        attachment,
        by=by,
        at=at,
        forum=forum.pk,
        sha256=attachment.sha256,
        received_sha256=hashlib.sha256(received).hexdigest(),
    )
    return attachment


def clean_attachment(claim: Claim, *, at: datetime) -> None:
    """A worker's job: replace the file by its cleaned copy.

    If it cannot be cleaned, delete it and tell the person who uploaded it.
    """
    attachment: Attachment = claim.job.attachment
    came, name = attachment.file.name, attachment.original_name
    kind = next(kind for kind in EVIDENCE if kind.mime == attachment.content_type)
    try:
        with attachment.file.open() as file:
            content = clean(file.read(), kind=kind.name, name=name)
    except RefusedError as error:
        _refuse(claim, attachment, error, at=at)
        return
    with removed_on_failure() as keep:
        keep(attachment.file, f"{uuid4().hex}{kind.extensions[0]}", content)
        attachment.size, attachment.sha256 = len(content), hashlib.sha256(content).hexdigest()
        attachment.cleaned_at = at
        with transaction.atomic():
            claim.finish()
            attachment.save(update_fields=["file", "size", "sha256", "cleaned_at"])
            record("forums.file_cleaned", attachment, by=None, at=at, sha256=attachment.sha256)
    attachment.file.storage.delete(str(came))


def _refuse(claim: Claim, attachment: Attachment, error: RefusedError, *, at: datetime) -> None:
    came = attachment.file.name
    with transaction.atomic():
        claim.fail(str(error))
        attachment.file, attachment.refusal = "", error.sentence
        attachment.save(update_fields=["file", "refusal"])
        record("forums.file_refused", attachment, by=None, at=at, reason=str(error))
        notify(
            recipients=[attachment.uploaded_by],
            kind="forums.file_refused",
            message=error.sentence,
            params={"name": attachment.original_name},
            url=f"{attachment.forum.get_absolute_url()}#files",
            at=at,
        )
    attachment.file.storage.delete(came)


def lock_files(before: datetime) -> int:
    """Close internal files uploaded before a moment to daily work; return how many. Public files stay open."""
    old = Attachment.objects.filter(uploaded_at__lt=before, is_public=False, locked_at=None)
    return old.update(locked_at=Now())


@transaction.atomic
def set_public(*, uuid: UUID, is_public: bool, by: User, at: datetime) -> Attachment:
    """Set whether everyone may open the file once the results are published."""
    attachment, forum = _take_attachment(uuid, by=by)
    if attachment.is_public != is_public:
        attachment.is_public = is_public
        attachment.save(update_fields=["is_public"])
        verb = "forums.file_made_public" if is_public else "forums.file_made_internal"
        record(verb, attachment, by=by, at=at, forum=forum.pk)
    return attachment


@transaction.atomic
def remove_file(*, uuid: UUID, on: date, by: User, at: datetime) -> Attachment:
    """Take a file out of the forum's record. Its content stays until a list of destruction is carried out."""
    attachment, forum = _take_attachment(uuid, by=by)
    if forum.publication_proof_id == attachment.pk:
        raise WrongMomentError(_("ไฟล์นี้เป็นหลักฐานของวันเผยแพร่ จึงนำออกไม่ได้"))
    if attachment.removed_on is None:
        attachment.removed_on = on
        attachment.save(update_fields=["removed_on"])
        record("forums.file_removed", attachment, by=by, at=at, forum=forum.pk)
    return attachment


def _take_attachment(uuid: UUID, *, by: User) -> tuple[Attachment, Forum]:
    forum_id = Attachment.objects.values_list("forum_id", flat=True).get(uuid=uuid)
    forum = take(forum_id, by=by, permission="forums.change_forum", during=DURING)
    return Attachment.objects.get(uuid=uuid), forum
