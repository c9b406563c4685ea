"""The nights of a portal: what beat rings by the hour, for every calendar day, on that day.

Run as a process of its own beside web, worker and beat, with their environment. Each line that it reads is a day to
come to; it answers with one line of JSON when all the days up to it have passed and what they queued is done.
"""

import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import django
from celery import current_app
from celery.schedules import crontab
from django.conf import settings
from django.db import connection

from tests.waiting import eventually

PATIENCE = 60  # seconds for the work of one night
ONE_DAY = timedelta(days=1)


def nightly() -> list[str]:
    """The tasks with an hour of the day, in the order of their hours. What is rung each minute finds nothing to do."""
    entries = settings.CELERY_BEAT_SCHEDULE.values()
    rung = [entry for entry in entries if isinstance(entry["schedule"], crontab)]
    return [entry["task"] for entry in sorted(rung, key=lambda e: (min(e["schedule"].hour), min(e["schedule"].minute)))]


def pass_day(day: date, tasks: list[str], file: Path) -> None:
    file.write_text(day.isoformat(), encoding="utf-8")
    for name in tasks:
        current_app.tasks[name]()
    await_workers()


def await_workers() -> None:
    """Wait until the worker has done what the night queued: it works on the day that it queued it."""
    from bkkplan.ground.core.jobs import IS_LIVE, job_models

    def is_done() -> bool:
        return not any(model._base_manager.filter(IS_LIVE).exists() for model in job_models())

    if not eventually(is_done, PATIENCE):
        raise TimeoutError("a job of the night has no end")


def main() -> None:
    django.setup()
    file, tasks, day = Path(settings.WORKING_DAY_FILE), nightly(), date.fromisoformat(sys.argv[1])
    current_app.loader.import_default_modules()
    from budget.queries.money.ledger import ledger_state

    for line in sys.stdin:
        last = date.fromisoformat(line.strip())
        since = time.monotonic()
        nights = 0
        while day < last:
            day += ONE_DAY
            pass_day(day, tasks, file)
            nights += 1
        file.write_text(last.isoformat(), encoding="utf-8")
        seconds = round(time.monotonic() - since, 2)
        faults = [str(fault) for fault in ledger_state().faults]
        sys.stdout.write(json.dumps({"nights": nights, "seconds": seconds, "ledger": faults}) + "\n")
        sys.stdout.flush()
    connection.close()


if __name__ == "__main__":
    main()
