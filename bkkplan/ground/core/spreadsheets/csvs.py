"""CSV files for people: UTF-8 with a BOM, so that spreadsheets read the Thai, and nothing in them is a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.utils import translation

from bkkplan.ground.core.rows.bulk import in_batches

T = TypeVar("T")

BOM = "\ufeff"
LINES_OF_A_PART = 100
CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given; any other as it is."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def safe(value: object) -> object:
    """The value, where it is a text as one that no spreadsheet takes for a formula."""
    return escaped(value) if isinstance(value, str) else value


def rows_in(language: str, rows: Iterable[T], *, at_once: int = 500) -> Iterator[T]:
    """The rows, made some hundred at a time in a language: a response is sent after the request's language has ended.

    The first of them are made before this returns, so an error among them is an error page and not half a file.
    """
    left = in_batches(rows, at_once)

    def make() -> list[T]:
        with translation.override(language):
            return next(left, [])

    def following(some: list[T]) -> Iterator[T]:
        while some:
            yield from some
            some = make()

    return following(make())


def csv_parts(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines some at a time: every part of a response goes through all of the middleware, and is compressed."""
    for some in in_batches(lines, LINES_OF_A_PART):
        yield "".join(some).encode()


def csv_lines(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, safe: Callable[[object], object] = safe
) -> Iterator[str]:
    """The lines of the file, one after another: a response can stream them. ``safe`` makes a text of a formula."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([safe(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])
