"""Tables tell those who hear them what they are about and how they are read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_table_has_a_caption_and_each_heading_its_scope(path):
    source = path.read_text()

    # The components "table" and "table_card" ask for a caption themselves.
    for table in TABLE.findall(source):
        assert "<caption" in table, table[:120]
    assert [heading for heading in re.findall(r"<th\b[^>]*>", source) if "scope=" not in heading] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_table_that_a_component_can_draw_is_not_written_by_hand(path):
    by_hand = {
        "accounts/personal_file.html": 1,  # a file that is sent away, without our sheets
        "reports/kpi.html": 4,  # paper
        "reports/kpi_cards.html": 2,
        "reports/flagship_plan.html": 2,
        "forums/record.html": 1,  # its rows are moved by a script
        "budget/action_plan.html": 1,  # one body for each part of the plan
        "budget/decide.html": 1,
        "budget/flagship.html": 1,
        "communities/_money_lines.html": 1,  # its body is read by a script
        "public/hearing.html": 1,  # two rows of totals
        "components/table.html": 1,
    }

    name = str(path.relative_to(ROOT / "templates"))
    assert path.read_text().count("<table") == by_hand.get(name, 0)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_heading_that_sorts_says_how_it_is_sorted(path):
    source = path.read_text()

    assert source.count('component "sort_link"') == source.count("|aria_sort:")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_card_that_holds_a_table_or_a_list_is_drawn_by_its_component(path):
    # A list in lines of a readable length ("prose") has its own margins.
    table = r'{% componentblock "card" (?:[^%]*)flush=True[^%]*%}\s*{% componentblock "table"'
    one_list = (
        r'{% componentblock "card" (?:(?!prose)[^%])*%}\s*<(ul|ol)\b[^>]*>(?:(?!</\1>).)*</\1>\s*{% endcomponentblock'
    )

    assert re.search(rf"{table}|{one_list}", path.read_text(), re.DOTALL) is None
