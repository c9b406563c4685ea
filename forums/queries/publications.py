"""Which hearings of a year had their results published within the days of the hearing rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from bkkplan.ground.core.fiscal import FiscalYear
from forums.enums import ForumKind
from forums.hearing_rule import HearingRule
from forums.models import Forum


@dataclass(frozen=True, slots=True)
class PublicationFact:
    """One hearing that can be judged: its results were published, or the last day for it has passed."""

    forum: int
    name: str
    district: int
    held_on: date
    publish_by: date
    # As they were known on the day; None if there was none by then.
    published_on: date | None
    withdrawn_on: date | None

    @property
    def is_in_time(self) -> bool:
        return self.published_on is not None and self.published_on <= self.publish_by and self.withdrawn_on is None


def publication_facts(*, year: FiscalYear, day: date, known: date) -> Iterator[PublicationFact]:
    """The hearings held from the year's first day to ``day``, by district and day, as far as they can be judged.

    Left out are those that were cancelled by ``known``, and those that by then were not published and still had time.
    """
    rule = HearingRule.of(year)
    last_overdue = known - timedelta(days=rule.publish_within + 1)
    rows = (
        Forum.objects.filter(kind=ForumKind.DISTRICT_HEARING, held_on__range=(year.start, day))
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=known))
        .filter(Q(published_on__lte=known) | Q(held_on__lte=last_overdue))
        .order_by("district__code", "held_on", "pk")
    )
    for forum in rows.only("number", "number_year", "title", "district_id", "held_on", "published_on", "withdrawn_on"):
        if forum.held_on is None:
            continue
        yield PublicationFact(
            forum=forum.pk,
            name=f"{forum.number}/{forum.number_year} {forum.title}",
            district=forum.district_id,
            held_on=forum.held_on,
            publish_by=rule.publish_by(forum.held_on),
            published_on=_known(forum.published_on, known),
            withdrawn_on=_known(forum.withdrawn_on, known),
        )


def _known(day: date | None, known: date) -> date | None:
    return day if day and day <= known else None
