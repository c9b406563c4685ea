"""Writing the log. An action calls this in its own transaction, so the act and its row succeed or fail together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import translation
from django.utils.translation import gettext

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.bulk import Act, copy_values
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person

BY_THE_SYSTEM = "ระบบ"
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
    entries = []
    with translation.override("th"):
        who = _who(by, hat)
        for item in targets:
            target, own = item if isinstance(item, tuple) else (item, {})
            rest = {**details, **own}
            before, after = rest.pop("before", None), rest.pop("after", None)
            entries.append(Entry(**_told(verb, target, who=who, at=at, before=before, after=after, details=rest)))
    return len(Entry.objects.bulk_create(entries, batch_size=1000))


def record_acts(verb: str, acts: Iterable[tuple[models.Model, Act, Details]], *, hat: str = "") -> int:
    """Write many acts of many people: each with its target, moment and person, and details as for `record_many`.

    What was done on earlier days was done in hats that nobody knows today, so the hat is given or empty.
    """
    _demand_transaction()
    people: dict[int | None, dict[str, Any]] = {}
    entries = []
    with translation.override("th"):  # what is kept is Thai
        for target, act, details in acts:
            person = act.by.pk if act.by else None
            if person not in people:
                people[person] = _who(act.by, hat)
            who = people[person]
            rest = dict(details)
            before, after = rest.pop("before", None), rest.pop("after", None)
            entries.append(_told(verb, target, who=who, at=act.at, before=before, after=after, details=rest))
    copy_values(Entry, entries)
    return len(entries)


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
    """The columns of one act's row."""
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
