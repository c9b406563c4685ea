"""Proposals as they are typed in: row by row, each under the uuid that the browser gave it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import state_of, write_line
from bkkplan.ground.core.models import StaleError
from forums.actions import steps
from forums.actions.lock import take_results
from forums.actions.steps import KEPT, TEXT
from forums.models import Forum, Proposal


@transaction.atomic
def save_proposal(
    *,
    forum_id: int,
    uuid: UUID,
    seen: int,
    text: Mapping[str, object],
    before: UUID | None = None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Proposal:
    """Add the proposal with this uuid, or change it.

    ``seen`` is the version on the page, 0 for a row that was never saved.

    A new proposal is placed ``before`` another one, or last: the list keeps the order of the paper. Once the results
    are published, the numbers are quoted, so a new proposal always comes last. The same text sent twice is saved once.
    Saving a removed proposal puts it back. Raises StaleError if another text was saved since ``seen``.
    """
    forum = take_results(forum_id, by=by, reason=reason)
    proposal = Proposal.objects.filter(uuid=uuid, forum=forum).first()
    if proposal is None:
        return _add(forum, uuid=uuid, text=text, before=before, reason=reason, by=by, at=at)
    proposal.forum = forum
    was = state_of(proposal, KEPT)
    seen_version = proposal.version
    proposal.removed_on = proposal.removed_by = None  # type: ignore[assignment]
    steps.write(proposal, text)
    if was == state_of(proposal, KEPT):
        return proposal
    if seen != seen_version:
        raise StaleError(mine=proposal, theirs=Proposal.objects.select_related("removed_by").get(pk=proposal.pk))
    proposal.save_over(seen, update_fields=[*TEXT, "search_text", "removed_on", "removed_by"])
    _note(proposal, was, reason=reason, by=by, at=at)
    return proposal


@transaction.atomic
def remove_proposal(
    *, forum_id: int, uuid: UUID, seen: int, on: date, reason: str = "", by: User, at: datetime
) -> Proposal:
    """Take a proposal out. A removed proposal stays removed; `save_proposal` puts it back."""
    forum = take_results(forum_id, by=by, reason=reason)
    proposal = Proposal.objects.get(uuid=uuid, forum=forum)
    if proposal.removed_on is not None:
        return proposal
    was = state_of(proposal, KEPT)
    proposal.removed_on, proposal.removed_by = on, by
    proposal.save_over(seen, update_fields=["removed_on", "removed_by"])
    _note(proposal, was, reason=reason, by=by, at=at)
    return proposal


def _add(
    forum: Forum, *, uuid: UUID, text: Mapping[str, object], before: UUID | None, reason: str, by: User, at: datetime
) -> Proposal:
    position = _make_room(forum, before=before)
    proposal = steps.new_proposal(forum, uuid=uuid, position=position, text=text, by=by, at=at)
    proposal.save(force_insert=True)
    _note(proposal, {}, reason=reason, by=by, at=at)
    return proposal


def _make_room(forum: Forum, *, before: UUID | None) -> int:
    follower = Proposal.objects.filter(forum=forum, uuid=before).first() if before else None
    if follower is None or forum.published_on is not None:
        return _last_position(forum) + 1
    Proposal.objects.filter(forum=forum, position__gte=follower.position).update(position=F("position") + 1)
    return follower.position


def _last_position(forum: Forum) -> int:
    # The caller holds the forum's lock, so no two proposals get the same place.
    return Proposal.objects.filter(forum=forum).aggregate(last=Max("position"))["last"] or 0


def _note(proposal: Proposal, was: Mapping[str, object], *, reason: str, by: User, at: datetime) -> None:
    correction, line = steps.note(proposal, was, reason=reason, by=by, at=at)
    if correction is not None:
        correction.save(force_insert=True)
    write_line(line)
