"""The rules that stand in SQL go and come back with their migrations; a database with other tables is not migrated."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

RULES = """
    select tgrelid::regclass::text, tgname, pg_get_functiondef(tgfoid) from pg_trigger
    where not tgisinternal order by 1, 2
"""


def rules():
    with connection.cursor() as cursor:
        cursor.execute(RULES)
        return cursor.fetchall()


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)


def without_rules(loader):
    """Each app at its tables alone, or without them where they need more than the tables of other apps."""
    for app, name in loader.disk_migrations:
        if name == "0001_tables":
            needed = loader.graph.forwards_plan((app, name))
            tables_alone = all(
                other[1] == "0001_tables" for other in needed if (other[0], name) in loader.disk_migrations
            )
            yield app, name if tables_alone else None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rules_in_sql_go_with_their_migrations_and_come_back():
    before = rules()
    loader = MigrationExecutor(connection).loader
    newest = loader.graph.leaf_nodes()
    try:
        migrate(list(without_rules(loader)))
        without = rules()
    finally:
        migrate(newest)
        for table, guard, _ in before:
            if guard.endswith("_is_not_truncated"):  # off in tests, which empty the tables
                with connection.cursor() as cursor:
                    cursor.execute(f"alter table {table} disable trigger {guard}")

    assert without == []
    assert rules() == before
    assert len(before) > 25


@pytest.mark.django_db
@pytest.mark.parametrize("words", [["prepare_demo", "--empty"], ["check", "--database=default", "--tag=database"]])
def test_tables_of_an_earlier_version_are_left_alone_and_said_plainly(words):
    applied = MigrationRecorder(connection).migration_qs.filter(app="forums")
    applied.exclude(name="0001_tables").delete()
    applied.update(name="0001_initial")

    with pytest.raises(CommandError, match="the tables of forums were made by an earlier version") as refusal:
        call_command(*words)

    assert "script/demo --fresh" in str(refusal.value)


@pytest.mark.django_db
def test_a_database_that_is_empty_or_ours_may_be_migrated():
    call_command("check", databases=["default"], tags=["database"])

    MigrationRecorder(connection).migration_qs.all().delete()
    call_command("check", databases=["default"], tags=["database"])


@pytest.mark.django_db
def test_a_database_of_the_migrations_that_were_written_anew_has_nothing_to_do():
    executor = MigrationExecutor(connection)
    anew = {key for key, migration in executor.loader.disk_migrations.items() if migration.replaces}
    for app, name in anew:
        MigrationRecorder(connection).migration_qs.get(app=app, name=name).delete()

    executor = MigrationExecutor(connection)

    assert len(anew) > 1
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_a_database_that_has_some_of_the_migrations_that_were_written_anew_is_left_alone():
    recorded = MigrationRecorder(connection).migration_qs.filter(app="budget")
    for key, migration in MigrationExecutor(connection).loader.disk_migrations.items():
        if key[0] == "budget" and migration.replaces:
            recorded.filter(name=key[1]).delete()
    check = ["check", "--database=default", "--tag=database"]
    call_command(*check)

    recorded.filter(name="0026_the_register_knows_lots_and_forums").delete()

    with pytest.raises(CommandError, match="the tables of budget were made by an earlier version"):
        call_command(*check)
