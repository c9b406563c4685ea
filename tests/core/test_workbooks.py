"""A workbook is sent while it is written: it opens, and half of it does not."""

import io
import tracemalloc
from zipfile import BadZipFile

import openpyxl
import pytest

from bkkplan.ground.core.files.evidence import XLSX
from bkkplan.ground.core.spreadsheets.sheets import read
from bkkplan.ground.core.spreadsheets.workbooks import workbook_parts


def test_what_is_written_is_read_by_the_library_and_by_the_portal():
    rows = [['<วัดสน> & "ใกล้"', 120, None], ["  =1+1", 0, "๑\x07"]]

    data = b"".join(workbook_parts("ทะเบียน", ["ชื่อ", "จำนวน", "หมายเหตุ"], rows))

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.title == "ทะเบียน"
    assert list(sheet.values) == [
        ("ชื่อ", "จำนวน", "หมายเหตุ"),
        ('<วัดสน> & "ใกล้"', 120, None),
        ("  =1+1", 0, "๑"),
    ]
    [found] = read(data, name=f"r{XLSX.extensions[0]}")
    assert [cells for _number, cells in found.rows][1][:2] == ('<วัดสน> & "ใกล้"', 120)


def test_a_formula_is_written_as_a_text():
    data = b"".join(workbook_parts("ก", ["ก"], [["=1+1"]]))

    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].data_type == "s"


def test_half_a_workbook_does_not_open():
    def rows():
        yield from ([n] for n in range(2000))
        raise ConnectionError

    came: list[bytes] = []
    with pytest.raises(ConnectionError):
        came.extend(workbook_parts("ก", ["n"], rows()))

    assert came, "something was sent before the database went away"
    with pytest.raises(BadZipFile):
        openpyxl.load_workbook(io.BytesIO(b"".join(came)))


def test_its_memory_does_not_grow_with_its_rows():
    tracemalloc.start()
    try:
        size = sum(map(len, workbook_parts("ก", ["n"] * 12, ([f"ข้อความ {n}"] * 12 for n in range(20_000)))))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size > 100_000
    assert peak < 8_000_000
