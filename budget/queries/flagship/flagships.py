"""How the flagship projects of a year stand, and what rests on one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import Count
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.registry import Touch
from budget.enums import EntryKind
from budget.models import Appropriation, FlagshipProject, LedgerEntry
from budget.queries.flagship.sharing import Rule, faults_of, rule_of
from communities.queries.counts import communities_by_district
from districts.models import District


@dataclass(frozen=True, slots=True)
class FlagshipState:
    """A project of a year, its rule of sharing, and what it still lacks."""

    flagship: FlagshipProject
    rule: Rule
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.flagship.position}. {self.flagship}"


def flagships_of(year: FiscalYear) -> list[FlagshipState]:
    rows = FlagshipProject.objects.of_year(year).select_related("objective").prefetch_related("share_table")
    districts = list(District.objects.in_being(year.end).order_by("code"))
    count, found = cache(communities_by_district), []
    for flagship in rows:
        rule = rule_of(flagship, districts, count=count)
        found.append(FlagshipState(flagship, rule, tuple(faults_of(flagship.budget, rule, districts))))
    return found


def points_of(states: list[FlagshipState]) -> Iterator[Point]:
    """What the opening of a year rests on: each project at its version, which every change of it raises."""
    for state in states:
        flagship = state.flagship
        amount = format_baht(flagship.budget, decimals=False) if flagship.budget else flagship.budget_note
        value = f"{flagship.position} {flagship.version} {flagship.budget}"
        yield Point(f"{flagship.pk}", flagship.title_th, value, amount or "–")


def touched_by(flagship: FlagshipProject) -> list[Touch]:
    """What rests on a project of an opened year: money that was granted for it, transfers, and what came of them."""
    entries = LedgerEntry.objects.filter(appropriation__flagship=flagship)
    counts = dict(entries.values_list("kind").annotate(n=Count("pk")).order_by())
    source = Appropriation.objects.filter(flagship=flagship).first()
    transfers, grants = counts.get(EntryKind.TRANSFER, 0), counts.get(EntryKind.APPROPRIATION, 0)
    found = [
        Touch(_("งบประมาณที่ได้รับแล้ว (บาท)"), int(source.amount) if source else 0),
        Touch(_("รายการโอนจัดสรรให้เขต"), transfers),
        Touch(_("รายการบัญชีอื่นของโครงการ"), sum(counts.values()) - transfers - grants),
    ]
    return [touch for touch in found if touch.count]
