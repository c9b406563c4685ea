"""Which column of a table is which: the cases that the browser is tried with, too."""

import json

import pytest

from bkkplan.ground.core.spreadsheets.columns import Known, Word, pasted_cells, understand, word_for
from tests.architecture.house import ROOT

VECTORS = json.loads((ROOT / "tests/js/columns.json").read_text(encoding="utf-8"))
AREAS = [Word(one["value"], one["name"], tuple(one["others"])) for one in VECTORS["known"]["lists"]["area"]]
KNOWN = Known(**VECTORS["known"] | {"lists": {"area": AREAS}})


@pytest.mark.parametrize("case", VECTORS["cells"], ids=str)
def test_pasted_text_has_the_cells_that_the_browser_finds(case):
    assert pasted_cells(case["text"]) == case["are"]


@pytest.mark.parametrize("case", VECTORS["words"], ids=lambda case: case["text"])
def test_a_word_means_what_the_browser_takes_it_for(case):
    found = word_for(AREAS, case["text"])

    assert (found.value if found else None) == case["means"]


@pytest.mark.parametrize("case", VECTORS["tables"], ids=lambda case: case["name"])
def test_columns_are_the_fields_that_the_browser_finds(case):
    found = understand(pasted_cells(case["text"]), KNOWN)

    assert list(found.fields) == case["fields"]
    assert len(found.rows) == case["rows"]
