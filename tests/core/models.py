"""Rows to try core's abstract pieces on; conftest.py makes their tables."""

from django.db import models
from django.db.models import Q

from bkkplan.ground.core.jobs import Job
from bkkplan.ground.core.models import Versioned, client_uuid_field
from bkkplan.ground.core.rows.constraints import all_or_none, signed_when


class Errand(Job):
    task_name = "tests.run_errand"

    result = models.CharField(max_length=50, blank=True)

    class Meta(Job.Meta):
        app_label = "core"
        managed = False


class Note(Versioned):
    title = models.CharField(max_length=50)
    body = models.TextField(blank=True)
    client_uuid = client_uuid_field()

    class Meta:
        app_label = "core"
        managed = False


class Seat(models.Model):
    place = models.CharField(max_length=20)
    holder = models.CharField(max_length=20)
    is_current = models.BooleanField(default=True)
    people = models.IntegerField(default=1)
    is_approved = models.BooleanField(default=False)
    approved_by = models.CharField(max_length=20, null=True, blank=True)  # noqa: DJ001  (stands for a person)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        managed = False
        constraints = [
            all_or_none("approved_at", "approved_by", name="seat_approval_is_signed"),
            signed_when(Q(is_approved=True), "approved_at", "approved_by", name="seat_is_signed_when_approved"),
        ]


SAMPLE_MODELS = (Errand, Note, Seat)
