"""Requests that can't be read, and files that can't be kept or found, are answered with a sentence."""

import errno

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import Client

from bkkplan.ground.core.files.files import removed_on_failure
from tests.core.cleaning import made
from tests.factories.forums import AttachmentFactory, ForumFactory

LOGIN = "/accounts/login/"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [FORM, PARTS, "application/json", "text/plain"])
@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "utf-32", "tis-620", "latin-1", "base64", "idna"])
@pytest.mark.parametrize("is_checked", [True, False])
def test_a_body_of_another_alphabet_is_refused_with_a_page(kind, charset, is_checked):
    client = Client(raise_request_exception=False, enforce_csrf_checks=is_checked)

    answer = client.generic("POST", LOGIN, b"login=a", content_type=f"{kind}; charset={charset}")

    assert answer.status_code == 400
    assert "อ่านคำขอนี้ไม่ได้" in answer.content.decode()


@pytest.mark.django_db
def test_an_unheard_of_alphabet_is_refused(client):
    # The test client itself can't encode it.
    answer = client.generic("POST", LOGIN, b"login=a", content_type=f"{FORM}; charset=nope")

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/%00", "/search/?q=%00", "/search/?%00=1", "/districts/%00/", "/static/%00"])
def test_nul_in_an_address_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"login=%00&password=x"),
        (FORM, b"%00=1"),
        (PARTS, b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\na\x00b\r\n--x--\r\n'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
        (FORM, b"&".join(b"a%d=1" % n for n in range(6000))),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client, kind, body):
    assert client.generic("POST", LOGIN, body, content_type=kind).status_code == 400


@pytest.mark.django_db
def test_a_body_over_the_limit_is_refused_with_its_own_sentence(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = client.generic("POST", LOGIN, b"login=" + b"a" * 2000, content_type=FORM)

    assert answer.status_code == 413
    assert "ใหญ่เกินไป" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": 'sessionid="\\000abc"; csrftoken="\\000"'},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[", "path": "/work/"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%00", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
        {"HTTP_REFERER": "http://[::1", "HTTP_ORIGIN": "//["},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 600 + ",;q=9"},
        {"HTTP_HOST": "a b\x00"},
        {"HTTP_HOST": "evil.example"},
        {"CONTENT_LENGTH": "many"},
    ],
)
def test_headers_that_mean_nothing_are_no_error_of_ours(client, headers):
    path = headers.pop("path", "/")

    assert client.get(path, **headers).status_code < 500


@pytest.mark.django_db
def test_a_refusal_speaks_the_person_s_language(client):
    answer = client.get("/%00", HTTP_ACCEPT_LANGUAGE="en")

    assert "อ่านคำขอนี้ไม่ได้" not in answer.content.decode()


def test_a_full_disk_while_a_file_comes_in_is_said(client, cast, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(MemoryFileUploadHandler, "receive_data_chunk", full)
    client.force_login(cast.officer)

    answer = client.post("/work/forums/1/files/", {"files": SimpleUploadedFile("a.pdf", b"%PDF-")})

    assert answer.status_code == 413
    assert "ที่เก็บไฟล์ของระบบเต็ม" in answer.content.decode()
    assert answer["Retry-After"]


def test_a_file_gone_from_the_disk_is_said(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = AttachmentFactory(forum=ForumFactory(published=True, district=cast.home), is_public=True)
    (tmp_path / file.file.name).unlink()

    answer = client.get(f"/files/{file.uuid}/")

    assert answer.status_code == 410
    assert "ไฟล์นี้ไม่อยู่ในที่เก็บแล้ว" in answer.content.decode()


@pytest.fixture
def full_disk(monkeypatch):
    """On which there is room for a piece of each file, and no more."""
    real = File.chunks
    monkeypatch.setattr(File, "chunks", lambda self, size=None: _cut_short(real(self, size)))


def _cut_short(chunks):
    yield next(chunks)[:10]
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_piece_of_a_file_and_no_row(client, cast, settings, tmp_path, full_disk):
    settings.MEDIA_ROOT = tmp_path
    forum = ForumFactory(held=True, district=cast.home)
    client.force_login(cast.officer)

    answer = client.post(f"/work/forums/{forum.pk}/files/", {"files": SimpleUploadedFile("a.pdf", made.pdf())})

    assert answer.status_code == 413
    assert not forum.attachments.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_of_an_act_that_fails_at_its_end_are_taken_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = AttachmentFactory.build(forum=None)

    def act():
        with removed_on_failure() as keep:
            keep(kept.file, "a.pdf", b"%PDF-")
            assert default_storage.exists(kept.file.name)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not default_storage.exists(kept.file.name)


def test_a_year_at_the_edge_of_time_has_no_page(client, cast):
    client.force_login(cast.officer)

    assert {client.get(f"/work/plans/{year}/").status_code for year in (2500, 2599, 10**10)} == {404}
