"""Whom a reminder of a step reaches: the offices, and the people of the city's own roles."""

from datetime import date, datetime

from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.accounts.queries import staff_by_district
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.core.wording import localname
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.registry import Measure, Reach, Told
from districts.models import District

ROLES = {Audience.BUREAU: Role.SOCIAL_DEVELOPMENT, Audience.STRATEGY: Role.STRATEGY}


def offices_missing(year: FiscalYear, *, measure: Measure | None, on: date, at: datetime) -> list[Told]:
    """The districts that have not done it, each with those whose business it is there."""
    done = measure.districts(year, on=on) if measure else set()
    missing = list(District.objects.in_being(on).exclude(pk__in=done).order_by(ThaiOrder("name_th"), "pk"))
    people = staff_by_district([place.pk for place in missing], at=at, duty=measure.duty if measure else None)
    url = reverse("years:days", args=[year])
    return [Told(localname(place), tuple(people[place.pk]), url) for place in missing]


def people_of(audience: Audience) -> Reach:
    """The holders of the role. The records measure offices only: with a measure, nobody is told."""

    def told(year: FiscalYear, *, measure: Measure | None, on: date, at: datetime) -> list[Told]:
        if measure is not None:
            return []
        held = Assignment.objects.current(on).filter(role=ROLES[audience], user__is_active=True)
        people = User.objects.filter(pk__in=held.values("user")).order_by("pk")
        return [Told(str(audience.label), tuple(people), reverse("years:days", args=[year]))]

    return told
