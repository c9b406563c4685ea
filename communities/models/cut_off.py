"""The day that fixes over which communities a year is counted."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.years.models import KEPT_WITH_A_YEAR, PlannedYear

KEPT_WITH_A_YEAR.append("cut_off")


class CutOff(models.Model):
    """วันตัดยอดชุมชน of one year, and of those of its quarters that have another day. A year without has none."""

    planned = models.OneToOneField(PlannedYear, on_delete=models.PROTECT, related_name="cut_off")
    of_year = models.DateField(_("ทั้งปี"), null=True, blank=True)
    quarter_1 = models.DateField(_("ไตรมาสที่ 1"), null=True, blank=True)
    quarter_2 = models.DateField(_("ไตรมาสที่ 2"), null=True, blank=True)
    quarter_3 = models.DateField(_("ไตรมาสที่ 3"), null=True, blank=True)
    quarter_4 = models.DateField(_("ไตรมาสที่ 4"), null=True, blank=True)

    class Meta:
        verbose_name = _("วันตัดยอดชุมชน")
        verbose_name_plural = _("วันตัดยอดชุมชน")

    def __str__(self) -> str:
        return str(self.planned)

    @property
    def quarters(self) -> tuple[date | None, ...]:
        return self.quarter_1, self.quarter_2, self.quarter_3, self.quarter_4

    def of_quarter(self, quarter: int) -> date | None:
        """The day for a quarter: its own, or that of the year."""
        return self.quarters[quarter - 1] or self.of_year
