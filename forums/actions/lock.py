"""Taking hold of a forum or of proposals before changing them: the row locked, right and moment checked."""

from collections.abc import Collection, Container

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from forums.actions.errors import WrongMomentError
from forums.actions.steps import demand_state, demand_writable
from forums.models import Forum, Proposal


def take(forum_id: int, *, by: User, permission: str, during: Container[str] | None = None) -> Forum:
    """Lock the forum and return it. Without ``during`` the caller's step checks the moment."""
    forum = Forum.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=forum_id)
    if not by.has_perm(permission, forum):
        raise PermissionDenied
    if during is not None:
        demand_state(forum, during)
    return forum


def take_results(forum_id: int, *, by: User, reason: str) -> Forum:
    """Lock the forum for a change of its results and return it.

    Raises WrongMomentError at another step, and ReasonNeededError without a reason if the results are published.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum")
    demand_writable(forum, reason=reason)
    return forum


def lock_proposals(ids: Collection[int], *, removed_too: bool = False) -> dict[int, Proposal]:
    """Lock these proposals, in one order for everybody, and return them by id.

    Raises WrongMomentError if one was removed, unless ``removed_too``.
    """
    rows = (
        (Proposal.objects.all() if removed_too else Proposal.objects.live())
        .select_for_update(of=("self",), no_key=True)
        .select_related("forum__district", "area")
        .order_by("pk")
        .filter(pk__in=ids)
    )
    found = {proposal.pk: proposal for proposal in rows}
    if set(ids) - found.keys():
        raise WrongMomentError(_("มีข้อเสนอที่ถูกนำออกแล้ว เปิดรายการใหม่แล้วเลือกอีกครั้ง"))
    return found


def take_proposals(ids: Collection[int], *, by: User, permission: str) -> dict[int, Proposal]:
    """Lock these proposals as `lock_proposals` does. Raises PermissionDenied without this right for each of them."""
    found = lock_proposals(ids)
    if not all(by.has_perm(permission, proposal) for proposal in found.values()):
        raise PermissionDenied
    return found
