"""The days and times of a forum: written, moved together, and changed one by one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.wording import fiscal_year, thai_date_short
from forums.actions.days import DAYS, write
from forums.actions.errors import ReasonNeededError, WrongDayError
from forums.actions.following import demand_own_days, follow
from forums.actions.lock import take
from forums.actions.minutes import keep_old_text
from forums.actions.steps import in_order
from forums.actions.telling import tell_colleagues
from forums.enums import ForumState
from forums.models import Forum, Postponement
from forums.queries.sessions import in_plain, slots_of
from forums.slots import SessionTime

DURING = [ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.PUBLISHED]


def move(
    forum: Forum, *, to_on: date, field: str, reason: str, is_of_holding: bool = False, by: User, at: datetime
) -> None:
    """Move all sessions so that the first is on ``to_on``; the first day before stays readable, with the reason.

    Raises WrongDayError without a reason, and for days in another fiscal year: the forum's number and its figures
    belong to its year. The caller saves the forum.
    """
    days = to_on - forum.scheduled_on
    _demand_year(forum, [to_on, forum.last_on + days], field=field)
    if not reason:
        raise WrongDayError(
            _("ประกาศไว้ว่าจัด %(day)s ถ้าจัดวันอื่นจริงให้เขียนเหตุผล ถ้าพิมพ์ผิดให้แก้วันที่")
            % {"day": thai_date_short(forum.scheduled_on)},
            field="reason",
        )
    _keep(forum, forum.scheduled_on, to_on, reason=reason, is_of_holding=is_of_holding, by=by, at=at)
    write(forum, [slot.moved(days) for slot in slots_of(forum)])


def _demand_year(forum: Forum, days: Iterable[date], *, field: str) -> None:
    year = FiscalYear(forum.fiscal_year)
    for day in days:
        if day not in year:
            raise WrongDayError(
                _("%(day)s อยู่นอก%(year)s (%(start)s – %(end)s) ถ้าจัดในปีอื่น ให้ยกเลิกเวทีนี้แล้วประกาศเวทีใหม่")
                % {
                    "day": thai_date_short(day),
                    "year": fiscal_year(year),
                    "start": thai_date_short(year.start),
                    "end": thai_date_short(year.end),
                },
                field=field,
            )


def _keep(
    forum: Forum, from_on: date, to_on: date, *, reason: str, is_of_holding: bool, by: User, at: datetime
) -> None:
    Postponement.objects.create(
        forum=forum, from_on=from_on, to_on=to_on, reason=reason, is_of_holding=is_of_holding, at=at, by=by
    )
    record("forums.forum_postponed", forum, by=by, at=at, from_on=from_on, to_on=to_on, reason=reason)


@transaction.atomic
def set_sessions(
    *, forum_id: int, seen: int, slots: Iterable[SessionTime], reason: str, on: date, by: User, at: datetime
) -> Forum:
    """Write the days and times of an announced forum, or those at which it really took place.

    ``seen`` is the version that the person had. Other days, and any change after publication, need a reason. Once the
    results are published the days stay: what was counted by them was counted.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=DURING)
    demand_own_days(forum)
    was, becomes = slots_of(forum), in_order(slots)
    if was == becomes:
        return forum
    if seen != forum.version:
        raise StaleError(mine=forum, theirs=forum)
    days_were, days = sorted({slot.on for slot in was}), sorted({slot.on for slot in becomes})
    if (days_were != days or forum.published_on) and not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลที่เปลี่ยนวัน") if days_were != days else _("ผลที่เผยแพร่แล้วแก้ไขได้เมื่อระบุเหตุผล"))
    if days_were != days:
        _demand_days(forum, days, on=on)
        moved = (days_were[0], days[0]) if days_were[0] != days[0] else (days_were[-1], days[-1])
        _keep(forum, *moved, reason=reason, is_of_holding=False, by=by, at=at)
    write(forum, becomes)
    if forum.held_on:
        forum.held_on = forum.last_on
    forum.save_over(seen, update_fields=[*DAYS, "held_on"])
    follow(forum, reason=reason, by=by, at=at)
    before, after = {"sessions": in_plain(was)}, {"sessions": in_plain(becomes)}
    keep_old_text(forum, before, after, reason=reason, by=by, at=at)
    record("forums.sessions_changed", forum, by=by, at=at, before=before, after=after, reason=reason)
    if days_were != days:
        tell_colleagues(
            forum,
            kind="forums.postponed",
            message=gettext_noop("%(forum)s เปลี่ยนวันจัด เป็น %(from_on)s ถึง %(to_on)s"),
            from_on=thai_date_short(days[0]),
            to_on=thai_date_short(days[-1]),
            by=by,
            at=at,
        )
    return forum


def _demand_days(forum: Forum, days: Sequence[date], *, on: date) -> None:
    if forum.published_on:
        raise WrongDayError(_("ผลเผยแพร่แล้ว เปลี่ยนวันจัดไม่ได้ แก้ได้เฉพาะเวลา"), field="scheduled_on")
    _demand_year(forum, days, field="scheduled_on")
    if forum.announced_on and days[0] < forum.announced_on:
        raise WrongDayError(
            _("จัดก่อนวันประกาศ (%(day)s) ไม่ได้") % {"day": thai_date_short(forum.announced_on)}, field="scheduled_on"
        )
    if forum.held_on and days[-1] > on:
        raise WrongDayError(_("วันจัดต้องไม่อยู่ในอนาคต"), field="scheduled_on")


def taken_back_to(forum: Forum) -> date | None:
    """The first day that was set before the day was changed by saying that the forum was held."""
    moved = forum.postponements.filter(is_of_holding=True).order_by("-at", "-pk").first()
    return moved.from_on if moved and moved.to_on == forum.scheduled_on else None
