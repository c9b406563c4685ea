"""The hearing rule of พ.ศ. 2548 in days: how early a hearing is announced, and how soon its results are published.

The number of days stands in the settings; this module alone calculates with it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db.models import DateField, ExpressionWrapper
from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class HearingRule:
    """``announce_before``: days before the hearing. ``publish_within``: days after it. Late is shown, never blocked."""

    announce_before: int
    publish_within: int

    @classmethod
    def in_force(cls) -> Self:
        return cls(settings.HEARING_ANNOUNCE_BEFORE_DAYS, settings.HEARING_PUBLISH_WITHIN_DAYS)

    def announce_by(self, takes_place_on: date) -> date:
        return takes_place_on - timedelta(days=self.announce_before)

    def publish_by(self, held_on: date) -> date:
        return held_on + timedelta(days=self.publish_within)

    def earliest_on(self, announced_on: date) -> date:
        """The first day for which an announcement on ``announced_on`` is in time."""
        return announced_on + timedelta(days=self.announce_before)

    def announce_by_sql(self, takes_place_on: Combinable) -> "ExpressionWrapper[Combinable]":
        return _as_day(takes_place_on - timedelta(days=self.announce_before))

    def publish_by_sql(self, held_on: Combinable) -> "ExpressionWrapper[Combinable]":
        return _as_day(held_on + timedelta(days=self.publish_within))


def _as_day(expression: Any) -> "ExpressionWrapper[Combinable]":
    return ExpressionWrapper(expression, DateField())
