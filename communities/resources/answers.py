"""The questions of a register that was read as a CSV that people fill in, for the command line."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bkkplan.ground.core.spreadsheets import sheets
from bkkplan.ground.core.thai import NotUnderstoodError, normalise
from bkkplan.ground.core.thai.errors import N_
from communities.resources.questions import NEW

HEADINGS = ("row", "new", "code", "old", "answer")
WORDS = {"same": "same", "เดิม": "same", "new": "new", "ใหม่": "new", "ended": "ended", "ยุบเลิก": "ended", "": ""}
WORDS |= {"stays": "", "คงเดิม": ""}


class RegisterAnswers(NamedTuple):
    """By the row's number the community that it means, by its code or ``NEW``; and the codes of those that ended."""

    meant: dict[str, str]
    ended: list[str]


def write_questions(outcome: Mapping[str, Any]) -> bytes:
    """A line for each pair of a new and an old name, and for each other absent community. ``answer`` is left open.

    The answers for a pair: same, new, or ended (the new one is new, the old one has ended). For a community alone:
    ended or stays.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    paired = set()
    for row in outcome["rows"]:
        for code, name in row.get("choices", ()):
            if code != NEW:
                paired.add(code)
                writer.writerow([row["row"], " ".join(row["cells"][:3]), code, name.partition("|")[2], ""])
    for code, name in outcome["not_named"]:
        if code not in paired:
            writer.writerow(["", "", code, name, ""])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_answers(data: bytes, *, name: str) -> RegisterAnswers:
    """Read the answers of the file that was filled in; its headings are the ones that were written above."""
    same: dict[str, str] = {}
    new: set[str] = set()
    ended: set[str] = set()
    for number, row, code, answer in _lines(data, name):
        if answer == "same" and row:
            same[row] = code
        elif answer == "new" and row.isdecimal():
            new.add(row)
        elif answer == "ended":
            ended.add(code)
            new |= {row} if row.isdecimal() else set()
        elif answer:
            raise NotUnderstoodError(N_("คำตอบในแถวที่ %(row)s ใช้กับคำถามของแถวนั้นไม่ได้"), row=number)
    return RegisterAnswers({**dict.fromkeys(new, NEW), **same}, sorted(ended - set(same.values())))


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
