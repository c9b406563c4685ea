"""The fifty districts of Bangkok, their six groups and 180 sub-districts; their offices and the bureaus of the city."""

from datetime import datetime

from django.db import transaction

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import read_csv
from districts.models import District, DistrictGroup, Office, Subdistrict


@transaction.atomic
def load_reference(*, at: datetime) -> dict[str, Loaded]:
    groups = load_rows(DistrictGroup, read_csv("districts", "groups.csv"), key=("code",), at=at)
    group_of = {group.code: group for group in DistrictGroup.objects.all()}
    districts = load_rows(
        District,
        (row | {"group": group_of[row["group"] or ""]} for row in read_csv("districts", "districts.csv")),
        key=("code",),
        at=at,
    )
    district_of = {district.code: district for district in District.objects.all()}
    subdistricts = load_rows(
        Subdistrict,
        (row | {"district": district_of[row["district"] or ""]} for row in read_csv("districts", "subdistricts.csv")),
        key=("code",),
        at=at,
    )
    offices = load_rows(
        Office,
        (row | {"district": district_of.get(row["district"] or "")} for row in read_csv("districts", "offices.csv")),
        key=("code",),
        at=at,
    )
    return {
        "districts.group": groups,
        "districts.district": districts,
        "districts.subdistrict": subdistricts,
        "districts.office": offices,
    }
