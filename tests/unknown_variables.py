"""A variable that one of our own templates names and no view gives fails the test. Others' templates rely on it."""

import sys
from pathlib import Path

from django.conf import settings
from django.template import Node, engines
from django.template.base import FilterExpression
from django.template.defaultfilters import default


class UnknownVariable(str):
    """In the place of ``string_if_invalid``: Django asks whether it is empty wherever a variable is unknown."""

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        variable = frame.f_locals.get("self")
        if not isinstance(variable, FilterExpression) or default in (filter_ for filter_, _ in variable.filters):
            return False  # a filter asks; or the template says what stands in
        while frame and not isinstance(node := frame.f_locals.get("self"), Node):
            frame = frame.f_back
        if frame and Path(node.origin.name).is_relative_to(settings.BASE_DIR / "templates"):
            raise AssertionError(f"{node.origin.name}:{node.token.lineno}: unknown variable {variable}")
        return False


def fail() -> None:
    engines["django"].engine.string_if_invalid = UnknownVariable()
