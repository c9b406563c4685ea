"""Rows that are marked in a list, which the page draws itself."""

from typing import Any

from django import forms


class ChosenField(forms.TypedMultipleChoiceField):
    """The ids of the marked rows. The field takes any number; which rows may be chosen, the action decides."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)

    def valid_value(self, value: str) -> bool:
        return value.isdecimal()
