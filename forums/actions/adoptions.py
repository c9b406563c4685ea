"""A community's adoption of its plan, together with the forum at which it happened."""

from datetime import date, datetime

from django.db import transaction

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import write_line
from communities.actions import plans
from communities.enums import AdoptionMethod
from communities.models import PlanAdoption
from forums.actions import steps
from forums.actions.errors import NotItsMeetingError
from forums.queries.meetings import adoption_meetings


@transaction.atomic
def adopt(
    *,
    plan_id: int,
    adopted_on: date,
    method: AdoptionMethod | str,
    forum_id: int | None = None,
    by: User,
    at: datetime,
    on: date,
) -> PlanAdoption:
    """Record that a community adopted its plan, and at which forum, if the meeting was a forum of this portal.

    Raises NotItsMeetingError if the plan could not have been adopted there.
    """
    adoption = plans.adopt(plan_id=plan_id, adopted_on=adopted_on, method=method, by=by, at=at, on=on)
    if forum_id is None:
        return adoption
    forum = adoption_meetings(adoption.revision.plan).filter(pk=forum_id).first()
    if forum is None:
        raise NotItsMeetingError
    meeting, line = steps.link_adoption(adoption, forum, by=by, at=at)
    meeting.save(force_insert=True)
    write_line(line)
    return adoption
