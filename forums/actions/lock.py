"""Taking hold of a forum before changing it: its row locked, the right checked, the moment checked."""

from collections.abc import Container

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from forums.actions.errors import ReasonNeededError, WrongMomentError
from forums.enums import RECORDING_STATES, ForumState
from forums.models import Forum


def take(forum_id: int, *, by: User, permission: str, during: Container[str]) -> Forum:
    forum = Forum.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=forum_id)
    if not by.has_perm(permission, forum):
        raise PermissionDenied
    if forum.state not in during:
        raise WrongMomentError(_("ทำขั้นตอนนี้ไม่ได้ เพราะเวทีอยู่ในสถานะ “%(state)s”") % {"state": forum.get_state_display()})
    return forum


def take_results(forum_id: int, *, by: User, reason: str) -> Forum:
    """Lock the forum for a change of its results and return it.

    Raises WrongMomentError at another step, and ReasonNeededError without a reason if the results are published.
    """
    during = [*RECORDING_STATES, ForumState.PUBLISHED]
    forum = take(forum_id, by=by, permission="forums.change_forum", during=during)
    if forum.state == ForumState.PUBLISHED and not reason.strip():
        raise ReasonNeededError(_("ผลที่เผยแพร่แล้วแก้ไขได้เมื่อระบุเหตุผล"))
    return forum
