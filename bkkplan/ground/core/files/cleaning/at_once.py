"""One uploaded file made fit to be shown while the person waits."""

from django.core.files.uploadedfile import UploadedFile

from bkkplan.ground.core.files.cleaning import AT_ONCE_SECONDS, clean
from bkkplan.ground.core.files.evidence import JPEG, PNG, FileKind, drawn_as
from bkkplan.ground.core.files.pictures import redraw

DRAWN = (JPEG, PNG)


def fit_to_show(upload: "UploadedFile[bytes]", kind: FileKind) -> bytes:
    """The picture drawn anew, or the document without programs and authors.

    Raises NotUnderstoodError, which says what to do, for a file that cannot be drawn or cleaned.
    """
    name = upload.name or ""
    if kind in DRAWN:
        return redraw(upload, name=name, kind=drawn_as(kind))  # type: ignore[arg-type]
    return clean(whole(upload), kind=kind.name, name=name, seconds=AT_ONCE_SECONDS)


def whole(upload: "UploadedFile[bytes]") -> bytes:
    upload.seek(0)
    content: bytes = upload.read()
    return content
