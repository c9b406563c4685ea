"""The whole URL map, one name a route."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

# The back office shows every table alike: one that is written there, one to which rows are added, one to be read.
TABLES = ("admin:districts_district_", "admin:communities_communitytype_", "admin:audit_entry_")
KINDS = ("_changelist", "_add", "_change", "_history", "_delete")


def is_like_another(name: str) -> bool:
    """Whether this is the back office's page of a table, and not one of the three tables that stand for all."""
    return name.startswith("admin:") and name.endswith(KINDS) and not name.startswith((*TABLES, "admin:password_"))


def routes() -> dict[str, URLPattern]:
    return {name: pattern for name, _address, pattern in _walk(get_resolver().url_patterns) if name}


def every_route() -> Iterator[tuple[str, str]]:
    """Name and address, the nameless and those met twice among them."""
    for name, address, _pattern in _walk(get_resolver().url_patterns):
        yield name, address


def _walk(patterns: list, namespace: str = "", start: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        address = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else "", address, pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, address)


def arguments(pattern: URLPattern) -> set[str]:
    return {*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", ())}


def is_open(pattern: URLPattern) -> bool:
    """True for a route that a visitor may use."""
    return not getattr(pattern.callback, "login_required", True)
