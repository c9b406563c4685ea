import factory

from districts.enums import OfficeKind
from districts.models import District, DistrictGroup, Office, Subdistrict


class DistrictGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DistrictGroup
        django_get_or_create = ("code",)

    code = "central"
    name_th = factory.LazyAttribute(lambda o: f"กลุ่มเขต {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Group {o.code}")
    position = factory.Sequence(lambda n: n + 1)


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    # Clear of the codes that tests give by name, and of the cast's: a sequence runs on from test to test.
    code = factory.Sequence(lambda n: f"10{25 + n % 73:02d}")
    name_th = factory.Sequence(lambda n: f"ทดสอบ{n}")
    name_en = factory.Sequence(lambda n: f"Test {n}")
    group = factory.SubFactory(DistrictGroupFactory)
    tile_column = factory.Sequence(lambda n: n % 9 + 1)
    tile_row = factory.Sequence(lambda n: n // 9 % 12 + 1)


class SubdistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subdistrict

    code = factory.Sequence(lambda n: f"10{3000 + n % 6800:04d}")
    district = factory.SubFactory(DistrictFactory)
    name_th = factory.Sequence(lambda n: f"แขวง{n}")
    name_en = factory.Sequence(lambda n: f"Khwaeng {n}")


class OfficeFactory(factory.django.DjangoModelFactory):
    """A bureau; with ``district`` the office of that district."""

    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"{6000 + n % 4000}")
    district = None
    kind = factory.LazyAttribute(lambda o: OfficeKind.DISTRICT if o.district else OfficeKind.BUREAU)
    name_th = factory.LazyAttribute(lambda o: o.district.office_name if o.district else f"สำนัก{o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Office {o.code}")
