"""Files that people hand in, in their place: a whole file, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

Keep = Callable[[Any, str, bytes], None]


class WholeFiles(FileSystemStorage):
    """A file that could not be written to its end, on a full disk for one, is taken away again."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)
            raise


@contextmanager
def removed_on_failure() -> Iterator[Keep]:
    """Gives ``keep(field_file, name, content)``; where the block fails, what it kept is taken away again."""
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
