"""What only people know of a newer register: whether a new name is an old community, moved or spelt otherwise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bkkplan.ground.core.thai import from_thai_digits, search_key
from communities.models.community import community_key
from communities.queries import RegisterRow

LETTERS = 2  # by which a name may differ and still be asked about: one in three at the most
NEW = "new"  # the answer that a new name is a new community


def why_in_words(why: str) -> str:
    """Why a new name may mean an old community."""
    words = {
        "moved": _("ชุมชนเดิม ย้ายแขวง"),
        "respelt": _("ชุมชนเดิม เขียนชื่อต่างไป"),
        "again": _("ชุมชนเดิมซึ่งยุบเลิกแล้ว จัดตั้งใหม่"),
    }
    return words[why]


@dataclass(frozen=True, slots=True)
class _Spelling:
    numbers: tuple[str, ...]
    letters: str

    @classmethod
    def of(cls, name: str) -> "_Spelling":
        return cls(tuple(re.findall("[0-9]+", from_thai_digits(name))), search_key(name))

    def is_near(self, other: "_Spelling") -> bool:
        """Whether two names differ by a letter or two. Numbers tell communities of one name apart and must be equal."""
        one, two = self.letters, other.letters
        most = min(LETTERS, len(one) // 3, len(two) // 3)
        if self.numbers != other.numbers or abs(len(one) - len(two)) > most:
            return False
        return _distance(one, two) <= most


class Nearby:
    """Old communities by their district, with the spelling of each name made once."""

    def __init__(self, rows: Iterable[RegisterRow]) -> None:
        self.by_district: dict[str, list[tuple[RegisterRow, str, _Spelling]]] = {}
        for row in rows:
            of_it = self.by_district.setdefault(row.district_code, [])
            of_it.append((row, community_key(row.name), _Spelling.of(row.name)))

    def of(self, name: str, key: str, *, subdistrict: str, district: str) -> list[tuple[RegisterRow, str]]:
        """Those that a new name may mean, each with why: moved, respelt, or again after it was dissolved."""
        there = self.by_district.get(district)
        if not there:
            return []
        spelling, found = _Spelling.of(name), []
        for row, its_key, its_spelling in there:
            if its_key == key:
                found.append((row, "moved" if row.subdistrict_code != subdistrict else "again"))
            elif spelling.is_near(its_spelling):
                found.append((row, "respelt"))
        return found


def _distance(one: str, other: str) -> int:
    """Return how many letters must be inserted, deleted or replaced to make the one text into the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, beside in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != beside))
    return row[-1]
