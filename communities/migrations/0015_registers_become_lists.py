"""Registers that came in before stand in the history of the other lists; those that nobody confirmed end."""

from django.db import migrations
from django.db.models.functions import Now


def take_over(apps, schema_editor):
    imports, lists = apps.get_model("communities", "RegisterImport"), apps.get_model("lists", "RowList")
    readings = apps.get_model("communities", "RegisterReading").objects.filter(state__in=("queued", "running"))
    readings.update(state="cancelled", claimed_by=None, lease_until=None, finished_at=Now())
    imports.objects.filter(state__in=("waiting", "checked")).update(state="cancelled", table=None)
    done = imports.objects.filter(state="done", uploaded_by__isnull=False, confirmed_by__isnull=False)
    for old in done.order_by("pk"):
        kept = old.outcome
        outcome = {"new": kept.get("created", 0), "changed": kept.get("updated", 0), "same": kept.get("unchanged", 0)}
        outcome |= {"ids": 0, "names": 0, "never_kept": [], "rows": [], "errors": [], "strange": {}}
        signed = {"confirmed_at": old.confirmed_at, "confirmed_by_id": old.confirmed_by_id}
        lists.objects.get_or_create(
            uuid=old.uuid,
            defaults=signed
            | {
                "kind": "communities",
                "place": "city",
                "name": old.original_name,
                "state": "done",
                "day": old.register_on,
                "uploaded_at": old.uploaded_at,
                "uploaded_by_id": old.uploaded_by_id,
                "outcome": outcome,
            },
        )


class Migration(migrations.Migration):

    dependencies = [
        ("communities", "0014_codes_as_long_as_those_of_districts"),
        ("lists", "0004_lists_may_tell_of_a_day"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
