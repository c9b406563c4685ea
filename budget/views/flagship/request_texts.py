"""What pages say of a request for money, and what is told of it in LINE."""

from datetime import date

from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.wording import thai_date_short
from budget.models import BudgetRequest
from budget.queries.flagship.requests import RequestTable


def late_text(request: BudgetRequest, *, due: date | None) -> str:
    """That a request is late, in words; empty where it is in time or its year has no day."""
    day = request.handed_in_on or today()
    if due is None or day <= due:
        return ""
    words = {"due": thai_date_short(due), "n": (day - due).days}
    if request.handed_in_on:
        return _("ยื่นหลังกำหนด %(due)s %(n)s วัน") % words
    return _("เลยกำหนดยื่น %(due)s มา %(n)s วันแล้ว ยังยื่นได้ และจะแสดงว่าล่าช้า") % words


def line_text(table: RequestTable, whose: str) -> str:
    """What is told in LINE of the newest decision on a request, without amounts and reasons; "" before the first."""
    if table.last is None:
        return ""
    fallen = sum(row.is_fallen for row in table.rows)
    words = {"stage": table.last, "year": table.request.year, "whose": whose, "n": len(table.rows) - fallen}
    if not fallen:
        return _("ผล%(stage)s คำขอตั้งงบประมาณปี %(year)s %(whose)s: ได้รับทั้ง %(n)s รายการ อ่านได้ที่") % words
    sentence = _("ผล%(stage)s คำขอตั้งงบประมาณปี %(year)s %(whose)s: ได้รับ %(n)s รายการ ไม่ได้รับ %(fallen)s รายการ อ่านได้ที่")
    return sentence % {**words, "fallen": fallen}


def texts_of_fallen(table: RequestTable) -> list[tuple[str, str]]:
    """For each community project that did not get its money: what is told in LINE, and the page of its plan."""
    sentence = _("โครงการ “%(project)s” ของ%(community)s ขอตั้งงบประมาณปี %(year)s ไม่ได้รับ ขอใหม่ในปีต่อไปได้ อ่านได้ที่")
    found = []
    for row in table.rows:
        for project in row.line.projects.all() if row.is_fallen else ():
            plan = project.revision.plan
            words = {"project": project.title, "community": plan.community, "year": table.request.year}
            found.append((sentence % words, plan.get_absolute_url()))
    return found
