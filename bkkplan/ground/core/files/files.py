"""Writing files that people upload: a whole file or none."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction

Keep = Callable[[Any, str, bytes], None]


class WholeFiles(FileSystemStorage):
    """Storage that removes a file that could not be written to its end, for example on a full disk."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)
            raise


@contextmanager
def removed_on_failure() -> Iterator[Keep]:
    """A context manager. Gives ``keep(field_file, name, content)``; if the block fails, the kept files are removed."""
    kept: list[Any] = []

    def keep(field: Any, name: str, content: bytes) -> None:
        field.save(name, ContentFile(content), save=False)
        kept.append(field)

    try:
        yield keep
    except BaseException:
        for field in kept:
            field.storage.delete(field.name)
        raise


def deleted_on_commit(rows: Iterable[Any]) -> int:
    """Delete the content of the rows' ``file`` after the caller's transaction commits; return how many there are.

    The caller has locked the rows and empties the field.
    """
    going = [(row.file.storage, str(row.file.name)) for row in rows]
    for storage, name in going:
        transaction.on_commit(partial(storage.delete, name))
    return len(going)
