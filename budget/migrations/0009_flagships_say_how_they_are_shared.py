"""Flagship projects that are there already: how they are shared, and that their years are opened."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import migrations
from django.utils.timezone import localdate, now


def tell(apps: Any, schema_editor: Any) -> None:
    flagships = apps.get_model("budget.FlagshipProject").objects
    flagships.filter(share_per_district__isnull=False).update(sharing="equal")
    planned_years, days = apps.get_model("years.PlannedYear"), apps.get_model("years.YearDays")
    at = now()
    for be in flagships.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct():
        planned, _new = planned_years.objects.get_or_create(
            fiscal_year=be, defaults={"state": "opened", "made_at": at, "opened_at": at, "opened_on": localdate(at)}
        )
        days.objects.get_or_create(
            planned=planned,
            defaults={
                "announce_before": settings.HEARING_ANNOUNCE_BEFORE_DAYS,
                "publish_within": settings.HEARING_PUBLISH_WITHIN_DAYS,
                "closing_on": date(be - 543, 10, 15),
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0008_flagships_are_written_here"),
        ("years", "0001_a_year_is_a_row_with_parts"),
    ]

    # The years stay when it is taken back: by then people may have changed them.
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
