"""The one renderer: what it refuses, what it promises about tags, and that it can be watched and stopped."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from bkkplan.figures.reports.renderers.pdf import RenderError, render_pdf
from tests.reports.paper import paragraphs, set_lines

DOCUMENT = """<!doctype html><html lang="th"><head><meta charset="utf-8"></head><body>
<h1>รายงานตัวชี้วัด</h1><p>ข้อมูล ณ วันที่ ๒ มิถุนายน ๒๕๖๖</p>
<h2>ตารางที่ ๑</h2>
<table><caption>ผลรายเขต</caption><thead><tr><th scope="col">เขต</th><th scope="col">ร้อยละ</th></tr></thead>
<tbody><tr><th scope="row">พระนคร</th><td>๘๐.๐๐</td></tr></tbody></table>
<figure><svg xmlns="http://www.w3.org/2000/svg" width="100" height="20"><title>แผนภูมิผลรายเขต</title>
<rect width="80" height="20"/></svg></figure>
</body></html>"""


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Structure elements, parents first."""
    if isinstance(node, pikepdf.Array):
        return [element for kid in node for element in elements(kid)]
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        return [node, *elements(node.get("/K", pikepdf.Array()))]
    return []


class TestMissingLetters:
    @pytest.mark.parametrize(
        ("html", "line"),
        [
            ("<p>ก</p><p>ราคา \U0001f600 บาท</p>", "U+1F600 GRINNING FACE อยู่ที่ย่อหน้าที่ 2 ตัวที่ 6: “ราคา □ บาท”"),
            ("<h2>หัว\U0001f600</h2>", "U+1F600 GRINNING FACE อยู่ที่หัวเรื่องที่ 1 ตัวที่ 4: “หัว□”"),
            (
                "<table><tr><td>ก</td></tr><tr><td><b>\U0001f600</b>ข</td></tr></table>",
                "U+1F600 GRINNING FACE อยู่ที่ตารางที่ 1 แถวที่ 2 ตัวที่ 1: “□ข”",
            ),
            ("<p>ก\x01ข</p>", "U+0001 อยู่ที่ย่อหน้าที่ 1 ตัวที่ 2: “ก□ข”"),
        ],
    )
    def test_are_drawn_as_a_box_and_listed_with_their_place(self, html, line):
        text = text_of(render_pdf(f'<html lang="th"><body>{html}', title="ทดสอบ"))

        assert "ตัวอักษรที่เอกสารนี้แสดงไม่ได้" in text
        assert line in " ".join(text.split())
        assert text.count("□") == 3  # in its place, in the sentence and in the line

    def test_that_show_nothing_or_stand_for_others_are_no_boxes(self):
        text = text_of(set_lines(["ชุมชน\u200eก\u2003ข ป\uf710น ①"]))

        assert text.split()[:4] == ["ชุมชนก", "ข", "ปัน", "(1)"]

    def test_that_come_out_of_a_style_stop_it_too(self):
        with pytest.raises(RenderError, match="漢"):
            set_lines(["ก"], 'p::after { content: "漢字" }')


class TestWhatItMayLoad:
    @pytest.mark.parametrize(
        "address",
        [
            "file:///etc/hostname",
            "https://example.org/a.png",
            "/static/img/none.png",
            "/fonts/../../manage.py",
            "data:,",
        ],
    )
    def test_is_ours_or_the_document_stops(self, address):
        with pytest.raises(RenderError):
            render_pdf(f'<html lang="th"><body><img alt="ก" src="{address}">', title="ทดสอบ")

    def test_a_picture_without_words_for_it_stops_the_document(self):
        with pytest.raises(RenderError, match="alt"):
            render_pdf(DOCUMENT.replace("<figure>", '<img src="/static/img/mark.svg">', 1), title="ทดสอบ")


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with opened(render_pdf(DOCUMENT, title="รายงานตัวชี้วัด ๒๕๖๓")) as pdf:
        yield pdf


