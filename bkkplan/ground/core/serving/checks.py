"""What is checked before the database is migrated."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@register(Tags.database)
def database_began_with_these_migrations(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each database that has tables of an app, but not the migration with which that app begins here.

    Such tables are of a version from before the migrations were written anew. To migrate would make them a second time.
    An error, too, for one that has some of the migrations that were written anew later, and not all of them.
    """
    return [
        Error(
            "ฐานข้อมูลนี้ทำด้วยรุ่นก่อนหน้าซึ่งอัปเกรดต่อไม่ได้ ต้องเริ่มใหม่ "
            f"(the tables of {', '.join(apps)} were made by an earlier version, which cannot be upgraded)",
            hint="เมืองตัวอย่าง (the sample city): script/demo --fresh; "
            "ฐานข้อมูลของท่านเอง (a database of your own): begin with an empty one",
            id="core.E001",
        )
        for alias in databases or ()
        if (apps := _apps_that_began_otherwise(alias))
    ]


def _apps_that_began_otherwise(alias: str) -> list[str]:
    loader = MigrationLoader(connections[alias])
    recorded = set(MigrationRecorder(connections[alias]).applied_migrations())
    applied = set(loader.applied_migrations)
    made = {app for app, _ in applied} & loader.migrated_apps
    began_otherwise = {app for app in made if applied.isdisjoint(loader.graph.root_nodes(app))}
    # Django takes such a database for one that is up to date, because the migrations that it lacks are gone.
    halfway = {
        app
        for (app, _name), migration in loader.disk_migrations.items()
        if (had := recorded.intersection(migration.replaces)) and len(had) < len(migration.replaces)
    }
    return sorted(began_otherwise | halfway)
