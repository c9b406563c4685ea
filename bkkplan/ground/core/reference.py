"""Reference facts that ship with the code: CSV and TOML files in each app's `data/` folder."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps


def data_file(app_label: str, name: str) -> Path:
    return Path(apps.get_app_config(app_label).path) / "data" / name


def read_csv(app_label: str, name: str) -> Iterator[dict[str, str | None]]:
    """The rows of a CSV file, each by heading; an empty cell is None."""
    with data_file(app_label, name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {heading: cell or None for heading, cell in row.items()}


def read_toml(app_label: str, name: str) -> dict[str, Any]:
    with data_file(app_label, name).open("rb") as lines:
        return tomllib.load(lines)
