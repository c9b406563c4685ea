"""The register as it stood on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from bkkplan.ground.core.bulk import in_batches
from bkkplan.ground.core.thai import search_key, sort_key
from communities.models import Community, CommunityEntry, CommunityType, entries_on, names_on
from communities.models.community import CommunityQuerySet, searched

AT_ONCE = 500


@dataclass(slots=True)
class RegisterRow:
    """A community as one line of the register of a day."""

    community: int | None = None
    code: str = ""
    reg_no: str = ""
    external_code: str = ""
    district_code: str = ""
    district_name: str = ""
    subdistrict_code: str = ""
    subdistrict_name: str = ""
    name: str = ""
    type: CommunityType | None = None
    status: str = ""
    houses: int | None = None
    people: int | None = None


def register_on(day: date, communities: CommunityQuerySet | None = None) -> list[RegisterRow]:
    """The register as it stood on a day, with the names and sizes of that day.

    A community without standing then has no type and no status, and the name that it had first.
    """
    communities = Community.objects.all() if communities is None else communities
    found = communities.with_standing_on(day).select_related("district", "subdistrict")
    return _lines(found, entries_on(day), CommunityType.objects.in_bulk())


def register_in_order(day: date, communities: CommunityQuerySet) -> tuple[int, Iterator[RegisterRow]]:
    """The same of some communities, and how many they are. Rows are read some hundred at a time, for long files."""
    entries = CommunityEntry.objects.filter(community=OuterRef("pk")).values("name_order")
    then = entries.filter(starts_on__lte=day).order_by("-starts_on")[:1]
    name = Coalesce(Subquery(then), Subquery(entries.order_by("starts_on")[:1]), "name_order")
    keys = list(communities.order_by("district__code", name, "pk").values_list("pk", flat=True))
    return len(keys), _read(day, keys)


def _read(day: date, keys: list[int]) -> Iterator[RegisterRow]:
    types = CommunityType.objects.in_bulk()
    for some in in_batches(keys, AT_ONCE):
        found = Community.objects.with_standing_on(day).select_related("district", "subdistrict").filter(pk__in=some)
        yield from _lines(found, entries_on(day, some), types)


def _lines(
    found: Iterable[Community], entries: dict[int, CommunityEntry], types: dict[int, CommunityType]
) -> list[RegisterRow]:
    """The lines of communities with what `with_standing_on` annotates, in the order of districts and names."""
    rows: list[Any] = list(found)
    dated: list[tuple[Any, Any]] = [(c, entries.get(c.pk, c)) for c in rows]
    dated.sort(key=lambda pair: (pair[0].district.code, sort_key(pair[1].name_th), pair[0].pk))
    return [
        RegisterRow(
            community=c.pk,
            code=c.code,
            reg_no=then.reg_no,
            external_code=then.external_code,
            district_code=c.district.code,
            district_name=c.district.name_th,
            subdistrict_code=then.subdistrict.code,
            subdistrict_name=then.subdistrict.name_th,
            name=then.name_th,
            type=types.get(c.type_id_then),
            status=c.status or "",
            houses=then.houses,
            people=then.people,
        )
        for c, then in dated
    ]


def named_on(day: date, query: str) -> list[int]:
    """The communities whose name of a day holds these words, with slips forgiven, or whose code begins with them."""
    key = searched(query)
    by_name = [pk for pk, name in names_on(day).items() if key and key in search_key(name)]
    return [*by_name, *Community.objects.filter(code__istartswith=query).values_list("pk", flat=True)]
