"""Pages of lists that may have a hundred thousand rows, without counting all of them for each page."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST_FOUND = 1000  # rows that a search offers; whoever needs another one says more of it
MOST_LISTED = 5000  # rows of a list that can be narrowed by its filters


def counted(rows: QuerySet[Any], per_page: int, *, count: int) -> "Paginator[Any]":
    """Pages of rows that the caller has counted."""
    pages = Paginator(rows, per_page)
    pages.count = count
    return pages


def first_rows(rows: QuerySet[Any], per_page: int, *, most: int) -> "tuple[Paginator[Any], bool]":
    """Returns pages of the first ``most`` rows, and whether there are more. At most ``most`` + 1 rows are counted."""
    found = rows.order_by()[: most + 1].count()  # in any order: sorting would need all of them
    return counted(rows, per_page, count=min(found, most)), found > most
