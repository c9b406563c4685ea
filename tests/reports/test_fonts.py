"""The derived fonts: the same picture, the same bytes each time, another name, and SARA AM in one piece."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz as hb
from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageFilter

from bkkplan.figures.reports.renderers import derivation, fonts
from tests.reports.paper import words

SOURCE = Path(settings.BASE_DIR) / "node_modules" / "@expo-google-fonts" / "sarabun"
REGULAR = fonts.STYLES[0]
DOTS_PER_INCH = 200
TOLERANCE = 2  # dots, a quarter of a millimetre: WeasyPrint rounds the offsets of marks, ours are drawn in place


def shaped(text: str) -> list[str]:
    path = fonts.folder() / REGULAR.file_name
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    font = hb.Font(hb.Face(hb.Blob.from_file_path(path)))
    hb.shape(font, buffer)
    return [font.glyph_to_string(info.codepoint) for info in buffer.glyph_infos]


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(tmp_path):
    derivation.derive({REGULAR: SOURCE / REGULAR.source_path}, tmp_path)

    for name in (REGULAR.file_name, REGULAR.map_name):
        assert (tmp_path / name).read_bytes() == (fonts.folder() / name).read_bytes()


@pytest.mark.parametrize("style", fonts.STYLES, ids=lambda style: style.name)
def test_the_name_is_its_own_and_the_licence_stays(style):
    with TTFont(fonts.folder() / style.file_name) as derived, TTFont(SOURCE / style.source_path) as source:
        ours, theirs = derived["name"], source["name"]

    assert ours.getDebugName(1) == fonts.FAMILY != theirs.getDebugName(1)
    assert [ours.getDebugName(kept) for kept in (0, 13, 14)] == [theirs.getDebugName(kept) for kept in (0, 13, 14)]
    assert "SIL OPEN FONT LICENSE" in (fonts.folder() / "OFL.txt").read_text(encoding="utf-8")


def test_sara_am_stays_in_one_piece_where_nothing_stands_between():
    assert shaped("ำ") == ["uni0E33"]
    assert [name.partition(".")[0] for name in shaped("กำปำ")] == ["uni0E01", "uni0E33", "uni0E1B", "uni0E33"]
    assert shaped("ก\u0e4d\u0e32") == shaped("กำ")


def test_sara_aa_after_nikhahit_and_a_tone_speaks_for_sara_am():
    assert shaped("น้ำ") == ["uni0E190E49.am", "uni0E33.tail"]
    assert shaped("น\u0e4d\u0e49\u0e32") == shaped("น้ำ")
    assert shaped("นํ้") == ["uni0E19", "uni0E4D0E49"] or shaped("นํ้") == ["uni0E190E4D0E49"]


@pytest.mark.parametrize("cluster", ["ปั้", "ฝั่", "ฟู้", "ญู", "ฐุ", "ธุ์", "กี่", "ก็", "สิ้", "ทฺ", "ธํ"])
def test_a_consonant_and_its_marks_are_one_glyph_that_spells_them(cluster):
    assert shaped(cluster) == ["uni" + "".join(f"{ord(letter):04X}" for letter in cluster)]


def test_no_mark_of_a_legal_cluster_is_left_to_be_put_in_place():
    """Glyphs of no width are what readers lose; in the words of the list none is left."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(fonts.folder() / REGULAR.file_name)))
    for word in words():
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        assert all(place.x_advance > 0 for place in buffer.glyph_positions), word
        assert all(place.x_offset == place.y_offset == 0 for place in buffer.glyph_positions), word


def pictures(font: Path) -> list[Image.Image]:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    css = CSS(
        string=f'@font-face {{ font-family: X; src: url("{font.as_uri()}") }}'
        "@page { size: A4; margin: 2cm } p { font: 16pt/1.65 X } span { display: inline-block }",
        font_config=configuration,
    )
    # Each word in a box of its own: WeasyPrint's rounding of offsets adds up over a line set in the font as it came.
    html = "<p>" + " ".join(f"<span>{word}</span>" for word in words())
    pdf = HTML(string=html).write_pdf(stylesheets=[css], font_config=configuration)
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        made = []
        for number in range(len(document)):
            page = document[number]
            made.append(
                page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("1", dither=Image.Dither.NONE).convert("L")
            )
            page.close()
        return made


def strays(one: Image.Image, other: Image.Image) -> int:
    """Dots of ink in one picture that have none of the other within the tolerance."""
    nearby = other.filter(ImageFilter.MinFilter(2 * TOLERANCE + 1))  # ink is black: the darkest around
    return ImageChops.subtract(nearby, one).histogram()[255]


@pytest.mark.slow
@pytest.mark.heavy
@pytest.mark.parametrize("style", fonts.STYLES, ids=lambda style: style.name)
def test_the_picture_on_paper_is_that_of_the_font_as_it_came(style):
    before = pictures(SOURCE / style.source_path)
    after = pictures(fonts.folder() / style.file_name)

    assert len(before) == len(after) > 1
    for one, other in zip(before, after, strict=True):
        assert one.histogram()[0] > 10_000  # there is ink
        assert strays(one, other) == 0
        assert strays(other, one) == 0
