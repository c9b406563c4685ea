"""Texts stored before marks of direction, letters of old fonts and the like were turned away at the door."""

from typing import Any

from django.db import migrations

from bkkplan.ground.core.stored_texts import clean_texts

TEXTS = {
    "forums.Forum": ["title", "purpose", "place", "ending_reason", "summary", "recorder"],
    "forums.Postponement": ["reason"],
    "forums.AgendaItem": ["topic", "resolution"],
    "forums.Proposal": ["title", "detail", "place"],
    "forums.Correction": ["reason"],
    "forums.Uptake": ["reason", "ended_reason"],
    "forums.Attachment": ["original_name", "caption"],
}


def clean(apps: Any, schema_editor: Any) -> None:
    clean_texts(apps, TEXTS)


class Migration(migrations.Migration):
    dependencies = [("forums", "0008_uptake_is_explained_to_the_public")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop, elidable=True)]
