import factory

from districts.models import District, DistrictGroup, Subdistrict


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

    # Clear of the codes that tests give by name: a sequence runs on from test to test.
    code = factory.Sequence(lambda n: f"10{25 + n % 75:02d}")
    name_th = factory.Sequence(lambda n: f"ทดสอบ{n}")
    name_en = factory.Sequence(lambda n: f"Test {n}")
    group = factory.SubFactory(DistrictGroupFactory)
    tile_column = factory.Sequence(lambda n: n % 9 + 1)
    tile_row = factory.Sequence(lambda n: n // 9 % 12 + 1)


class SubdistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subdistrict

    code = factory.Sequence(lambda n: f"10{3000 + n % 7000:04d}")
    district = factory.SubFactory(DistrictFactory)
    name_th = factory.Sequence(lambda n: f"แขวง{n}")
    name_en = factory.Sequence(lambda n: f"Khwaeng {n}")
