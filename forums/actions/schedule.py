"""A forum until its day: planned, announced, postponed, cancelled, opened, held."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, write_line
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short
from districts.models import District
from forums.actions import steps
from forums.actions.days import DAYS, write
from forums.actions.errors import ReasonNeededError, WrongDayError, WrongMomentError, WrongNumberError
from forums.actions.following import demand_own_days, follow, has_results
from forums.actions.lock import take
from forums.actions.sessions import move, taken_back_to
from forums.actions.steps import CALL, Call
from forums.actions.telling import tell_colleagues
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.sessions import slots_of

SAME_FORM_WITHIN = timedelta(minutes=1)


@transaction.atomic
def plan_forum(*, district: District, kind: str, call: Call, by: User, at: datetime) -> Forum:
    """Make a new forum, numbered ครั้งที่ n of its district, kind and year, and return it.

    The same call by the same person within a minute is one form sent twice: the first forum is returned.
    """
    if not by.has_perm("forums.add_forum", district):
        raise PermissionDenied
    slots = steps.in_order(call.sessions)
    # The district's row is the lock: two officers who plan at the same time get two numbers.
    District.objects.select_for_update(of=("self",), no_key=True).get(pk=district.pk)
    asked = {name: getattr(call, name) for name in CALL}
    sent_before = Forum.objects.filter(
        **asked, district=district, kind=kind, created_by=by, created_at__range=(at - SAME_FORM_WITHIN, at)
    ).exclude(state=ForumState.CANCELLED)
    for already in sent_before.order_by("pk"):
        if slots_of(already) == slots:
            return already
    counted = _next_number(district, kind=kind, year=FiscalYear.of(call.scheduled_on))
    forum, line = steps.plan(district=district, kind=kind, call=call, counted=counted, by=by, at=at)
    _demand_free_number(forum)
    forum.save(force_insert=True)
    write(forum, slots)
    write_line(line)
    return forum


def _next_number(district: District, *, kind: str, year: FiscalYear) -> int:
    of_the_year = Forum.objects.filter(district=district, kind=kind, number_year=year.be)
    return (of_the_year.aggregate(last=Max("number"))["last"] or 0) + 1


def _demand_free_number(forum: Forum) -> None:
    """Raise WrongNumberError if another forum has the number. The caller holds the lock of the district."""
    named = {"number": forum.number, "number_year": forum.number_year}
    others = Forum.objects.filter(district=forum.district, kind=forum.kind, **named).exclude(pk=forum.pk)
    if other := others.first():
        raise WrongNumberError(
            _("%(forum)s มีแล้ว คือ “%(title)s” วันที่ %(day)s")
            % {"forum": other, "title": other.title, "day": thai_date_short(other.scheduled_on)}
        )


@transaction.atomic
def plan_and_announce(*, district: District, kind: str, call: Call, on: date, by: User, at: datetime) -> Forum:
    """Make a new forum and announce it. If announcing is refused, no forum is left."""
    if on > call.scheduled_on:
        sentence = _("วันนี้ผ่านมาแล้ว ประกาศวันนี้ไม่ทัน ถ้าประกาศไว้ก่อนแล้ว ให้เก็บเป็นร่าง แล้วใส่วันที่ประกาศ")
        raise WrongDayError(sentence, field="scheduled_on")
    forum = plan_forum(district=district, kind=kind, call=call, by=by, at=at)
    if forum.state != ForumState.PLANNED:
        return forum  # the same form sent twice: the other sending announced it
    return announce(forum_id=forum.pk, on=on, by=by, at=at)


@transaction.atomic
def edit_call(*, forum_id: int, seen: int, call: Call, by: User, at: datetime) -> Forum:
    """Change what the announcement says.

    Raises WrongDayError for other days of an announced forum: those are changed by `postpone` or `set_sessions`.

    A draft that moves to another fiscal year gets the next number of that year, unless its paper has numbered it.
    """
    # District first, forum second, as when planning: its row is the lock of the numbers.
    District.objects.select_for_update(of=("self",), no_key=True).get(forums=forum_id)
    during = [ForumState.PLANNED, ForumState.ANNOUNCED]
    forum = take(forum_id, by=by, permission="forums.change_forum", during=during)
    demand_own_days(forum)
    was, slots = steps.written(forum, slots_of(forum)), steps.in_order(call.sessions)
    if forum.state == ForumState.ANNOUNCED and {s.on for s in slots} != {s.on for s in slots_of(forum)}:
        raise WrongDayError(_("เวทีที่ประกาศแล้วเปลี่ยนวันด้วยการเลื่อนเวที พร้อมเหตุผล"), field="scheduled_on")
    write(forum, slots)
    for name in CALL:
        setattr(forum, name, getattr(call, name))
    year = FiscalYear.of(forum.scheduled_on)
    is_of_another_year, forum.fiscal_year = year.be != forum.fiscal_year, year.be
    if call.number is not None or forum.is_numbered_by_paper or is_of_another_year:
        steps.number(forum, call, counted=_next_number(forum.district, kind=forum.kind, year=year))
        _demand_free_number(forum)
    forum.save_over(seen, update_fields=steps.WRITTEN)
    follow(forum, by=by, at=at)
    record("forums.forum_edited", forum, by=by, at=at, **changes(was, steps.written(forum, slots)))
    return forum


@transaction.atomic
def announce(*, forum_id: int, on: date, by: User, at: datetime) -> Forum:
    """Make the forum public. A late announcement is not refused; pages show it as late."""
    forum = take(forum_id, by=by, permission="forums.change_forum")
    line = steps.announce(forum, on=on, by=by, at=at)
    forum.save_over(forum.version, update_fields=["state", "announced_on"])
    write_line(line)
    return forum


@transaction.atomic
def postpone(*, forum_id: int, to_on: date, reason: str, by: User, at: datetime) -> Forum:
    """Move an announced forum to another day, all its sessions by as many days; the first day stays readable."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.ANNOUNCED])
    demand_own_days(forum)
    if to_on == forum.scheduled_on:
        raise WrongDayError(_("วันใหม่ต้องไม่ใช่วันเดิม"), field="to_on")
    if forum.announced_on and to_on < forum.announced_on:
        raise WrongDayError(_("วันใหม่ต้องไม่ก่อนวันประกาศ"), field="to_on")
    from_on = forum.scheduled_on
    move(forum, to_on=to_on, field="to_on", reason=reason, by=by, at=at)
    forum.save_over(forum.version, update_fields=DAYS)
    follow(forum, reason=reason, by=by, at=at)
    tell_colleagues(
        forum,
        kind="forums.postponed",
        message=gettext_noop("%(forum)s เลื่อนจาก %(from_on)s เป็น %(to_on)s"),
        from_on=thai_date_short(from_on),
        to_on=thai_date_short(to_on),
        by=by,
        at=at,
    )
    return forum


