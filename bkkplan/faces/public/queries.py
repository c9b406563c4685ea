"""What the front page keeps between visits, so that a visitor does not wait for what others asked just before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Summary
from bkkplan.ground.audit.queries import newest_entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import Stage
from budget.queries.trace import Standing, count_by_stage, published_standings

FIGURES_FOR = 300  # seconds
STANDINGS_FOR = 900


def city_figures(year: FiscalYear, as_of: date, *, at: datetime) -> tuple[Summary, ...]:
    """The city's figures through the one door, kept until anything is recorded.

    A public figure is right straight after an act, because each act leaves an entry in the log. It may be stale
    for FIGURES_FOR at most, in one case: of two acts at the same moment the one that began first ended last. The
    page shows when it was measured.
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
    """How many published proposals came how far: up to STANDINGS_FOR old, counted ahead every few minutes by beat."""
    kept: StageCount | None = cache.get(f"public:stages:{day}")
    return kept or follow_proposals(day, at=at)[1]


def standings(day: date, *, at: datetime) -> dict[int, Standing]:
    """Where each published proposal stands, of the same moment as the counts."""
    kept: dict[int, Standing] | None = cache.get(f"public:standings:{day}")
    return kept or follow_proposals(day, at=at)[0]


def follow_proposals(day: date, *, at: datetime) -> tuple[dict[int, Standing], StageCount]:
    """Follow every published proposal and keep what was found."""
    found = published_standings()
    counted = StageCount(count_by_stage(found.values()), at)
    cache.set_many({f"public:standings:{day}": found, f"public:stages:{day}": counted}, STANDINGS_FOR)
    return found, counted
