"""How far the items of action plans have come in a quarter, and for which sections a report waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import Section
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.core.thai import percent
from bkkplan.ground.core.wording import thai_date_short
from budget.models import ActionPlanItem, Allocation, ItemPhoto, ItemReport, QuarterReport
from budget.models.quarter_reports import COMPLETE
from budget.queries.money.money import stood_on
from districts.models import District


def section_of(item: ActionPlanItem) -> str:
    """The section in charge of an item, by its name of today, or who else is; empty where nobody is named."""
    return item.section.name_today if item.section else item.responsible


def _named(section: Section | None, responsible: str) -> tuple[bool, int, str]:
    """Who is in charge, by name, after the place in the report: sections in the order of the office, then others by
    name, then nobody.
    """
    name = section.name_today if section else responsible
    return not name, section.current.position if section else 2**15, name


@dataclass(frozen=True, slots=True)
class SectionItems:
    """The items of a section of an office: how many there are, and of how many it owes the report."""

    name: str
    owed: int
    items: int

    @property
    def in_words(self) -> str:
        name = self.name or _("โครงการที่ไม่ระบุฝ่าย")
        return _("%(section)s %(owed)s จาก %(items)s โครงการ") % {
            "section": name,
            "owed": self.owed,
            "items": self.items,
        }


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """An item as the report of a quarter shows it: what was written, and what the portal knows from its records.

    Nobody needs to write of an item that was done, or cancelled, by the quarter's end: it ``is_known``.
    """

    item: ActionPlanItem
    report: ItemReport | None
    before: ItemReport | None  # of the latest earlier quarter that has a percentage
    purse: Allocation | None  # with the totals of the quarter's last day
    photos: tuple[ItemPhoto, ...]
    last: date

    @property
    def section(self) -> str:
        return section_of(self.item)

    @property
    def is_done(self) -> bool:
        return bool(self.item.done_on and self.item.done_on <= self.last)

    @property
    def is_cancelled(self) -> bool:
        return bool(self.item.cancelled_on and self.item.cancelled_on <= self.last)

    @property
    def is_known(self) -> bool:
        return self.is_done or self.is_cancelled

    @property
    def is_answered(self) -> bool:
        return self.is_known or bool(self.report and self.report.percent is not None)

    @property
    def percent(self) -> int | None:
        if self.report and self.report.percent is not None:
            return self.report.percent
        if self.is_done:
            return COMPLETE
        return self.before.percent if self.is_cancelled and self.before else None

    @property
    def done(self) -> str:
        """What was done: as written, else as the record of the item says it."""
        if self.report and self.report.done:
            return self.report.done
        if self.is_done and self.item.done_on:
            return _("แล้วเสร็จเมื่อ %(day)s %(result)s") % {
                "day": thai_date_short(self.item.done_on),
                "result": self.item.result,
            }
        return self.item.result if self.is_cancelled else ""

    @property
    def problems(self) -> str:
        return self.report.problems if self.report else ""

    @property
    def remedy(self) -> str:
        return self.report.remedy if self.report else ""

    @property
    def fall_reason(self) -> str:
        return self.report.fall_reason if self.report else ""

    @property
    def state(self) -> str:
        """In the words of the city's own system."""
        if self.is_cancelled:
            return _("ยกเลิก")
        if self.is_done or self.percent == COMPLETE:
            return _("แล้วเสร็จ")
        year = FiscalYear(self.item.plan.fiscal_year)
        if self.item.ends_in and year.end_of(self.item.ends_in) < self.last:
            return _("ล่าช้า")
        return _("อยู่ระหว่างดำเนินการ") if self.percent else _("ยังไม่เริ่ม")

    @property
    def transferred(self) -> Decimal | None:
        return self.purse.transferred if self.purse else None

    @property
    def committed(self) -> Decimal | None:
        return self.purse.committed if self.purse else None

    @property
    def disbursed(self) -> Decimal | None:
        return self.purse.disbursed if self.purse else None

    @property
    def spent_percent(self) -> Decimal | None:
        """เบิกจ่าย in per cent of the budget after transfers."""
        return percent(self.purse.disbursed, self.purse.transferred) if self.purse and self.purse.transferred else None


