"""What only people know of a newer register: whether a new name is an old community, moved or spelt otherwise."""

import re
from collections.abc import Iterable

from bkkplan.ground.core.thai import from_thai_digits, search_key
from communities.actions.reading import Candidate, Change, Question, RegisterAnswers
from communities.models.community import community_key
from communities.queries import RegisterRow

LETTERS = 2  # by which a name may differ and still be asked about: one in three at the most


def questions(created: Iterable[Change], absent: Iterable[RegisterRow]) -> tuple[Question, ...]:
    """For each new community: those of its district that the file does not name, and that it may be."""
    by_district: dict[str, list[RegisterRow]] = {}
    for row in absent:
        by_district.setdefault(row.district_code, []).append(row)
    asked = []
    for change in created:
        near = (_candidate(change.becomes, row) for row in by_district.get(change.becomes.district_code, ()))
        if candidates := tuple(candidate for candidate in near if candidate):
            asked.append(Question(change.row, change.becomes, candidates))
    return tuple(asked)


def _candidate(new: RegisterRow, old: RegisterRow) -> Candidate | None:
    if community_key(new.name) == community_key(old.name):
        return Candidate(old, "moved" if new.subdistrict_code != old.subdistrict_code else "again")
    return Candidate(old, "respelt") if is_near(new.name, old.name) else None


def is_near(one: str, other: str) -> bool:
    """The same but for a letter or two. Numbers tell communities of one name apart, so they must be equal."""
    if re.findall("[0-9]+", from_thai_digits(one)) != re.findall("[0-9]+", from_thai_digits(other)):
        return False
    one, other = search_key(one), search_key(other)
    most = min(LETTERS, len(one) // 3, len(other) // 3)
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """Return how many letters must be inserted, deleted or replaced to make the one text into the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, beside in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != beside))
    return row[-1]


class Answers:
    """What people said: {"same": {row: code}, "new": [row, …], "ended": [code, …]}."""

    def __init__(self, answers: RegisterAnswers | None) -> None:
        answers = answers or RegisterAnswers()
        self.same: dict[int, str] = {int(row): code for row, code in answers.get("same", {}).items()}
        self.new = {int(row) for row in answers.get("new", ())}
        self.ended = set(answers.get("ended", ()))
