"""What every form of the portal shares."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.fiscal import place_in_year
from bkkplan.ground.core.forms.fields import (
    BahtField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiProseField,
    ThaiTextField,
    ThaiTimeField,
)
from bkkplan.ground.core.wording import month_short


class PortalFormHelper(FormHelper):
    """One look for every form: the template owns <form>, the CSRF token and the buttons."""

    form_tag = False
    disable_csrf = True
    form_show_labels = True
    html5_required = True
    layout: Any
    render_unmentioned_fields = True  # a form may add fields after its helper was made

    def __init__(self, form: forms.BaseForm | None = None) -> None:
        super().__init__(form)
        self.of_all_fields = self.layout

    def render_layout(self, form: forms.BaseForm, *args: Any, **kwargs: Any) -> Any:
        """A form may also take fields away; a layout that nobody chose follows it."""
        if form is not None and self.layout is self.of_all_fields:
            self.layout = self.of_all_fields = self.build_default_layout(form)
        return super().render_layout(form, *args, **kwargs)


def portal_formfield(
    field: "models.Field[Any, Any]",
    **kwargs: Any,
) -> forms.Field | None:
    """The form field of a model field: amounts, days, counts and text are taken as people type them."""
    if field.choices:
        return field.formfield(**kwargs)
    for model_field, form_class in _FORM_CLASSES:
        if type(field) is model_field:
            if form_class is not ThaiTextField:
                kwargs.pop("widget", None)
            return field.formfield(form_class=form_class, **kwargs)
    return field.formfield(**kwargs)


_FORM_CLASSES: tuple[tuple[type, type[forms.Field]], ...] = (
    (models.DecimalField, BahtField),
    (models.DateField, ThaiDateField),
    (models.TimeField, ThaiTimeField),
    (models.IntegerField, ThaiIntegerField),
    (models.PositiveIntegerField, ThaiIntegerField),
    (models.PositiveSmallIntegerField, ThaiIntegerField),
    (models.CharField, ThaiTextField),
    (models.TextField, ThaiTextField),
)


def demand(field: forms.Field) -> str:
    """The sentence that asks for an empty field, by the field's name and with its example."""
    if isinstance(field, forms.BooleanField):
        return _("ทำเครื่องหมายยืนยันก่อน")
    if isinstance(field, forms.FileField):
        return _("เลือกไฟล์ก่อน")
    if isinstance(field, forms.ChoiceField):
        return _("เลือก “%(label)s”") % {"label": field.label}
    example = field.widget.attrs.get("placeholder")
    if example:
        return _("ใส่ “%(label)s” %(example)s") % {"label": field.label, "example": example}
    return _("ใส่ “%(label)s”") % {"label": field.label}


class DemandingByName(forms.BaseForm):
    """Asks for an empty field by its own name. Other sentences of Django have their Thai in locale/th."""

    def full_clean(self) -> None:
        for field in self.fields.values():
            # Not where a form has its own sentence. Here, because forms add and name fields until they are cleaned.
            if field.label and field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = demand(field)
        super().full_clean()


class PortalForm(DemandingByName, forms.Form):
    """A form with the portal's look. It validates; an action saves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self)


class ReasonForm(PortalForm):
    """Asks why. A form with another label or an example has a ``reason`` of its own."""

    reason = ThaiProseField(label=gettext_lazy("เหตุผล"), max_length=2000)


def change_reason() -> ThaiProseField:
    """The field that asks why something of an opened year changes."""
    return ThaiProseField(label=_("เหตุผลที่เปลี่ยน"), rows=2, example=_("เช่น ตามหนังสือ กท 0302/123"), max_length=2000)


class MonthsForm(PortalForm):
    """Has ``starts_in`` and ``ends_in``, two months of one fiscal year."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts_in"), data.get("ends_in")
        if first and last and place_in_year(last) < place_in_year(first):
            sentence = _("%(last)s มาก่อน %(first)s ในปีงบประมาณซึ่งเริ่มเดือนตุลาคม เช่น %(first)s – %(september)s")
            self.add_error(
                "ends_in",
                sentence % {"first": month_short(first), "last": month_short(last), "september": month_short(9)},
            )
        return data


class PortalModelForm(DemandingByName, forms.ModelForm):
    """A model form for fields and labels, with Thai input; `form.save()` is never called where there is an action."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Django looks for the callback on each form's own Meta only; nobody should have to remember it.
        meta = getattr(cls, "Meta", None)
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(portal_formfield)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(self)
