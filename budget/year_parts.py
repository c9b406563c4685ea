"""The parts of a year that this app keeps: strategy trees in force, flagship projects, and how money is spent."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Point
from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries.asking import asks_for_steps
from bkkplan.ground.years.registry import Look, Measure, YearPart, measure_by, register
from budget.actions.flagship.flagships import PART, begin_flagships, discard_flagships
from budget.actions.money.spending import PART as SPENDING
from budget.actions.money.spending import begin_rule, discard_rule
from budget.actions.strategy.trees import PART as TREES
from budget.actions.strategy.trees import begin_trees, discard_trees
from budget.models import SpendingRule, StrategyTree
from budget.queries.books.carrying import ASKING_STEP
from budget.queries.flagship.flagships import flagships_of, points_of
from budget.queries.money.spending import needs_allotment
from budget.queries.plan.done import districts_approved, districts_asked
from budget.queries.strategy.trees import homeless_flagships


def look_at_flagships(year: FiscalYear) -> Look:
    states = flagships_of(year)
    if not states:
        return Look(lines=(_("ยังไม่มีโครงการหลัก"),), missing=(_("เพิ่มโครงการหลักอย่างน้อย 1 โครงการ"),))
    total = sum((state.flagship.budget or Decimal(0) for state in states), Decimal(0))
    shared = sum(1 for state in states if state.rule.weights)
    number = ngettext("%(n)s โครงการ", "%(n)s โครงการ", len(states)) % {"n": len(states)}
    return Look(
        lines=(
            _("%(number)s งบประมาณรวม %(total)s บาท") % {"number": number, "total": format_baht(total, decimals=False)},
            _("จัดสรรให้เขต %(n)s โครงการ") % {"n": shared},
        ),
        missing=tuple(f"{state.flagship}: {sentence}" for state in states for sentence in state.missing),
        points=tuple(points_of(states)),
    )


def look_at_trees(year: FiscalYear) -> Look:
    rows = StrategyTree.objects.filter(in_force__fiscal_year=year.be).order_by("first_year", "pk")
    trees = {tree: tree.nodes.count() for tree in rows}
    if not trees:
        return Look(lines=(_("ยังไม่ได้เลือก"),), missing=(_("เลือกแผนยุทธศาสตร์ที่ใช้ในปีนี้ 1 หรือ 2 แผน"),))
    homeless = [str(flagship) for flagship in homeless_flagships(year)]
    return Look(
        lines=tuple(_("%(tree)s (%(n)s ข้อ)") % {"tree": tree, "n": n} for tree, n in trees.items()),
        missing=(
            *(_("%(tree)s ยังไม่มีข้อ") % {"tree": tree} for tree, n in trees.items() if not n),
            *(_("%(flagship)s: เลือกความสอดคล้องกับแผนที่ใช้ในปีนี้") % {"flagship": name} for name in homeless),
        ),
        points=tuple(Point(f"{tree.pk}", _("แผนยุทธศาสตร์"), f"{tree.pk} {tree.version}", str(tree)) for tree in trees),
    )


register(
    YearPart(
        code=TREES,
        place=10,
        title=gettext_lazy("แผนยุทธศาสตร์"),
        about=gettext_lazy("แผนของกรุงเทพมหานครที่โครงการหลักและการตรวจแผนชุมชนอ้างถึงในปีนี้"),
        page="budget:year-trees",
        look=look_at_trees,
        begin=begin_trees,
        discard=discard_trees,
    )
)
register(
    YearPart(
        code=PART,
        place=20,
        title=gettext_lazy("โครงการหลัก"),
        about=gettext_lazy("โครงการของ สยป. ในปีนี้ งบประมาณ และเกณฑ์จัดสรรให้เขต"),
        page="budget:year-flagships",
        look=look_at_flagships,
        begin=begin_flagships,
        discard=discard_flagships,
    )
)


def look_at_spending(year: FiscalYear) -> Look:
    is_needed = needs_allotment(year)
    words = _("ก่อหนี้ผูกพันได้ไม่เกินเงินงวดที่อนุมัติ") if is_needed else _("ก่อหนี้ผูกพันได้โดยไม่ต้องรอเงินงวด")
    ladder = " · ".join(f"{target.normalize():f}" for target in SpendingRule.of(year).targets)
    targets = _("เป้าหมายการเบิกจ่ายสะสมรายไตรมาส ร้อยละ %(targets)s") % {"targets": ladder}
    return Look(
        lines=(words, targets),
        points=(
            Point("needs_allotment", _("กติกาการใช้จ่าย"), is_needed, words),
            Point("targets", _("เป้าหมายการเบิกจ่ายสะสม"), ladder),
        ),
    )


register(
    YearPart(
        code=SPENDING,
        place=25,
        title=gettext_lazy("กติกาการใช้จ่าย"),
        about=gettext_lazy("การก่อหนี้ผูกพันต้องมีเงินงวดก่อนหรือไม่ และเป้าหมายการเบิกจ่ายของแต่ละไตรมาส"),
        page="budget:year-spending",
        look=look_at_spending,
        begin=begin_rule,
        discard=discard_rule,
        permission="years.prepare_year",
    )
)
measure_by(
    Measure(
        code="action_plan",
        title=gettext_lazy("แผนปฏิบัติราชการที่อนุมัติแล้ว"),
        districts=districts_approved,
        duty=Duty.ACTION_PLAN,
    )
)
measure_by(
    Measure(
        code="request",
        title=gettext_lazy("คำขอตั้งงบประมาณที่ยื่นแล้ว"),
        districts=districts_asked,
        duty=Duty.ACTION_PLAN,
        steps=("money_asked",),
    )
)
# `request_work` and `year_end_work` ask the offices for these.
asks_for_steps(Audience.DISTRICTS, "money_asked", ASKING_STEP)
