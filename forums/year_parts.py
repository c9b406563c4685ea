"""What of this app rests on a part of a year."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.registry import Touch, touching
from forums.models import Forum


def forums_of_the_year(year: FiscalYear) -> Iterator[Touch]:
    found = Forum.objects.in_year(year).aggregate(
        announced=Count("pk", filter=Q(announced_on__isnull=False)),
        published=Count("pk", filter=Q(published_on__isnull=False)),
    )
    yield Touch(_("เวทีที่ประกาศแล้ว"), found["announced"])
    yield Touch(_("เวทีที่เผยแพร่ผลแล้ว"), found["published"])


touching("days", "forums", forums_of_the_year)
