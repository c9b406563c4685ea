"""Answers that public pages keep in the cache, so that visitors do not wait."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Summary
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.keeping import keep, kept
from budget.enums import Stage
from budget.queries.trace import ProposalStatus, count_by_stage, published_statuses
from forums.models import Correction

FIGURES_FOR = 300  # seconds
STATUSES_FOR = 900
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
LOOK_BACK = 5000  # lines of the log, so that the question costs the same however long only texts have been written


def newest_public_act() -> str:
    """Changes after every act that a public page may show, and not while officers write.

    It may miss an act for a moment: of two acts at the same time, the one with the lower id may commit later. So what
    depends on it is kept for a bounded time.
    """
    acts = Entry.objects.exclude(verb__in=OF_TEXTS_BEING_WRITTEN).filter(pk__gt=OuterRef("pk") - LOOK_BACK)
    act = acts.order_by("-pk").values("pk")[:1]
    correction = Correction.objects.order_by("-pk").values("pk")[:1]
    newest = Entry.objects.order_by("-pk").values_list("pk", Subquery(act), Subquery(correction)).first()
    if newest is None:
        return "0-0"
    last, act_id, correction_id = newest
    # Without an act among the last lines, it changes once in so many of them.
    return f"{act_id or last // LOOK_BACK * LOOK_BACK}-{correction_id or 0}"


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


@dataclass(frozen=True, slots=True)
class StageCount:
    by_stage: dict[Stage, int]
    counted_at: datetime


Followed = tuple[dict[int, ProposalStatus], StageCount]


def proposals_by_stage(day: date, *, at: datetime) -> StageCount:
    """How many published proposals reached each stage.

    Up to STATUSES_FOR old; beat computes it anew every few minutes.
    """
    name, lock = f"public:stages:{day}", f"public:follow:{day}"
    return kept(name, lambda: follow_proposals(day, at=at)[1], seconds=STATUSES_FOR, old_for=OLD_FOR, lock=lock)


def statuses(day: date, *, at: datetime) -> dict[int, ProposalStatus]:
    """Where each published proposal stands, by its id, from the same moment as the counts."""
    name, lock = f"public:statuses:{day}", f"public:follow:{day}"
    return kept(name, lambda: follow_proposals(day, at=at)[0], seconds=STATUSES_FOR, old_for=OLD_FOR, lock=lock)


def follow_proposals(day: date, *, at: datetime) -> Followed:
    """Compute where every published proposal stands, keep it in the cache, and return it."""
    found = published_statuses()
    counted = StageCount(count_by_stage(found.values()), at)
    keep(f"public:statuses:{day}", found, seconds=STATUSES_FOR, old_for=OLD_FOR)
    keep(f"public:stages:{day}", counted, seconds=STATUSES_FOR, old_for=OLD_FOR)
    return found, counted
