"""The hearing rule of พ.ศ. 2548 in days: how early a hearing is announced, and how soon its results are published.

The number of days is the year's (`bkkplan.ground.years`), or the usual one; this module alone calculates with it, for
one forum in Python and for many in SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Case, DateField, DurationField, ExpressionWrapper, Value, When
from django.db.models.expressions import Combinable

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.queries import default_hearing_days, hearing_days


@dataclass(frozen=True, slots=True)
class HearingRule:
    """``announce_before``: days before the hearing. ``publish_within``: days after it. Late is shown, never blocked."""

    announce_before: int
    publish_within: int

    @classmethod
    def of(cls, fiscal_year: int | FiscalYear) -> Self:
        """The rule of the year to which a forum belongs."""
        return HearingRules.read().of(int(fiscal_year))  # type: ignore[return-value]

    @classmethod
    def on(cls, takes_place_on: date) -> Self:
        """The rule for a hearing on this day."""
        return HearingRules.read().on(takes_place_on)  # type: ignore[return-value]

    def announce_by(self, takes_place_on: date) -> date:
        return takes_place_on - timedelta(days=self.announce_before)

    def publish_by(self, held_on: date) -> date:
        return held_on + timedelta(days=self.publish_within)

    def earliest_on(self, announced_on: date) -> date:
        """The first day for which an announcement on ``announced_on`` is in time."""
        return announced_on + timedelta(days=self.announce_before)


@dataclass(frozen=True, slots=True)
class HearingRules:
    """The rule of every year, read by one question for all forums of a page. A year without its own has the usual."""

    usual: HearingRule
    by_year: Mapping[int, HearingRule]

    @classmethod
    def read(cls) -> Self:
        usual = default_hearing_days()
        own = {be: HearingRule(days.announce_before, days.publish_within) for be, days in hearing_days().items()}
        return cls(HearingRule(usual.announce_before, usual.publish_within), own)

    def of(self, fiscal_year: int) -> HearingRule:
        return self.by_year.get(fiscal_year, self.usual)

    def on(self, takes_place_on: date) -> HearingRule:
        """The rule of the fiscal year of this day. The usual rule for a day whose year cannot be (people type them)."""
        try:
            return self.of(FiscalYear.of(takes_place_on).be)
        except ValueError:
            return self.usual

    def earliest_on(self, announced_on: date) -> date:
        """The first day for which an announcement on ``announced_on`` is in time, by the rule of that day's year."""
        first = self.on(announced_on).earliest_on(announced_on)
        return max(first, self.on(first).earliest_on(announced_on))

    def announce_by_sql(self, takes_place_on: Combinable) -> "ExpressionWrapper[Combinable]":
        return _as_day(takes_place_on - self._days_sql("announce_before"))

    def publish_by_sql(self, held_on: Combinable) -> "ExpressionWrapper[Combinable]":
        return _as_day(held_on + self._days_sql("publish_within"))

    def _days_sql(self, name: str) -> Case:
        """The days of the row's own ``fiscal_year``."""
        return Case(
            *(When(fiscal_year=be, then=_days(getattr(rule, name))) for be, rule in self.by_year.items()),
            default=_days(getattr(self.usual, name)),
        )


def _days(number: int) -> Value:
    return Value(timedelta(days=number), output_field=DurationField())


def _as_day(expression: Any) -> "ExpressionWrapper[Combinable]":
    return ExpressionWrapper(expression, DateField())
