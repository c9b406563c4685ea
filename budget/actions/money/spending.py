"""The rule of spending of a year: whether committing money needs an allotment."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.actions import note_change, take_year
from bkkplan.ground.years.models import PlannedYear
from budget.enums import CarryApprover
from budget.models import Appropriation, SpendingRule
from budget.queries.money.spending import over_their_allotments, touched_by_rule

PART = "spending"


USUAL_TARGETS = SpendingRule().targets
USUAL_YEARS = SpendingRule().ask_after_years
USUAL_SMALL = SpendingRule().small_purchase
TARGETS = ("target_1", "target_2", "target_3", "target_4")
RULE = ("needs_allotment", "bound_approver", "free_approver", "ask_after_years", "small_purchase", *TARGETS)


class TargetsFallError(Refusal):
    """A quarter's target lies below that of the quarter before, or outside 0 to 100."""

    sentence = gettext_lazy("เป้าหมายการเบิกจ่ายสะสมต้องไม่น้อยกว่าไตรมาสก่อน และอยู่ระหว่างร้อยละ 0 ถึง 100")


class RuleError(Refusal):
    """More is committed already than is allotted; the sentence says where and by how much."""

    field = "needs_allotment"


@transaction.atomic
def save_rule(
    *,
    year: FiscalYear,
    needs_allotment: bool,
    bound_approver: CarryApprover = CarryApprover.DIRECTOR,
    free_approver: CarryApprover = CarryApprover.CITY,
    targets: Sequence[Decimal] = USUAL_TARGETS,
    ask_after_years: int = USUAL_YEARS,
    small_purchase: Decimal = USUAL_SMALL,
    reason: str = "",
    on: date,
    by: User | None,
    at: datetime,
) -> SpendingRule:
    """Say whether what is committed stays within what is allotted, who approves that money is carried over, how much is
    to be disbursed by the end of each quarter, in per cent, after how many years communities are asked about projects
    that wait, and up to which sum goods may be bought from one seller.

    An opened year asks for a reason.

    Raises RuleError where on some day more was committed than was allotted by then.
    """
    planned = take_year(year, reason=reason, by=by)
    _demand_rising(targets)
    # Whoever commits money holds one of these, so nothing is committed while the rule changes.
    lock_sources(year)
    if needs_allotment and (over := over_their_allotments(year)):
        purse, excess = max(over.items(), key=lambda row: row[1])
        values = {"n": len(over), "place": purse.place, "excess": format_baht(excess)}
        raise RuleError(
            _("ก่อหนี้ผูกพันเกินเงินงวดไปแล้ว %(n)s แห่ง มากที่สุดที่%(place)s เกิน %(excess)s บาท บันทึกเงินงวดให้ครบก่อน") % values
        )
    rule, _new = SpendingRule.objects.get_or_create(planned=planned)
    said: dict[str, Any] = {
        "needs_allotment": needs_allotment,
        "bound_approver": bound_approver,
        "free_approver": free_approver,
        "ask_after_years": ask_after_years,
        "small_purchase": small_purchase,
    }
    wanted = said | dict(zip(TARGETS, targets, strict=True))
    if any(getattr(rule, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(rule, name, value)
        rule.save(update_fields=list(wanted))
        told = [str(target) for target in targets]
        record("budget.spending_rule_saved", rule, by=by, at=at, year=year, **said, targets=told)
        touched = [] if planned.is_draft else touched_by_rule(year)
        what = _("กติกาการใช้จ่าย")
        note_change(planned, part=PART, what=what, reason=reason, touched=touched, on=on, by=by, at=at)
    return rule


def begin_rule(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The rule of an earlier year; an empty year demands nothing."""
    planned = PlannedYear.objects.get(fiscal_year=year.be)
    earlier = SpendingRule.objects.filter(planned__fiscal_year=source.be).first() if source else None
    rule = earlier or SpendingRule()
    SpendingRule.objects.create(planned=planned, **{name: getattr(rule, name) for name in RULE})


def discard_rule(year: FiscalYear) -> None:
    SpendingRule.objects.filter(planned__fiscal_year=year.be).delete()


def _demand_rising(targets: Sequence[Decimal]) -> None:
    levels = [Decimal(0), *targets, Decimal(100)]
    for number, (before, level) in enumerate(pairwise(levels), start=1):
        if level < before:
            raise TargetsFallError(field=f"target_{min(number, len(targets))}")


def lock_sources(year: FiscalYear) -> list[Appropriation]:
    """The appropriations of a year; nobody enters money of theirs until the transaction ends."""
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(fiscal_year=year.be).order_by("pk"))
