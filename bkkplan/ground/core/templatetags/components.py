"""`{% component "badge" text=… %}` and `{% componentblock "card" title=… %}…{% endcomponentblock %}`."""

from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bkkplan.ground.core import components

register = template.Library()


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, /, **props: Any) -> SafeString:
    return components.render(name, props, context=context)


@register.simple_block_tag(takes_context=True)
def componentblock(context: Context, content: str, name: str, /, **props: Any) -> SafeString:
    return components.render(name, props, context=context, body=content)


@register.filter
def aria_sort(current: str, field: str) -> SafeString:
    """The attribute of a sorted column's heading: `<th{{ sort|aria_sort:"name" }}>`."""
    order = {field: "ascending", f"-{field}": "descending"}.get(current)
    return format_html(' aria-sort="{}"', order) if order else SafeString("")


@register.simple_tag(takes_context=True)
def query(context: Context, param: str, value: object, /, drop: str = "") -> str:
    """The address of this page with one parameter changed (and another dropped: a new order starts at page one)."""
    request = context.get("request")
    changed = request.GET.copy() if request else QueryDict(mutable=True)
    changed[param] = str(value)
    if drop:
        changed.pop(drop, None)
    return f"?{changed.urlencode()}"
