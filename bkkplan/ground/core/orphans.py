"""Files and the rows that they belong to: what has no row is removed, what has no file is reported."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

log = logging.getLogger(__name__)

# A file is written before its row is committed.
GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Swept:
    removed: int
    missing: tuple[str, ...]  # "forums.attachment 12"


def sweep_files(*, at: datetime) -> Swept:
    """Remove files older than a day that no row names, and name the rows whose file is gone."""
    root = Path(settings.MEDIA_ROOT)
    owners = _names()
    removed = 0
    oldest_kept = (at - GRACE).timestamp()
    for path in sorted(root.rglob("*")) if root.is_dir() else []:
        if path.is_file() and str(path.relative_to(root)) not in owners and path.stat().st_mtime < oldest_kept:
            path.unlink(missing_ok=True)
            removed += 1
    missing = tuple(sorted(owner for name, owner in owners.items() if not (root / name).is_file()))
    for owner in missing:
        log.error("the file of %s is not on the disk", owner)
    return Swept(removed, missing)


def _names() -> dict[str, str]:
    """Every file that a row names, and which row."""
    names = {}
    for model in filter(lambda model: model._meta.managed, apps.get_models()):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname, "pk")
                names.update({name: f"{model._meta.label_lower} {pk}" for name, pk in rows.iterator() if name})
    return names
