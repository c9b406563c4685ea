"""Answers that public pages keep in the cache, so that visitors do not wait."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Summary
from bkkplan.ground.audit.queries import newest_entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import Stage
from budget.queries.trace import ProposalStatus, count_by_stage, published_statuses

FIGURES_FOR = 300  # seconds
STATUSES_FOR = 900


def city_figures(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The city's figures, kept in the cache until anything is recorded in the log.

    After an act the figures are right at once, because each act adds an entry to the log. In one case they may be old,
    for FIGURES_FOR at most: two acts at the same moment, of which the one that began first was committed last. The page
    shows the moment of measuring.
    """
    key = f"public:figures:{year}:{as_of}:{newest_entry()}"
    kept: tuple[Summary, ...] | None = cache.get(key)
    if kept is None:
        kept = tuple(figure.summary for figure in registry.figures(year, as_of, at=at))
        cache.set(key, kept, FIGURES_FOR)
    return kept


@dataclass(frozen=True, slots=True)
class StageCount:
    by_stage: dict[Stage, int]
    counted_at: datetime


def proposals_by_stage(day: date, *, at: datetime) -> StageCount:
    """How many published proposals reached each stage.

    Up to STATUSES_FOR old; beat computes it anew every few minutes.
    """
    kept: StageCount | None = cache.get(f"public:stages:{day}")
    return kept or follow_proposals(day, at=at)[1]


def statuses(day: date, *, at: datetime) -> dict[int, ProposalStatus]:
    """Where each published proposal stands, by its id, from the same moment as the counts."""
    kept: dict[int, ProposalStatus] | None = cache.get(f"public:statuses:{day}")
    return kept or follow_proposals(day, at=at)[0]


def follow_proposals(day: date, *, at: datetime) -> tuple[dict[int, ProposalStatus], StageCount]:
    """Compute where every published proposal stands, keep it in the cache, and return it."""
    found = published_statuses()
    counted = StageCount(count_by_stage(found.values()), at)
    cache.set_many({f"public:statuses:{day}": found, f"public:stages:{day}": counted}, STATUSES_FOR)
    return found, counted
