"""Keeps the stages of proposals. They follow from records, so nothing is written into the log."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.bulk import in_batches
from budget.models import LogRead, ProposalStage
from budget.models.stages import ONLY
from budget.queries.stages import AT_ONCE, WHERE_IT_WAS_MADE, kept_statuses, lines_to_read, moved_at_all, touched_by
from budget.queries.trace import statuses_of

FOLLOWING = 20_664_004  # the advisory lock of the one process that follows


@transaction.atomic
def follow_proposals() -> int:
    """Keep anew what the acts since the last time may have moved; the first time, everything. Return how many moved."""
    if not _is_alone("pg_try_advisory_xact_lock"):
        return 0
    mark, newest = LogRead.objects.first(), _newest()
    if mark is None:
        return follow_all_proposals()
    if mark.newest == newest:
        return 0
    return _read_until(newest, moved=_keep(touched_by(lines_to_read(mark))))


@transaction.atomic
def follow_all_proposals() -> int:
    """Keep anew where every proposal stands. It walks all ways, so it is for the night and for a new city."""
    _is_alone("pg_advisory_xact_lock")
    newest = _newest()
    strays, _by_kind = ProposalStage.objects.exclude(proposal__in=moved_at_all()).delete()
    return _read_until(newest, moved=strays + _keep(moved_at_all().iterator()))


def _keep(proposals: Iterable[int]) -> int:
    """Write the stages that are not kept as the records have them. Return how many."""
    moved = 0
    for some in in_batches(proposals, AT_ONCE):
        before, now = kept_statuses(some), statuses_of(some)
        changed = [proposal for proposal in some if now[proposal] != before[proposal]]
        ProposalStage.objects.filter(proposal__in=changed).delete()
        ProposalStage.objects.bulk_create(
            ProposalStage(
                proposal_id=proposal,
                stage=now[proposal].stage,
                ending=now[proposal].ending or "",
                is_waiting=now[proposal].is_waiting,
                is_direct=now[proposal].is_direct,
            )
            for proposal in changed
            if now[proposal] != WHERE_IT_WAS_MADE
        )
        moved += len(changed)
    return moved


def _read_until(newest: int, *, moved: int) -> int:
    LogRead.objects.get_or_create(pk=ONLY, defaults={"newest": newest})
    LogRead.objects.update(newest=newest, moves=F("moves") + moved)
    return moved


def _newest() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _is_alone(lock: str) -> bool:
    """Take the lock: False if another process has it and ``lock`` does not wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(%s)", [FOLLOWING])
        return cursor.fetchone()[0] is not False
