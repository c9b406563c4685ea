"""What runs by the clock is written down for the person who keeps the portal up."""

import re
from pathlib import Path

from celery.schedules import crontab
from django.conf import settings

OPERATIONS = Path(settings.BASE_DIR) / "docs" / "operations.md"


def in_words(schedule):
    if not isinstance(schedule, crontab):
        return f"every {schedule:.0f} s"
    [hour], [minute] = schedule.hour, schedule.minute
    return f"{hour:02}:{minute:02}"


def test_the_table_of_what_runs_by_the_clock_is_the_schedule():
    text = OPERATIONS.read_text(encoding="utf-8")
    section = text.split("### What runs by the clock")[1].split("\n## ")[0]
    written = {task: when for when, task in re.findall(r"^\| ([^|]+) \| `([^`]+)` \|", section, re.MULTILINE)}

    assert written == {entry["task"]: in_words(entry["schedule"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
