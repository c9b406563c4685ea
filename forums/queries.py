"""Answers for the floors above: plain frozen rows, no QuerySets."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q

from bkkplan.core.fiscal import FiscalYear
from forums.enums import ForumKind
from forums.models import Forum

PUBLISH_WITHIN = timedelta(days=15)


class HearingStage(StrEnum):
    """How far a district came with its hearing, best first."""

    PUBLISHED = "published"
    HELD = "held"
    ANNOUNCED = "announced"


@dataclass(frozen=True, slots=True)
class HearingFact:
    """The hearing of one district that came furthest by a day. KPI 1 counts PUBLISHED only."""

    district: int
    forum: int
    stage: HearingStage
    scheduled_on: date
    held_on: date | None
    published_on: date | None

    @property
    def publish_by(self) -> date | None:
        return self.held_on + PUBLISH_WITHIN if self.held_on else None


def hearing_facts(*, year: FiscalYear, day: date, known: date) -> dict[int, HearingFact]:
    """By district: its furthest hearing held from the year's start to ``day``, as known on ``known``.

    Only dated facts are read, so the answer for a past day does not change when later records come in.
    """
    rows = (
        Forum.objects.filter(kind=ForumKind.DISTRICT_HEARING, announced_on__lte=known)
        .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=known))
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=known))
        .filter(
            Q(held_on__range=(year.start, day))
            | Q(fiscal_year=year.be, held_on=None)
            | Q(fiscal_year=year.be, held_on__gt=day)
        )
        .order_by("district_id", "held_on", "scheduled_on", "pk")
        .values_list("district_id", "pk", "scheduled_on", "held_on", "published_on")
    )
    order = list(HearingStage)
    best: dict[int, HearingFact] = {}
    for district, pk, scheduled_on, held_on, published_on in rows:
        held = held_on if held_on and held_on <= day else None
        published = published_on if held and published_on and published_on <= known else None
        stage = HearingStage.PUBLISHED if published else HearingStage.HELD if held else HearingStage.ANNOUNCED
        fact = HearingFact(district, pk, stage, scheduled_on, held, published)
        if district not in best or order.index(stage) < order.index(best[district].stage):
            best[district] = fact
    return best
