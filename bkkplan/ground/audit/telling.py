"""Lines of the log as people read them: who did what to what, with links, and each value before and after in words.

A page of lines asks the database once for each kind of thing and of name that stands in them, for any number of lines.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import BY_THE_SYSTEM
from bkkplan.ground.audit.sentences import (
    THING,
    Detail,
    act_in_words,
    general_detail,
    sentence_of,
    subjects_detail,
    thing_of,
)
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.wording import DASH, baht, number, thai_date_short, thai_datetime, thai_time

Key = tuple[str, str]  # a model's label and a row's id
NamedBy = tuple[type[models.Model], str]  # a model and the field by which its rows are named
Names = Mapping[NamedBy, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ToldPart:
    """Words, and the page that they lead to, if there is one that the reader may open."""

    text: str
    href: str = ""

    @property
    def html(self) -> str:
        return format_html('<a href="{}">{}</a>', self.href, self.text) if self.href else self.text


@dataclass(frozen=True, slots=True)
class ReadableLine:
    """A line of the log as a page shows it: the sentence in parts, the changes and the facts, all as texts."""

    verb: str
    at: datetime
    actor: ToldPart
    hat: str
    act: str
    sentence: tuple[ToldPart, ...]
    # Label, before, after.
    changes: tuple[tuple[str, str, str], ...]
    # Label, value.
    facts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.sentence)

    @property
    def html(self) -> str:
        return format_html_join("", "{}", ((part.html,) for part in self.sentence))

    @property
    def href(self) -> str:
        return next((part.href for part in self.sentence if part.href), "")


def readable_lines(entries: Sequence[Entry], *, reader: Person) -> list[ReadableLine]:
    """These lines in words. A thing that is gone, or that the reader may not open, is named without a link."""
    rows, names = _rows(entries, reader), _names(entries)
    return [_readable_line(entry, rows, names) for entry in entries]


def _readable_line(entry: Entry, rows: Mapping[Key, Any], names: Names) -> ReadableLine:
    before, after = entry.before or {}, entry.after or {}
    changes, facts = [], []
    for name in dict.fromkeys([*before, *after]):
        meaning = _meaning(entry, name, is_change=True)
        if meaning.label:
            was, became = (_value(meaning, side.get(name), names) for side in (before, after))
            changes.append((meaning.label, was, became))
    for name, value in entry.details.items():
        meaning = _meaning(entry, name, is_change=False)
        if meaning.label and not _is_empty(value):
            facts.append((meaning.label, _value(meaning, value, names)))
    return ReadableLine(
        verb=entry.verb,
        at=entry.at,
        actor=_actor(entry, rows),
        hat=entry.hat,
        act=act_in_words(entry.verb, entry.target_type),
        sentence=_sentence(entry, rows),
        changes=tuple(changes),
        facts=tuple(facts),
    )


def _actor(entry: Entry, rows: Mapping[Key, Any]) -> ToldPart:
    if entry.actor_id is None:
        return ToldPart(_("ระบบ") if entry.actor_label == BY_THE_SYSTEM else entry.actor_label)
    person = rows.get((settings.AUTH_USER_MODEL.lower(), str(entry.actor_id)))
    thing = thing_of(settings.AUTH_USER_MODEL.lower())
    return ToldPart(entry.actor_label, thing.page_of(person) if thing and person else "")


def _sentence(entry: Entry, rows: Mapping[Key, Any]) -> tuple[ToldPart, ...]:
    before, found, after = sentence_of(entry.verb).partition(THING)
    middle = [_thing(entry, rows)] if found and entry.target_type else []
    return tuple(part for part in (ToldPart(before), *middle, ToldPart(after)) if part.text)


def _thing(entry: Entry, rows: Mapping[Key, Any]) -> ToldPart:
    thing = thing_of(entry.target_type)
    row = rows.get((entry.target_type, entry.target_id))
    if thing and row is not None:
        return ToldPart(thing.row_name(row), thing.page_of(row))
    return ToldPart(thing_in_words(entry))


def thing_in_words(entry: Entry) -> str:
    """The thing as it was called when the line was written, with its kind; the row itself is not asked."""
    thing, label = thing_of(entry.target_type), entry.target_label
    if not label and not entry.target_id:
        return ""
    if not label or label.endswith(f" object ({entry.target_id})"):  # Django's word for a row without a name
        label = _("รหัส %(number)s") % {"number": entry.target_id}
    return f"{thing.title} {label}" if thing and thing.title not in label else label


def _rows(entries: Iterable[Entry], reader: Person) -> dict[Key, Any]:
    """The things and actors of these lines that the reader may open."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.target_type].add(entry.target_id)
        if entry.actor_id is not None:
            wanted[settings.AUTH_USER_MODEL.lower()].add(str(entry.actor_id))
    found = {}
    for label, keys in wanted.items():
        if thing := thing_of(label):
            ids = [pk for key in keys if (pk := _to_python(thing.model._meta.pk, key)) is not None]
            rows = thing.rows_for(reader).select_related(*thing.select).filter(pk__in=ids)
            found.update({(label, str(row.pk)): row for row in rows})
    return found


