"""Texts go out compressed, files as they are, and a stream stays a stream."""

import gzip
import zlib

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from bkkplan.ground.core.serving.compressing import CompressText

ASKS = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
WORDS = "ข้อเสนอของประชาชน " * 100


def answer(response):
    return CompressText(lambda _request: response)(ASKS)


def test_a_page_is_compressed():
    response = answer(HttpResponse(WORDS))

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(response.content).decode() == WORDS


def test_two_answers_of_one_page_are_not_of_one_length():
    """So that their lengths tell nothing of what is in them."""
    assert len({len(answer(HttpResponse(WORDS)).content) for _ in range(40)}) > 5


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "image/png", "font/woff2"])
def test_a_file_keeps_its_bytes_and_its_length(kind):
    response = answer(HttpResponse(WORDS, content_type=kind))

    assert "Content-Encoding" not in response
    assert response.content.decode() == WORDS


def test_a_file_that_is_handed_out_keeps_its_length(tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF" * 1000)

    response = answer(FileResponse((tmp_path / "report.pdf").open("rb")))

    assert (response.streaming, response["Content-Length"]) == (True, "4000")
    response.file_to_stream.close()


def test_a_stream_of_rows_comes_piece_by_piece():
    made = []

    def rows():
        for number in range(20_000):
            made.append(number)
            yield f"{number},{zlib.crc32(str(number).encode())}\n"

    response = answer(StreamingHttpResponse(rows(), content_type="text/csv"))
    pieces = iter(response)
    unpacked = zlib.decompressobj(wbits=31)
    text = unpacked.decompress(next(pieces)) + unpacked.decompress(next(pieces))
    made_first = len(made)
    text += b"".join(map(unpacked.decompress, pieces))

    assert made_first < 20_000
    assert text.count(b"\n") == 20_000


@pytest.mark.django_db
def test_a_visitors_page_goes_out_compressed():
    response = Client().get(reverse("public:about"), headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert response["ETag"].startswith('W/"')
    assert "บีเคเคแพลน" in gzip.decompress(response.content).decode()
