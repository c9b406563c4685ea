"""An office with its ladder: who fills the stops of its routes."""

from datetime import date
from types import SimpleNamespace

import factory

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.routes.actions import set_routes
from bkkplan.ground.routes.models import Passage, Stop
from districts.models import Office
from forums.enums import RESULTS_PAPER
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.districts import OfficeFactory


class PassageFactory(factory.django.DjangoModelFactory):
    """Results of a forum that wait at the section head, with the director after."""

    class Meta:
        model = Passage
        skip_postgeneration_save = True

    kind = RESULTS_PAPER
    handed_in_on = date(2023, 6, 1)
    handed_in_at = AT

    @factory.post_generation
    def stops(self, create, extracted):
        for position, role in enumerate(extracted or (Role.SECTION_HEAD, Role.DISTRICT_DIRECTOR), 1):
            Stop.objects.create(passage=self, position=position, role=role)


def office_of(district):
    return Office.objects.filter(district=district).first() or OfficeFactory(district=district)


def person_as(role, district, **kwargs):
    user = UserFactory(**kwargs)
    AssignmentFactory(user=user, role=role, district=district)
    return user


def route(district, kind, *roles, by):
    """Set the district's route for a kind of paper."""
    set_routes(office_id=office_of(district).pk, chosen={kind: roles}, by=by, at=AT)


def ladder(district):
    """A section head and an assistant director of the district."""
    return SimpleNamespace(
        head=person_as(Role.SECTION_HEAD, district, full_name="หัวหน้าฝ่าย ก"),
        assistant=person_as(Role.ASSISTANT_DIRECTOR, district, full_name="ผู้ช่วย ข"),
    )
