"""Proposals as they are typed in: row by row, each under the uuid that the browser gave it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import state_of, write_line, write_lines
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.lists.actions import BuiltOnError
from forums.actions import steps
from forums.actions.lock import take_results
from forums.actions.steps import KEPT, TEXT
from forums.actions.successions import demand_stands_alone
from forums.models import Correction, Forum, Proposal


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
    # Its own lock, too: what stands for it, or takes it into a plan, locks the proposal and not the forum.
    proposal = Proposal.objects.select_for_update(of=("self",), no_key=True).get(uuid=uuid, forum=forum)
    if proposal.removed_on is not None:
        return proposal
    demand_stands_alone([proposal])
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


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A proposal as a list has it; ``seen`` is 0 for a new one, and otherwise the version that the person saw."""

    uuid: UUID
    seen: int
    text: Mapping[str, object]


@transaction.atomic
def save_proposals(
    *, forum_id: int, rows: Sequence[ListedProposal], reason: str = "", by: User, at: datetime
) -> list[tuple[Proposal, Mapping[str, object]]]:
    """Save the rows of a list: each as `save_proposal` does it, all at the end of the list, or none.

    Returns each proposal with what stood there before, empty for a new one. Raises StaleError if one was changed.
    """
    forum = take_results(forum_id, by=by, reason=reason)
    there = {p.uuid: p for p in Proposal.objects.filter(forum=forum, uuid__in=[row.uuid for row in rows])}
    position = _last_position(forum)
    saved: list[tuple[Proposal, Mapping[str, object]]] = []
    new = []
    for row in rows:
        if (proposal := there.get(row.uuid)) is None:
            position += 1
            new.append(steps.new_proposal(forum, uuid=row.uuid, position=position, text=row.text, by=by, at=at))
            saved.append((new[-1], {}))
            continue
        proposal.forum = forum
        was = state_of(proposal, KEPT)
        proposal.removed_on = proposal.removed_by = None  # type: ignore[assignment]
        steps.write(proposal, row.text)
        proposal.save_over(row.seen, update_fields=[*TEXT, "search_text", "removed_on", "removed_by"])
        saved.append((proposal, was))
    Proposal.objects.bulk_create(new)
    _note_all(saved, reason=reason, by=by, at=at)
    return saved


@transaction.atomic
def undo_list(
    *,
    forum_id: int,
    added: Mapping[UUID, int],
    changed: Mapping[UUID, tuple[int, Mapping[str, object]]],
    on: date,
    by: User,
    at: datetime,
) -> None:
    """Take out what a list added, and give back the words of what it changed; each with the version that it left.

    Raises BuiltOnError, and changes nothing, if one of them was changed since.
    """
    forum = take_results(forum_id, by=by, reason="")
    versions = {**added, **{uuid: version for uuid, (version, _text) in changed.items()}}
    proposals = list(Proposal.objects.filter(forum=forum, uuid__in=versions).order_by("position", "pk"))
    touched = sum(proposal.version != versions[proposal.uuid] for proposal in proposals)
    if touched:
        raise BuiltOnError(_("แก้ไขหรือนำออกไปแล้ว %(n)s ข้อหลังนำเข้า จึงเลิกทำทั้งชุดไม่ได้ นำข้อที่ไม่ใช้ออกทีละข้อ") % {"n": touched})
    demand_stands_alone(proposal for proposal in proposals if proposal.uuid in added)
    noted = []
    for proposal in proposals:
        proposal.forum, was = forum, state_of(proposal, KEPT)
        if proposal.uuid in added:
            proposal.removed_on, proposal.removed_by = on, by
        else:
            before = changed[proposal.uuid][1]
            for name, value in before.items():
                setattr(proposal, Proposal._meta.get_field(name).attname, value)  # type: ignore[union-attr]
            steps.write(proposal, {})
        proposal.save_over(proposal.version, update_fields=[*TEXT, "search_text", "removed_on", "removed_by"])
        noted.append((proposal, was))
    _note_all(noted, reason="", by=by, at=at)


def _note_all(
    proposals: Iterable[tuple[Proposal, Mapping[str, object]]], *, reason: str, by: User, at: datetime
) -> None:
    notes = [steps.note(proposal, was, reason=reason, by=by, at=at) for proposal, was in proposals]
    Correction.objects.bulk_create([correction for correction, _line in notes if correction is not None])
    write_lines([line for _correction, line in notes], hat=None)
