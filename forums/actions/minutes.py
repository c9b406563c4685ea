"""What is written down about the forum itself: who came, the meeting, the agenda and its resolutions."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.models import StaleError
from forums.actions.lock import take_results
from forums.actions.steps import attended
from forums.models import AgendaItem, Attendance, Correction, Forum

MEETING = ("recorder", "summary")


@transaction.atomic
def save_attendance(
    *,
    forum_id: int,
    seen: int,
    people: Mapping[int, int | None],
    total: int | None,
    reason: str = "",
    by: User,
    at: datetime,
) -> Forum:
    """Save the number of people by the sector's id. Without ``total``, the total is the sum of the sectors.

    Raises StaleError if the forum is no longer at version ``seen``. The same numbers sent twice are saved once,
    whatever version the second form had seen.
    """
    forum = take_results(forum_id, by=by, reason=reason)
    counted, becomes = attended(people, total=total)
    was = attendance_of(forum)
    after = {"total": becomes, "sectors": {str(sector): counted[sector] for sector in sorted(counted)}}
    if was == after:
        return forum
    mine = Forum(pk=forum.pk, version=seen, attendance_total=becomes)
    if seen != forum.version:
        raise StaleError(mine=mine, theirs=forum)
    forum.attendance_total = becomes
    forum.save_over(seen, update_fields=["attendance_total"])
    Attendance.objects.filter(forum=forum).delete()
    Attendance.objects.bulk_create(
        Attendance(forum=forum, sector_id=sector, people=count) for sector, count in counted.items()
    )
    keep_old_text(forum, was, after, reason=reason, by=by, at=at)
    record("forums.attendance_saved", forum, by=by, at=at, **changes(was, after))
    return forum


def attendance_of(forum: Forum) -> dict[str, object]:
    rows = Attendance.objects.filter(forum=forum).order_by("sector_id").values_list("sector_id", "people")
    return {"total": forum.attendance_total, "sectors": {str(sector): people for sector, people in rows}}


@transaction.atomic
def save_meeting(
    *,
    forum_id: int,
    seen: int,
    recorder: str,
    summary: str,
    reason: str = "",
    by: User,
    at: datetime,
) -> Forum:
    forum = take_results(forum_id, by=by, reason=reason)
    was = state_of(forum, MEETING)
    forum.recorder, forum.summary = recorder, summary
    after = state_of(forum, MEETING)
    if was == after:
        return forum
    forum.save_over(seen, update_fields=MEETING)
    keep_old_text(forum, was, after, reason=reason, by=by, at=at)
    record("forums.meeting_saved", forum, by=by, at=at, **changes(was, after))
    return forum


@transaction.atomic
def save_agenda_part(
    *, forum_id: int, part: int, seen: int, topic: str, resolution: str, reason: str = "", by: User, at: datetime
) -> AgendaItem:
    """Save one of the six agenda parts. ``seen`` is the version on the page, 0 for a part without a row yet."""
    forum = take_results(forum_id, by=by, reason=reason)
    item = AgendaItem.objects.filter(forum=forum, part=part).first()
    if item is None:
        item = AgendaItem.objects.create(forum=forum, part=part, topic=topic, resolution=resolution)
        was: dict[str, object] = {}
    else:
        was = state_of(item, ["topic", "resolution"])
        item.topic, item.resolution = topic, resolution
        if was == state_of(item, ["topic", "resolution"]):
            return item
        item.save_over(seen, update_fields=["topic", "resolution"])
    after = state_of(item, ["topic", "resolution"])
    keep_old_text(forum, {"part": part, **was}, {"part": part, **after}, reason=reason, by=by, at=at)
    record("forums.agenda_saved", forum, by=by, at=at, part=part, **changes(was, after))
    return item


def keep_old_text(
    forum: Forum, was: Mapping[str, object], after: Mapping[str, object], *, reason: str, by: User, at: datetime
) -> None:
    """Keep what published results said before they are corrected; nothing before they are published."""
    if forum.published_on is not None:
        Correction.objects.create(forum=forum, before=was, after=after, reason=reason, at=at, by=by)
