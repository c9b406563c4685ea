"""The elements of forms, drawn without templates: a list of two hundred choices is four hundred templates to Django."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

Widget = Mapping[str, Any]


class PlainRenderer(TemplatesSetting):
    """Draws inputs, text areas, lists and choices letter by letter as Django's templates do; others by template."""

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request=request)
        return mark_safe(draw(context["widget"]).strip())  # noqa: S308  (each value is escaped)


def _text(value: Any) -> str:
    """A value as `stringformat` gives it to a template."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'


def _text_area(widget: Widget) -> str:
    value = conditional_escape(localize(widget["value"])) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _option(widget: Widget) -> str:
    label = conditional_escape(localize(widget["label"]))
    return f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{label}</option>'


def _select(widget: Widget) -> str:
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{"".join(_options(widget))}\n</select>'


def _options(widget: Widget) -> Iterator[str]:
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{conditional_escape(localize(group))}">'
        for option in options:
            yield f"\n  {_option(option)}\n"
        if group:
            yield "\n  </optgroup>"


def _labelled_input(widget: Widget) -> str:
    drawn = _input(widget)
    if not widget.get("wrap_label"):
        return drawn
    of = widget["attrs"].get("id")
    begin = f'<label for="{_text(of)}">' if of else "<label>"
    return f"{begin}{drawn} {conditional_escape(localize(widget['label']))}</label>"


KINDS_OF_INPUT = (
    "input", "text", "number", "email", "url", "color", "search", "tel", "password", "hidden", "date", "datetime",
    "time", "checkbox",
)  # fmt: skip
_BASE = "django/forms/widgets/"
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{_BASE}{kind}.html": _input for kind in KINDS_OF_INPUT},
    f"{_BASE}textarea.html": _text_area,
    f"{_BASE}select.html": _select,
    f"{_BASE}select_option.html": _option,
    f"{_BASE}radio_option.html": _labelled_input,
    f"{_BASE}checkbox_option.html": _labelled_input,
}
