from django.db.models import Q, QuerySet

from communities.models import Plan
from forums.enums import ForumKind, ForumState
from forums.models import Forum

TOOK_PLACE = [ForumState.HELD, ForumState.RECORDED, ForumState.PUBLISHED]


def adoption_meetings(plan: Plan) -> QuerySet[Forum]:
    """Forums at which the community may have adopted its plan, the latest first.

    They were held in the year in which the plan was made, or later.
    """
    return (
        Forum.objects.filter(
            kind=ForumKind.ADOPTION_MEETING,
            district=plan.community.district_id,
            state__in=TOOK_PLACE,
            held_on__gte=plan.year.previous.start,
        )
        .filter(
            Q(community=plan.community_id) | Q(community=None, guests=None) | Q(guests__community=plan.community_id)
        )
        .distinct()
        .order_by("-held_on", "-pk")
    )
