from io import BytesIO

import pytest
from openpyxl import load_workbook

from bkkplan.ground.core.files.cleaning import office, refusals
from bkkplan.ground.core.files.cleaning.office import clean
from tests.core.cleaning import made
from tests.core.cleaning.made import docx, unpacked

FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>D</w:instrText></w:r>'
    '<w:r><w:instrText>DEAUTO c:\\\\cmd "/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def book_with(relation, part="xl/workbook.xml"):
    return made.with_link(made.xlsx(), part, ("m", relation, "there.xml", False))


def test_a_word_document_keeps_its_text_and_loses_its_authors():
    note = f'<w:p><w:ins w:id="1" w:author="{made.SECRET}" w:date="2023-01-01T00:00:00Z"><w:r/></w:ins></w:p>'

    cleaned = unpacked(clean(docx(note)))

    assert b"kept" in cleaned["word/document.xml"]
    assert not any(name.startswith("docProps") for name in cleaned)
    assert made.SECRET.encode() not in b"".join(cleaned.values())


def test_a_template_from_elsewhere_and_parts_that_nothing_needs_are_left_out():
    settings = f'<w:settings xmlns:w="{made.W}" xmlns:r="{made.R}"><w:attachedTemplate r:id="rId1"/></w:settings>'
    came = docx(
        "",
        ("rId9", "settings", "settings.xml", False),
        ("rId8", "customXml", "../customXml/item1.xml", False),
        **{
            "word/settings.xml": settings,
            "customXml/item1.xml": "<secret/>",
            "word/_rels/settings.xml.rels": made.relationships(
                ("rId1", "attachedTemplate", "https://elsewhere.example/t.dotm", True)
            ),
            "word/stray.bin": b"stray",
        },
    )

    cleaned = unpacked(clean(came))

    assert b"attachedTemplate" not in b"".join(cleaned.values())
    assert b"elsewhere" not in b"".join(cleaned.values())
    assert sorted(cleaned) == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/_rels/settings.xml.rels",
        "word/document.xml", "word/settings.xml",
    ]  # fmt: skip


def test_links_to_the_web_stay_and_links_into_a_computer_do_not():
    body = '<w:p><w:hyperlink r:id="rId5"/><w:hyperlink r:id="rId6"/></w:p>'
    cleaned = clean(
        docx(
            body,
            ("rId5", "hyperlink", "https://example.org", True),
            ("rId6", "hyperlink", "file:///C:/Users/somchai/a.exe", True),
        )
    )

    everything = b"".join(unpacked(cleaned).values())
    assert b"https://example.org" in everything
    assert b"somchai" not in everything
    assert b"rId6" not in everything


def test_a_photograph_in_it_loses_its_camera():
    came = docx("", ("rId5", "image", "media/a.jpeg", False), **{"word/media/a.jpeg": made.photograph()})

    assert made.CAMERA.encode() not in unpacked(clean(came))["word/media/a.jpeg"]


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        (docx("", ("r", "vbaProject", "vbaProject.bin", False), **{"word/vbaProject.bin": b"x"}), refusals.MACRO),
        (docx("", ("r", "oleObject", "embeddings/a.bin", False), **{"word/embeddings/a.bin": b"x"}), refusals.EMBEDDED),
        (docx("", ("r", "package", "embeddings/a.docx", False)), refusals.EMBEDDED),
        (docx("", ("r", "aFChunk", "a.html", False)), refusals.EMBEDDED),
        (docx("", ("r", "control", "activeX/activeX1.xml", False)), refusals.CONTROL),
        (docx("", ("r", "oleObject", "https://elsewhere.example/a", True)), refusals.EMBEDDED),
        (docx("", ("r", "image", "https://elsewhere.example/a.png", True)), refusals.LINKED),
        (docx("", ("r", "frame", "https://elsewhere.example/a", True)), refusals.EMBEDDED),
        (docx(FIELD), refusals.LINKED),
        (docx("<w:fldSimple w:instr=' INCLUDEPICTURE \"https://elsewhere.example/a.png\" '/>"), refusals.LINKED),
        (docx().replace(b"word/document.xml", b"word/other___.xml"), refusals.BROKEN),
        (docx()[:200], refusals.BROKEN),
        (
            made.packed(
                {"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "word/document.xml": "<a/>"}
            ),
            refusals.BROKEN,
        ),
        (book_with("xlMacrosheet"), refusals.MACRO),
        (book_with("externalLink"), refusals.LINKED),
        (book_with("connections"), refusals.LINKED),
        (book_with("oleObject", "xl/worksheets/sheet1.xml"), refusals.EMBEDDED),
        (book_with("ctrlProp", "xl/worksheets/sheet1.xml"), refusals.CONTROL),
    ],
)
def test_what_cannot_be_taken_out_is_refused_saying_what_it_is(came, sentence):
    with pytest.raises(refusals.RefusedError) as refused:
        clean(came)

    assert refused.value.sentence == sentence


def test_a_workbook_keeps_cells_formulas_links_and_comments_and_loses_its_author():
    cleaned = clean(made.xlsx())

    book = load_workbook(BytesIO(cleaned))
    sheet = book.active
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["kept", 2, "=A2*2"]
    assert sheet["A1"].hyperlink.target == "https://example.org"
    assert sheet["B1"].comment.text.endswith("checked")
    assert made.SECRET.encode() not in b"".join(unpacked(cleaned).values())


def test_bytes_are_counted_while_they_are_unpacked():
    came = docx("", **{"word/other.xml": "0" * 1_000_000})

    with pytest.raises(refusals.RefusedError) as refused:
        office.unpack(came, most_bytes=500_000)

    assert refused.value.sentence == refusals.TOO_HEAVY
