"""The days of a forum, which are those of its sessions, written together."""

from collections.abc import Sequence

from forums.actions.steps import session_rows
from forums.models import Forum, ForumSession
from forums.queries.sessions import slots_of
from forums.slots import SessionTime

DAYS = ("scheduled_on", "last_on")


def write(forum: Forum, slots: Sequence[SessionTime]) -> None:
    """Replace the forum's sessions, and set the forum's first and last day. The caller saves the forum itself."""
    forum.scheduled_on, forum.last_on = slots[0].on, slots[-1].on
    if slots_of(forum) == tuple(slots):
        return
    forum.sessions.all().delete()
    ForumSession.objects.bulk_create(session_rows(forum, slots))
