"""Files of one upload become rows of a model that has ``file`` and its facts."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import models

from bkkplan.ground.core.cleaning.at_once import fit_to_show
from bkkplan.ground.core.evidence import Kind
from bkkplan.ground.core.files import removed_on_failure
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError

Row = TypeVar("Row", bound=models.Model)


def keep_files(
    uploads: Sequence[tuple["UploadedFile[bytes]", Kind]],
    model: type[Row],
    *,
    refusal: type[Exception],
    tell: Callable[[Any], None],
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
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                **fields,
            )
            keep(row.file, f"{uuid4().hex}{form.extensions[0]}", content)
            row.save(force_insert=True)
            tell(row)
            kept.append(row)
    return kept