@transaction.atomic
def cancel(*, forum_id: int, on: date, reason: str, by: User, at: datetime) -> Forum:
    forum = take(forum_id, by=by, permission="forums.change_forum")
    line = steps.cancel(forum, on=on, reason=reason, by=by, at=at)
    forum.save_over(forum.version, update_fields=["state", "cancelled_on", "ending_reason"])
    write_line(line)
    follow(forum, reason=reason, by=by, at=at)
    message = gettext_noop("%(forum)s ถูกยกเลิก: %(reason)s")
    tell_colleagues(forum, kind="forums.cancelled", message=message, reason=reason[:200], by=by, at=at)
    return forum


@transaction.atomic
def open_forum(*, forum_id: int, by: User, at: datetime) -> Forum:
    """Say that the forum has begun: results can be recorded from now on."""
    forum = take(forum_id, by=by, permission="forums.change_forum")
    demand_own_days(forum)
    line = steps.open_forum(forum, by=by, at=at)
    forum.save_over(forum.version, update_fields=["state"])
    write_line(line)
    follow(forum, by=by, at=at)
    return forum


@transaction.atomic
def mark_held(*, forum_id: int, held_on: date, on: date, reason: str = "", by: User, at: datetime) -> Forum:
    """Say that the forum took place, until ``held_on``; ``on`` is the day on which this is entered.

    Another day than the announced one needs a reason, as in `postpone`; both days stay readable. Of a forum of several
    days only `set_sessions` changes them.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum")
    demand_own_days(forum)
    line = steps.hold(forum, held_on=held_on, on=on, by=by, at=at)
    if held_on != forum.last_on:
        if forum.scheduled_on != forum.last_on:
            raise WrongDayError(
                _("เวทีนี้จัดหลายวัน ถึงวันที่ %(day)s ถ้าจัดวันอื่นจริง ให้แก้ “วันและเวลา” ของเวทีก่อน")
                % {"day": thai_date_short(forum.last_on)},
                field="held_on",
            )
        move(forum, to_on=held_on, field="held_on", reason=reason, is_of_holding=True, by=by, at=at)
    forum.save_over(forum.version, update_fields=["state", "held_on", *DAYS])
    write_line(line)
    follow(forum, reason=reason, by=by, at=at)
    return forum


@transaction.atomic
def take_back_held(*, forum_id: int, reason: str, by: User, at: datetime) -> Forum:
    """Undo `mark_held`, which was done by mistake: the forum is announced again, for the day that was set before.

    Raises WrongMomentError while the forum has results: they must be removed first. Raises ReasonNeededError.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.HELD])
    demand_own_days(forum)
    if not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลก่อน"))
    if has_results(forum):
        raise WrongMomentError(_("เวทีนี้มีผลที่บันทึกแล้ว ลบผู้เข้าร่วม ข้อเสนอ มติ และไฟล์ออกก่อน จึงยกเลิกการบันทึกว่าจัดแล้วได้"))
    held_on = forum.held_on
    if first_on := taken_back_to(forum):
        move(forum, to_on=first_on, field="reason", reason=reason, by=by, at=at)
    forum.state, forum.held_on = ForumState.ANNOUNCED, None
    forum.save_over(forum.version, update_fields=["state", "held_on", *DAYS])
    follow(forum, reason=reason, by=by, at=at)
    record("forums.held_taken_back", forum, by=by, at=at, held_on=held_on, reason=reason)
    return forum
