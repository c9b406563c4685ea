"""The register as it stood on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bkkplan.ground.core.thai import search_key, sort_key
from communities.models import Community, CommunityType, entries_on, names_on
from communities.models.community import CommunityQuerySet, searched


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
    types = CommunityType.objects.in_bulk()
    entries = entries_on(day)
    communities = Community.objects.all() if communities is None else communities
    found = communities.with_standing_on(day).select_related("district", "subdistrict")
    rows: list[Any] = list(found)  # with what with_standing_on() annotates
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
