"""Pages keep to the content security policy, and colours to their one place."""

import re

import pytest
from django.template.loader import render_to_string

from tests.architecture.house import ROOT
from tests.isolation.urls import routes

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ON_SCREEN = [path for path in TEMPLATES if "reports" not in path.parts and "emails" not in path.parts]
HANDLER = re.compile(r"<[^>]*\son(click|change|submit|load|input|key\w+|mouse\w+|focus|blur)\s*=", re.IGNORECASE)
HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])")


def found(pattern, paths):
    return [
        f"{path.relative_to(ROOT)}: {match.group()[:60]}"
        for path in paths
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"))
    ]


def test_no_style_stands_in_a_page():
    assert found(r"<[a-z][^>]*\sstyle\s*=|<style\b", ON_SCREEN) == []


def test_no_script_stands_in_a_page():
    # A script has its source in a file; a block of JSON is data for one, which a browser does not run.
    assert found(r"<script\b(?![^>]*\s(?:src=|type=\"application/json\"))", ON_SCREEN) == []


def test_no_handler_stands_in_a_page():
    assert found(HANDLER, ON_SCREEN) == []


def test_only_the_tokens_know_a_colour():
    sheets = [
        path for path in (ROOT / "static" / "css").rglob("*.css") if path.name not in {"tokens.css", "report.css"}
    ]

    assert found(HEX, sheets) == []


def test_nothing_is_fetched_from_elsewhere():
    assert found(r"<(?:script|link|img)\b[^>]*(?:src|href)=\"(?:https?:)?//", TEMPLATES) == []


def test_an_address_that_may_be_missing_is_not_misspelt():
    # `{% url … as … %}` is empty for a name that is not there, instead of failing.
    named = re.compile(r"""{%\s*url\s+['"]([\w:-]+)['"][^%]*\sas\s""")
    asked = {name for path in TEMPLATES for name in named.findall(path.read_text(encoding="utf-8"))}

    assert "account_login" in asked
    assert asked - routes().keys() == set()


def test_a_page_whose_rows_save_themselves_brings_what_saves_them():
    texts = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES}
    pages = {name for name, text in texts.items() if "{% autosave_root" in text}

    assert len(pages) >= 4
    # record.js brings it along with the table of proposals.
    assert {name for name in pages if not re.search(r"behaviours/autosave\.js|pages/record\.js", texts[name])} == set()


def test_a_line_has_at_most_120_columns():
    # The formatter breaks what it may break; it leaves a longer line alone where a break would be seen on the page.
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 120
    ]

    assert long == []


def test_what_keeps_its_lines_has_none_of_the_template():
    # Their style shows each line break, so one of the template would be drawn (white-space: pre-line).
    kept = re.compile(r'<(\w+)\b[^>]*class="[^"]*\b(?:keep-lines|conflict-text)\b[^>]*>(?!.*</\1>)')

    assert kept.search('<p class="keep-lines">\n')
    assert found(kept, TEMPLATES) == []


def test_a_block_of_a_page_is_one_of_the_pages_above_it():
    # What fills a block that no template above has is never drawn.
    texts = {str(path.relative_to(ROOT / "templates")): path.read_text(encoding="utf-8") for path in TEMPLATES}
    above = {
        name: re.findall(r"[\w/.]+\.html", text.partition("%}")[0]) if text.startswith("{% extends") else []
        for name, text in texts.items()
    }

    def known(name):
        return set(re.findall(r"{% block (\w+) %}", texts[name])).union(*map(known, above[name]))

    lost = {}
    for name, text in texts.items():
        if not above[name] or not texts.keys() >= set(above[name]):
            continue  # no page, or below one of a library
        depth = 0
        for block in re.findall(r"{% (?:block (\w+)|endblock)[^%]*%}", text):
            if block and not depth and block not in set().union(*map(known, above[name])):
                lost[name] = block
            depth += 1 if block else -1

    assert lost == {}


def test_a_variable_that_nobody_gives_fails():
    with pytest.raises(AssertionError, match=r"_run\.html:2: unknown variable run\."):
        render_to_string("kpi/_run.html")
