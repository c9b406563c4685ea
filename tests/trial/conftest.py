from io import StringIO

import pytest
from django.core.management import call_command

from bkkplan.trial.builders.story import TODAY


@pytest.fixture(autouse=True)
def working_day(settings, tmp_path):
    settings.WORKING_DAY = TODAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SAMPLE_DAY = tmp_path / "working-day"


@pytest.fixture
def reference(db):
    call_command("load_reference", stdout=StringIO())
