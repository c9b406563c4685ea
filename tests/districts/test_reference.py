"""The offices of the city, as they come with the code."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from districts.actions.reference import load_reference
from districts.enums import OfficeKind
from districts.models import District, Office

AT = datetime(2026, 9, 1, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_each_district_has_its_office_and_the_city_its_bureaus():
    load_reference(at=AT)
    assert Office.objects.filter(kind=OfficeKind.DISTRICT).count() == District.objects.count() == 50
    assert Office.objects.bureaus().count() == 21
    bureau = Office.objects.get(code="2400")
    assert (bureau.name_th, bureau.district) == ("สำนักพัฒนาสังคม", None)
    # The city's own numbers are not those of the districts: 5002 is Pom Prap, 1002 is Dusit.
    pom_prap = District.objects.get(code="1008").office
    assert (pom_prap.code, str(pom_prap)) == ("5002", "สำนักงานเขตป้อมปราบศัตรูพ่าย")
    assert all(office.name_th == office.district.office_name for office in Office.objects.exclude(district=None))


@pytest.mark.django_db
def test_a_bureau_has_no_district():
    load_reference(at=AT)
    with pytest.raises(IntegrityError, match="district_office_has_a_district"), transaction.atomic():
        Office.objects.filter(code="2400").update(kind=OfficeKind.DISTRICT)
