"""Questions about districts, for pages and for the floors above."""

from collections.abc import Collection, Iterable, Sized
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q

from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.thai import district_key
from districts.models import District, DistrictGroup, DistrictQuerySet, Office

Place = TypeVar("Place", bound=District | Office)

# More districts than these are no list to read or to choose from: pages show groups first, and forms take a name.
MOST_IN_ONE_LIST = 200


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A group, and how many districts of a list it has."""

    group: DistrictGroup
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of its districts: all of them; or groups, and the districts of the one that was chosen."""

    districts: tuple[District, ...]
    groups: tuple[GroupCount, ...] = ()
    chosen: DistrictGroup | None = None

    @property
    def is_by_group(self) -> bool:
        """Whether the page shows groups first, because all districts are too many for one list."""
        return bool(self.groups)

    @property
    def has_map(self) -> bool:
        """Whether each of them has its tile."""
        return not self.is_by_group and all(district.tile_column is not None for district in self.districts)


def first_of(districts: DistrictQuerySet) -> list[District]:
    """These districts if they fit in one list, else one more than do: `fit_in_a_list` tells which."""
    return list(districts[: MOST_IN_ONE_LIST + 1])


def fit_in_a_list(districts: Sized) -> bool:
    return len(districts) <= MOST_IN_ONE_LIST


def shown(districts: DistrictQuerySet, group: str) -> Shown:
    """All these districts in their order, if they fit in one list; else their groups and those of ``group``, a code.

    One question where they fit, three where they do not.
    """
    districts = districts.select_related("group")
    found = first_of(districts)
    if fit_in_a_list(found):
        return Shown(tuple(found))
    counts = dict(districts.order_by().values_list("group").annotate(Count("pk")))
    groups = DistrictGroup.objects.filter(pk__in=counts).order_by("position", "pk")
    rows = tuple(GroupCount(one, counts[one.pk]) for one in groups)
    chosen = next((row.group for row in rows if row.group.code == group), None)
    return Shown(tuple(districts.filter(group=chosen)) if chosen else (), rows, chosen)


def shown_in_being(day: date, group: str) -> Shown:
    """What `shown` says of the districts that exist on a day, in the order of their codes."""
    if fit_in_a_list(first := _first_districts()):
        return Shown(tuple(district for district in first if district.is_in_being(day)))
    return shown(District.objects.in_being(day).order_by("code"), group)


def districts_in_being(day: date) -> tuple[District, ...]:
    """The districts whose office exists on a day, each with its group, by their codes."""
    return tuple(district for district in _districts() if district.is_in_being(day))


def names_in_being(day: date) -> tuple[tuple[int, str], ...]:
    """Id and Thai name of the districts whose office exists on a day, by their codes."""
    if fit_in_a_list(first := _first_districts()):
        return tuple((district.pk, district.name_th) for district in first if district.is_in_being(day))
    return _names_in_being(day)


@asked_once
def _names_in_being(day: date) -> tuple[tuple[int, str], ...]:
    return tuple(District.objects.in_being(day).order_by("code").values_list("pk", "name_th"))


@asked_once
def count_in_being(day: date) -> int:
    if fit_in_a_list(first := _first_districts()):
        return sum(district.is_in_being(day) for district in first)
    return District.objects.in_being(day).count()


def count_reachable(day: date) -> int:
    """How many of the districts whose office exists on a day have a telephone number."""
    if fit_in_a_list(first := _first_districts()):
        return sum(bool(district.phone) for district in first if district.is_in_being(day))
    return District.objects.in_being(day).exclude(phone="").count()


def districts_of(ids: Collection[int]) -> tuple[District, ...]:
    """These districts, by their codes."""
    if fit_in_a_list(first := _first_districts()):
        return tuple(district for district in first if district.pk in ids)
    return _districts_of(frozenset(ids))


@asked_once
def _districts_of(ids: frozenset[int]) -> tuple[District, ...]:
    return tuple(District.objects.filter(pk__in=ids).select_related("group").order_by("code"))


def _districts() -> tuple[District, ...]:
    first = _first_districts()
    return first if fit_in_a_list(first) else _all_districts()


@asked_once
def _first_districts() -> tuple[District, ...]:
    """All, or one more than a list has: whether there are many costs no other question where there are few."""
    return tuple(first_of(District.objects.select_related("group").order_by("code")))


@asked_once
def _all_districts() -> tuple[District, ...]:
    return tuple(District.objects.select_related("group").order_by("code"))


def by_names(places: Iterable[Place]) -> dict[str, Place]:
    """Districts and offices by the keys of their names in both languages, without those that several of them have.

    A district is known by its name and its group's too.
    """
    found: dict[str, Place] = {}
    several = set()
    for place in places:
        for key in _keys_of(place):
            if key in found:
                several.add(key)
            found[key] = place
    return {key: place for key, place in found.items() if key not in several}


def districts_called(text: str, districts: DistrictQuerySet) -> list[District]:
    """The district whose code is the first word of a text; else all of that name, or of that name and its group's."""
    rows = districts.select_related("group")
    by_code = list(rows.filter(code__iexact=text.partition(" ")[0]))
    if by_code:
        return by_code
    key = district_key(text)
    begins = Q(name_th__istartswith=key[:2]) | Q(name_en__istartswith=key[:2])
    return [district for district in rows.filter(begins) if key in _keys_of(district)]


def _keys_of(place: District | Office) -> set[str]:
    names = [place.name_th, place.name_en]
    if isinstance(place, District):
        names += [f"{place.name_th} {place.group.name_th}", f"{place.name_en} {place.group.name_en}"]
    return {district_key(name) for name in names}
