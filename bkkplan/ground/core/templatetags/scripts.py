"""What a page tells the browser about scripts, so that it need not find out file by file."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from bkkplan.ground.core.serving.bundling import modules_under

register = Library()


@register.simple_tag
def preload_modules(name: str) -> SafeString:
    """A link for each module that this one imports, so that they are fetched at once and not one after the other."""
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(each),) for each in _under(name)))


@cache
def _under(name: str) -> tuple[str, ...]:
    return tuple(modules_under(name, _read))


def _read(name: str) -> str:
    found = finders.find(name)
    return Path(str(found)).read_text(encoding="utf-8") if found else ""