class TestTags:
    """Checked with pikepdf: marks, language, title, structure and alternatives. Not a PDF/UA validation."""

    def test_the_document_is_marked_and_says_its_language_and_title(self, pdf):
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "th"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "รายงานตัวชี้วัด ๒๕๖๓"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "รายงานตัวชี้วัด ๒๕๖๓"

    def test_the_language_is_thai_where_nobody_said_so(self):
        with opened(render_pdf("<p>ก", title="ก")) as pdf:
            assert str(pdf.Root.Lang) == "th"

    def test_headings_table_heads_and_figures_are_told(self, pdf):
        found = elements(pdf.Root.StructTreeRoot.K)
        kinds = [str(element.S) for element in found]

        assert {"/H1", "/H2", "/P", "/Table", "/Caption", "/TH", "/TD", "/Figure"} <= set(kinds)
        assert [str(element.Alt) for element in found if element.S == "/Figure"] == ["แผนภูมิผลรายเขต"]
        cell = next(element for element in found if element.S == "/TD" and "/Headers" in element.get("/A", {}))
        assert len(cell.A.Headers) == 2

    def test_a_table_that_goes_on_says_its_name_on_each_page_and_in_the_tags(self):
        row = '<tr><th scope="row">พระนคร</th><td>๘๐.๐๐</td></tr>'
        made = render_pdf(DOCUMENT.replace("<tbody>", "<tbody>" + row * 60), title="ก")

        with pypdfium2.PdfDocument(made) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        with opened(made) as pdf:
            found = elements(pdf.Root.StructTreeRoot.K)
            tables = [
                [str(kid.S) for kid in elements(table.K) if kid.S != "/NonStruct"]
                for table in found
                if table.S == "/Table"
            ]
            scopes = (
                {str(cell.A.Scope) for cell in found if cell.S == "/TH" and cell.P.P.S in ("/TBody", "/TFoot")},
                {str(cell.A.Scope) for cell in found if cell.S == "/TH" and cell.P.P.S == "/THead"},
            )
            counts = {len(cell.A.Headers) for cell in found if cell.S == "/TD"}

        assert len(pages) == len(tables) > 1
        assert ["(ต่อ)" in page for page in pages] == [False] + [True] * (len(pages) - 1)
        assert all("ผลรายเขต" in page for page in pages)
        assert all(table[0] == "/Caption" and table.count("/Caption") == 1 for table in tables)
        assert scopes == ({"/Row"}, {"/Column"})
        assert counts == {2}

    def test_each_font_is_embedded_and_tells_its_text(self, pdf):
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        outer = [font for font in fonts if font.Subtype == "/Type0"]

        assert outer
        assert all("/ToUnicode" in font for font in outer)
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in outer)
        assert all("Sarabun" in str(font.BaseFont) for font in outer)

    @pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")  # WeasyPrint's own
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_the_archive_variant_says_so_and_brings_its_colours(self):
        with opened(render_pdf(DOCUMENT, title="ก", variant="pdf/a-3a")) as pdf:
            with pdf.open_metadata() as metadata:
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
            assert pdf.Root.MarkInfo.Marked


def test_progress_is_told_in_steps():
    heard = []

    render_pdf(paragraphs(["ก"]), title="ทดสอบ", progress=lambda done, total: heard.append((done, total)))

    assert heard == sorted(heard)
    assert len(heard) >= 5
    assert {total for _, total in heard} == {7}


def test_what_progress_raises_stops_the_work():
    class StoppedError(Exception): ...

    def stop(done: int, total: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        render_pdf(paragraphs(["ก"]), title="ทดสอบ", progress=stop)


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(DOCUMENT, title="ก") == render_pdf(DOCUMENT, title="ก")


def test_fonts_that_were_not_built_are_a_sentence(settings, tmp_path):
    from bkkplan.figures.reports.renderers import fonts

    fonts.alphabet.cache_clear()
    settings.BUILD_DIR = tmp_path
    try:
        with pytest.raises(RenderError, match="script/setup"):
            render_pdf(DOCUMENT, title="ก")
    finally:
        fonts.alphabet.cache_clear()
