"""How many communities a district had on a day: what money is shared by."""

from datetime import date
from typing import Any

from django.db.models import Count

from communities.enums import StandingStatus
from communities.models import Community


def communities_by_district(on: date) -> dict[str, int]:
    """By the district's code: the communities registered on a day and not dissolved by then."""
    statuses = [status for status in StandingStatus if status != StandingStatus.DISSOLVED]
    found: Any = Community.objects.with_standing_on(on)
    rows = found.filter(status__in=statuses).values("district__code").annotate(n=Count("pk")).order_by()
    return {row["district__code"]: row["n"] for row in rows}
