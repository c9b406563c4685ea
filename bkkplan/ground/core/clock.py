"""The clock. Only views, tasks and commands read it; they pass the day and the moment down."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The working day: the real day in Bangkok, unless the settings fix one (the sample city, tests)."""
    if settings.WORKING_DAY:
        return date.fromisoformat(settings.WORKING_DAY)
    return timezone.localdate()  # noqa: TID251  (this is the one place that may)


def now() -> datetime:
    """The real moment, for audit and timestamps; it keeps running where the working day stands still."""
    return timezone.now()


def real_now() -> datetime:
    """The real moment, whatever the working day: for what ends after a time (limits, sessions)."""
    return timezone.now()
