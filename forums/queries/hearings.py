"""Hearings and their days: what KPI 1 counts, and how each forum keeps the days of the hearing rule."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, Q, Value, When

from bkkplan.ground.core.fiscal import FiscalYear
from forums.enums import ForumKind, ForumState
from forums.hearing_rule import HearingRule
from forums.models import Forum


class HearingStage(StrEnum):
    """The stages of a hearing, the one that counts most first; a district is shown with its best hearing."""

    PUBLISHED = "published"
    HELD = "held"
    ANNOUNCED = "announced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class HearingFact:
    """A district's best hearing of a fiscal year, as it was known on a day."""

    district: int
    forum: int
    stage: HearingStage
    scheduled_on: date
    last_on: date
    held_on: date | None
    published_on: date | None
    publish_by: date | None
    withdrawn_on: date | None = None

    @property
    def is_counted(self) -> bool:
        return self.stage is HearingStage.PUBLISHED


STAGES = list(HearingStage)


def hearing_facts(
    *, year: FiscalYear, day: date, known: date, rule: HearingRule | None = None
) -> dict[int, HearingFact]:
    """The best hearing of each district in a year, by the district's id; a district without a hearing has no entry.

    A hearing counts if it was held from the year's first day to ``day``, and its results were published by ``known``
    and not withdrawn by then. Cancelled hearings and those that were never announced are left out. Only dated facts are
    read, never the present state.
    """
    rule = rule or HearingRule.of(year)
    held = Q(held_on__gte=year.start, held_on__lte=day)
    ahead = (Q(held_on=None) | Q(held_on__gt=day)) & Q(scheduled_on__gte=year.start, scheduled_on__lte=year.end)
    published = held & Q(published_on__lte=known)
    place = {stage: Value(number) for number, stage in enumerate(STAGES)}
    stage = Case(
        When(published & Q(withdrawn_on__lte=known), then=place[HearingStage.WITHDRAWN]),
        When(published, then=place[HearingStage.PUBLISHED]),
        When(held, then=place[HearingStage.HELD]),
        default=place[HearingStage.ANNOUNCED],
    )
    rows = (
        Forum.objects.filter(held | ahead, kind=ForumKind.DISTRICT_HEARING, announced_on__lte=known)
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=known))
        .annotate(stage=stage)
        .order_by("district", "stage", "held_on", "scheduled_on", "pk")
        .distinct("district")
        .values_list(
            "district", "pk", "stage", "scheduled_on", "last_on", "held_on", "published_on", "withdrawn_on", named=True
        )
    )
    return {row.district: _fact(row, STAGES[row.stage], rule) for row in rows}


def _fact(row: Any, stage: HearingStage, rule: HearingRule) -> HearingFact:
    """What had not happened by the day of the figure is left out."""
    was_held = stage is not HearingStage.ANNOUNCED
    was_published = stage in (HearingStage.PUBLISHED, HearingStage.WITHDRAWN)
    return HearingFact(
        district=row.district,
        forum=row.pk,
        stage=stage,
        scheduled_on=row.scheduled_on,
        last_on=row.last_on,
        held_on=row.held_on if was_held else None,
        published_on=row.published_on if was_published else None,
        publish_by=rule.publish_by(row.held_on) if was_held else None,
        withdrawn_on=row.withdrawn_on if stage is HearingStage.WITHDRAWN else None,
    )


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How one forum keeps the hearing rule. A day or a number is None until the forum is announced, held, published."""

    announce_by: date
    days_before: int | None
    is_announced_late: bool
    publish_by: date | None
    days_after: int | None
    is_published_late: bool
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.is_announced_late or self.is_published_late


def timeliness_of(forum: Forum, *, on: date, rule: HearingRule) -> Timeliness:
    """How the forum keeps the hearing rule. What has not happened yet is compared with the day ``on``."""
    is_off = forum.state in (ForumState.CANCELLED, ForumState.WITHDRAWN)
    announce_by = rule.announce_by(forum.scheduled_on)
    days_before = (forum.scheduled_on - forum.announced_on).days if forum.announced_on else None
    is_announced_late = (
        days_before < rule.announce_before if days_before is not None else not is_off and on > announce_by
    )
    publish_by = rule.publish_by(forum.held_on) if forum.held_on else None
    is_published_late = publish_by is not None and (
        forum.published_on > publish_by if forum.published_on else not is_off and on > publish_by
    )
    return Timeliness(
        announce_by=announce_by,
        days_before=days_before,
        is_announced_late=is_announced_late,
        publish_by=publish_by,
        days_after=(forum.published_on - forum.held_on).days if forum.published_on and forum.held_on else None,
        is_published_late=is_published_late,
        days_left=(publish_by - on).days if publish_by and not forum.published_on else None,
    )
