from unittest.mock import patch

import pytest
from celery.signals import worker_ready
from django.core.cache import cache

from bkkplan.faces.public import tasks
from bkkplan.figures.kpi import registry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.tasks import serve_what_waited
from tests.factories.accounts import AT


def test_a_worker_that_starts_works_ahead_of_the_visitors_at_once():
    worker_ready.disconnect(serve_what_waited)  # which asks the database
    try:
        with (
            patch.object(tasks.follow_after_acts, "delay") as follow,
            patch.object(tasks.measure_figures, "delay") as measure,
        ):
            worker_ready.send(sender=None)
    finally:
        worker_ready.connect(serve_what_waited)

    follow.assert_called_once_with()
    measure.assert_called_once_with()


@pytest.mark.django_db
def test_the_figures_are_measured_ahead_once_after_each_act(cast, monkeypatch):
    cache.clear()
    measured = []
    summaries = registry.summaries
    monkeypatch.setattr(registry, "summaries", lambda *args, **kwargs: measured.append(1) or summaries(*args, **kwargs))

    for verb in ("forums.forum_published", "forums.proposal_changed", "forums.forum_published"):
        record(verb, cast.home, by=cast.officer, at=AT)
        tasks.measure_figures()
        tasks.measure_figures()

    assert len(measured) == 2
