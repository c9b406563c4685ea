"""Writing the flagship projects of a year: freely in a draft, afterwards for a reason that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.years.actions import note_change, take_year
from bkkplan.ground.years.models import PlannedYear
from budget.actions.flagship.requests import drop_drafts
from budget.enums import Sharing
from budget.models import FlagshipProject, FlagshipShare, StrategyNode
from budget.queries.flagship.flagships import touched_by
from budget.queries.flagship.sharing import Rule, faults_of
from districts.models import District, Office

PART = "flagships"


class FlagshipError(Refusal):
    """An act on a flagship project is refused. str() is the sentence to show."""


class NotThereError(FlagshipError):
    kind = Kind.NOT_AVAILABLE
    sentence = gettext_lazy("ไม่มีโครงการหลักนี้")


class SameNameError(FlagshipError):
    field = "title_th"
    sentence = gettext_lazy("ปีนี้มีโครงการหลักชื่อนี้แล้ว")


class TableError(FlagshipError):
    """The amounts of a table are not the budget; the sentence says by how much and where."""


class OpenedError(FlagshipError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("ปีนี้เปิดแล้ว จึงนำโครงการหลักออกหรือเรียงใหม่ไม่ได้")


@dataclass(frozen=True, slots=True)
class FlagshipWords:
    """What people write of one flagship project. What belongs to another rule of sharing is not kept."""

    title_th: str
    kpi_code: str
    objective: StrategyNode
    responsible_unit: str
    title_en: str = ""
    reason: str = ""
    reason_en: str = ""
    objectives: str = ""
    objectives_en: str = ""
    methods: tuple[str, ...] = ()
    methods_en: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""
    budget_note: str = ""
    budget_note_en: str = ""
    responsible_unit_en: str = ""
    external_code: str = ""
    bureau: Office | None = None
    starts_in: int | None = None
    ends_in: int | None = None
    budget: Decimal | None = None
    sharing: str = Sharing.NONE
    share_per_district: Decimal | None = None
    share_per_community: Decimal | None = None
    communities_on: date | None = None

    @classmethod
    def of(cls, row: FlagshipProject) -> Self:
        """The project's words as they are stored."""
        values = {name.name: getattr(row, name.name) for name in fields(cls)}
        return cls(**values | {name: tuple(values[name]) for name in ("methods", "methods_en")})

    def kept(self) -> dict[str, object]:
        """The words as values of the row's columns. Shares that the chosen way of sharing does not use are None."""
        values = {name.name: getattr(self, name.name) for name in fields(self)}
        values |= {"methods": list(self.methods), "methods_en": list(self.methods_en)}
        if self.sharing != Sharing.EQUAL:
            values["share_per_district"] = None
        if self.sharing != Sharing.PER_COMMUNITY:
            values["share_per_community"] = None
        if self.sharing not in (Sharing.BY_COMMUNITIES, Sharing.PER_COMMUNITY):
            values["communities_on"] = None
        return values | {"is_detailed": bool(self.reason or self.objectives or self.methods)}


WORDS = [name.name for name in fields(FlagshipWords)]


@transaction.atomic
def add_flagship(
    *, year: FiscalYear, words: FlagshipWords, reason: str = "", on: date, by: User | None, at: datetime
) -> FlagshipProject:
    """A new project after those of the year. An opened year asks for a reason."""
    planned = take_year(year, reason=reason, by=by)
    _demand_own_name(year, words.title_th)
    last = FlagshipProject.objects.filter(fiscal_year=year.be).aggregate(last=Max("position"))["last"] or 0
    flagship = FlagshipProject.objects.create(fiscal_year=year.be, position=last + 1, **words.kept())
    record("budget.flagship_added", flagship, by=by, at=at, after=_written(flagship), year=year, reason=reason)
    _note(planned, flagship, reason=reason, on=on, by=by, at=at)
    return flagship


@transaction.atomic
def save_flagship(
    *, flagship_id: int, seen: int, words: FlagshipWords, reason: str = "", on: date, by: User | None, at: datetime
) -> FlagshipProject:
    """Save a project over the version ``seen``. An opened year asks for a reason and keeps what the change touched."""
    planned, flagship = _take(flagship_id, reason=reason, by=by)
    year = planned.year
    _demand_own_name(year, words.title_th, besides=flagship)
    before = state_of(flagship, WORDS)
    for name, value in words.kept().items():
        setattr(flagship, name, value)
    flagship.save_over(seen, update_fields=[*WORDS, "is_detailed"])
    if flagship.sharing != Sharing.TABLE:
        flagship.share_table.all().delete()
    changed = changes(before, state_of(flagship, WORDS))
    if changed["before"] or changed["after"]:
        record("budget.flagship_saved", flagship, by=by, at=at, **changed, year=year, reason=reason)
        _note(planned, flagship, reason=reason, on=on, by=by, at=at)
    return flagship


