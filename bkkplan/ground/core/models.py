"""Base classes that rows of several apps share."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

# The person of an act that a row may still wait for: empty until it is done. mypy doesn't see that such a column may be
# empty: one that an action sets to None, as for a person who came through no link, is written out.
ACTOR: dict[str, Any] = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
# The person of an act that makes the row.
MAKER: dict[str, Any] = {"on_delete": models.PROTECT, "related_name": "+"}
MEGABYTE = 1024 * 1024


M = TypeVar("M", bound=models.Model)


class StaleError(Exception, Generic[M]):
    """Someone else saved the row first. ``mine`` was not saved; ``theirs`` is what the database has."""

    def __init__(self, *, mine: M, theirs: M) -> None:
        super().__init__(f"{mine._meta.label} {mine.pk} was saved by someone else")
        self.mine = mine
        self.theirs = theirs

    def differing(self, fields: Iterable[str]) -> dict[str, tuple[object, object]]:
        """The fields in which the two differ, as (mine, theirs)."""
        pairs = {name: (getattr(self.mine, name), getattr(self.theirs, name)) for name in fields}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


class Versioned(models.Model):
    """A row that several people edit. Each save raises ``version``; a save over an older version raises StaleError."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_over(self, seen: int, *, update_fields: Iterable[str]) -> None:
        """Save these fields if the row is still at the version ``seen``; otherwise raise StaleError.

        One UPDATE both asks and saves, so it is safe with or without a lock.
        """
        fields = list(update_fields)
        values = {name: getattr(self, self._meta.get_field(name).attname) for name in fields}  # type: ignore[union-attr]
        rows = type(self)._base_manager.filter(pk=self.pk, version=seen)
        if not rows.update(**values, version=F("version") + 1):
            raise StaleError(mine=self, theirs=type(self)._base_manager.get(pk=self.pk))
        self.version = seen + 1


class Made(models.Model):
    """A row that one act makes: who did it, and when."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        abstract = True


class Created(models.Model):
    """A row that goes through several acts: who began it, and when."""

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        abstract = True


def client_uuid_field() -> "models.UUIDField[UUID, UUID]":
    """The id that a browser gave a row when it was typed. It is unique, so a row that is sent twice is one row."""
    return models.UUIDField(unique=True, editable=False, default=uuid4)


class KeptFile(models.Model):
    """A file that somebody handed in, cleaned and under a random name. Once its content is destroyed, ``file`` is empty
    and the rest stays.
    """

    uuid = models.UUIDField(default=uuid4, unique=True)
    file = models.FileField(upload_to="evidence/")
    original_name = models.CharField(_("ชื่อไฟล์"), max_length=255)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True


class AttachedFile(KeptFile):
    """One of several files that are attached to a record."""

    size = models.PositiveIntegerField(_("ขนาด (ไบต์)"))
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **MAKER)

    class Meta:
        abstract = True

    @property
    def size_in_words(self) -> str:
        return f"{self.size / MEGABYTE:.1f} MB" if self.size >= MEGABYTE else f"{max(self.size // 1024, 1)} KB"
