"""The rule of spending of a year: whether committing money needs an allotment."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.actions import note_change, take_year
from bkkplan.ground.years.models import PlannedYear
from budget.enums import CarryApprover
from budget.models import Appropriation, SpendingRule
from budget.queries.spending import over_their_allotments, touched_by_rule

PART = "spending"


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
    reason: str = "",
    on: date,
    by: User | None,
    at: datetime,
) -> SpendingRule:
    """Say whether what is committed stays within what is allotted, and who approves that money is carried over.

    An opened year asks for a reason.

    Raises RuleError where on some day more was committed than was allotted by then.
    """
    planned = take_year(year, reason=reason, by=by)
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
    }
    if any(getattr(rule, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(rule, name, value)
        rule.save(update_fields=list(said))
        record("budget.spending_rule_saved", rule, by=by, at=at, year=year, **said)
        touched = [] if planned.is_draft else touched_by_rule(year)
        what = _("กติกาการใช้จ่าย")
        note_change(planned, part=PART, what=what, reason=reason, touched=touched, on=on, by=by, at=at)
    return rule


def begin_rule(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The rule of an earlier year; an empty year demands nothing."""
    planned = PlannedYear.objects.get(fiscal_year=year.be)
    earlier = SpendingRule.objects.filter(planned__fiscal_year=source.be).first() if source else None
    rule = earlier or SpendingRule()
    SpendingRule.objects.create(
        planned=planned,
        needs_allotment=rule.needs_allotment,
        bound_approver=rule.bound_approver,
        free_approver=rule.free_approver,
    )


def discard_rule(year: FiscalYear) -> None:
    SpendingRule.objects.filter(planned__fiscal_year=year.be).delete()


def lock_sources(year: FiscalYear) -> list[Appropriation]:
    """The appropriations of a year; nobody enters money of theirs until the transaction ends."""
    rows = Appropriation.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(fiscal_year=year.be).order_by("pk"))
