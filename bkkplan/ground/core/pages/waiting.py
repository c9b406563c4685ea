"""A page that waits for a small job: what is done at once is shown at once."""

import time
from datetime import datetime, timedelta

from bkkplan.ground.core import jobs

WAIT = 2.0  # seconds in which a small file is read; a page is not held up longer
PATIENCE = timedelta(seconds=30)  # until a page says that no worker takes the file


def wait_for(job: jobs.Job) -> None:
    """Return when the job has ended, or after two seconds; at once where no worker can hear of it."""
    until = time.monotonic() + WAIT
    while jobs.broker_is_reachable() and time.monotonic() < until:
        job.refresh_from_db(fields=["state"])
        if not job.is_live:
            break
        time.sleep(0.1)


def waits_long(job: jobs.Job, *, at: datetime) -> bool:
    return job.state == jobs.JobState.QUEUED and at - job.requested_at > PATIENCE
