"""The Celery application. It imports no app of ours: tasks are found by name in each app's tasks.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkkplan.settings.dev")

app = Celery("bkkplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
