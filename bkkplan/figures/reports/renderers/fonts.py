"""The document fonts: where they are, and what text each of their glyphs stands for."""

import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings

FAMILY = "Bkkplan Sarabun"

# Drawn as nothing by every font: they steer line breaking and joining.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    source: str  # folder and file name in the package that the fonts come from
    weight: int
    is_italic: bool

    @property
    def file_name(self) -> str:
        return f"bkkplan-sarabun-{self.name.lower().replace(' ', '-')}.ttf"

    @property
    def map_name(self) -> str:
        return self.file_name.replace(".ttf", ".json")

    @property
    def source_path(self) -> str:
        return f"{self.source}/Sarabun_{self.source}.ttf"


STYLES = (
    Style("Regular", "400Regular", 400, is_italic=False),
    Style("Bold", "700Bold", 700, is_italic=False),
    Style("Italic", "400Regular_Italic", 400, is_italic=True),
    Style("Bold Italic", "700Bold_Italic", 700, is_italic=True),
)


class FontsNotBuiltError(Exception):
    """The set-up step that derives the document fonts has not run."""


def folder() -> Path:
    return Path(settings.BUILD_DIR) / "fonts"


def face_rules(prefix: str) -> str:
    """The CSS rules for the fonts of documents, with one whole file for each weight.

    Fonts that are divided by unicode-range don't work here: Pango draws wrong glyphs and reports no error.
    """
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; src: url("{prefix}{style.file_name}");'
        f" font-weight: {style.weight}; font-style: {'italic' if style.is_italic else 'normal'} }}"
        for style in STYLES
    )


def style_of(*, weight: int, is_italic: bool) -> Style:
    return next(style for style in STYLES if (style.weight >= 600, style.is_italic) == (weight >= 600, is_italic))


@cache
def text_map(style: Style) -> dict[int, str]:
    """The text of each glyph, by its number in the font file."""
    return {int(glyph): text for glyph, text in json.loads(_read(style.map_name)).items()}


@cache
def alphabet() -> frozenset[str]:
    """Every character that all four fonts can draw."""
    from fontTools.ttLib import TTFont

    drawn = []
    for style in STYLES:
        with TTFont(BytesIO(_read(style.file_name))) as font:
            drawn.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*drawn)))


def _read(name: str) -> bytes:
    try:
        return (folder() / name).read_bytes()
    except FileNotFoundError as error:
        raise FontsNotBuiltError(
            f"ยังไม่มีแบบอักษรเอกสาร “{name}” ให้เรียก script/setup หรือ manage.py build_fonts ก่อน"
        ) from error
