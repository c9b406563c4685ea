"""Files that people upload. What kind a file is is read from its content, never from its name."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import filetype

from bkkplan.ground.core.files import pictures, unpacking
from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
SNIFFED_BYTES = 8192
# How Office files of before 2007 begin, and those of today that are locked with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class FileKind:
    name: str
    mime: str
    extensions: tuple[str, ...]


PDF = FileKind("PDF", "application/pdf", (".pdf",))
JPEG = FileKind("JPG", "image/jpeg", (".jpg", ".jpeg"))
PNG = FileKind("PNG", "image/png", (".png",))
DOCX = FileKind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileKind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
EVIDENCE = (PDF, JPEG, PNG, DOCX, XLSX)


def recognise(file: BinaryIO, *, name: str, kinds: tuple[FileKind, ...] = EVIDENCE) -> FileKind:
    """The kind of an uploaded file. Raises NotUnderstoodError with a sentence if it cannot be taken."""
    extension = PurePath(name).suffix.lower()
    unpacking.demand_few_parts(file, name=name)
    kind = _sniff(file)
    if kind not in kinds:
        raise _refusal(
            file, name, named=next((kind for kind in kinds if extension in kind.extensions), None), kinds=kinds
        )
    if extension not in kind.extensions:
        raise NotUnderstoodError(
            N_("ไฟล์ “%(name)s” มีเนื้อหาเป็น %(kind)s ซึ่งไม่ตรงกับชื่อ เปลี่ยนชื่อให้ลงท้ายด้วย %(extension)s หรือเลือกไฟล์ใหม่"),
            name=name,
            kind=kind.name,
            extension=kind.extensions[0],
        )
    if kind in (JPEG, PNG):
        pictures.demand_drawable(file, name=name, kind=drawn_as(kind))
    elif kind in (DOCX, XLSX):
        unpacking.demand_bounded(file, name=name)
    return kind


def drawn_as(kind: FileKind) -> str:
    """What Pillow calls a kind of picture."""
    return "JPEG" if kind is JPEG else kind.name


def _refusal(file: BinaryIO, name: str, *, named: FileKind | None, kinds: tuple[FileKind, ...]) -> NotUnderstoodError:
    """Why a file is not taken; ``named`` is the kind that its name promises."""
    if named is None:
        allowed = ", ".join(kind.name for kind in kinds)
        return NotUnderstoodError(N_("ไฟล์ “%(name)s” ไม่ใช่ชนิดที่รับได้ ใช้ไฟล์ %(allowed)s"), name=name, allowed=allowed)
    if named in (DOCX, XLSX) and file.read(len(COMPOUND)) == COMPOUND:
        sentence = N_("ไฟล์ “%(name)s” ล็อกด้วยรหัสผ่าน หรือเป็นไฟล์รุ่นเก่า (.doc, .xls) บันทึกเป็น %(kind)s ที่ไม่มีรหัสผ่าน แล้วเลือกใหม่")
    elif _has_macros(unpacking.parts(file)):
        sentence = N_("ไฟล์ “%(name)s” มีมาโคร บันทึกเป็น %(kind)s ที่ไม่มีมาโคร แล้วเลือกใหม่")
    else:
        sentence = N_("ไฟล์ “%(name)s” มีชื่อเป็น %(kind)s แต่เนื้อหาไม่ใช่ %(kind)s เปิดดูแล้วบันทึกเป็น %(kind)s ใหม่ หรือเลือกไฟล์อื่น")
    return NotUnderstoodError(sentence, name=name, kind=named.name)


def _sniff(file: BinaryIO) -> FileKind | None:
    file.seek(0)
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    guessed = filetype.guess(head)
    return next((kind for kind in (PDF, JPEG, PNG) if guessed and guessed.mime == kind.mime), None)


def _office_kind(file: BinaryIO) -> FileKind | None:
    """DOCX or XLSX, by the parts of the zip archive. None for every other archive, and for a document with macros."""
    parts = unpacking.parts(file)
    if "[Content_Types].xml" not in parts or _has_macros(parts):
        return None
    if "word/document.xml" in parts:
        return DOCX
    return XLSX if "xl/workbook.xml" in parts else None


def _has_macros(parts: set[str]) -> bool:
    return any(part.lower().endswith("vbaproject.bin") for part in parts)
