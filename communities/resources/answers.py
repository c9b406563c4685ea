"""The questions of a dry run as a CSV that people fill in, for the command line."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from bkkplan.ground.core import sheets
from bkkplan.ground.core.thai import NotUnderstoodError, normalise
from bkkplan.ground.core.thai.errors import N_
from communities.actions.reading import RegisterAnswers

HEADINGS = ("row", "district", "new", "code", "old", "answer")
WORDS = {"same": "same", "เดิม": "same", "new": "new", "ใหม่": "new", "ended": "ended", "ยุบเลิก": "ended", "": ""}
WORDS |= {"stays": "", "คงเดิม": ""}


def write_questions(outcome: Mapping[str, Any]) -> bytes:
    """A line for each pair of a new and an old name, and for each other absent community. ``answer`` is left open.

    The answers for a pair: same, new, or ended (the new one is new, the old one has ended). For a community alone:
    ended or stays.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for question in outcome["questions"]:
        for old in question["candidates"]:
            writer.writerow(
                [question["row"], question["district"], _register_text(question), old["code"], _register_text(old), ""]
            )
    paired = {old["code"] for question in outcome["questions"] for old in question["candidates"]}
    for row in outcome["absent_kept"]:
        if row["code"] in paired:
            continue
        writer.writerow(["", row["district"], "", row["code"], _register_text(row), ""])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _register_text(row: Mapping[str, Any]) -> str:
    return f"{row['name']} (แขวง{row['subdistrict']})"


def read_answers(data: bytes, *, name: str) -> RegisterAnswers:
    """What ``actions.answer_register`` takes, out of a file with these headings."""
    same: dict[str, str] = {}
    new: set[int] = set()
    ended: set[str] = set()
    for number, row, code, answer in _lines(data, name):
        if answer == "same" and row:
            same[row] = code
        elif answer == "new" and row.isdecimal():
            new.add(int(row))
        elif answer == "ended":
            ended.add(code)
            new |= {int(row)} if row.isdecimal() else set()
        elif answer:
            raise NotUnderstoodError(N_("คำตอบในแถวที่ %(row)s ใช้กับคำถามของแถวนั้นไม่ได้"), row=number)
    ended -= set(same.values())
    return {"same": same, "new": sorted(new - {int(row) for row in same}), "ended": sorted(ended)}


def _lines(data: bytes, name: str) -> Iterator[tuple[int, str, str, str]]:
    (sheet, *_more) = sheets.read(data, name=name)
    texts = [(number, [normalise("" if c is None else str(c)) for c in cells]) for number, cells in sheet.rows]
    headings = texts[0][1] if texts else []
    if missing := [word for word in ("row", "code", "answer") if word not in headings]:
        raise NotUnderstoodError(N_("ไม่พบคอลัมน์ %(words)s ในแถวหัวตาราง"), words=", ".join(missing))
    for number, cells in texts[1:]:
        line = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        word = line["answer"].lower()
        if word not in WORDS:
            raise NotUnderstoodError(
                N_("ไม่เข้าใจคำตอบ “%(word)s” ในแถวที่ %(row)s ใช้ same, new, ended หรือ stays"), word=word, row=number
            )
        yield number, line["row"].removesuffix(".0"), line["code"], WORDS[word]
