"""The districts that take part in a joint forum follow its host: its words, days, and course until it was held."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from forums.actions.days import DAYS, write
from forums.actions.errors import WrongMomentError
from forums.actions.telling import tell_colleagues
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.sessions import slots_of

FOLLOWING = [ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD]


def has_results(forum: Forum) -> bool:
    return (
        forum.attendance_total is not None
        or bool(forum.summary)
        or forum.attendance.exists()
        or forum.proposals.live().exists()
        or forum.agenda.exclude(resolution="").exists()
        or forum.attachments.filter(removed_on=None).exists()
    )


def demand_own_days(forum: Forum) -> None:
    """Raise WrongMomentError for a forum that follows its host: its days, its place and its course are the host's."""
    if forum.host is not None:
        raise WrongMomentError(
            _("เวทีนี้ตามเวทีของ%(district)s วัน สถานที่ และการเปิดปิดเวที %(district)s เป็นผู้บันทึก")
            % {"district": forum.host.district}
        )


def follow(forum: Forum, *, reason: str = "", by: User, at: datetime) -> None:
    """Bring the districts that take part to where their host is now: its words, days, and state until it was held.

    Raises WrongMomentError where one of them has published already and the days would change. The caller holds the
    host's lock and has saved it.
    """
    if not forum.is_joint:
        return
    for partner in (
        forum.partners.select_for_update(of=("self",), no_key=True).select_related("district").order_by("pk")
    ):
        if partner.state == ForumState.CANCELLED:
            continue
        was = slots_of(partner)
        if partner.state not in FOLLOWING:
            if was != slots_of(forum):
                raise WrongMomentError(
                    _("%(district)s บันทึกผลของเวทีร่วมเสร็จแล้ว เปลี่ยนวันไม่ได้") % {"district": partner.district}
                )
            continue
        write(partner, slots_of(forum))
        partner.title, partner.place, partner.purpose = forum.title, forum.place, forum.purpose
        _move_on(partner, forum)
        partner.save_over(
            partner.version,
            update_fields=["title", "place", "purpose", "state", "held_on", "cancelled_on", "ending_reason", *DAYS],
        )
        record("forums.host_followed", partner, by=by, at=at, host=forum, reason=reason)
        if was != slots_of(partner) or partner.state == ForumState.CANCELLED:
            _tell(partner, by=by, at=at)


def _move_on(partner: Forum, host: Forum) -> None:
    if host.state not in [*FOLLOWING, ForumState.CANCELLED]:
        if host.held_on:
            partner.held_on = host.held_on
        return
    if partner.state == ForumState.HELD != host.state and has_results(partner):
        raise WrongMomentError(
            _("%(district)s บันทึกผลของเวทีร่วมแล้ว ให้%(district)s ลบผลก่อน") % {"district": partner.district}
        )
    partner.state, partner.held_on = host.state, host.held_on
    partner.cancelled_on, partner.ending_reason = host.cancelled_on, host.ending_reason


def _tell(partner: Forum, *, by: User, at: datetime) -> None:
    message = gettext_noop("%(forum)s เปลี่ยนตามเวทีของเขตเจ้าภาพ")
    tell_colleagues(partner, kind="forums.host_followed", message=message, by=by, at=at)
