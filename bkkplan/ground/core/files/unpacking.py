"""Zip archives that people upload (DOCX, XLSX), opened only within limits.

The sizes that an archive gives are not believed: the bytes are counted while they are unpacked, and thrown away.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO

from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE  # unpacked, all parts together
MOST_PARTS = 2_000
CHUNK = 64 * 1024
ARCHIVE = b"PK\x03\x04"
ENTRY = b"PK\x01\x02"  # begins each line of an archive's table of contents
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # office programs write no others
ENCRYPTED = 0x1

# What zipfile and what it rests on raise for a damaged archive.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError, IndexError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def parts(file: BinaryIO) -> set[str]:
    """The names in an archive; nothing is unpacked. Empty if it is no archive or names too many."""
    try:
        if not 0 < _count_entries(file) <= MOST_PARTS:
            return set()
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except DAMAGED:
        return set()
    finally:
        file.seek(0)


def demand_few_parts(file: BinaryIO, *, name: str, most: int = MOST_PARTS) -> None:
    """Raise NotUnderstoodError if the archive's table of contents is too long to be read."""
    if _count_entries(file) > most:
        raise NotUnderstoodError(
            N_("ไฟล์ “%(name)s” มีชิ้นส่วนข้างในเกิน %(most)s ชิ้น ลบรูปและแผ่นงานที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์ แล้วเลือกใหม่"),
            name=name,
            most=f"{most:,}",
        )


def demand_bounded(file: BinaryIO, *, name: str, most_bytes: int = MOST_BYTES, most_parts: int = MOST_PARTS) -> None:
    """Raise NotUnderstoodError unless every part can be unpacked and all together stay within the limits."""
    demand_few_parts(file, name=name, most=most_parts)
    try:
        is_within = _unpacks_within(file, most_bytes)
    except DAMAGED as error:
        raise damaged(name) from error
    finally:
        file.seek(0)
    if not is_within:
        raise NotUnderstoodError(
            N_("ไฟล์ “%(name)s” เมื่อคลายออกแล้วใหญ่เกิน %(most)s MB ลบแผ่นงาน แถวว่าง และรูปที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์ แล้วเลือกใหม่"),
            name=name,
            most=most_bytes // MEGABYTE,
        )


def _unpacks_within(file: BinaryIO, most_bytes: int) -> bool:
    left = most_bytes
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            if part.compress_type not in METHODS or part.flag_bits & ENCRYPTED:
                raise zipfile.BadZipFile
            with archive.open(part) as inside:
                while chunk := inside.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        return False
    return True


def damaged(name: str) -> NotUnderstoodError:
    return NotUnderstoodError(
        N_("เปิดไฟล์ “%(name)s” ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน เปิดดูในโปรแกรมแล้วบันทึกใหม่ แล้วเลือกอีกครั้ง"), name=name
    )


def _count_entries(file: BinaryIO) -> int:
    """How many entries the archive's table of contents has.

    They are counted before the table is read, because a table with hundreds of thousands would take much memory.
    """
    file.seek(0)
    count, tail = 0, file.read(len(ARCHIVE))
    if tail != ARCHIVE:
        return 0
    while chunk := file.read(1024 * 1024):
        count += (tail + chunk).count(ENTRY)
        tail = chunk[-(len(ENTRY) - 1) :]
    file.seek(0)
    return count
