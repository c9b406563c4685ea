"""What the front page keeps between visits, so that a visitor does not wait for what others asked just before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache

from bkkplan.audit.queries import newest_entry
from bkkplan.core.fiscal import FiscalYear
from bkkplan.kpi import registry
from bkkplan.kpi.registry import Summary
from budget.queries.trace import Stage, count_by_stage

FIGURES_FOR = 300  # seconds
STAGES_FOR = 900


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


def _stages_key(day: date) -> str:
    return f"public:stages:{day}"


def proposals_by_stage(day: date, *, at: datetime) -> StageCount:
    """How many published proposals came how far: up to STAGES_FOR old, counted ahead every few minutes by beat."""
    kept: StageCount | None = cache.get(_stages_key(day))
    return kept or count_stages(day, at=at)


def count_stages(day: date, *, at: datetime) -> StageCount:
    counted = StageCount(count_by_stage(), at)
    cache.set(_stages_key(day), counted, STAGES_FOR)
    return counted
