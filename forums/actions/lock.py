"""Taking hold of a forum before changing it: its row locked, the right checked, the moment checked."""

from collections.abc import Container

from django.core.exceptions import PermissionDenied

from bkkplan.ground.accounts.models import User
from forums.actions.steps import demand_state, demand_writable
from forums.models import Forum


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
