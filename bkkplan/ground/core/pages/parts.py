"""Parts that many pages have alike, such as the header: each is drawn once for equal values, and the process keeps it.

A part is a template with the values that it shows, a frozen dataclass whose fields are the names in the template. It is
drawn without the page's context, so its markup can depend on nothing but these values, the language and the release.
What differs with each request is written as in every template, {{ csrf_token }} and {{ request.get_full_path }}; it is
put into the kept markup afterwards.
"""

import secrets
from collections.abc import Hashable
from dataclasses import fields
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT_PARTS = 300
# What stands in kept markup for the request's own; nobody who types a text can know it.
TOKEN, ADDRESS = (secrets.token_hex(16) for _ in range(2))


class _AnyRequest:
    """Stands in for the request while a part is drawn."""

    get_full_path = ADDRESS


def part(template: str, values: Hashable, request: HttpRequest | None) -> SafeString:
    """The markup of a part for this request. ``values`` is a frozen dataclass, or None for a part that shows none.

    A form token is asked for, and its cookie set, only if the part has a form that needs one.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn  # who works on a template wants to see it
    markup = draw(template, values, get_language(), get_script_prefix())
    if request is not None and TOKEN in markup:
        markup = markup.replace(TOKEN, get_token(request))
    if request is not None and ADDRESS in markup:
        markup = markup.replace(ADDRESS, escape(request.get_full_path()))
    return mark_safe(markup)  # noqa: S308  (escaped by the template)


@lru_cache(maxsize=KEPT_PARTS)
def _drawn(template: str, values: Any, _language: str | None, _prefix: str) -> str:
    own = {field.name: getattr(values, field.name) for field in fields(values)} if values is not None else {}
    return render_to_string(template, {**own, "request": _AnyRequest, "csrf_token": TOKEN})
