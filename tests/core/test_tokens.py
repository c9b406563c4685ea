"""The colours keep their promise to those who see them less well: WCAG 2.2, AA."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static/css"
TOKENS = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))

GROUNDS = {"--paper", "--card"}
WRITTEN_ON_PAPER = {"--ink", "--ink-2", "--ink-3", "--green-700", "--green-900", "--on-amber-100", "--on-red-100"}
# Edges of things to write in, bars, rings of focus and marks of state must be seen, not read: 3 : 1.
DRAWN = {
    ("--line-control", "--card"),
    ("--green-600", "--card"),
    ("--green-700", "--card"),
    ("--amber-line", "--card"),
    ("--red-line", "--card"),
    ("--blue-line", "--card"),
    ("--grey-line", "--card"),
    ("--grey-line", "--paper"),
    ("--line-control", "--paper"),
    ("--focus-ring", "--paper"),
    ("--focus-ring", "--card"),
    ("--focus-ring-dark", "--green-900"),
    ("--green-600", "--line-2"),
    ("--ink", "--green-600"),
}
# Lighter writing on the same ground, and words that stand on a ground of another name.
ALSO_WRITTEN = {
    ("--on-green-900-quiet", "--green-900"),
    ("--on-green-900-quiet", "--green-800"),
    ("--ink", "--green-50"),
    ("--ink", "--green-100"),
    ("--ink-2", "--green-50"),
    ("--on-amber-100", "--green-50"),
    ("--on-red-100", "--green-50"),
    ("--ink-2", "--amber-50"),
    ("--ink-2", "--grey-100"),
    ("--on-red-700", "--on-red-100"),
}


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(TOKENS[first]), luminance(TOKENS[second])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs():
    yield from ((ink, ground) for ink in WRITTEN_ON_PAPER for ground in GROUNDS)
    yield from (
        (name, name.replace("--on-", "--")) for name in TOKENS if name.replace("--on-", "--") in TOKENS.keys() - {name}
    )
    yield from ALSO_WRITTEN


@pytest.mark.parametrize(("ink", "ground"), sorted(set(pairs())))
def test_writing_can_be_read(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), sorted(DRAWN))
def test_what_is_drawn_can_be_seen(line, ground):
    assert contrast(line, ground) >= 3


def test_colours_stand_in_one_file_only():
    others = [path for path in CSS.rglob("*.css") if path.name not in {"tokens.css", "report.css"}]

    assert [path.name for path in others if re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text())] == []


def test_every_token_in_use_is_declared():
    declared = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    used = {
        name
        for path in CSS.rglob("*.css")
        for name in re.findall(r"var\((--[\w-]+)", path.read_text())
        if not name.startswith("--bs-")
    }

    assert used <= declared
