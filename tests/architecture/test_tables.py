"""Tables tell those who hear them what they are about and how they are read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_table_has_a_caption_and_each_heading_its_scope(path):
    for table in TABLE.findall(path.read_text()):
        assert "<caption" in table, table[:120]
        assert all("scope=" in heading for heading in re.findall(r"<th\b[^>]*>", table)), table[:120]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_heading_that_sorts_says_how_it_is_sorted(path):
    source = path.read_text()

    assert source.count('component "sort_link"') == source.count("|aria_sort:")
