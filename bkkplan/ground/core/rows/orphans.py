"""Files without a row are removed; rows without their file are reported."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

log = logging.getLogger(__name__)

# A file is written before its row is committed, so a young one is left alone.
GRACE = timedelta(days=1)
# If more than this many and more than half of all files have no row, the rows are missing (a wrong database), and no
# file is removed.
A_FEW = 20


@dataclass(frozen=True, slots=True)
class Swept:
    removed: int
    missing: tuple[str, ...]  # "forums.attachment 12"


def sweep_files(*, at: datetime) -> Swept:
    """Remove files older than a day that no row names; report the rows whose file is missing."""
    root = Path(settings.MEDIA_ROOT)
    owners = _names()
    oldest_kept = (at - GRACE).timestamp()
    files = [path for path in sorted(root.rglob("*")) if path.is_file()] if root.is_dir() else []
    orphans = [
        path for path in files if str(path.relative_to(root)) not in owners and path.stat().st_mtime < oldest_kept
    ]
    if len(orphans) > A_FEW and len(orphans) * 2 > len(files):
        log.error("%s of %s files have no row: none was removed", len(orphans), len(files))
        orphans = []
    for path in orphans:
        path.unlink(missing_ok=True)
    missing = tuple(sorted(owner for name, owner in owners.items() if not (root / name).is_file()))
    for owner in missing:
        log.error("the file of %s is not on the disk", owner)
    return Swept(len(orphans), missing)


def _names() -> dict[str, str]:
    """Every file that a row names, and which row."""
    names = {}
    for model in filter(lambda model: model._meta.managed, apps.get_models()):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.attname: ""}).values_list(field.attname, "pk")
                names.update({name: f"{model._meta.label_lower} {pk}" for name, pk in rows.iterator() if name})
    return names
