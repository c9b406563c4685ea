import resource
import struct
import zlib

import pytest

from bkkplan.ground.core.files.cleaning import clean, refusals
from bkkplan.ground.core.files.cleaning.__main__ import MOST_MEMORY
from tests.core.cleaning import made

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("kind", "came"), [("PDF", made.pdf()), ("DOCX", made.docx()), ("XLSX", made.xlsx())])
def test_each_kind_comes_back_from_its_own_process(kind, came):
    assert clean(came, kind=kind, name="a")[:2] in (b"%P", b"PK")


def test_a_refusal_names_the_file():
    with pytest.raises(refusals.RefusedError, match=r"“สรุป.pdf”.*ไม่ใช่ PDF"):
        clean(b"%PDF-1.7\nnothing", kind="PDF", name="สรุป.pdf")


def bomb(gigabytes: int) -> bytes:
    """A small PDF whose two objects lie in a stream that unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    head = b"2 0 3 40 ".ljust(20) + b"<</Type/Catalog/Pages 3 0 R>>".ljust(40) + b"<</Type/Pages/Count 0/Kids[]>>"
    packs = [packer.compress(head)]
    packs += [packer.compress(b" " * (1 << 20)) for _ in range(1024 * gigabytes)]
    packs.append(packer.flush())
    packed = b"".join(packs)
    start = b"%PDF-1.7\n"
    first = (
        b"1 0 obj\n<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n"
    )
    at = len(start) + len(first)
    rows = [(0, 0, 0), (1, len(start), 0), (2, 1, 0), (2, 1, 1), (1, at, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    second = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 2 0 R/Length %d>>\nstream\n" % len(table)
    return start + first + second + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


@pytest.mark.heavy
def test_a_pdf_that_unpacks_to_gigabytes_ends_its_own_process_and_no_other():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(refusals.RefusedError):
        clean(bomb(gigabytes=2), kind="PDF", name="a.pdf", seconds=20)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY // 1024
