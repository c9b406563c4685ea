"""The register as it stood on a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, cast

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from bkkplan.ground.core.rows.bulk import in_batches
from bkkplan.ground.core.thai import search_key, sort_key
from communities.models import Community, CommunityEntry, CommunityType, names_on
from communities.models.community import CommunityQuerySet, searched

FACTS = (
    "subdistrict__code",
    "subdistrict__name_th",
    "name_th",
    "reg_no",
    "external_code",
    "houses",
    "people",
)
Facts: TypeAlias = tuple[str, str, str, str, str, int | None, int | None]  # the values of FACTS
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


def register_on(day: date, communities: CommunityQuerySet | None = None, *, in_order: bool = True) -> list[RegisterRow]:
    """The register as it stood on a day, with the names and sizes of that day, by district and name.

    A community without standing then has no type and no status, and the name that it had first.
    """
    communities = Community.objects.all() if communities is None else communities
    rows = _lines(communities.with_standing_on(day), _entries_on(day), CommunityType.objects.in_bulk())
    return sorted(rows, key=_place_in_order) if in_order else rows


def register_in_order(day: date, communities: CommunityQuerySet) -> tuple[int, Iterator[RegisterRow]]:
    """How many these communities are, and their rows of `register_on`, read some hundred at a time for long files."""
    entries = CommunityEntry.objects.filter(community=OuterRef("pk")).values("name_order")
    then = entries.filter(starts_on__lte=day).order_by("-starts_on")[:1]
    name = Coalesce(Subquery(then), Subquery(entries.order_by("starts_on")[:1]), "name_order")
    keys = list(communities.order_by("district__code", name, "pk").values_list("pk", flat=True))
    return len(keys), _read(day, keys)


def _read(day: date, keys: list[int]) -> Iterator[RegisterRow]:
    types = CommunityType.objects.in_bulk()
    for some in in_batches(keys, AT_ONCE):
        found = Community.objects.with_standing_on(day).filter(pk__in=some)
        rows = {row.community: row for row in _lines(found, _entries_on(day, some), types)}
        yield from (rows[key] for key in some if key in rows)


def _place_in_order(row: RegisterRow) -> tuple[str, str, int]:
    return row.district_code, sort_key(row.name), row.community or 0


def _lines(
    found: CommunityQuerySet, entries: Mapping[int, Facts], types: Mapping[int, CommunityType]
) -> list[RegisterRow]:
    """The lines of communities with what `with_standing_on` annotates.

    They are made of values, not of rows of models: a city of 50,000 communities has 100,000 of them.
    """
    rows: list[RegisterRow] = []
    same: dict[str, str] = {}  # each code and name of a place once: the database gives another text for every row
    names = ("pk", "code", "district__code", "district__name_th", "status", "type_id_then")
    for pk, code, district, district_name, status, kind, *facts in found.values_list(*names, *FACTS).iterator(AT_ONCE):
        place, place_name, name, reg_no, external_code, houses, people = entries.get(pk, facts)
        rows.append(
            RegisterRow(
                community=pk,
                code=code,
                reg_no=reg_no,
                external_code=external_code,
                district_code=same.setdefault(district, district),
                district_name=same.setdefault(district_name, district_name),
                subdistrict_code=same.setdefault(place, place),
                subdistrict_name=same.setdefault(place_name, place_name),
                name=name,
                type=types.get(kind),
                status=same.setdefault(status, status) if status else "",
                houses=houses,
                people=people,
            )
        )
    return rows


def _entries_on(day: date, communities: Sequence[int] | None = None) -> dict[int, Facts]:
    """By community: the facts of the entry in force on a day, or of the first one; as `entries_on`."""
    entries = CommunityEntry.objects.order_by("community", "starts_on")
    if communities is not None:
        entries = entries.filter(community__in=communities)
    found: dict[int, Facts] = {}
    for community, starts_on, *facts in entries.values_list("community_id", "starts_on", *FACTS).iterator(AT_ONCE):
        if community not in found or starts_on <= day:
            found[community] = cast("Facts", tuple(facts))
    return found


def named_on(day: date, query: str) -> list[int]:
    """The communities whose name of a day holds these words, with slips forgiven, or whose code begins with them."""
    key = searched(query)
    by_name = [pk for pk, name in names_on(day).items() if key and key in search_key(name)]
    return [*by_name, *Community.objects.filter(code__istartswith=query).values_list("pk", flat=True)]
