"""Relations count as imports do: a row may point down, never up. Only the person who acts is pointed at from below."""

from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import SwappableTuple

from tests.architecture.house import height, our_apps, our_models

# What may go with the row that it belongs to, and why.
MAY_GO_ALONG = {
    "communities.BudgetLine.project": "a line of money is part of its project's form and means nothing without it",
}
MAY_BE_FORGOTTEN = {
    "communities.PlanProject.problem": "a project outlives the problem that it named",
}


def forward_relations(model):
    return [field for field in model._meta.get_fields() if field.is_relation and field.concrete and field.remote_field]


def test_every_app_of_ours_has_its_floor():
    assert [config.label for config in our_apps() if height(config.label) is None] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_row_points_down(model):
    user = apps.get_model(settings.AUTH_USER_MODEL)
    here = height(model._meta.app_label)

    pointing_up = [
        field.name
        for field in forward_relations(model)
        if field.related_model is not user
        and (there := height(field.related_model._meta.app_label)) is not None
        and there > here
    ]

    assert pointing_up == []


def test_no_migration_points_up():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {config.label for config in our_apps()}
    pointing_up = []
    for (label, name), migration in loader.disk_migrations.items():
        if label not in ours:
            continue
        needs = {need[0] for need in migration.dependencies if not isinstance(need, SwappableTuple)}
        needs |= {
            field.remote_field.model.split(".")[0]
            for field in _fields_made(migration)
            if isinstance(getattr(field.remote_field, "model", None), str)
            and "." in field.remote_field.model
            and field.remote_field.model.lower() != settings.AUTH_USER_MODEL.lower()
        }
        pointing_up += [f"{label}.{name} → {other}" for other in needs & ours if height(other) > height(label)]

    assert pointing_up == []


def _fields_made(migration):
    for operation in migration.operations:
        match operation:
            case migrations.CreateModel():
                yield from (field for _, field in operation.fields if field.remote_field)
            case migrations.AddField() | migrations.AlterField():
                if operation.field.remote_field:
                    yield operation.field


def test_data_migrations_import_no_app_code():
    importing = []
    for config in our_apps():
        folder = f"{config.name}.migrations"
        try:
            package = import_module(folder)
        except ModuleNotFoundError:
            continue
        for path in package.__path__:
            for file in Path(path).glob("*.py"):
                text = file.read_text(encoding="utf-8")
                if "RunPython" in text and f"from {config.name}" in text:
                    importing.append(file.name)

    assert importing == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_nothing_vanishes_because_something_else_does(model):
    unprotected = {
        f"{model._meta.label}.{field.name}": field.remote_field.on_delete
        for field in forward_relations(model)
        if not field.many_to_many and field.remote_field.on_delete is not models.PROTECT
    }

    for name, on_delete in unprotected.items():
        listed = MAY_GO_ALONG if on_delete is models.CASCADE else MAY_BE_FORGOTTEN
        assert name in listed, f"{name} is {on_delete.__name__}: protect it, or list it here with the reason"


def test_what_is_listed_exists():
    names = {f"{model._meta.label}.{field.name}" for model in our_models() for field in forward_relations(model)}

    assert set(chain(MAY_GO_ALONG, MAY_BE_FORGOTTEN)) <= names
