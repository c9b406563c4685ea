"""Pages of a search that may find a hundred thousand rows, of which nobody reads more than the first."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 1000  # rows that a search offers; whoever needs another one says more of it


class FirstFound(Paginator):
    """Pages of the first MOST rows of a queryset.

    ``count`` is MOST at most, and ``is_more`` says that there are others. Counting ends with the first row too many.
    """

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def is_more(self) -> bool:
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        first: Any = self.object_list
        # In any order: sorting would need all of them.
        return int(first.order_by()[: MOST + 1].count())
