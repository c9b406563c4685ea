"""Money is called by names that are in use in its year; other names are refused with a sentence."""

from decimal import Decimal

from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import format_baht
from budget.actions.money.ledger import NotEnoughError
from budget.enums import EntryKind
from budget.models import Appropriation, LedgerEntry, MoneyCategory, NamedSource
from budget.models.money import GRANTING
from budget.models.naming import ORDINANCE

ZERO = Decimal(0)


class NotOfThisYearError(Refusal):
    """The source or the category is not in use in the fiscal year, or lacks what belongs to it."""


def demand_source(source: NamedSource | None, *, year: FiscalYear) -> None:
    """Raise NotOfThisYearError unless new money of this year may come from the source. None is the yearly ordinance."""
    if source is None:
        return
    words = {"source": source, "year": year}
    if not source.row.is_of(year):
        raise NotOfThisYearError(_("แหล่งเงิน “%(source)s” ไม่ใช้ในปีงบประมาณ %(year)s") % words, field="from_source")
    if not source.row.is_granted:
        sentence = _("“%(source)s” เป็นเงินของปีก่อน ไม่ใช่งบประมาณที่ได้รับใหม่ เลือกแหล่งเงินอื่น") % words
        raise NotOfThisYearError(sentence, field="from_source")
    if source.row.is_numbered and source.number is None:
        raise NotOfThisYearError(_("ใส่เลขฉบับของ “%(source)s” เช่น 1") % words, field="ordinance_no")


def demand_category(category: MoneyCategory | None, *, year: FiscalYear) -> None:
    """Raise NotOfThisYearError unless the category is in use in the year."""
    if category is not None and not category.is_of(year):
        sentence = _("“%(category)s” ไม่ใช้ในปีงบประมาณ %(year)s เลือกหมวดหรืองบรายจ่ายของปีนั้น")
        raise NotOfThisYearError(sentence % {"category": category, "year": year}, field="category")


def demand_enough_of(source: NamedSource | None, appropriation: Appropriation, amount: Decimal) -> None:
    """Raise NotEnoughError if less than ``amount`` was granted from the source. The caller holds the lock."""
    left = granted_from(source, appropriation)
    if amount > left:
        name = str(source) if source else _("ข้อบัญญัติงบประมาณรายจ่ายประจำปี")
        sentence = _("ปรับลด %(amount)s บาทไม่ได้ ได้รับจาก%(source)s %(left)s บาท")
        values = {"amount": format_baht(amount), "source": name, "left": format_baht(left)}
        raise NotEnoughError(sentence % values, left=left)


def granted_from(source: NamedSource | None, appropriation: Appropriation) -> Decimal:
    """What was granted from this source and not cut; an entry without a source is the yearly ordinance's."""
    entries = LedgerEntry.objects.filter(appropriation=appropriation, kind__in=GRANTING)
    if source is None or source.row.code == ORDINANCE:
        entries = entries.filter(source=None) | entries.filter(source__code=ORDINANCE)
    else:
        entries = entries.filter(source=source.row, source_number=source.number)
    signed = Case(When(kind=EntryKind.APPROPRIATION_CUT, then=-F("amount")), default=F("amount"))
    return entries.aggregate(total=Sum(signed))["total"] or ZERO
