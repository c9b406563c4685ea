import os
from datetime import timedelta

import pytest

from bkkplan.ground.core.rows.orphans import sweep_files
from tests.factories.accounts import AT
from tests.factories.forums import AttachmentFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def left(media, name, *, age):
    path = media / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    moment = (AT - age).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.mark.django_db
def test_files_without_a_row_go_after_a_day_and_rows_without_a_file_are_named(media):
    kept = AttachmentFactory()
    os.utime(kept.file.path, (0, 0))
    lost = AttachmentFactory()
    lost.file.storage.delete(lost.file.name)
    old, fresh = (
        left(media, "evidence/old.pdf", age=timedelta(days=2)),
        left(media, "evidence/fresh.pdf", age=timedelta(hours=2)),
    )

    swept = sweep_files(at=AT)

    assert (old.exists(), fresh.exists(), kept.file.storage.exists(kept.file.name)) == (False, True, True)
    assert swept.removed == 1
    assert swept.missing == (f"forums.attachment {lost.pk}",)


@pytest.mark.django_db
def test_a_portal_without_files_has_nothing_to_sweep():
    assert sweep_files(at=AT).removed == 0


@pytest.mark.django_db
def test_where_most_files_have_no_row_it_is_the_rows_that_are_missing_and_nothing_goes(media, caplog):
    files = [left(media, f"evidence/{n}.pdf", age=timedelta(days=2)) for n in range(21)]

    assert sweep_files(at=AT).removed == 0

    assert all(file.exists() for file in files)
    assert "none was removed" in caplog.text
