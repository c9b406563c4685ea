"""Pictures inside a document, without what a camera or a program wrote beside the pixels."""

import struct

from PIL import Image

JPEG_START = b"\xff\xd8"
PNG_START = b"\x89PNG\r\n\x1a\n"
ORIENTATION = 0x0112
# JFIF, colour profile, Adobe's colour transform: without these a picture would look different.
DRAWN_WITH = {0xE0, 0xE2, 0xEE}
SAID_IN_PNG = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def without_metadata(picture: bytes) -> bytes:
    """The same picture without place, camera, author and comments.

    What is neither JPEG nor PNG is returned unchanged.
    """
    try:
        if picture.startswith(JPEG_START):
            return _bare_jpeg(picture)
        if picture.startswith(PNG_START):
            return _bare_png(picture)
    except (struct.error, IndexError):
        pass  # cut short: what a program can draw of it, it draws
    return picture


def _bare_jpeg(picture: bytes) -> bytes:
    kept, at = [JPEG_START], 2
    while picture[at] == 0xFF and picture[at + 1] != 0xDA:
        marker = picture[at + 1]
        end = at + 2 + struct.unpack(">H", picture[at + 2 : at + 4])[0]
        segment = picture[at:end]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            kept.append(_only_orientation(segment[4:]))
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in DRAWN_WITH:
            kept.append(segment)
        at = end
    return b"".join([*kept, picture[at:]])


def _only_orientation(exif: bytes) -> bytes:
    """The Exif data with the orientation alone, by which the picture is turned when it is drawn."""
    read, bare = Image.Exif(), Image.Exif()
    try:
        read.load(exif)
        bare[ORIENTATION] = int(read.get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  (Exif that can't be read has as many errors as ways to be wrong)
        return b""
    content = bare.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _bare_png(picture: bytes) -> bytes:
    kept, at = [PNG_START], len(PNG_START)
    while at < len(picture):
        end = at + 12 + struct.unpack(">I", picture[at : at + 4])[0]
        if picture[at + 4 : at + 8] not in SAID_IN_PNG:
            kept.append(picture[at:end])
        at = end
    return b"".join(kept)
