"""Files as evidence of a forum: photographs, signed lists, minutes."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.evidence import JPEG, PNG, Kind
from forums.actions.errors import NotAnImageError, TooManyFilesError
from forums.actions.lock import take
from forums.enums import ForumState
from forums.models import Attachment, Forum

MOST_FILES = 60
LONGEST_SIDE = 2560
DURING = [
    ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.RECORDED, ForumState.PUBLISHED,
]  # fmt: skip


@transaction.atomic
def attach_file(
    *, forum_id: int, upload: UploadedFile, kind: Kind, caption: str = "", by: User, at: datetime
) -> Attachment:
    """Keep a file whose kind was read from its content. It is not public until someone says so."""
    return attach_files(forum_id=forum_id, uploads=[(upload, kind)], caption=caption, by=by, at=at)[0]


@transaction.atomic
def attach_files(
    *, forum_id: int, uploads: Sequence[tuple[UploadedFile, Kind]], caption: str = "", by: User, at: datetime
) -> list[Attachment]:
    """Keep the files of one choice: all, or none where one of them is broken or there are too many.

    Images are drawn anew at once: place, camera and whatever else hid in the file stay outside.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=DURING)
    if forum.attachments.filter(removed_on=None).count() + len(uploads) > MOST_FILES:
        raise TooManyFilesError(_("เวทีหนึ่งแนบไฟล์ได้ไม่เกิน %(most)s ไฟล์") % {"most": MOST_FILES})
    contents = [redrawn(upload, kind) if kind in (JPEG, PNG) else upload.read() for upload, kind in uploads]
    return [
        _keep(forum, upload, kind, content=content, caption=caption, by=by, at=at)
        for (upload, kind), content in zip(uploads, contents, strict=True)
    ]


def _keep(
    forum: Forum, upload: UploadedFile, kind: Kind, *, content: bytes, caption: str, by: User, at: datetime
) -> Attachment:
    uuid = uuid4()
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
    )
    attachment.file.save(f"{uuid4().hex}{kind.extensions[0]}", ContentFile(content), save=False)
    attachment.save(force_insert=True)
    record("forums.file_attached", attachment, by=by, at=at, forum=forum.pk, sha256=attachment.sha256)
    return attachment


def redrawn(upload: UploadedFile, kind: Kind) -> bytes:
    try:
        with Image.open(upload) as image:
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAnImageError(_("เปิดรูป “%(name)s” ไม่ได้ ไฟล์อาจเสีย") % {"name": upload.name}) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        pixels = upright.convert("RGBA")
    else:
        pixels.paste(upright)
    drawn = BytesIO()
    if kind is JPEG:
        pixels.convert("RGB").save(drawn, "JPEG", quality=86, optimize=True)
    else:
        pixels.info.clear()
        pixels.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


@transaction.atomic
def set_public(*, uuid: UUID, is_public: bool, by: User, at: datetime) -> Attachment:
    """Someone's answer to whether everyone may see a file once the results are published."""
    attachment, forum = _take_attachment(uuid, by=by)
    if attachment.is_public != is_public:
        attachment.is_public = is_public
        attachment.save(update_fields=["is_public"])
        verb = "forums.file_made_public" if is_public else "forums.file_made_internal"
        record(verb, attachment, by=by, at=at, forum=forum.pk)
    return attachment


@transaction.atomic
def remove_file(*, uuid: UUID, on: date, by: User, at: datetime) -> Attachment:
    """Take a file off the record. The file itself is kept: it was evidence."""
    attachment, forum = _take_attachment(uuid, by=by)
    if attachment.removed_on is None:
        attachment.removed_on = on
        attachment.save(update_fields=["removed_on"])
        record("forums.file_removed", attachment, by=by, at=at, forum=forum.pk)
    return attachment


def _take_attachment(uuid: UUID, *, by: User) -> tuple[Attachment, Forum]:
    forum_id = Attachment.objects.values_list("forum_id", flat=True).get(uuid=uuid)
    forum = take(forum_id, by=by, permission="forums.change_forum", during=DURING)
    return Attachment.objects.get(uuid=uuid), forum
