import hashlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.files.evidence import DOCX, JPEG, PDF, PNG, XLSX
from forums.actions import evidence
from forums.actions.errors import NotAnImageError, NotFitToShowError
from forums.models import Attachment, Cleaning
from forums.tasks import clean_file
from tests.core.cleaning import made
from tests.factories.forums import AT, AttachmentFactory


def photograph(size=(40, 20)):
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", size, "green").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def attach(forum, cast, content, name="a.jpg", kind=JPEG):
    upload = SimpleUploadedFile(name, content)
    return evidence.attach_file(forum_id=forum.pk, upload=upload, kind=kind, by=cast.officer, at=AT)


def test_a_photograph_is_drawn_anew_upright_and_without_what_hid_in_it(cast, held):
    attachment = attach(held, cast, photograph())

    with attachment.file.open() as file:
        content = file.read()
    with Image.open(BytesIO(content)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()
    assert b"secret place" not in content
    assert attachment.size == attachment.file.size


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA", "1", "I;16"])
def test_png_files_of_every_kind_are_taken(cast, held, mode):
    drawn = BytesIO()
    Image.new(mode, (3, 3)).save(drawn, "PNG")

    assert attach(held, cast, drawn.getvalue(), "a.png", PNG).size > 0


def test_what_only_begins_as_an_image_is_refused(cast, held):
    with pytest.raises(NotAnImageError, match="รูป"):
        attach(held, cast, photograph()[:60])


def test_where_one_file_of_a_choice_is_broken_none_is_kept_and_that_is_said(client, cast, held):
    client.force_login(cast.officer)
    files = [SimpleUploadedFile("ดี.jpg", photograph()), SimpleUploadedFile("เสีย.jpg", photograph()[:60])]

    page = client.post(reverse("forums:upload", args=[held.pk]), {"files": files, "caption": "ภาพถ่าย"})

    assert page.status_code == 422
    said = page.context["form"].errors["files"]
    assert "“เสีย.jpg”" in said[0]
    assert said[1] == "ยังไม่ได้แนบไฟล์ใด เลือกไฟล์ที่เหลืออีกครั้ง"
    assert not Attachment.objects.exists()
    assert 'value="ภาพถ่าย"' in page.content.decode()


def test_files_lie_under_random_names_and_are_not_public_unless_someone_says_so(cast, held):
    attachment = attach(held, cast, made.pdf(), "../รายชื่อ.pdf", PDF)

    assert "รายชื่อ" not in attachment.file.name
    assert not attachment.is_public
    evidence.set_public(uuid=attachment.uuid, is_public=True, by=cast.officer, at=AT)
    assert Attachment.objects.get().is_public


def served(client, attachment):
    return b"".join(client.get(reverse("file", args=[attachment.uuid])).streaming_content)


@pytest.mark.parametrize(
    ("name", "kind", "came"),
    [
        ("a.pdf", PDF, made.pdf(author=made.names_its_author, script=made.runs_on_opening, file=made.carries_a_file)),
        ("a.docx", DOCX, made.docx()),
        ("a.xlsx", XLSX, made.xlsx()),
    ],
)
def test_what_is_served_runs_nothing_and_names_nobody(client, cast, published, name, kind, came):
    attachment = attach(published, cast, came, name, kind)
    evidence.set_public(uuid=attachment.uuid, is_public=True, by=cast.officer, at=AT)

    out = served(client, attachment)

    if kind is PDF:
        with pikepdf.open(BytesIO(out)) as document:
            assert set(document.Root.keys()) <= {"/Type", "/Pages", "/Names"}
            assert list(document.attachments) == []
            assert "/Info" not in document.trailer
    else:
        everything = made.unpacked(out)
        assert not any(part.startswith("docProps") for part in everything)
        assert made.SECRET.encode() not in b"".join(everything.values())
    assert attachment.sha256 == hashlib.sha256(out).hexdigest()
    logged = Entry.objects.get(verb="forums.file_attached")
    assert logged.details["received_sha256"] == hashlib.sha256(came).hexdigest()


def test_a_document_that_cannot_be_cleaned_is_refused_with_its_name(cast, held):
    with pytest.raises(NotFitToShowError, match=r"“ลับ\.pdf” ล็อกด้วยรหัสผ่าน"):
        attach(held, cast, made.locked_pdf(user="1234"), "ลับ.pdf", PDF)

    assert not Attachment.objects.exists()


@pytest.fixture
def heavy(monkeypatch):
    """Any document is too large to be cleaned while the person waits."""
    monkeypatch.setattr(evidence, "AT_ONCE_BYTES", 0)


def test_a_large_document_is_shown_to_nobody_until_the_worker_has_cleaned_it(client, cast, published, heavy):
    attachment = attach(published, cast, made.pdf(script=made.runs_on_opening), "a.pdf", PDF)
    evidence.set_public(uuid=attachment.uuid, is_public=True, by=cast.officer, at=AT)
    address = reverse("file", args=[attachment.uuid])
    came = attachment.file.name
    assert client.get(address).status_code == 404
    client.force_login(cast.officer)
    assert client.get(address).status_code == 404
    assert "กำลังลบข้อมูลแฝง" in client.get(published.get_absolute_url()).content.decode()
    client.logout()

    clean_file(job_id=Cleaning.objects.get().pk)

    attachment.refresh_from_db()
    assert b"app.alert" not in served(client, attachment)
    assert not attachment.file.storage.exists(came)
    assert Entry.objects.get(verb="forums.file_cleaned").details["sha256"] == attachment.sha256


def test_where_the_worker_refuses_it_the_file_is_gone_and_its_bearer_is_told(client, cast, held, heavy):
    attachment = attach(held, cast, made.pdf(signature=made.is_signed), "ลงนาม.pdf", PDF)
    came = attachment.file.name

    clean_file(job_id=Cleaning.objects.get().pk)

    attachment.refresh_from_db()
    assert not attachment.file
    assert not Attachment.file.field.storage.exists(came)
    assert "“ลงนาม.pdf” มีลายมือชื่อดิจิทัล" in cast.officer.notices.get().text
    assert Entry.objects.get(verb="forums.file_refused").target_id == str(attachment.pk)
    client.force_login(cast.officer)
    assert "ไม่รับไฟล์" in client.get(held.get_absolute_url()).content.decode()


def test_a_removed_file_leaves_the_record_and_stays_as_evidence(cast, held):
    attachment = AttachmentFactory(forum=held, is_public=True)

    evidence.remove_file(uuid=attachment.uuid, on="2023-06-02", by=cast.officer, at=AT)

    assert attachment.file.storage.exists(attachment.file.name)
    assert Attachment.objects.filter(removed_on__isnull=False).count() == 1
