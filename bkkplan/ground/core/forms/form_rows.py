"""One form for the rows of a table: drawing a form for each of a hundred rows is most of such a page's time."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

# Stands for the row in the ids of what is drawn. No text that comes from PostgreSQL or from a form can hold it.
ROW = "\0"


@dataclass(frozen=True, slots=True)
class DrawnChoice:
    """One button of a choice, as a template draws it: its id, its label and its element."""

    id_for_label: str
    choice_label: Any
    tag: SafeString


class DrawnField:
    """One field of a row, as a template uses a BoundField: its element, its label and id, the buttons of a choice."""

    def __init__(self, drawn: "_Drawn", row: str) -> None:
        self.drawn, self.row = drawn, row
        self.label = drawn.label

    @property
    def id_for_label(self) -> str:
        return self.drawn.id_for_label.replace(ROW, self.row)

    def __html__(self) -> SafeString:
        return mark_safe(self.drawn.element.replace(ROW, self.row))  # noqa: S308  (drawn by Django; a row is its key)

    __str__ = __html__

    def __iter__(self) -> Iterator[DrawnChoice]:
        for id_for_label, label, tag in self.drawn.choices:
            drawn = mark_safe(tag.replace(ROW, self.row))  # noqa: S308  (as above)
            yield DrawnChoice(id_for_label.replace(ROW, self.row), label, drawn)


@dataclass(frozen=True, slots=True)
class _Drawn:
    label: Any
    id_for_label: str
    element: str
    choices: tuple[tuple[str, Any, str], ...]


class FormRows:
    """Draws each field of an unbound form once for each value that rows have in it, and gives it the id of the row.

    The ids are ``auto_id`` with the row's key in place of the first %s: ``p%s_%s`` gives p15_title. The names are the
    same in all rows: each row is a form of its own.
    """

    def __init__(self, form: forms.BaseForm, *, auto_id: str) -> None:
        self.form = form
        self.form.auto_id = auto_id % (ROW, "%s")
        self._drawn: dict[tuple[str, Hashable], _Drawn] = {}

    def fields(self, row: int, values: Mapping[str, Any]) -> dict[str, DrawnField]:
        """The fields of a row by their names, with its values."""
        return {name: DrawnField(self._draw(name, values.get(name)), str(row)) for name in self.form.fields}

    def _draw(self, name: str, value: Any) -> _Drawn:
        key = (name, value)
        if key not in self._drawn:
            self.form.initial = {} if value is None else {name: value}
            field = forms.BoundField(self.form, self.form.fields[name], name)
            is_choice = isinstance(field.field.widget, forms.RadioSelect)
            choices = [(w.id_for_label, w.choice_label, str(w.tag())) for w in field] if is_choice else []
            element = "" if is_choice else str(field)
            self._drawn[key] = _Drawn(field.label, field.id_for_label, element, tuple(choices))
        return self._drawn[key]
