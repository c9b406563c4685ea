import re
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from bkkplan.ground.core.files.cleaning import refusals
from bkkplan.ground.core.files.cleaning.pdf import clean
from tests.core.cleaning import made

ACTIVE = re.compile(rb"JavaScript|/JS\b|Launch|EmbeddedFile|OpenAction|/AA\b|XFA|SubmitForm|GoToR|payload|app\.alert")


def laid_open(content: bytes) -> bytes:
    """Every object in plain text."""
    written = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        document.save(
            written, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )  # fmt: skip
    return written.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        made.runs_on_opening,
        made.has_named_scripts,
        made.runs_on_its_page,
        made.has_a_form_that_runs,
        made.carries_a_file,
        made.has_a_link(Dictionary(S=Name.Launch, F="calc.exe")),
        made.has_a_link(Dictionary(S=Name.GoToR, F="other.pdf")),
        made.has_a_link(Dictionary(S=Name.URI, URI="javascript:app.alert(1)")),
        made.has_a_link(Dictionary(S=Name.URI, URI="https://a", Next=Array([Dictionary(S=Name.Launch, F="calc")]))),
    ],
)
def test_nothing_in_it_runs_or_is_attached_any_more(change):
    came = made.pdf(change=change)
    assert ACTIVE.search(laid_open(came))

    cleaned = laid_open(clean(came))

    assert not ACTIVE.search(cleaned)
    assert b"(kept)" in cleaned


def test_links_that_only_lead_somewhere_and_notes_stay():
    came = made.pdf(
        link=made.has_a_link(Dictionary(S=Name.URI, URI="https://example.org")), author=made.names_its_author
    )

    cleaned = laid_open(clean(came))

    assert b"https://example.org" in cleaned
    assert b"(note)" in cleaned


def test_nobody_is_named_beside_the_pages():
    with pikepdf.open(BytesIO(clean(made.pdf(author=made.names_its_author)))) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        assert "/T" not in document.pages[0].Annots[0]


def test_an_earlier_version_hidden_in_the_file_is_gone():
    came = made.pdf()
    hidden = came + b"\n99 0 obj\n(" + b"old secret" + b")\nendobj\n"

    assert b"old secret" not in laid_open(clean(hidden))


def test_a_photograph_in_it_loses_its_camera_and_keeps_standing_upright():
    with pikepdf.open(BytesIO(clean(made.pdf(picture=made.shows_a_photograph)))) as document:
        raw = document.pages[0].Resources.XObject.Im.read_raw_bytes()

    assert made.CAMERA.encode() not in raw
    with Image.open(BytesIO(raw)) as image:
        assert dict(image.getexif()) == {0x0112: 6}


def test_one_that_opens_without_a_password_loses_its_restrictions():
    with pikepdf.open(BytesIO(clean(made.locked_pdf(user="")))) as document:
        assert not document.is_encrypted


@pytest.mark.parametrize(
    ("came", "sentence"),
    [
        (made.locked_pdf(user="1234"), refusals.LOCKED),
        (made.pdf(signature=made.is_signed), refusals.SIGNED),
        (made.pdf(form=lambda document: document.Root.update(Dictionary(NeedsRendering=True))), refusals.DYNAMIC_FORM),
        (b"%PDF-1.7\n<html><script>alert(1)</script></html>", refusals.BROKEN),
        (made.pdf()[:60], refusals.BROKEN),
    ],
)
def test_what_cannot_be_cleaned_is_refused_saying_why(came, sentence):
    with pytest.raises(refusals.RefusedError) as refused:
        clean(came)

    assert refused.value.sentence == sentence
