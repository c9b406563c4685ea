"""Files made to take a machine's memory or time: each is refused with a sentence, within bounds that are measured.

Each is opened in a process of its own whose memory is limited, so that a bound that does not hold shows as a failure
and not as a dead machine.
"""

import json
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from bkkplan.ground.core.files import pictures, unpacking
from bkkplan.ground.core.spreadsheets import sheets
from bkkplan.ground.core.thai import NotUnderstoodError

MEGABYTE = 1024 * 1024
# What a web process may use for an upload of 10 MB and its picture, beside what Python and Django take.
MEMORY = 900 * MEGABYTE
OPEN = """
import json, re, resource, sys
from pathlib import Path
from io import BytesIO
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
import django
django.setup()
from bkkplan.ground.core.files import evidence, pictures
from bkkplan.ground.core.spreadsheets import sheets
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
data, said = sys.stdin.buffer.read(), ""
try:
    {act}
except NotUnderstoodError as error:
    said = in_words(error)
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(json.dumps([said, int(peak) // 1024]))
"""
RECOGNISE = "evidence.recognise(BytesIO(data), name={name!r})"
REDRAW = "print(len(pictures.redraw(BytesIO(data), name={name!r}, kind={kind!r})), file=sys.stderr)"
READ = "sheets.read(data, name={name!r})"


def opened(act: str, data: bytes, **names: str) -> tuple[str, int]:
    """What the act says of the file, and the most memory that it took, in MB."""
    program = OPEN.format(memory=MEMORY, act=act.format(**names))
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=data,
        capture_output=True,
        timeout=120,
        cwd=settings.BASE_DIR,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    said, peak = json.loads(done.stdout)
    return said, peak


# Spreadsheets

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELATIONS.format(f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
    "xl/_rels/workbook.xml.rels": RELATIONS.format(
        f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    ),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
}


