"""A proposal's part of the money of its item, and how much of that is paid."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bkkplan.ground.core.components import MoneyLine
from bkkplan.ground.core.wording import baht, percent, thai_date_short
from budget.queries.trace import Trace
from budget.queries.ways import AnyWay, Money


def share_paid(money: Money) -> Decimal | None:
    """Percent paid; a part of nothing is paid as far as the item is."""
    return money.part.used if money.part.used is not None else money.whole.used


def money_of(found: Trace, way: AnyWay | None) -> list[MoneyLine]:
    """The proposal's part of its item's money, each line beside the whole where others share it."""
    money = way.money if way else None
    lines = [MoneyLine(label=_("ขอในเวที"), amount=found.proposal.requested_amount)]
    if way is not None and way.inclusion is not None:
        lines.append(MoneyLine(label=_("ตั้งไว้ในแผนเขต (ทั้งรายการ)"), amount=way.inclusion.item.planned_amount))
    if money is not None:
        levels = (
            (_("งบประมาณอนุมัติ"), money.part.transferred, money.whole.transferred),
            (_("เบิกจ่าย"), money.part.disbursed, money.whole.disbursed),
            (_("คงเหลือ"), money.part.left, money.whole.left),
        )
        for number, (label, part, whole) in enumerate(levels, start=1):
            beside = _("จากทั้งรายการ %(whole)s") % {"whole": baht(whole)} if money.is_shared else ""
            lines.append(MoneyLine(label=label, amount=part, note=beside, is_total=number == len(levels)))
    return lines


def spent_text(money: Money | None, *, on: date) -> str:
    as_of = _("ข้อมูล ณ %(day)s") % {"day": thai_date_short(on)}
    if money is None:
        return as_of
    sentence = f"{_('เบิกจ่ายแล้ว %(share)s %%') % {'share': percent(share_paid(money))}} · {as_of}"
    if not money.is_shared:
        return sentence
    rule = _(
        "โครงการนี้ในแผนเขตมาจากหลายโครงการหรือหลายข้อเสนอ งบประมาณของข้อเสนอนี้เป็นส่วนแบ่งตามวงเงินของแต่ละโครงการและข้อเสนอ "
        "ปัดเป็นสตางค์ให้รวมกันเท่ากับงบประมาณของทั้งรายการ"
    )
    return f"{sentence} · {rule}"
