"""What money is called: the source that it comes from and the category that it is spent in, each with its years."""

from dataclasses import dataclass
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import localname

Named = TypeVar("Named", bound="NameOfMoney")


class OfYears(models.QuerySet[Named]):
    def of_year(self, year: FiscalYear) -> Self:
        """The names that are in use in a fiscal year, in their order."""
        begun = Q(from_year=None) | Q(from_year__lte=year.be)
        standing = Q(until_year=None) | Q(until_year__gte=year.be)
        return self.filter(begun & standing).order_by("position", "pk")


class NameOfMoney(models.Model):
    """A name with the fiscal years in which it is in use, both ends included; an empty end is open."""

    code = models.SlugField(_("รหัส"), max_length=24, unique=True)
    name_th = models.CharField(_("ชื่อ"), max_length=150)
    name_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=150)
    position = models.PositiveSmallIntegerField(_("ลำดับ"))
    from_year = models.PositiveSmallIntegerField(_("ตั้งแต่ปี"), null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(_("ถึงปี"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return localname(self)

    def is_of(self, year: FiscalYear) -> bool:
        return (self.from_year or 0) <= year.be <= (self.until_year or year.be)


class MoneySourceQuerySet(OfYears["MoneySource"]):
    pass


class MoneySource(NameOfMoney):
    """แหล่งเงิน. Money carried over is a source of spending, never a new grant: ``is_granted`` is false for it."""

    is_numbered = models.BooleanField(_("มีฉบับที่"), default=False)
    is_granted = models.BooleanField(_("เป็นงบประมาณที่ได้รับใหม่"), default=True)

    objects = MoneySourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("แหล่งเงิน")
        verbose_name_plural = _("แหล่งเงิน")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year=None) | Q(until_year=None) | Q(until_year__gte=F("from_year")),
                name="source_ends_after_it_begins",
            )
        ]


class MoneyCategoryQuerySet(OfYears["MoneyCategory"]):
    pass


class MoneyCategory(NameOfMoney):
    """หมวดรายจ่าย to 2564, งบรายจ่าย after it."""

    objects = MoneyCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("หมวดหรืองบรายจ่าย")
        verbose_name_plural = _("หมวดและงบรายจ่าย")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year=None) | Q(until_year=None) | Q(until_year__gte=F("from_year")),
                name="category_ends_after_it_begins",
            )
        ]


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source, with the number of the ordinance where it has one: ข้อบัญญัติเพิ่มเติม (ฉบับที่ 2)."""

    row: MoneySource
    number: int | None = None

    def __str__(self) -> str:
        if self.number is None:
            return str(self.row)
        return gettext("%(source)s (ฉบับที่ %(number)s)") % {"source": self.row, "number": self.number}


ORDINANCE = "ordinance"  # the yearly ordinance: an entry without a source is from it
CENTRAL = "central"
