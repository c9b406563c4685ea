"""Questions about districts, for pages and for the floors above."""

from collections.abc import Collection
from datetime import date

from bkkplan.ground.core.asking import asked_once
from districts.models import District


def districts_in_being(day: date) -> tuple[District, ...]:
    """The districts whose office exists on a day, each with its group, by their codes."""
    return tuple(district for district in all_districts() if district.is_in_being(day))


def districts_of(ids: Collection[int]) -> tuple[District, ...]:
    """These districts, by their codes."""
    return tuple(district for district in all_districts() if district.pk in ids)


@asked_once
def all_districts() -> tuple[District, ...]:
    return tuple(District.objects.select_related("group").order_by("code"))
