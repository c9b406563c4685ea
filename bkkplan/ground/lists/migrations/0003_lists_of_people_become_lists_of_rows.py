"""Lists of people that came in before stand in the history of the others; those that nobody confirmed end."""

from django.db import migrations
from django.db.models.functions import Now

KEPT = ("uuid", "name", "state", "uploaded_at", "uploaded_by_id", "confirmed_at", "confirmed_by_id", "undone_at", "undone_by_id")


def take_over(apps, schema_editor):
    imports, lists = apps.get_model("accounts", "PeopleImport"), apps.get_model("lists", "RowList")
    waiting = imports.objects.filter(state__in=("waiting", "checked"))
    readings = apps.get_model("accounts", "PeopleReading").objects.filter(state__in=("queued", "running"))
    readings.update(state="cancelled", claimed_by=None, lease_until=None, finished_at=Now())
    waiting.update(state="cancelled", table=None, data=None, outcome={}, answers={})
    for old in imports.objects.filter(state__in=("done", "undone")).order_by("pk"):
        given = list(old.admissions.order_by("pk").values_list("assignment", "assignment__user", "is_new"))
        made, met = [], set()
        for role, user, is_new in given:
            makes_account = is_new and user not in met
            met.add(user)
            before = {"is_new": is_new, "at": old.confirmed_at.isoformat()}
            made.append([str(role), "new" if makes_account else "changed", 0, before])
        does = [row[1] for row in made]
        outcome = {"new": does.count("new"), "changed": does.count("changed"), "same": old.outcome.get("same", 0)}
        outcome |= {"ids": 0, "names": 0, "never_kept": [], "rows": [], "errors": [], "strange": {}}
        lists.objects.get_or_create(
            uuid=old.uuid,
            defaults={name: getattr(old, name) for name in KEPT if name != "uuid"}
            | {"kind": "people", "place": "city", "outcome": outcome, "made": made if old.state == "done" else []},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_letters_are_chosen_by_subject"),
        ("lists", "0002_lists_of_the_whole_city"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
