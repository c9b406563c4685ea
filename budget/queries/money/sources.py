"""Granted money by the source that it comes from; an entry that names none is the yearly ordinance's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, QuerySet, Sum, When
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EntryKind
from budget.models import Appropriation, FlagshipProject, LedgerEntry, MoneySource, NamedSource
from budget.models.money import GRANTING
from budget.models.naming import ORDINANCE

ZERO = Decimal(0)
SIGNED = Case(When(kind=EntryKind.APPROPRIATION_CUT, then=-F("amount")), default=F("amount"))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What was granted from one source, in baht; ``project`` and ``district`` say to whom, where rows tell it."""

    source: str
    source_name: str
    number: int | None
    amount: Decimal
    project: str = ""
    district: str = ""

    @property
    def name(self) -> str:
        """The source in words, with the ordinance's number."""
        if self.number is None:
            return self.source_name
        return _("%(source)s (ฉบับที่ %(number)s)") % {"source": self.source_name, "number": self.number}


def granted_by_source(
    year: FiscalYear, *, as_of: date | None = None, appropriation: Appropriation | None = None
) -> tuple[SourceRow, ...]:
    """The money of a year, or of one appropriation, by its source; as of a day, or as it stands."""
    entries = _granting(year)
    if as_of is not None:
        entries = entries.filter(on__lte=as_of)
    if appropriation is not None:
        entries = entries.filter(appropriation=appropriation)
    rows = entries.order_by().values_list("source", "source_number").annotate(total=Sum(SIGNED))
    return _named((None, source, number, total) for source, number, total in rows)


def grants_of_year(year: FiscalYear) -> tuple[SourceRow, ...]:
    """The money of a year by whose it is and by source: flagship projects first, then districts by their code."""
    entries = _granting(year)
    rows = entries.order_by().values_list("appropriation", "source", "source_number").annotate(total=Sum(SIGNED))
    return _named(rows)


def _granting(year: FiscalYear) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(appropriation__fiscal_year=year.be, kind__in=GRANTING)


def _named(rows: Iterable[tuple[int | None, int | None, int | None, Decimal]]) -> tuple[SourceRow, ...]:
    """Rows that name no source are joined with those of the yearly ordinance; what comes to nothing is left out."""
    sources = {row.pk: row for row in MoneySource.objects.order_by("position", "pk")}
    ordinance = next((row for row in sources.values() if row.code == ORDINANCE), None)
    sums: dict[tuple[int | None, NamedSource | None], Decimal] = {}
    for whose, source, number, total in rows:
        row = sources[source] if source is not None else ordinance
        key = whose, NamedSource(row, number) if row else None
        sums[key] = sums.get(key, ZERO) + total
    owners = Appropriation.objects.select_related("flagship", "district").in_bulk(
        [whose for whose, _source in sums if whose is not None]
    )
    found = []
    for (whose, named), amount in sums.items():
        if not amount:
            continue
        owner = owners[whose] if whose is not None else None
        flagship = owner.flagship if owner else None
        district = owner.district.code if owner and owner.district else ""
        name = str(named.row) if named else _("ข้อบัญญัติงบประมาณรายจ่ายประจำปี")
        row_of = SourceRow(
            source=named.row.code if named else ORDINANCE,
            source_name=name,
            number=named.number if named else None,
            amount=amount,
            project=flagship.title_th if flagship else "",
            district=district,
        )
        found.append((_place(flagship, district, named), row_of))
    return tuple(row for _key, row in sorted(found, key=lambda one: one[0]))


def _place(flagship: FlagshipProject | None, district: str, named: NamedSource | None) -> tuple[str, int, int, int]:
    return (
        district,
        flagship.position if flagship else 0,
        named.row.position if named else 0,
        (named and named.number) or 0,
    )
