"""Whom a reminder of a step of the committees reaches."""

from datetime import date, datetime

from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.db import ThaiOrder
from bkkplan.ground.years.registry import Measure, Told
from communities.models import Community
from communities.queries.committees import committees_of


def committees_missing(year: FiscalYear, *, measure: Measure | None, on: date, at: datetime) -> list[Told]:
    """The communities that have not done it, each with the members of today's committee who have an account.

    None where the measure says nothing of communities.
    """
    if measure is not None and measure.communities is None:
        return []
    done = measure.communities(year, on=on) if measure and measure.communities else set()
    missing = Community.objects.eligible_on(on).exclude(pk__in=done)
    places = {place.pk: place for place in missing.order_by("district__code", ThaiOrder("name_th"), "pk")}
    members = committees_of(places, on=on)
    url = reverse("communities:plans", args=[year])
    return [Told(str(place), tuple(members[pk]), url) for pk, place in places.items() if pk in members]
