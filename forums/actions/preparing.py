"""A forum's day is prepared: its programme, its publicity, who takes part. Each list is written as a whole."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import LogLine, changes, log_line, write_line
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import thai_date_short
from communities.models import Community
from forums.actions.errors import WrongDayError, WrongGuestError, WrongProgrammeError
from forums.actions.lock import take
from forums.enums import ENDED_STATES, PREPARING_STATES, ForumState
from forums.models import Body, Forum, ForumBody, ForumCommunity, ProgrammeItem, PublicityActivity
from forums.queries.preparing import (
    basis_of_guests,
    basis_of_programme,
    basis_of_publicity,
    bodies_of,
    days_on,
    guests_in_plain,
    guests_of,
    programme_in_plain,
    publicity_in_plain,
    publicity_of,
    turns_of,
)
from forums.slots import MOST_TURNS, Turn, wrong_turn

# What was done to make a forum known may be written down until it is called off.
PUBLICITY_STATES = [state for state in ForumState if state not in ENDED_STATES]


@dataclass(frozen=True, slots=True)
class Activity:
    """The words of one publicity activity."""

    on: date
    channel: str
    detail: str = ""
    reach: int | None = None


def programme_rows(forum: Forum, turns: Iterable[Turn]) -> list[ProgrammeItem]:
    return [
        ProgrammeItem(forum=forum, day=turn.day, starts_at=turn.starts_at, ends_at=turn.ends_at, topic=turn.topic)
        for turn in turns
    ]


def publicity_rows(forum: Forum, activities: Iterable[Activity]) -> list[PublicityActivity]:
    return [
        PublicityActivity(forum=forum, on=row.on, channel=row.channel, detail=row.detail, reach=row.reach)
        for row in activities
    ]


def programme_line(forum: Forum, was: Iterable[Turn], becomes: Iterable[Turn], *, by: User, at: datetime) -> LogLine:
    difference = changes({"programme": programme_in_plain(was)}, {"programme": programme_in_plain(becomes)})
    return log_line("forums.programme_saved", forum, by=by, at=at, **difference)


def publicity_line(forum: Forum, was: list[str], becomes: list[str], *, by: User, at: datetime) -> LogLine:
    """``was`` and ``becomes`` are as `publicity_in_plain` says them."""
    difference = changes({"publicity": was}, {"publicity": becomes})
    return log_line("forums.publicity_saved", forum, by=by, at=at, **difference)


def guests_line(
    forum: Forum, was: Mapping[str, list[str]], becomes: Mapping[str, list[str]], *, by: User, at: datetime
) -> LogLine:
    """``was`` and ``becomes`` are as `guests_in_plain` says them."""
    return log_line("forums.guests_saved", forum, by=by, at=at, **changes(was, becomes))


@transaction.atomic
def save_programme(*, forum_id: int, turns: Iterable[Turn], seen: Basis | None = None, by: User, at: datetime) -> Forum:
    """Write the whole programme. Sent twice it is written once.

    Raises WrongProgrammeError, and BasisChangedError if it is no longer the one that the person saw.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=PREPARING_STATES)
    was, becomes = turns_of(forum), tuple(sorted(turns, key=lambda turn: turn.order))
    if was == becomes:
        return forum
    basis_of_programme(forum).demand(seen)
    if len(becomes) > MOST_TURNS:
        raise WrongProgrammeError(_("กำหนดการมีได้ไม่เกิน %(most)s รายการ") % {"most": MOST_TURNS})
    if wrong := wrong_turn(becomes, days=len(days_on(forum))):
        raise WrongProgrammeError(wrong.sentence)
    forum.programme.all().delete()
    ProgrammeItem.objects.bulk_create(programme_rows(forum, becomes))
    write_line(programme_line(forum, was, becomes, by=by, at=at))
    return forum


@transaction.atomic
def save_publicity(
    *, forum_id: int, activities: Iterable[Activity], seen: Basis | None = None, by: User, at: datetime
) -> Forum:
    """Write the whole list of what made the forum known. Days after the forum are refused."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=PUBLICITY_STATES)
    was = publicity_in_plain(publicity_of(forum))
    rows = sorted(publicity_rows(forum, activities), key=lambda row: row.on)
    becomes = publicity_in_plain(rows)
    if was == becomes:
        return forum
    basis_of_publicity(forum).demand(seen)
    for row in rows:
        if row.on > forum.last_on:
            raise WrongDayError(_("ประชาสัมพันธ์หลังวันจัด (%(day)s) ไม่ได้") % {"day": thai_date_short(forum.last_on)})
    forum.publicity.all().delete()
    PublicityActivity.objects.bulk_create(rows)
    write_line(publicity_line(forum, was, becomes, by=by, at=at))
    return forum


@transaction.atomic
def save_guests(
    *,
    forum_id: int,
    bodies: Mapping[int, str],
    communities: Collection[int],
    seen: Basis | None = None,
    by: User,
    at: datetime,
) -> Forum:
    """Write which bodies host or attend, by the body's id, and for which communities the forum is.

    Raises WrongGuestError for a body that is not valid on the forum's day and did not stand there before, and for a
    community of another district.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=PREPARING_STATES)
    stood, guests = bodies_of(forum), guests_of(forum)
    was = guests_in_plain(stood, guests)
    rows = body_rows(forum, bodies, stood={row.body_id for row in stood})
    invited = list(Community.objects.filter(pk__in=communities).order_by("name_th", "pk"))
    becomes = guests_in_plain(rows, invited)
    if was == becomes:
        return forum
    basis_of_guests(forum).demand(seen)
    if any(community.district_id != forum.district_id for community in invited):
        raise WrongGuestError(_("ชุมชนนี้ไม่ได้อยู่ในเขตที่จัดเวที"))
    forum.bodies.all().delete()
    forum.guests.all().delete()
    ForumBody.objects.bulk_create(rows)
    ForumCommunity.objects.bulk_create(ForumCommunity(forum=forum, community=community) for community in invited)
    write_line(guests_line(forum, was, becomes, by=by, at=at))
    return forum


def body_rows(forum: Forum, bodies: Mapping[int, str], *, stood: Collection[int] = ()) -> list[ForumBody]:
    """The rows of these bodies, those that host first. ``stood`` are those that may stay though their time is over."""
    found = Body.objects.order_by("position", "pk").in_bulk(list(bodies))
    valid = set(Body.objects.valid_on(forum.scheduled_on).values_list("pk", flat=True)) | set(stood)
    for body in found.values():
        if body.pk not in valid:
            raise WrongGuestError(_("%(body)s ไม่มีในวันจัดเวที") % {"body": body.name_th})
    rows = [ForumBody(forum=forum, body=body, part=bodies[body.pk]) for body in found.values()]
    return sorted(rows, key=lambda row: (row.part != "host", row.body.position))
