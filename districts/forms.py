"""The field in which a district is chosen, or typed where there are too many to choose from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.thai import normalise
from bkkplan.ground.core.wording import localname
from districts.models import District, DistrictQuerySet
from districts.queries import districts_called, first_of, fit_in_a_list

MOST_NAMED = 5


def offer_districts(form: forms.BaseForm, districts: DistrictQuerySet, *, name: str = "district") -> None:
    """Let the form's field choose among these districts, in their order; where they are many, it is typed instead."""
    field: Any = form.fields[name]
    form.fields[name] = DistrictField(
        queryset=districts,
        label=field.label,
        required=field.required,
        help_text=field.help_text,
        empty_label=field.empty_label,
        to_field_name=field.to_field_name,
        error_messages=field.error_messages,
    )


def one_or_all_districts(**more: Any) -> "DistrictField":
    """The field of a filter: one district by its code, or all; they stand in the order of their names."""
    by_name = District.objects.order_by(ThaiOrder("name_th"), "pk")
    usual = {"label": gettext_lazy("เขต"), "empty_label": gettext_lazy("ทุกเขต"), "queryset": by_name}
    return DistrictField(**usual | {"to_field_name": "code", "required": False} | more)


class DistrictWidget(forms.Select):
    """A list of districts, or a text field where they are many: which of both is asked when it is drawn."""

    field: "DistrictField"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = self.field.first
        if fit_in_a_list(rows):
            self.choices = self.field.choices_of(rows)
            return super().render(name, value, attrs, renderer)
        own = {**self.attrs, **(attrs or {}), "placeholder": _("ชื่อหรือรหัสเขต"), "autocomplete": "off"}
        own["class"] = str(own.get("class", "")).replace("form-select", "form-control")
        return forms.TextInput().render(name, value, own, renderer)


class DistrictField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A district of a list. Where they are many: by its code or its name, and its group's if several have the name."""

    widget = DistrictWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.field = self

    def __deepcopy__(self, memo: Any) -> "DistrictField":
        copied: DistrictField = super().__deepcopy__(memo)
        copied.widget.field = copied
        return copied

    @cached_property
    def first(self) -> list[District]:
        return first_of(self.queryset)  # type: ignore[arg-type]

    def choices_of(self, rows: list[District]) -> list[tuple[Any, str]]:
        empty = [] if self.empty_label is None else [("", str(self.empty_label))]
        return [*empty, *((self.prepare_value(row), self.label_from_instance(row)) for row in rows)]

    def clean(self, value: Any) -> District | None:
        if value in self.empty_values:
            return super().clean(value)  # type: ignore[no-any-return]
        try:
            if self.to_field_name == "code" or fit_in_a_list(self.first):  # a typed code must not be taken for an id
                return super().clean(value)  # type: ignore[no-any-return]
        except ValidationError:
            if fit_in_a_list(self.first):
                raise
        return self.called(normalise(str(value)))

    def called(self, text: str) -> District:
        found = districts_called(text, self.queryset)  # type: ignore[arg-type]
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("ไม่พบเขตนี้ พิมพ์ชื่อเต็มหรือรหัส"), code="invalid_choice")
        named = ", ".join(f"{one.code} {localname(one)} {localname(one.group)}" for one in found[:MOST_NAMED])
        sentence = _("มีหลายเขตชื่อนี้ พิมพ์รหัส หรือพิมพ์ชื่อกลุ่มเขตต่อท้าย: %(districts)s")
        raise ValidationError(sentence % {"districts": named}, code="several")
