from unittest.mock import patch

from celery.signals import worker_ready

from bkkplan.faces.public import tasks
from bkkplan.ground.core.tasks import serve_what_waited


def test_a_worker_that_starts_follows_the_proposals_at_once():
    worker_ready.disconnect(serve_what_waited)  # which asks the database
    try:
        with patch.object(tasks.follow_proposals, "delay") as ring:
            worker_ready.send(sender=None)
    finally:
        worker_ready.connect(serve_what_waited)

    ring.assert_called_once_with()
