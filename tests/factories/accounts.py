from datetime import UTC, date, datetime

import factory

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, Section, User
from tests.factories.signed import SignedFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.Sequence(lambda n: f"สมชาย ทดสอบ{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@example.org")


class AssignmentFactory(SignedFactory):
    class Meta:
        model = Assignment

    user = factory.SubFactory(UserFactory)
    role = Role.DISTRICT_OFFICER
    starts_on = date(2019, 10, 1)
    appointed_at = AT


class SectionFactory(SignedFactory):
    class Meta:
        model = Section

    office = factory.SubFactory("tests.factories.districts.OfficeFactory")
    name = factory.Sequence(lambda n: f"ฝ่ายทดสอบ{n}")
    position = factory.Sequence(lambda n: n + 1)
    made_at = AT
