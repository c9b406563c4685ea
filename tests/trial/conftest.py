from io import StringIO

import pytest
from django.core.management import call_command

from bkkplan.trial.builders import action_plans, register, spending, story
from bkkplan.trial.builders.city import District
from bkkplan.trial.builders.story import TODAY
from districts.models import District as DistrictRow

CODES = ("1002", "1004", "1007", "1012", "1050")
# One district for each of these, so that few districts show much.
HEARINGS = {
    2565: dict.fromkeys((story.Hearing.LATE, story.Hearing.CORRECTED, story.Hearing.WITHDRAWN), 1),
    2566: dict.fromkeys((story.Hearing.OPEN, story.Hearing.CANCELLED, story.Hearing.PLANNED), 1),
}


@pytest.fixture(autouse=True)
def working_day(settings, tmp_path):
    settings.WORKING_DAY = TODAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SAMPLE_DAY = tmp_path / "working-day"


@pytest.fixture
def reference(db):
    call_command("load_reference", stdout=StringIO())


@pytest.fixture
def ground(reference, monkeypatch):
    """Five districts of three communities each."""
    counts = {"crowded": 1, "urban": 1, "suburban": 1, "high_rise": 0}
    monkeypatch.setattr(register, "communities_by_district", lambda: dict.fromkeys(CODES, counts))
    monkeypatch.setattr(register, "_given_up", lambda district: 0)
    monkeypatch.setattr(story, "HEARINGS", HEARINGS)
    for builders in (action_plans, spending):
        monkeypatch.setattr(builders, "SECOND_THOUGHTS", CODES)
    story.hearings.cache_clear()
    story.linkings.cache_clear()
    yield [
        District(d.code, d.name_th, dict(d.subdistricts.order_by("code").values_list("code", "houses")))
        for d in DistrictRow.objects.filter(code__in=CODES).order_by("code")
    ]
    story.hearings.cache_clear()
    story.linkings.cache_clear()
