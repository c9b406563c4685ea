from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bkkplan.ground.core.evidence import JPEG, PDF, PNG
from forums.actions import evidence
from forums.actions.errors import NotAnImageError
from forums.models import Attachment
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
    attachment = attach(held, cast, b"%PDF-1.7", "../รายชื่อ.pdf", PDF)

    assert "รายชื่อ" not in attachment.file.name
    assert not attachment.is_public
    evidence.set_public(uuid=attachment.uuid, is_public=True, by=cast.officer, at=AT)
    assert Attachment.objects.get().is_public


def test_a_removed_file_leaves_the_record_and_stays_as_evidence(cast, held):
    attachment = AttachmentFactory(forum=held, is_public=True)

    evidence.remove_file(uuid=attachment.uuid, on="2023-06-02", by=cast.officer, at=AT)

    assert attachment.file.storage.exists(attachment.file.name)
    assert Attachment.objects.filter(removed_on__isnull=False).count() == 1
