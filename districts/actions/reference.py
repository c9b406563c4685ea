"""The groups, districts, sub-districts and offices of the place: Bangkok's as they ship, or another place's own.

A reference folder of another place has all four files, and its districts may leave the columns of tiles empty.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import place_file, read_rows
from districts.models import District, DistrictGroup, Office, Subdistrict


def _rows(name: str) -> Iterator[dict[str, str | None]]:
    return read_rows(place_file("districts", name))


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    groups = load_rows(DistrictGroup, _rows("groups.csv"), key=("code",), at=at)
    group_of = {group.code: group for group in DistrictGroup.objects.all()}
    districts = load_rows(
        District,
        (row | {"group": group_of[row["group"] or ""]} for row in _rows("districts.csv")),
        key=("code",),
        at=at,
    )
    district_of = {district.code: district for district in District.objects.all()}
    subdistricts = load_rows(
        Subdistrict,
        (row | {"district": district_of[row["district"] or ""]} for row in _rows("subdistricts.csv")),
        key=("code",),
        at=at,
    )
    offices = load_rows(
        Office,
        (row | {"district": district_of.get(row["district"] or "")} for row in _rows("offices.csv")),
        key=("code",),
        at=at,
    )
    return {
        "districts.group": groups,
        "districts.district": districts,
        "districts.subdistrict": subdistricts,
        "districts.office": offices,
    }
