"""Texts stored before marks of direction, letters of old fonts and the like were turned away at the door."""

from typing import Any

from django.db import migrations

from bkkplan.ground.core.stored_texts import clean_texts

TEXTS = {
    "kpi.FrozenQuarter": ["reopen_reason"],
}


def clean(apps: Any, schema_editor: Any) -> None:
    clean_texts(apps, TEXTS)


class Migration(migrations.Migration):
    dependencies = [("kpi", "0001_initial")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
