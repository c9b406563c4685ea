"""Notices about a forum, which lead to its page."""

from collections.abc import Iterable
from datetime import datetime

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from forums.models import Forum
from forums.queries.people import colleagues_of


def tell(recipients: Iterable[User], forum: Forum, *, kind: str, message: str, at: datetime, **params: object) -> None:
    """Send these people a notice; ``message`` may name the forum and the ``params``."""
    notify(
        recipients=recipients,
        kind=kind,
        message=message,
        params={"forum": forum, **params},
        url=forum.get_absolute_url(),
        at=at,
    )


def tell_colleagues(forum: Forum, *, kind: str, message: str, by: User, at: datetime, **params: object) -> None:
    """Send a notice to those who do forums in the district, except the person who acts."""
    tell(colleagues_of(forum, besides=by, at=at), forum, kind=kind, message=message, at=at, **params)
