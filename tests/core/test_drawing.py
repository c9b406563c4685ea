"""Elements of forms are drawn letter by letter as by Django's templates."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from bkkplan.ground.core.forms.drawing import DRAWN, PlainRenderer

TEXT = "\"เขต\" <b> & 'x' 1,234"
CHOICES = [
    ("", "–"),
    (1, TEXT),
    (1234, 1234),
    (None, lazystr("ไม่มี <i>")),
    ("safe", mark_safe("<b>ก</b>")),
    (TEXT, [("a", "ก"), (True, "ข"), (2.5, 2.5)]),
]
ATTRS = {"id": "id_<x>", "required": True, "disabled": False, "data-n": 1234, "title": None, "class": lazystr("a&b")}
INPUTS = (
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput,
    forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea, forms.SearchInput,
    forms.TelInput, forms.ColorInput,
)  # fmt: skip
WITH_CHOICES = (forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple)


def both(widget, value):
    return [widget.render("a[<n>]", value, ATTRS, renderer=draw()) for draw in (PlainRenderer, TemplatesSetting)]


@pytest.mark.parametrize("widget", INPUTS)
@pytest.mark.parametrize("value", [None, "", TEXT, 1234, True, mark_safe("<b>"), "สองบรรทัด\nและ"])
def test_an_input_is_drawn_as_by_django(widget, value):
    plain, by_template = both(widget(), value)

    assert plain == by_template


@pytest.mark.parametrize("widget", WITH_CHOICES)
@pytest.mark.parametrize("value", [None, "", "1", ["1234", "a"], "True"])
def test_choices_are_drawn_as_by_django(widget, value):
    plain, by_template = both(widget(choices=CHOICES), value)

    assert plain == by_template


def test_buttons_of_a_choice_are_drawn_as_by_django():
    class Form(forms.Form):
        field = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(attrs={"class": "x"}))

    plain, by_template = (
        [b.tag() for b in Form(renderer=draw())["field"]] for draw in (PlainRenderer, TemplatesSetting)
    )

    assert plain == by_template
    assert len(plain) == 8


def test_what_is_not_known_is_drawn_by_template():
    plain, by_template = both(forms.ClearableFileInput(), None)

    assert plain == by_template
    assert forms.ClearableFileInput.template_name not in DRAWN
