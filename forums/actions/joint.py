"""A forum of several districts: its host opens it to the group, and other districts take part.

Each has a row of its own, which follows the host's until it was held: it records and publishes its own proposals.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.wording import thai_date_short
from districts.models import District
from forums.actions.errors import WrongGuestError, WrongMomentError
from forums.actions.lock import take
from forums.actions.schedule import announce, plan_forum
from forums.actions.steps import Call
from forums.actions.telling import tell
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.sessions import slots_of


def others_of_group(forum: Forum) -> QuerySet[District]:
    """Return the other districts of the host's group, in the order of their codes: they may take part in the forum."""
    return District.objects.filter(group=forum.district.group_id).exclude(pk=forum.district_id).order_by("code")


@transaction.atomic
def open_to_group(*, forum_id: int, by: User, at: datetime) -> Forum:
    """Let the other districts of the host's group take part; those who do forums there are told."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.ANNOUNCED])
    if forum.is_joint:
        return forum
    if forum.host_id is not None:
        raise WrongMomentError(_("เวทีนี้มีเขตเจ้าภาพอยู่แล้ว"))
    forum.is_joint = True
    forum.save_over(forum.version, update_fields=["is_joint"])
    record("forums.opened_to_group", forum, by=by, at=at)
    for district in others_of_group(forum):
        tell(
            staff_of(district.pk, duty=Duty.FORUMS, besides=by, at=at),
            forum,
            kind="forums.opened_to_group",
            message=gettext_noop("%(forum)s %(district)s เปิดให้เขตในกลุ่มร่วม จัดวันที่ %(day)s"),
            district=forum.district,
            day=thai_date_short(forum.scheduled_on),
            at=at,
        )
    return forum


@transaction.atomic
def join(*, forum_id: int, district: District, on: date, by: User, at: datetime) -> Forum:
    """Take part in another district's forum: the district gets a forum of its own that is announced and follows it.

    Sent twice it is done once. Raises WrongGuestError for a district of another group.
    """
    if not by.has_perm("forums.add_forum", district):
        raise PermissionDenied
    # District first, forum second, as when planning.
    District.objects.select_for_update(of=("self",), no_key=True).get(pk=district.pk)
    host = Forum.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=forum_id)
    if already := host.partners.exclude(state=ForumState.CANCELLED).filter(district=district).first():
        return already
    if not host.is_joint or host.state != ForumState.ANNOUNCED:
        raise WrongMomentError(_("เวทีนี้ไม่ได้เปิดให้เขตอื่นร่วม หรือจัดไปแล้ว"))
    if district.pk == host.district_id or district.group_id != host.district.group_id:
        raise WrongGuestError(_("ร่วมได้เฉพาะเขตอื่นในกลุ่มเขตเดียวกัน"))
    call = Call(title=host.title, place=host.place, purpose=host.purpose, sessions=slots_of(host))
    forum = plan_forum(district=district, kind=host.kind, call=call, by=by, at=at)
    forum.host = host
    forum.save_over(forum.version, update_fields=["host"])
    record("forums.forum_joined", forum, by=by, at=at, host=host)
    return announce(forum_id=forum.pk, on=on, by=by, at=at)
