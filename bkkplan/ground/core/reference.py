"""Reference facts: CSV and TOML files in each app's `data/` folder, or in the folder of another place.

A deployment for another place has its own files in `settings.REFERENCE_DIR`, in a folder for each app, as
`districts/districts.csv`. Its file stands for the one that ships; what it has no file for is as it ships.
"""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings


def shipped_file(app_label: str, name: str) -> Path:
    return Path(apps.get_app_config(app_label).path) / "data" / name


def data_file(app_label: str, name: str) -> Path:
    """The place's own file if it has one, else the one that ships."""
    own = place_file(app_label, name)
    return own if own.exists() else shipped_file(app_label, name)


def place_file(app_label: str, name: str) -> Path:
    """A file about the place itself: its districts, its targets. It need not exist.

    Bangkok's never stands in for another place's.
    """
    own: Path | None = settings.REFERENCE_DIR
    return own / app_label / name if own else shipped_file(app_label, name)


def read_csv(app_label: str, name: str) -> Iterator[dict[str, str | None]]:
    """The rows of a CSV file, each by heading; an empty cell is None."""
    return read_rows(data_file(app_label, name))


def read_rows(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {heading: cell or None for heading, cell in row.items()}


def read_toml(app_label: str, name: str) -> dict[str, Any]:
    return read_tables(data_file(app_label, name))


def read_tables(path: Path) -> dict[str, Any]:
    with path.open("rb") as lines:
        return tomllib.load(lines)
