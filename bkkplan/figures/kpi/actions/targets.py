"""Write the targets of KPIs. A draft year takes them freely; an opened year needs a decision, which is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.figures.kpi.catalog import public_targets
from bkkplan.figures.kpi.models import Target, TargetChange
from bkkplan.figures.kpi.queries import Owner, targets_of
from bkkplan.figures.kpi.registry import get
from bkkplan.figures.kpi.validators import read_target
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years import registry as years
from bkkplan.ground.years.actions import note_change, take_year

PART = "targets"


class TargetError(Refusal):
    """An act on targets is refused. str() is the sentence to show."""


class DecisionNeededError(TargetError):
    field = "meeting"
    sentence = gettext_lazy("ปีนี้เปิดใช้แล้ว ใส่ผู้ขอเปลี่ยน มติที่ประชุม และวันที่มีมติ")


@dataclass(frozen=True, slots=True)
class TargetDecision:
    """By which targets of an opened year are changed: they hold from the day ``on`` of the meeting."""

    requester: str
    meeting: str
    reason: str
    on: date


@transaction.atomic
def save_targets(
    *,
    code: str,
    year: FiscalYear,
    quarter: int | None = None,
    texts: Mapping[Owner, str],
    decision: TargetDecision | None = None,
    seen: Basis | None = None,
    on: date,
    by: User,
    at: datetime,
) -> int:
    """Save the targets of a KPI as the plan writes them; an empty text takes one away. Return how many are other now.

    An opened year keeps the earlier wordings and needs a ``decision``, which cannot lie after ``on``.
    """
    planned = take_year(year, reason=decision.reason if decision else "", by=by)
    targets = targets_of(year, is_draft_shown=True)
    seen_as = targets.basis(code, quarter).demand(seen)
    kept = targets.in_force(code, quarter)
    wanted = {owner: read_target(text) for owner, text in texts.items()}
    changed = {
        owner: read for owner, read in wanted.items() if read.text != (kept[owner].text if owner in kept else "")
    }
    if not changed:
        return 0
    change = None
    if not planned.is_draft:
        change = _decide(decision, on=on, by=by, at=at)
    for owner, read in changed.items():
        row = kept.get(owner)
        before = row.text if row else ""
        if change is not None or row is None:
            row = Target(code=code, fiscal_year=year.be, quarter=quarter, change=change, **owner.columns)
        row.text, row.percent, row.is_compared = read.text, read.percent, read.is_compared
        told: dict[str, Any] = {"code": code, "year": year.be, "quarter": quarter, "seen": seen_as}
        if change is None and not read.text:
            record("kpi.target_removed", row, by=by, at=at, before={"text": before}, **told)
            row.delete()
            continue
        row.save()
        told |= {"before": {"text": before}, "after": {"text": read.text}}
        if change is None:
            record("kpi.target_set", row, by=by, at=at, **told)
        else:
            decided = asdict(decision) if decision else {}
            record("kpi.target_changed", row, by=by, at=at, **told, **decided)
    what = _("เป้าหมาย %(indicator)s %(n)s หน่วยงาน") % {"indicator": get(code).short, "n": len(changed)}
    note_change(
        planned,
        part=PART,
        what=what,
        reason=decision.reason if decision else "",
        touched=years.touched(PART, year),
        on=on,
        by=by,
        at=at,
    )
    return len(changed)


def begin_targets(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The targets of an earlier year as they stand at its end, or the city plan's own; what is there already stays."""
    there = {_place(row) for row in Target.objects.filter(fiscal_year=year.be)}
    rows = _copies(year, source) if source else public_targets(year)
    Target.objects.bulk_create(row for row in rows if _place(row) not in there)


def discard_targets(year: FiscalYear) -> None:
    Target.objects.filter(fiscal_year=year.be).delete()


def _copies(year: FiscalYear, source: FiscalYear) -> Iterator[Target]:
    targets = targets_of(source)
    for code, quarter in dict.fromkeys((row.code, row.quarter) for row in targets.rows):
        for owner, row in targets.in_force(code, quarter).items():
            yield Target(
                code=code,
                fiscal_year=year.be,
                quarter=quarter,
                text=row.text,
                percent=row.percent,
                is_compared=row.is_compared,
                **owner.columns,
            )


def _place(row: Target) -> tuple[str, int | None, Owner]:
    return row.code, row.quarter, Owner.of(row)


def _decide(decision: TargetDecision | None, *, on: date, by: User, at: datetime) -> TargetChange:
    if decision is None or not (decision.meeting.strip() and decision.requester.strip()):
        raise DecisionNeededError
    if decision.on > on:
        sentence = _("วันที่มีมติต้องไม่เกิน %(day)s") % {"day": thai_date_short(on)}
        raise TargetError(sentence, field="decided_on")
    return TargetChange.objects.create(**asdict(decision), at=at, by=by)