@transaction.atomic
def save_share_table(
    *,
    flagship_id: int,
    seen: int,
    amounts: Mapping[str, Decimal],
    reason: str = "",
    on: date,
    by: User | None,
    at: datetime,
) -> FlagshipProject:
    """The amount of each district, by its code. Raises TableError unless they are the budget to the last satang."""
    planned, flagship = _take(flagship_id, reason=reason, by=by)
    districts = list(District.objects.in_being(planned.year.end).order_by("code"))
    given = {district.code: amounts[district.code] for district in districts if amounts.get(district.code)}
    if flagship.sharing != Sharing.TABLE:
        raise TableError(_("โครงการนี้ไม่ได้จัดสรรตามตาราง"))
    if faults := list(faults_of(flagship.budget, Rule(Sharing.TABLE, given, is_fixed=True), districts)):
        raise TableError(" ".join(faults))
    before = {code: str(amount) for code, amount in flagship.share_table.values_list("district__code", "amount")}
    flagship.save_over(seen, update_fields=[])
    flagship.share_table.all().delete()
    FlagshipShare.objects.bulk_create(
        FlagshipShare(flagship=flagship, district=district, amount=given[district.code])
        for district in districts
        if district.code in given
    )
    changed = changes({"shares": before}, {"shares": {code: str(amount) for code, amount in given.items()}})
    record("budget.share_table_saved", flagship, by=by, at=at, **changed, year=planned.year, reason=reason)
    _note(planned, flagship, reason=reason, on=on, by=by, at=at)
    return flagship


@transaction.atomic
def move_flagship(*, flagship_id: int, to: int, by: User | None, at: datetime) -> FlagshipProject:
    """Put a project of a draft at the place ``to``, 1 being the first; what is beyond the last is the last."""
    _planned, flagship = _take_in_draft(flagship_id, by=by)
    rows = list(FlagshipProject.objects.filter(fiscal_year=flagship.fiscal_year).order_by("position", "pk"))
    rows.remove(flagship)
    rows.insert(max(to, 1) - 1, flagship)
    highest = max(row.position for row in rows)
    # The numbers are unique at every moment: first out of the way, then in order.
    for start in (highest + 1, 1):
        for position, row in enumerate(rows, start):
            row.position = position
            row.save(update_fields=["position"])
    moved = next(row for row in rows if row == flagship)
    record("budget.flagship_moved", moved, by=by, at=at, year=flagship.fiscal_year, position=moved.position)
    return moved


@transaction.atomic
def remove_flagship(*, flagship_id: int, by: User | None, at: datetime) -> None:
    """Take a project out of a draft; nobody but its office saw it, and the log keeps its texts."""
    _planned, flagship = _take_in_draft(flagship_id, by=by)
    drop_drafts(FlagshipProject.objects.filter(pk=flagship.pk))
    record("budget.flagship_removed", flagship, by=by, at=at, before=_written(flagship), year=flagship.fiscal_year)
    flagship.share_table.all().delete()
    flagship.delete()


def begin_flagships(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The projects of an earlier year with their rules of sharing; an empty year has none. Money is never copied."""
    if source is None:
        return
    for flagship in FlagshipProject.objects.filter(fiscal_year=source.be).order_by("position", "pk"):
        table = list(flagship.share_table.all())
        flagship.pk, flagship.fiscal_year, flagship.version = None, year.be, 1
        flagship.external_code = ""  # the city's own system gives each year's project another
        flagship._state.adding = True  # noqa: SLF001  (Django's own way of copying a row)
        flagship.save(force_insert=True)
        FlagshipShare.objects.bulk_create(
            FlagshipShare(flagship=flagship, district_id=row.district_id, amount=row.amount) for row in table
        )


def discard_flagships(year: FiscalYear) -> None:
    drop_drafts(FlagshipProject.objects.filter(fiscal_year=year.be))
    FlagshipShare.objects.filter(flagship__fiscal_year=year.be).delete()
    FlagshipProject.objects.filter(fiscal_year=year.be).delete()


def _written(flagship: FlagshipProject) -> dict[str, object]:
    """What is written of a project, for the log; what is empty is left out."""
    return {name: value for name, value in state_of(flagship, WORDS).items() if value not in ("", None, [])}


def _take(flagship_id: int, *, reason: str = "", by: User | None) -> tuple[PlannedYear, FlagshipProject]:
    """Lock the year of a project, and read the project under that lock."""
    be = FlagshipProject.objects.filter(pk=flagship_id).values_list("fiscal_year", flat=True).first()
    if be is None:
        raise NotThereError
    planned = take_year(FiscalYear(be), reason=reason, by=by)
    flagship = FlagshipProject.objects.filter(pk=flagship_id).first()
    if flagship is None:
        raise NotThereError
    return planned, flagship


def _take_in_draft(flagship_id: int, *, by: User | None) -> tuple[PlannedYear, FlagshipProject]:
    # A reason is not asked for: in an opened year it would not help.
    planned, flagship = _take(flagship_id, reason="-", by=by)
    if not planned.is_draft:
        raise OpenedError
    return planned, flagship


def _demand_own_name(year: FiscalYear, title: str, *, besides: FlagshipProject | None = None) -> None:
    same = FlagshipProject.objects.filter(fiscal_year=year.be, title_th=title)
    if any(row != besides for row in same):
        raise SameNameError


def _note(
    planned: PlannedYear, flagship: FlagshipProject, *, reason: str, on: date, by: User | None, at: datetime
) -> None:
    touched = [] if planned.is_draft else touched_by(flagship)
    note_change(planned, part=PART, what=flagship.title_th, reason=reason, touched=touched, on=on, by=by, at=at)
