"""Files that people hand in become rows of a model that derives from ``KeptFile``: kept, sent out, destroyed."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import FileResponse, Http404

from bkkplan.ground.core.files.cleaning.at_once import fit_to_show
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.files.files import deleted_on_commit, removed_on_failure
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.models import AttachedFile, KeptFile
from bkkplan.ground.core.thai import NotUnderstoodError

Row = TypeVar("Row", bound=KeptFile)


def keep_files(
    uploads: Sequence[tuple["UploadedFile[bytes]", FileKind]],
    model: type[Row],
    *,
    refusal: Callable[[str], Exception],
    tell: Callable[[Any], None] | None = None,
    **fields: object,
) -> list[Row]:
    """Clean all files of an upload and save a row for each; return the rows. ``fields`` are the same in all of them.

    Raises ``refusal`` with a sentence if a file cannot be cleaned; then nothing is kept. ``tell`` writes the log and is
    called with each saved row. If a row or ``tell`` fails, the files that were written are removed again; the caller's
    transaction takes back the rows.
    """
    try:
        contents = [fit_to_show(upload, form) for upload, form in uploads]
    except NotUnderstoodError as error:
        raise refusal(in_words(error)) from error
    kept = []
    with removed_on_failure() as keep:
        for (upload, form), content in zip(uploads, contents, strict=True):
            row: Any = model(
                original_name=(upload.name or "")[-255:],
                content_type=form.mime,
                sha256=hashlib.sha256(content).hexdigest(),
                **fields,
            )
            if isinstance(row, AttachedFile):
                row.size = len(content)
            keep(row.file, f"{uuid4().hex}{form.extensions[0]}", content)
            row.save(force_insert=True)
            if tell is not None:
                tell(row)
            kept.append(row)
    return kept


def send_kept_file(row: Any, *, is_download: bool = True) -> FileResponse:
    """The row's file, which no browser or proxy keeps. A browser does not guess its kind.

    It is saved by the browser, unless it is no download: then the browser may show it. Raises Http404 if the row's file
    was destroyed.
    """
    if not row.file:
        raise Http404
    response = FileResponse(
        row.file.open(), as_attachment=is_download, filename=row.original_name, content_type=row.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def destroy_content(
    model: type[models.Model], *, target_ids: Sequence[int], changes: Mapping[str, object] | None = None
) -> int:
    """Delete the files of these rows after the caller's transaction commits; return how many had one.

    The rows stay, with ``file`` empty and with these ``changes``.
    """
    rows = model._default_manager.filter(pk__in=target_ids)
    destroyed = deleted_on_commit(rows.select_for_update(of=("self",), no_key=True).exclude(file=""))
    rows.update(file="", **(changes or {}))
    return destroyed
