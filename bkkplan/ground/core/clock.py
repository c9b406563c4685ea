"""The clock. Only views, tasks and commands read it; they pass the day and the moment down.

Where a working day is set (the sample city, tests), it is that day in every process, at the real time of day. Outside
production it may stand in a file, which is read anew each time: whoever writes another day there moves web, worker and
beat at once.
"""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def working_day() -> date | None:
    """The day that is set; None where days go by."""
    text = settings.WORKING_DAY
    if settings.WORKING_DAY_FILE:
        with suppress(FileNotFoundError):  # nobody has moved the day yet
            text = Path(settings.WORKING_DAY_FILE).read_text(encoding="utf-8").strip() or text
    return date.fromisoformat(text) if text else None


def today() -> date:
    """The working day: the one that is set, else the real day in Bangkok."""
    return working_day() or timezone.localdate()  # noqa: TID251  (this is the one place that may)


def now() -> datetime:
    """The moment of an act: on the working day, at the real time of day. What must only run on asks ``real_now``."""
    moment = timezone.now()
    day = working_day()
    if day is None:
        return moment
    return datetime.combine(day, timezone.localtime(moment).timetz())


def real_now() -> datetime:
    """The real moment, whatever the working day: for what ends after a time (limits, sessions, files on a disk)."""
    return timezone.now()
