"""A forum planned like an earlier one: its words are in the form; what was prepared for it comes along."""

from datetime import datetime

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from forums.actions.preparing import programme_rows
from forums.actions.schedule import plan_forum
from forums.actions.steps import Call
from forums.models import Body, Forum, ForumBody, ForumCommunity, ProgrammeItem
from forums.queries.preparing import bodies_of, days_on, guests_of, turns_of


@transaction.atomic
def copy_forum(*, forum_id: int, kind: str, call: Call, by: User, at: datetime) -> Forum:
    """Plan a forum in the same district as ``call`` says, with the earlier one's programme, bodies and communities.

    Bodies that are not valid on the new day are left out, and items of the programme on days that it does not have.
    Publicity and results stay with the earlier one. The same form sent twice makes one forum.
    """
    source = Forum.objects.select_related("district").get(pk=forum_id)
    forum = plan_forum(district=source.district, kind=kind, call=call, by=by, at=at)
    if forum.created_at != at:
        return forum  # the other sending has copied already
    days = len(days_on(forum))
    turns = [turn for turn in turns_of(source) if turn.day <= days]
    valid = set(Body.objects.valid_on(forum.scheduled_on).values_list("pk", flat=True))
    bodies = [row for row in bodies_of(source) if row.body_id in valid]
    communities = guests_of(source)
    ProgrammeItem.objects.bulk_create(programme_rows(forum, turns))
    ForumBody.objects.bulk_create(ForumBody(forum=forum, body=row.body, part=row.part) for row in bodies)
    ForumCommunity.objects.bulk_create(ForumCommunity(forum=forum, community=community) for community in communities)
    record(
        "forums.forum_copied",
        forum,
        by=by,
        at=at,
        source=source,
        programme=len(turns),
        bodies=len(bodies),
        communities=len(communities),
    )
    return forum
