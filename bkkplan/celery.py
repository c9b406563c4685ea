"""The Celery application. It imports no app of ours: tasks are found by name in each app's tasks.py."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkkplan.settings.dev")

app = Celery("bkkplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def read_the_pages(**_: Any) -> None:
    """Read the pages before the worker's processes part, so that they share them: letters and lists name pages."""
    from django.urls import get_resolver

    get_resolver().reverse_dict  # noqa: B018  asking for it reads all of them
    gc.collect()
    gc.freeze()
