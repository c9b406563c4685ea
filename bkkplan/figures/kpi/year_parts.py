"""What of this app rests on a part of a year."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.registry import Touch, touching


def quarters_frozen(year: FiscalYear) -> Iterator[Touch]:
    frozen = FrozenQuarter.objects.filter(fiscal_year=year.be, reopened_at=None)
    yield Touch(_("ไตรมาสที่ตรึงตัวเลขแล้ว"), frozen.values("quarter").distinct().count())


touching("days", "kpi", quarters_frozen)
