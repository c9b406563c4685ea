"""Removing a person's name from the log. What was done, when, and by which account stays."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

TEXTS = ("before", "after", "details")


def forget_in_log(
    *, person: Any, rows: Iterable[models.Model], name: str, unmistakable: Iterable[str], pseudonym: str
) -> int:
    """Replace a person's name by a pseudonym in entries of the person's acts and of rows called by that name.

    ``unmistakable`` names (user name, e-mail) are replaced in every entry. Returns how many entries changed. It runs in
    the caller's transaction; a trigger refuses every other change of the log.
    """
    targets = [(row._meta.label_lower, str(row.pk)) for row in (person, *rows)]
    changed: int = 0
    with connection.cursor() as cursor:
        cursor.execute("select set_config('bkkplan.forgetting', 'on', true)")
        cursor.execute(
            "update audit_entry set actor_label = %s where actor_id = %s and actor_label <> %s",
            [pseudonym, person.pk, pseudonym],
        )
        changed += cursor.rowcount
        of_targets = "(target_type, target_id) in (select * from unnest(%s::text[], %s::text[]))"
        lists = [[kind for kind, _pk in targets], [pk for _kind, pk in targets]]
        cursor.execute(
            f"update audit_entry set target_label = %s where {of_targets} and target_label <> %s",  # noqa: S608  (words of ours only)
            [pseudonym, *lists, pseudonym],
        )
        changed += cursor.rowcount
        changed += _replace(
            cursor, name, pseudonym, where=f"(actor_id = %s or {of_targets})", values=[person.pk, *lists]
        )
        for word in filter(None, unmistakable):
            changed += _replace(cursor, word, pseudonym, where="true", values=[])
        cursor.execute("select set_config('bkkplan.forgetting', '', true)")
    return changed


def _replace(cursor: CursorWrapper, word: str, pseudonym: str, *, where: str, values: list[Any]) -> int:
    """Replace whole values in the entries' JSON, never a part of a text."""
    was, becomes = (json.dumps(text, ensure_ascii=False) for text in (word, pseudonym))
    sets = ", ".join(f"{column} = replace({column}::text, %s, %s)::jsonb" for column in TEXTS)
    stands = " or ".join(f"strpos({column}::text, %s) > 0" for column in TEXTS)
    cursor.execute(
        f"update audit_entry set {sets} where ({stands}) and {where}",  # noqa: S608  (columns of ours)
        [*[was, becomes] * len(TEXTS), *[was] * len(TEXTS), *values],
    )
    changed: int = cursor.rowcount
    return changed
