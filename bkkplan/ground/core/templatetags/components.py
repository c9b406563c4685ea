"""`{% component "badge" text=… %}` and `{% componentblock "card" title=… %}…{% endcomponentblock %}`.

A prop of a component with a body may be written as markup: `{% slot "columns" %}…{% endslot %}`, straight inside it.
A call that can never be drawn (no such component, a prop missing, unknown or of a wrong value) fails when its template
is compiled; what depends on the page fails when it is drawn.
"""

from collections.abc import Callable
from typing import Any, cast

from django import template
from django.http import QueryDict
from django.template import Context, Node, TemplateSyntaxError, Variable
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bkkplan.ground.core import components
from bkkplan.ground.core.pages import parts

register = template.Library()


@register.simple_tag(takes_context=True)
def component(context: Context, name: str, /, **props: Any) -> SafeString:
    return components.render(name, props, context=context)


@register.simple_block_tag(takes_context=True)
def componentblock(context: Context, content: str, name: str, /, **props: Any) -> SafeString:
    return components.render(name, props, context=context, body=content)


@register.simple_tag(takes_context=True)
def part(context: Context, template: str, values: Any = None, /) -> SafeString:
    """`{% part "components/_header.html" header %}`: a part of `bkkplan.ground.core.pages.parts` with its values.

    On a page that has no such values, because it is drawn without a request, it is an ordinary include.
    """
    if values == "":
        return cast("SafeString", cast("Any", context).template.engine.get_template(template).render(context))
    return parts.part(template, values, context.get("request"))


@register.simple_block_tag
def linked(content: str, href: str, /, plain: str = "") -> SafeString:
    """What stands between the tags as a link; without an address alone, or in a span of the class `plain`."""
    inner = mark_safe(content.strip())  # noqa: S308  (escaped where it was drawn)
    if href:
        return format_html('<a href="{}">{}</a>', href, inner)
    return format_html('<span class="{}">{}</span>', plain, inner) if plain else inner


@register.simple_tag
def row_act(address: str, /, *args: object, text: str, of: object, look: str = "link", also: str = "") -> SafeString:
    """Return a link that looks like a small button, for one row of a list. `address` is the name of the page's URL.

    Every row has the same `text`; `of` names the row and is read by screen readers only. Raises NoReverseMatch.
    """
    classes = f"btn btn-{look} btn-sm {also}".rstrip()
    return format_html(
        '<a class="{}" href="{}">{} <span class="visually-hidden">{}</span></a>',
        classes,
        reverse(address, args=args),
        text,
        of,
    )


@register.simple_tag(takes_context=True)
def autosave_root(context: Context, /, *record: object) -> SafeString:
    """The attributes of the element in which rows save themselves. `record` tells one record from all others."""
    key = "-".join(map(str, record))
    return format_html('data-autosave data-autosave-user="{}" data-autosave-record="{}"', context["user"].pk, key)


class Slot(Node):
    """One prop of the component around it, written as markup."""

    child_nodelists = ("nodelist",)

    def __init__(self, prop: str, nodelist: NodeList) -> None:
        self.prop, self.nodelist = prop, nodelist

    def resolve(self, context: Context) -> SafeString:
        # A slot in which nothing is drawn is a prop that is not given.
        return mark_safe(self.nodelist.render(context).strip())  # noqa: S308  (escaped where it was drawn)

    def render(self, context: Context) -> SafeString:
        raise components.ComponentError(f"the slot {self.prop} does not stand straight inside a component")


@register.tag
def slot(parser: Parser, token: Token) -> Slot:
    prop = token.split_contents()[1].strip("\"'")
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return Slot(prop, nodelist)


def _checked(compile_tag: Callable[[Parser, Token], Any], *, has_body: bool) -> Callable[[Parser, Token], Node]:
    def compile_call(parser: Parser, token: Token) -> Node:
        node: Any = compile_tag(parser, token)
        if has_body:
            # To the tag a slot is one more argument, which is drawn when it is asked for its value.
            node.kwargs |= {child.prop: child for child in node.nodelist if isinstance(child, Slot)}
            node.nodelist[:] = [child for child in node.nodelist if not isinstance(child, Slot)]
        name = _written(node.args[0])
        if name is not components.LATER:
            props = {prop: _written(value) for prop, value in node.kwargs.items()}
            try:
                components.check_call(name, props, has_body=has_body)
            except components.ComponentError as error:
                raise TemplateSyntaxError(str(error)) from error
        return cast("Node", node)

    return compile_call


def _written(value: FilterExpression | Slot) -> Any:
    """The string or number that stands in the template; LATER for all else."""
    if isinstance(value, Slot) or value.filters:
        return components.LATER
    if isinstance(value.var, Variable):
        return components.LATER if value.var.literal is None else value.var.literal
    return value.var


register.tag("component", _checked(register.tags["component"], has_body=False))
register.tag("componentblock", _checked(register.tags["componentblock"], has_body=True))


@register.simple_tag(takes_context=True)
def heading_again(context: Context) -> SafeString:
    """The text of the page's block "heading", for its title. Empty where the page has no such block.

    A title is plain text: a page whose heading has elements in it writes its own block "title".
    """
    return BlockNode("heading", NodeList()).render(context)


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
