"""The money of the offices of a year: a row for each district, a map, and the offices that the city looks at first."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import StateItem, Tile, TileKey, TileState
from bkkplan.ground.core.files.evidence import XLSX
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.as_of import DayInView
from bkkplan.ground.core.pages.my_work import WorkRequest, WorkView
from bkkplan.ground.core.people import own_bureaus, works_for_the_city
from bkkplan.ground.core.wording import localname, percent, thai_date_short
from budget.exports import workbook_of_offices
from budget.queries.money.money import Sums, money_of_bureaus
from budget.queries.money.money_of_offices import OfficeMoney, money_of_offices, sorted_offices
from budget.queries.money.money_table import SpendingTarget
from budget.queries.money.sources import granted_by_source
from budget.views.money.money_table import table_page, target_in_words
from budget.views.places import districts_shown
from districts.models import District, Office
from districts.queries import Shown
from districts.views import groups_of

# How many offices below the target are named at most.
FURTHEST = 5


class OfficesView(WorkView):
    """The rows of a day that the person reaches; those who work in one office alone are led to it."""

    year: FiscalYear

    def get(self, request: WorkRequest, year: FiscalYear) -> HttpResponse:
        self.year = year
        own = Office.objects.filter(pk__in=own_bureaus(request.user)).order_by("code").first()
        if own is not None and not self.is_city:
            return redirect("budget:district-money", year, own.code)
        if len(self.districts) == 1 and not self.is_city:
            return redirect("budget:district-money", year, self.districts[0].code)
        return self.answer(request)

    @cached_property
    def is_city(self) -> bool:
        return works_for_the_city(self.request.user)

    @cached_property
    def places(self) -> Shown:
        return districts_shown(self.request.user, self.year, self.request.GET.get("group", ""))

    @property
    def districts(self) -> Sequence[District]:
        return self.places.districts

    @cached_property
    def day(self) -> DayInView:
        return DayInView.of(self.request, self.year, today=today())

    @cached_property
    def rows(self) -> tuple[OfficeMoney, ...]:
        return money_of_offices(self.districts, self.year, day=self.day.day, as_of=self.day.past)

    @property
    def sort(self) -> str:
        return self.request.GET.get("sort", "district")

    @cached_property
    def target(self) -> SpendingTarget | None:
        """The target of all rows together."""
        first = next((row.target for row in self.rows if row.target), None)
        return SpendingTarget(first.quarter, first.percent, self.total) if first else None

    @cached_property
    def total(self) -> Sums:
        """Of the offices that are shown."""
        return sum((row.sums for row in self.rows), Sums())

    def answer(self, request: WorkRequest) -> HttpResponse:
        raise NotImplementedError


class Overview(OfficesView):
    def answer(self, request: WorkRequest) -> HttpResponse:
        context = {
            "year": self.year,
            "day": self.day,
            "rows": sorted_offices(self.rows, self.sort),
            "total": self.total,
            "approved": sum((row.approved for row in self.rows), Decimal(0)),
            "sort": self.sort,
            "goal": self.target,
            "target": target_in_words(self.target, self.year),
            "sources": granted_by_source(self.year, as_of=self.day.past) if self.is_city else (),
            "works_for_the_city": works_for_the_city(request.user, in_year=self.year.be),
            "bureaus": list(money_of_bureaus(self.year, as_of=self.day.past).items()),
            **(self.map() if self.is_city and (self.rows or not self.places.is_by_group) else {}),
            **groups_of(self.places, request),
        }
        return render(request, "budget/money.html", context)

    def map(self) -> dict[str, Any]:
        words = words_of_states(has_target=self.target is not None)
        states = [state_of(row) for row in self.rows]
        return {
            "tiles": [self.tile_of(row, state) for row, state in zip(self.rows, states, strict=True)]
            if self.places.has_map
            else (),
            "keys": [TileKey(state=state, word=word, count=states.count(state)) for state, word in words.items()],
            "outliers": self.outliers(),
        }

    def tile_of(self, row: OfficeMoney, state: TileState) -> Tile:
        return Tile(
            code=row.district.code,
            name=localname(row.district),
            column=row.district.tile_column,
            row=row.district.tile_row,
            state=state,
            word=percent(row.sums.used),
            note=self.why_named(row),
            href=self.address(row),
        )

    def address(self, row: OfficeMoney) -> str:
        return table_page(self.year, row.district) + self.day.query

    def outliers(self) -> list[StateItem]:
        """Those furthest below the target, and those of which nothing was entered for long; the furthest first."""
        missing = {row.district.pk: row.target.points_missing for row in self.rows if row.target}
        below = sorted(
            (row for row in self.rows if missing.get(row.district.pk)), key=lambda row: -missing[row.district.pk]
        )
        named = [*below[:FURTHEST], *(row for row in self.rows if self.is_quiet(row) and row not in below[:FURTHEST])]
        return [
            StateItem(
                text=localname(row.district),
                word=percent(row.sums.used),
                tone=state_of(row),
                note=self.why_named(row),
                href=self.address(row),
            )
            for row in named
        ]

    def is_quiet(self, row: OfficeMoney) -> bool:
        most: int = settings.MONEY_QUIET_AFTER_DAYS
        return row.quiet_days(self.last_day) >= most

    @property
    def last_day(self) -> date:
        """The day in view; of a year that is over its last one, after which nobody enters."""
        return min(self.day.day, self.year.end)

    def why_named(self, row: OfficeMoney) -> str:
        reasons = []
        if row.target and row.target.points_missing:
            points = percent(row.target.points_missing)
            reasons.append(_("ต่ำกว่าเป้าหมาย %(points)s จุดร้อยละ") % {"points": points})
        if self.is_quiet(row):
            days = row.quiet_days(self.last_day)
            reasons.append(ngettext("ไม่มีรายการ %(n)s วัน", "ไม่มีรายการ %(n)s วัน", days) % {"n": days})
        return " · ".join(reasons)


class OverviewFile(OfficesView):
    """Answer with the rows of a day as a workbook, in the order in which the page shows them."""

    def answer(self, request: WorkRequest) -> HttpResponse:
        values = {"year": self.year, "day": thai_date_short(self.day.day)}
        title = _("งบประมาณรายเขต ปี %(year)s ณ วันที่ %(day)s") % values
        rows = sorted_offices(self.rows, self.sort)
        content = workbook_of_offices(rows, title=title, target=target_in_words(self.target, self.year))
        name = f"money-{self.year}-{self.day.day.isoformat()}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=XLSX.mime, headers=headers)


def state_of(row: OfficeMoney) -> TileState:
    """Reached, below the target, below that of the quarter before, or no money to compare."""
    if not row.has_money:
        return "wait"
    if row.target is None:
        return "info"
    if row.target.is_reached:
        return "done"
    return "bad" if row.is_behind else "late"


def words_of_states(*, has_target: bool) -> dict[TileState, str]:
    none: dict[TileState, str] = {"wait": _("ยังไม่มีงบประมาณ")}
    if not has_target:
        return {"info": _("ปีนี้ยังไม่มีเป้าหมาย"), **none}
    return {
        "done": _("ถึงเป้าหมาย"),
        "late": _("ยังไม่ถึงเป้าหมาย"),
        "bad": _("ต่ำกว่าเป้าหมายของไตรมาสก่อน"),
        **none,
    }
