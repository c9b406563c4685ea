"""The closing day of a year is one of its days: each row becomes the day of an opened year."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils.timezone import localdate, now


def move(apps: Any, schema_editor: Any) -> None:
    planned_years, days = apps.get_model("years.PlannedYear"), apps.get_model("years.YearDays")
    at = now()
    for row in apps.get_model("kpi.YearClosing").objects.order_by("pk"):
        planned, _new = planned_years.objects.get_or_create(
            fiscal_year=row.fiscal_year,
            defaults={"state": "opened", "made_at": at, "opened_at": at, "opened_on": localdate(at)},
        )
        usual = {
            "announce_before": settings.HEARING_ANNOUNCE_BEFORE_DAYS,
            "publish_within": settings.HEARING_PUBLISH_WITHIN_DAYS,
        }
        own, _new = days.objects.get_or_create(planned=planned, defaults=usual | {"closing_on": row.closing_on})
        days.objects.filter(pk=own.pk).update(closing_on=row.closing_on)


def move_back(apps: Any, schema_editor: Any) -> None:
    closings = apps.get_model("kpi.YearClosing")
    for row in apps.get_model("years.YearDays").objects.select_related("planned").order_by("pk"):
        closings.objects.update_or_create(
            fiscal_year=row.planned.fiscal_year, defaults={"closing_on": row.closing_on}
        )


class Migration(migrations.Migration):
    dependencies = [("kpi", "0003_acts_are_signed"), ("years", "0001_a_year_is_a_row_with_parts")]

    operations = [migrations.RunPython(move, move_back)]