# --- names and values


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one key in an entry's details means: a field of the row's model, or a `Detail` that its app declares."""

    label: str
    field: Any = None
    detail: Detail | None = None

    @property
    def column(self) -> NamedBy | None:
        """The model, and the field of it, that a value names a row by."""
        if self.detail is not None:
            return self.detail.row
        return (self.field.related_model, "pk") if self.field is not None and self.field.is_relation else None


def _meaning(entry: Entry, name: str, *, is_change: bool) -> _Meaning:
    """What the line's subject says comes first.

    Then, in `before` and `after`, the field of the row, and in `details` what the name means in every line.
    """
    own, general, field = subjects_detail(entry.verb, name), general_detail(name), _field(entry, name)
    detail = own or (general if field is None or not is_change else None)
    if detail is not None:
        return _Meaning(str(detail.label), detail=detail)
    return _Meaning(str(field.verbose_name) if field is not None else name, field=field)


def _field(entry: Entry, name: str) -> Any:
    """The column of that name, if it has a name for people."""
    try:
        fields = apps.get_model(entry.target_type)._meta.concrete_fields
    except (LookupError, ValueError):
        return None
    found = next((field for field in fields if name in (field.name, field.attname)), None)
    return None if found is None or str(found.verbose_name).isascii() else found


def _value(meaning: _Meaning, value: Any, names: Names) -> str:
    if _is_empty(value):
        return DASH
    if meaning.detail and meaning.detail.show:
        return meaning.detail.show(value)
    if meaning.column:
        called = names.get(meaning.column, {})
        if isinstance(value, dict):
            return ", ".join(f"{called.get(key, key)} {in_words(one)}" for key, one in value.items())
        return ", ".join(called.get(key, key) for key in _keys(value))
    if meaning.field is not None and meaning.field.flatchoices:
        return str(dict(meaning.field.flatchoices).get(value, value))
    return in_words(value, meaning.field)


def _keys(value: Any) -> list[str]:
    """The keys of rows in a value, which is one key, a list of keys, or a mapping by keys."""
    return [str(one) for one in (value if isinstance(value, list | dict) else [value])]


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def in_words(value: Any, field: Any = None) -> str:
    """A value of the log, which is plain JSON, as people read it."""
    match value:
        case None | "":
            return DASH
        case bool():
            return _("ใช่") if value else _("ไม่ใช่")
        case int():
            is_year = field is not None and field.name.endswith("year")
            return str(value) if is_year else str(number(value))
        case str():
            return _of_text(value, field)
        case list():
            return "; ".join(in_words(one) for one in value) or DASH
        case dict():
            return "; ".join(f"{key}: {in_words(one)}" for key, one in value.items()) or DASH
    return str(value)


def _of_text(value: str, field: Any) -> str:
    if isinstance(field, models.DecimalField):
        return amount(value)
    if isinstance(field, models.DateField | models.TimeField) and (kept := _to_python(field, value)) is not None:
        match kept:
            case datetime():
                return thai_datetime(kept)
            case date():
                return thai_date_short(kept)
            case time():
                return thai_time(kept)
    return value


def day(value: Any) -> str:
    """Return an ISO day of the log as people read it; given as `show` to a `Detail`."""
    try:
        return thai_date_short(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def choice(of: type[models.TextChoices]) -> Callable[[Any], str]:
    """The `show` of a detail that is one of these choices; a value that is none any more stands for itself."""
    return lambda value: str(dict(of.choices).get(value, value))


def amount(value: Any) -> str:
    """The `show` of a detail that is an amount of baht."""
    try:
        return baht(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _names(entries: Iterable[Entry]) -> Names:
    """What the rows are called that values refer to, by the key that stands in the log."""
    wanted: dict[NamedBy, set[str]] = defaultdict(set)
    for entry, name, value, is_change in _values(entries):
        if column := _meaning(entry, name, is_change=is_change).column:
            wanted[column].update(_keys(value))
    return {(model, by): _called(model, by, keys) for (model, by), keys in wanted.items()}


def _called(model: type[models.Model], by: str, keys: Iterable[str]) -> dict[str, str]:
    column = model._meta.pk if by == "pk" else model._meta.get_field(by)
    known = [value for key in keys if (value := _to_python(column, key)) is not None]
    return {str(getattr(row, by)): str(row) for row in model._base_manager.filter(**{f"{by}__in": known})}


def _values(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, Any, bool]]:
    for entry in entries:
        for facts in (entry.before, entry.after, entry.details):
            for name, value in (facts or {}).items():
                if not _is_empty(value):
                    yield entry, name, value, facts is not entry.details


def _to_python(field: Any, value: str) -> Any:
    """The value as the field has it; None for what was never one."""
    try:
        return field.to_python(value)
    except (ValidationError, ValueError, TypeError):
        return None
