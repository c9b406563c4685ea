"""What of this app rests on a part of a year."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.registry import Measure, Touch, measure_by, touching
from forums.enums import ForumKind, ForumState
from forums.models import Forum


def forums_of_the_year(year: FiscalYear) -> Iterator[Touch]:
    found = Forum.objects.in_year(year).aggregate(
        announced=Count("pk", filter=Q(announced_on__isnull=False)),
        published=Count("pk", filter=Q(published_on__isnull=False)),
    )
    yield Touch(_("เวทีที่ประกาศแล้ว"), found["announced"])
    yield Touch(_("เวทีที่เผยแพร่ผลแล้ว"), found["published"])


def districts_heard(year: FiscalYear, *, on: date) -> set[int]:
    """The districts that have published the results of a hearing of the year."""
    rows = Forum.objects.in_year(year).filter(
        kind=ForumKind.DISTRICT_HEARING, state=ForumState.PUBLISHED, published_on__lte=on
    )
    return set(rows.values_list("district", flat=True))


touching("days", "forums", forums_of_the_year)
measure_by(
    Measure(
        code="hearing",
        title=gettext_lazy("เวทีรับฟังที่เผยแพร่ผลแล้ว"),
        districts=districts_heard,
        duty=Duty.FORUMS,
    )
)
