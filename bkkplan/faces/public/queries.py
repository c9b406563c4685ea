"""Answers that public pages keep in the cache, so that visitors do not wait."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import OuterRef, QuerySet, Subquery

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.by_group import of_group
from bkkplan.figures.kpi.registry import Summary
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.keeping import kept
from bkkplan.ground.core.questions.written_once import written_once
from budget.enums import Stage
from budget.models import LogRead
from budget.queries.stages import published_by_stage
from districts.models import District
from forums.models import Correction

FIGURES_FOR = 300  # seconds
OLD_FOR = 600  # an answer that is older than it should be is shown so long, while one process makes it anew

# Acts on texts that are still being written, of which officers' pages save several in a second. No public page shows
# such a text. After a forum is published the same acts also leave a Correction.
OF_TEXTS_BEING_WRITTEN = frozenset(
    {
        "communities.problem_moved",
        "communities.problem_saved",
        "communities.project_moved",
        "communities.project_saved",
        "communities.section_saved",
        "forums.agenda_saved",
        "forums.attendance_saved",
        "forums.meeting_saved",
        "forums.proposal_added",
        "forums.proposal_changed",
        "forums.proposal_removed",
    }
)
Newest = tuple[int, int | None, int | None, int | None]  # the last entry, act, correction; how often stages moved
LOOK_BACK = 5000  # lines of the log, so that the question costs the same however long only texts have been written


@asked_once
def newest_public_act() -> str:
    """Changes after every act that a public page may show and when a kept stage moved, not while officers write.

    It may miss an act for a moment: of two acts at the same time, the one with the lower id may commit later. So what
    depends on it is kept for a bounded time.
    """
    newest = next(iter(_newest()), None)
    if newest is None:
        return "0-0-0"
    last, act_id, correction_id, times = newest
    # Without an act among the last lines, it changes once in so many of them.
    return f"{act_id or last // LOOK_BACK * LOOK_BACK}-{correction_id or 0}-{times or 0}"


@written_once
def _newest() -> QuerySet[Entry, Newest]:
    """The newest entry, and what `newest_public_act` names beside it."""
    acts = Entry.objects.exclude(verb__in=OF_TEXTS_BEING_WRITTEN).filter(pk__gt=OuterRef("pk") - LOOK_BACK)
    act = acts.order_by("-pk").values("pk")[:1]
    correction = Correction.objects.order_by("-pk").values("pk")[:1]
    moves = LogRead.objects.values("moves")[:1]
    asked = ("pk", Subquery(act), Subquery(correction), Subquery(moves))
    return cast("QuerySet[Entry, Newest]", Entry.objects.order_by("-pk").values_list(*asked)[:1])


def city_figures(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The city's figures, measured anew after an act that they may depend on, by one process at a time.

    After an act the figures are right at once. In two cases they may be old: while another process measures; and for
    FIGURES_FOR at most, after two acts at the same moment of which the one that began first was committed last. The
    page shows the moment of measuring.
    """
    return kept(
        f"public:figures:{year}:{as_of}",
        lambda: registry.summaries(year, as_of, at=at),
        stamp=newest_public_act(),
        seconds=FIGURES_FOR,
        old_for=OLD_FOR,
    )


def district_figures(district: District, year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """Returns the figures in which a district's page finds its own: the whole city's, or without a map its group's."""
    if district.tile_column is None:
        return of_group(district.group_id, year, as_of, at=at)
    return city_figures(year, as_of, at=at)


@dataclass(frozen=True, slots=True)
class StageCount:
    by_stage: dict[Stage, int]
    counted_at: datetime


def proposals_by_stage(day: date, *, at: datetime) -> StageCount:
    """How many published proposals reached each stage, counted anew after an act, at the latest after FIGURES_FOR."""
    return kept(
        f"public:stages:{day}",
        lambda: StageCount(published_by_stage(), at),
        stamp=newest_public_act(),
        seconds=FIGURES_FOR,
        old_for=OLD_FOR,
    )
