"""Files that people hand in: what they are is read from their content, never believed from their name."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import filetype

from bkkplan.core.thai.errors import N_, NotUnderstoodError

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
SNIFFED_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    mime: str
    extensions: tuple[str, ...]


PDF = Kind("PDF", "application/pdf", (".pdf",))
JPEG = Kind("JPG", "image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("PNG", "image/png", (".png",))
DOCX = Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = Kind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
EVIDENCE = (PDF, JPEG, PNG, DOCX, XLSX)


def recognise(file: BinaryIO, *, name: str, kinds: tuple[Kind, ...] = EVIDENCE) -> Kind:
    """The kind of an uploaded file, or a sentence that says why it can't be taken."""
    allowed = ", ".join(kind.name for kind in kinds)
    kind = _sniff(file)
    if kind not in kinds:
        raise NotUnderstoodError(N_("ไฟล์ “%(name)s” ไม่ใช่ชนิดที่รับได้ ใช้ไฟล์ %(allowed)s"), name=name, allowed=allowed)
    extension = PurePath(name).suffix.lower()
    if extension not in kind.extensions:
        raise NotUnderstoodError(
            N_("ไฟล์ “%(name)s” มีเนื้อหาเป็น %(kind)s ซึ่งไม่ตรงกับชื่อ เปลี่ยนชื่อให้ลงท้ายด้วย %(extension)s หรือเลือกไฟล์ใหม่"),
            name=name,
            kind=kind.name,
            extension=kind.extensions[0],
        )
    return kind


def _sniff(file: BinaryIO) -> Kind | None:
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    guessed = filetype.guess(head)
    return next((kind for kind in (PDF, JPEG, PNG) if guessed and guessed.mime == kind.mime), None)


def _office_kind(file: BinaryIO) -> Kind | None:
    """Both kinds are zip archives: only the list of parts is read, nothing is unpacked. Macros are not taken."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in parts or any(part.lower().endswith("vbaproject.bin") for part in parts):
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None
