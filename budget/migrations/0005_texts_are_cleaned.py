"""Texts stored before marks of direction, letters of old fonts and the like were turned away at the door."""

from typing import Any

from django.db import migrations

from bkkplan.ground.core.stored_texts import clean_texts

TEXTS = {
    "budget.ConsistencyCheck": ["mission_reason", "area_reason", "city_reason", "outcome_reason", "forwarded_to"],
    "budget.ActionPlanEdition": ["reason", "return_reason"],
    "budget.ActionPlanItem": ["drop_reason", "title", "objective", "target", "indicator", "money_source", "responsible", "note", "result"],
    "budget.Inclusion": ["reason", "removal_reason", "ended_reason"],
}
APPEND_ONLY = {
    "budget.LedgerEntry": ["document_no", "note"],
}


def clean(apps: Any, schema_editor: Any) -> None:
    clean_texts(apps, TEXTS)
    clean_texts(apps, APPEND_ONLY, locked=True)


class Migration(migrations.Migration):
    dependencies = [("budget", "0004_four_eyes")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