def reported_items(
    districts: Collection[District], year: FiscalYear, quarter: int, *, on: date | None = None
) -> dict[int, list[ReportedItem]]:
    """By district: the items of the approved action plan, by section, then in the plan's order.

    Money stands as of the quarter's last day, or of ``on`` while the quarter lasts. Three questions for all districts.
    """
    last = year.quarter(quarter)[1]
    of_item: Any = {"item": OuterRef("pk")}
    items: list[Any] = list(  # with their reports and photos
        with_rows(
            ActionPlanItem.objects.carried()
            .filter(plan__district__in=districts, plan__fiscal_year=year.be)
            .select_related("plan__district", "introduced_in", "dropped_in", "section__merged_into")
            .order_by("plan__district__code", "position", "pk"),
            reports_so_far=ItemReport.objects.filter(**of_item, quarter__lte=quarter),
            photos_of_quarter=ItemPhoto.objects.kept().filter(**of_item, quarter=quarter).order_by("pk"),
        )
    )
    items.sort(key=lambda item: (item.plan.district.code, *_named(item.section, item.responsible)))
    money = stood_on(Allocation.objects.filter(item__in=items), min(last, on or last))
    purses = {purse.item_id: purse for purse in money}
    found: dict[int, list[ReportedItem]] = {district.pk: [] for district in districts}
    for item in items:
        own = {report.quarter: report for report in item.reports_so_far}
        earlier = [own[n] for n in sorted(own) if n < quarter and own[n].percent is not None]
        found[item.plan.district_id].append(
            ReportedItem(
                item=item,
                report=own.get(quarter),
                before=earlier[-1] if earlier else None,
                purse=purses.get(item.pk),
                photos=tuple(item.photos_of_quarter),
                last=last,
            )
        )
    return found


def by_section(items: Iterable[ReportedItem]) -> tuple[SectionItems, ...]:
    """How many items each section has and owes, in the order of the items."""
    counted: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        counted[item.section].append(item.is_answered)
    return tuple(SectionItems(name, answers.count(False), len(answers)) for name, answers in counted.items())


def items_of_sections(
    districts: Collection[District], year: FiscalYear, quarter: int
) -> dict[int, tuple[SectionItems, ...]]:
    """By district what `by_section` says of its `reported_items`, counted by the database. Two questions."""
    last = year.quarter(quarter)[1]
    told = ItemReport.objects.filter(item=OuterRef("pk"), quarter=quarter, percent__isnull=False)
    answered = Q(done_on__lte=last) | Q(cancelled_on__lte=last) | Q(Exists(told))
    rows = list(
        ActionPlanItem.objects.carried()
        .filter(plan__district__in=districts, plan__fiscal_year=year.be)
        .order_by()
        .values_list("plan__district", "section", "responsible")
        .annotate(items=Count("pk"), answered=Count("pk", filter=answered))
    )
    sections = Section.objects.select_related("merged_into").in_bulk({row[1] for row in rows if row[1]})
    counted: dict[int, dict[str, list[int]]] = {district.pk: {} for district in districts}
    named = ((district, _named(sections.get(pk), other), counts) for district, pk, other, *counts in rows)
    for district, place, (items, done) in sorted(named, key=lambda row: row[1]):
        of_section = counted[district].setdefault(place[-1], [0, 0])
        of_section[0] += items
        of_section[1] += done
    return {
        district: tuple(SectionItems(name, items - done, items) for name, (items, done) in some.items())
        for district, some in counted.items()
    }


def waiting_sections(
    districts: Collection[District], year: FiscalYear, quarter: int
) -> dict[int, tuple[SectionItems, ...]]:
    """By district: the sections for which its report of the quarter waits."""
    found = items_of_sections(districts, year, quarter)
    return {district: tuple(section for section in some if section.owed) for district, some in found.items()}


def basis_of_sending(report: QuarterReport) -> Basis:
    """What the director sends or gives back by: the report as it was gathered. Nobody writes in it after that."""
    value = f"{report.state} {report.gathered_at.isoformat() if report.gathered_at else ''}"
    return Basis.of([Point("report", str(report), value, report.get_state_display())])