def xlsx(rows: str = "", before: str = "", **parts: str) -> bytes:
    sheet = (
        f'{before}<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    )
    content = (
        PARTS | {"xl/worksheets/sheet1.xml": sheet} | {name.replace("__", "/"): text for name, text in parts.items()}
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return out.getvalue()


def merged(rows: str, ranges: list[str]) -> bytes:
    told = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells>{told}</mergeCells></worksheet>'
    return xlsx(**{"xl__worksheets__sheet1.xml": sheet})


def cells(count: int, value: str = "1") -> str:
    return f"<row>{f'<c><v>{value}</v></c>' * count}</row>"


def test_a_sheet_is_read_with_its_types_and_row_numbers():
    rows = f'<row r="3">{"<c><v>7</v></c>"}<c/><c t="b"><v>1</v></c><c t="inlineStr"><is><t>ก</t></is></c></row>'

    (sheet,) = sheets.read(xlsx(rows), name="a.xlsx")

    assert sheet == sheets.RawSheet("a", ((3, (7, None, True, "ก")),))


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'hahahahahaha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
SPREADSHEETS = {
    "much in little": (lambda: xlsx(sheet2=" " * 300 * MEGABYTE), "เมื่อคลายออกแล้วใหญ่เกิน 100 MB"),
    "many rows": (lambda: xlsx(cells(1) * 1_000_000), "มีมากกว่า 60,000 แถว"),
    "many cells": (lambda: xlsx(cells(150) * 15_000), "มีข้อมูลมากกว่า 900,000 ช่อง"),
    "wide rows": (lambda: xlsx(cells(16_000) * 200), "กว้างเกิน 200 คอลัมน์"),
    "a row far below": (lambda: xlsx('<row r="1099511627776"><c><v>1</v></c></row>'), "เปิดไฟล์"),
    "long texts": (
        lambda: xlsx(
            '<row><c t="s"><v>0</v></c></row>' * 10_000,
            **{"xl__sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"ก" * 30_000}</t></si></sst>'},
        ),
        "มีข้อมูลมากกว่า",
    ),
    "many shared texts": (
        lambda: xlsx(**{"xl__sharedStrings.xml": f'<sst xmlns="{MAIN}">{"<si><t/></si>" * 7_000_000}</sst>'}),
        "ไม่เสร็จใน",
    ),
    "texts within texts": (lambda: xlsx(cells(1, "&a9;"), before=LAUGHS), "เปิดไฟล์"),
    "much merged": (
        lambda: merged(cells(1) + "<row><c/><c><v>1</v></c></row>" * 15_000, ["A1:A20000"] * 200),
        "มีข้อมูลมากกว่า",
    ),
    "many merged ranges": (lambda: merged(cells(1), ["A1:XFD1048576"] * 2_000_000), "ไม่เสร็จใน"),
    "many parts": (lambda: xlsx(**{f"p{n}": "" for n in range(3000)}), "มีชิ้นส่วนข้างในเกิน 2,000 ชิ้น"),
}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", SPREADSHEETS)
def test_a_spreadsheet_that_takes_too_much_is_refused_within_bounds(kind):
    made, words = SPREADSHEETS[kind]
    data = made()
    assert len(data) < 10 * MEGABYTE
    began = time.monotonic()

    said, peak = opened(READ, data, name="a.xlsx")

    assert words in said
    assert peak < 400  # the reader's own process has its limit
    assert time.monotonic() - began < sheets.SECONDS + 10


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b\n" * 60_001, "มีมากกว่า 60,000 แถว"),
        ((b"1," * 150 + b"\n") * 6_001, "มีข้อมูลมากกว่า 900,000 ช่อง"),
        (b"a," * 4_000_000, "กว้างเกิน 200 คอลัมน์"),
        (b"1," * 300 + b"\n", "กว้างเกิน 200 คอลัมน์"),
        (b'"' + b"a\n" * 4_000_000, "อ่านแถวที่ 1 ของไฟล์ไม่ได้"),
        (b'"a\n",' * 900_000, "กว้างเกิน 200 คอลัมน์"),
    ],
)
def test_a_csv_of_too_much_is_refused(data, words):
    with pytest.raises(NotUnderstoodError) as refusal:
        sheets.read(data, name="a.csv")

    assert words in refusal.value.sentence % refusal.value.values


def damaged_files():
    whole = xlsx(cells(2) * 5)
    yield "cut", whole[: len(whole) // 2]
    yield "head only", whole[:60]
    for place in range(40, len(whole), 211):
        yield f"bent at {place}", whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
    yield "no xml", xlsx(**{"xl__workbook.xml": "\0\0"})
    yield "no book", xlsx(**{"xl__workbook.xml": "<x/>"})


def test_a_damaged_spreadsheet_is_taken_or_refused_with_a_sentence():
    refused = []
    for how, data in damaged_files():
        with suppress(NotUnderstoodError):
            unpacking.parts(BytesIO(data))
            unpacking.demand_bounded(BytesIO(data), name="a.xlsx")
            continue
        refused.append(how)

    assert len(refused) > 5
    assert {"cut", "head only"} <= set(refused)


@pytest.mark.parametrize("part", ["xl__workbook.xml", "xl__worksheets__sheet1.xml", "xl__sharedStrings.xml"])
def test_a_spreadsheet_whose_parts_are_no_xml_is_refused(part):
    with pytest.raises(NotUnderstoodError, match="เปิดไฟล์"):
        sheets.read(xlsx(**{part: "<not"}), name="a.xlsx")


def test_an_archive_is_not_believed_about_its_sizes():
    data = bytearray(xlsx(" " * 3000))
    claim = struct.pack("<L", 10)
    for place in (data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4 * 60),):
        data[place + 24 : place + 28] = claim

    with pytest.raises(NotUnderstoodError):
        unpacking.demand_bounded(BytesIO(bytes(data)), name="a.xlsx")


# Pictures


def png(width: int, height: int, *, bits: int = 8, colour: int = 2) -> bytes:
    """Black, and small as a file: its rows are packed as they are made."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    samples = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    row = b"\0" * (1 + width * samples * bits // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">LLBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width: int, height: int, **how: object) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (width, height), "green").save(drawn, "JPEG", quality=30, **how)
    return drawn.getvalue()


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("made", "name", "words"),
    [
        (lambda: png(13_300, 13_300), "a.png", "รับได้ไม่เกิน 40 ล้านพิกเซล"),
        (lambda: png(40_000, 1_001, colour=0), "a.png", "รับได้ไม่เกิน 40 ล้านพิกเซล"),
        (lambda: jpeg(15_000, 13_400), "a.jpg", "รับได้ไม่เกิน 200 ล้านพิกเซล"),
        (lambda: jpeg(7_000, 6_000, progressive=True), "a.jpg", "รับได้ไม่เกิน 40 ล้านพิกเซล"),
    ],
)
def test_a_picture_that_costs_too_much_is_refused_before_it_is_drawn(made, name, words):
    said, peak = opened(RECOGNISE, made(), name=name)

    assert words in said
    assert "ย่อรูป" in said
    assert peak < 250


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (lambda: png(6_300, 6_300), "PNG"),
        (lambda: png(6_300, 6_300, colour=6), "PNG"),
        (lambda: jpeg(14_100, 14_100), "JPEG"),
        (lambda: jpeg(6_300, 6_300, progressive=True, subsampling=0), "JPEG"),
    ],
)
def test_the_largest_pictures_that_are_taken_are_drawn_within_bounds(made, kind):
    said, peak = opened(REDRAW, made(), name="a", kind=kind)

    assert said == ""
    assert peak < 600


def test_pictures_cut_short_or_bent_are_refused_with_a_sentence():
    refused = 0
    for kind in ("JPEG", "PNG"):
        drawn = BytesIO()
        Image.effect_noise((90, 60), 80).save(drawn, kind)
        whole = drawn.getvalue()
        bent = [whole[:length] for length in range(0, len(whole), len(whole) // 25)]
        bent += [whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :] for place in range(0, 300, 7)]
        for data in bent:
            try:
                pictures.redraw(BytesIO(data), name="a", kind=kind)
            except NotUnderstoodError:
                refused += 1
    assert refused
