"""Writing the log. An action calls this in its own transaction, so the act and its row succeed or fail together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import translation
from django.utils.translation import gettext

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.rows.bulk import copy_values, in_batches

BY_THE_SYSTEM = "ระบบ"
BATCH = 5000  # rows that are in memory while many acts are written
Details = Mapping[str, Any]
PLAIN_ALREADY = {type(None), bool, int, float, str}


def record(
    verb: str,
    target: models.Model | None,
    *,
    by: Person | None,
    at: datetime,
    before: Details | None = None,
    after: Details | None = None,
    hat: str | None = None,
    **details: Any,
) -> Entry:
    """Write one act: `record("forums.forum_published", forum, by=user, at=at, **changes(was, state_of(forum, …)))`.

    `by` is None where no person acted: a job, a command. `hat` is in what role; left out, every role held today.
    """
    _demand_transaction()
    with translation.override("th"):  # what is kept is Thai, in whatever language the person worked
        entry = Entry(**_told(verb, target, who=_who(by, hat), at=at, before=before, after=after, details=details))
    entry.save(force_insert=True)
    return entry


def record_many(
    verb: str,
    targets: Iterable[models.Model | tuple[models.Model, Details]],
    *,
    by: Person | None,
    at: datetime,
    hat: str | None = None,
    **details: Any,
) -> int:
    """Write one act per target in bulk; a target may come with its own details, `before` and `after` among them."""
    _demand_transaction()
    written = 0
    with translation.override("th"):
        who = _who(by, hat)
        for some in in_batches(targets, BATCH):
            entries = []
            for item in some:
                target, own = item if isinstance(item, tuple) else (item, {})
                rest = {**details, **own}
                before, after = rest.pop("before", None), rest.pop("after", None)
                entries.append(_told(verb, target, who=who, at=at, before=before, after=after, details=rest))
            copy_values(Entry, entries)
            written += len(entries)
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """What the log will say of one act. It is read when it is written: what has no key yet gets it before."""

    verb: str
    target: models.Model
    by: Person | None
    at: datetime
    before: Details | None = None
    after: Details | None = None
    details: Details


def log_line(
    verb: str,
    target: models.Model,
    /,
    *,
    by: Person | None,
    at: datetime,
    before: Details | None = None,
    after: Details | None = None,
    **details: Any,
) -> LogLine:
    """The line of an act whose rule knows no database. Whoever saves the row writes the line, too."""
    return LogLine(verb=verb, target=target, by=by, at=at, before=before, after=after, details=details)


def write_line(line: LogLine, **more: Any) -> Entry:
    """Write one line; ``more`` is what only the page knew, such as what the person had seen."""
    return record(
        line.verb,
        line.target,
        by=line.by,
        at=line.at,
        before=line.before,
        after=line.after,
        **{**line.details, **more},
    )


def write_lines(lines: Iterable[LogLine], *, hat: str | None = "") -> None:
    """Write the lines of many acts by COPY, in the order of their moments.

    What was done on earlier days was done in hats that nobody knows today, so the hat is empty; None stands for every
    role that the person holds today, as in `record`.
    """
    _demand_transaction()
    people: dict[int | None, dict[str, Any]] = {}
    entries = []
    with translation.override("th"):  # what is kept is Thai
        for line in sorted(lines, key=attrgetter("at")):
            actor = line.by.pk if line.by else None
            if actor not in people:
                people[actor] = _who(line.by, hat)
            entries.append(
                _told(
                    line.verb,
                    line.target,
                    who=people[actor],
                    at=line.at,
                    before=line.before,
                    after=line.after,
                    details=line.details,
                )
            )
    copy_values(Entry, entries)


def state_of(row: models.Model, fields: Sequence[str]) -> dict[str, Any]:
    """These fields of a row as plain values, to be compared later by `changes`."""
    return {name: plain(getattr(row, row._meta.get_field(name).attname)) for name in fields}  # type: ignore[union-attr]


def changes(before: Details, after: Details) -> dict[str, Any]:
    """What differs, as the `before` and `after` of `record`."""
    was, became = plain(before), plain(after)
    names = [name for name in {**was, **became} if was.get(name) != became.get(name)]
    return {
        "before": {name: was[name] for name in names if name in was},
        "after": {name: became[name] for name in names if name in became},
    }


def plain(value: Any) -> Any:
    """A value as it is kept in the log: plain JSON, money and days as text."""
    if type(value) in PLAIN_ALREADY:  # most are
        return value
    match value:
        case Enum():
            return plain(value.value)
        case int() | float():
            return value
        case FiscalYear():
            return value.be
        case Decimal() | UUID():
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case models.Model():
            return value.pk if isinstance(value.pk, int) else str(value.pk)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
    return str(value)


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an act is recorded in the transaction that does it")


def _who(by: Person | None, hat: str | None) -> dict[str, Any]:
    if by is None or not by.is_authenticated:
        return {"actor_id": None, "actor_label": BY_THE_SYSTEM, "hat": hat or ""}
    if hat is None:
        hat = ", ".join(str(assignment) for assignment in by.held_assignments)
    label = str(by) or str(by.pk)
    if by.entered_through is not None:
        label = gettext("%(who)s (เข้าใช้ด้วยลิงก์ที่ %(maker)s ออกให้)") % {"who": label, "maker": by.entered_through}
    return {"actor_id": by.pk, "actor_label": label[:200], "hat": hat[:300]}


def _told(
    verb: str,
    target: models.Model | None,
    *,
    who: dict[str, Any],
    at: datetime,
    before: Details | None,
    after: Details | None,
    details: Details,
) -> dict[str, Any]:
    """The values of an entry's columns, from what `record` was given."""
    return {
        "verb": verb,
        "at": at,
        **who,
        "target_type": target._meta.label_lower if target else "",
        "target_id": str(target.pk) if target else "",
        "target_label": str(target)[:300] if target else "",
        "before": None if before is None else plain(before),
        "after": None if after is None else plain(after),
        "details": plain(details),
    }
