"""The whole URL map, one name a route."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def routes() -> dict[str, URLPattern]:
    """By name. Only the back office has nameless ones, which lead to its named ones or to nothing."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)


def arguments(pattern: URLPattern) -> set[str]:
    return {*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", ())}


def is_open(pattern: URLPattern) -> bool:
    """True for a route that a visitor may use."""
    return not getattr(pattern.callback, "login_required", True)
