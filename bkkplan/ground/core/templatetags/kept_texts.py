"""Django's i18n tags, under their own name by the settings; `{% translate "…" %}` keeps its text.

Django looks a text up each time that it is drawn, and a table has one in each of its cells.
"""

from typing import Any

from django.template import Context, Library, Node, Variable
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KeptText(Node):
    """A text that stands in the template, in each language in which it was drawn."""

    def __init__(self, node: Any) -> None:
        self.node, self.by_language = node, dict[str | None, str]()

    def render(self, context: Context) -> str:
        language = get_language()
        if (text := self.by_language.get(language)) is None:
            text = self.by_language[language] = self.node.render(context)
        return text


def translate(parser: Parser, token: Token) -> Node:
    node: Any = i18n.do_translate(parser, token)
    said = node.filter_expression
    is_written = isinstance(said.var, Variable) and said.var.literal is not None and not said.filters
    return KeptText(node) if is_written and not node.asvar and not node.message_context else node


register.tag("translate", translate)
register.tag("trans", translate)
