"""How a component declares its props, and how a page is held to them."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cache, lru_cache
from typing import Any, ClassVar, Literal, Union

from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# What a state means, never how it looks: the colours are chosen in static/css/tokens.css.
Tone = Literal["done", "now", "late", "bad", "info", "wait"]
Number = int | float | Decimal
Text = str | Promise
TileState = Literal["done", "late", "bad", "info", "wait"]
StepState = Literal["done", "now", "late", "bad", "info", "wait"]

Mark = Literal[
    "check", "cross", "clock", "dot", "ring", "info", "menu", "bell", "down", "right", "up", "search", "print", "file",
    "more", "link", "plus", "person",
]  # fmt: skip

MARKS: dict[str, str] = {"done": "check", "now": "dot", "late": "clock", "bad": "cross", "info": "info", "wait": "ring"}


class ComponentError(Exception):
    """A component was called with something it does not declare."""


LATER: Any = object()  # in the place of a value that a template takes from the page

REGISTRY: dict[str, type[Component]] = {}

# The markup of pure components that a process keeps: so many, with texts of so many letters at most.
KEPT_COMPONENTS = 2000
KEPT_LETTERS = 200
TEXTS = frozenset({str, SafeString})
KEPT_TYPES = TEXTS | {bool, int, float, Decimal, types.NoneType}


@dataclass(frozen=True, kw_only=True)
class Component:
    """Subclasses name themselves by `name=`; `body=True` makes them take the text between their tags, None allows it.

    `pure=True` says that its markup depends on nothing but its props and the language: then what was drawn is kept.
    """

    name: ClassVar[str]
    takes_body: ClassVar[bool | None]
    is_pure: ClassVar[bool]

    def __init_subclass__(cls, *, name: str, body: bool | None = False, pure: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name, cls.takes_body, cls.is_pure = name, body, pure
        REGISTRY[name] = cls

    def is_drawn(self, body: str) -> bool:
        """Whether there is anything to show. Of a component for which this is False nothing stands in the page."""
        return True


def build(name: str, props: Mapping[str, Any]) -> Component:
    return typing.cast("Component", _make(_kind(name), props, where=name))


def _kind(name: str) -> type[Component]:
    try:
        return REGISTRY[name]
    except KeyError:
        raise ComponentError(f"no component is called {name!r}; there are {', '.join(sorted(REGISTRY))}") from None


def _body_fits(kind: type[Component], *, has_body: bool) -> None:
    if kind.takes_body not in {has_body, None}:
        tag = "componentblock" if kind.takes_body else "component"
        raise ComponentError(f"{kind.name} is written with {{% {tag} %}}")


def check_call(name: str, props: Mapping[str, Any], *, has_body: bool) -> None:
    """Raises ComponentError if a call as it stands in a template can never be drawn.

    `props` has every prop that is given, with its value or, where only the page knows it, with LATER.
    """
    _body_fits(_kind(name), has_body=has_body)
    takes = declared(name)
    _names_fit(props, takes, where=name)
    for prop, value in props.items():
        if value is not LATER:
            _fit(value, takes[prop][0], where=f"{name}.{prop}")


def render(
    name: str, props: Mapping[str, Any], *, context: Context | None = None, body: str | None = None
) -> SafeString:
    kind = _kind(name)
    _body_fits(kind, has_body=body is not None)
    if kind.is_pure and (key := _key(props)) is not None:
        return _drawn(name, get_language(), key)
    instance = build(name, props)
    if not instance.is_drawn((body or "").strip()):
        return SafeString("")
    inner: dict[str, Any] = {"c": instance, "body": body}
    if context is not None:
        inner |= {key: context.get(key) for key in ("request", "csrf_token")}
    return _draw(name, inner)


def _draw(name: str, context: dict[str, Any]) -> SafeString:
    # A file ends with a line break; a component in the middle of a sentence must not.
    return mark_safe(render_to_string(f"components/{name}.html", context).strip())  # noqa: S308  (escaped by the template)


Key = tuple[tuple[str, type, Any], ...]


def _key(props: Mapping[str, Any]) -> Key | None:
    """The props with their types, because markup equals the same text, and 1 equals True; None if they are not kept."""
    key = tuple((prop, *_plain(value)) for prop, value in props.items())
    is_kept = all(kind in KEPT_TYPES and (kind not in TEXTS or len(value) <= KEPT_LETTERS) for _, kind, value in key)
    return key if is_kept else None


def _plain(value: Any) -> tuple[type, Any]:
    value = str(value) if isinstance(value, Promise) else value
    return type(value), value


@lru_cache(maxsize=KEPT_COMPONENTS)
def _drawn(name: str, _language: str | None, key: Key) -> SafeString:
    """The markup of a pure component in a language, drawn once by each process."""
    return _draw(name, {"c": build(name, {prop: value for prop, _kind, value in key}), "body": None})


@cache
def _declared(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Each prop's type and whether it must be given."""
    hints = typing.get_type_hints(kind)
    return {
        f.name: (hints[f.name], f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING)
        for f in dataclasses.fields(kind)
    }


def declared(name: str) -> dict[str, tuple[Any, bool]]:
    kind: Any = REGISTRY[name]
    return _declared(kind)


def _names_fit(props: Mapping[str, Any], declared: Mapping[str, tuple[Any, bool]], *, where: str) -> None:
    if unknown := props.keys() - declared.keys():
        raise ComponentError(f"{where} has no prop {', '.join(sorted(unknown))}; it has {', '.join(declared)}")
    for prop, (_, required) in declared.items():
        if required and prop not in props:
            raise ComponentError(f"{where} needs {prop}")


def _make(kind: type, props: Mapping[str, Any], *, where: str) -> Any:
    declared = _declared(kind)
    _names_fit(props, declared, where=where)
    given: dict[str, Any] = {}
    for prop, value in props.items():
        hint, required = declared[prop]
        if value is None and not required:
            continue
        given[prop] = _fit(value, hint, where=f"{where}.{prop}")
    return kind(**given)


def _fit(value: Any, hint: Any, *, where: str) -> Any:
    """The value as the hint wants it: mappings become items, iterables become tuples.

    Raises ComponentError for anything else that does not fit.
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return value
    if origin in {Union, types.UnionType}:
        for choice in arguments:
            try:
                return _fit(value, choice, where=where)
            except ComponentError:
                continue
        raise ComponentError(f"{where} does not take {value!r}")
    if origin is Literal:
        if value not in arguments:
            raise ComponentError(f"{where} is one of {', '.join(map(repr, arguments))}, not {value!r}")
        return value
    if origin is tuple:
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            raise ComponentError(f"{where} is a list, not {value!r}")
        return tuple(_fit(item, arguments[0], where=f"{where}[{i}]") for i, item in enumerate(value))
    if hint is type(None):
        fits = value is None
    elif dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        return _make(typing.cast("type", hint), value, where=where)
    else:
        # A text may come translated or reversed, lazily.
        kinds = (str, Promise) if hint is str else hint
        fits = isinstance(value, kinds) and not (isinstance(value, bool) and hint is not bool)
    if not fits:
        raise ComponentError(f"{where} does not take {value!r} ({type(value).__name__})")
    return value


def share_of(value: Number, whole: Number) -> float:
    """How much of the whole, from 0 to 100, rounded down: a bar that is not full must not look full."""
    if whole <= 0:
        return 0
    share = Decimal(str(value)) * 100 / Decimal(str(whole))
    return float(min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal("0.1"), ROUND_DOWN))
