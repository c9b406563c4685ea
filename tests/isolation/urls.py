"""The whole URL map, one name a route."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


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
