"""What a community is told of the money that was asked for its projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from bkkplan.ground.core.thai import format_baht
from budget.enums import RequestState
from budget.models import BudgetRequest, RequestLine
from budget.queries.flagship.requests import RequestRow, RequestTable, table_of, with_stages


@dataclass(frozen=True, slots=True)
class Asked:
    """Money was asked for a project: for which year, how much, and what the last stage left of it, in baht.

    ``stage`` is empty before the first stage; ``reason`` says why there is less.
    """

    year: int
    asked: Decimal
    amount: Decimal
    stage: str
    reason: str
    on: date | None
    is_voted: bool

    @property
    def is_fallen(self) -> bool:
        return self.amount == 0

    @property
    def in_words(self) -> str:
        """For everyone: what was asked, and what came of it. A project that got nothing goes on waiting."""
        values = {
            "year": self.year,
            "asked": format_baht(self.asked, decimals=False),
            "amount": format_baht(self.amount, decimals=False),
            "reason": self.reason,
        }
        if self.is_fallen:
            sentence = _("เสนอของบปี %(year)s แล้ว ไม่ได้รับ เพราะ %(reason)s · โครงการยังรออยู่ และขอใหม่ในปีต่อไปได้")
        elif self.is_voted:
            sentence = _("อยู่ในงบประมาณปี %(year)s จำนวน %(amount)s บาท")
        else:
            sentence = _("เสนอของบปี %(year)s แล้ว %(asked)s บาท กำลังพิจารณา")
        return sentence % values


def asked_for(lineages: Iterable[UUID]) -> dict[UUID, Asked]:
    """By a project's lineage: the latest year for which money was asked for it. Drafts of requests are left out."""
    wanted = set(lineages)
    if not wanted:
        return {}
    handed_in = BudgetRequest.objects.filter(
        Exists(RequestLine.objects.filter(request=OuterRef("pk"), projects__lineage__in=wanted)),
        state=RequestState.HANDED_IN,
    )
    found: dict[UUID, Asked] = {}
    for request in with_stages(handed_in).order_by("fiscal_year", "pk"):
        table = table_of(request, granted={})
        for row in table.rows:
            answer = _asked(table, row)
            found |= {project.lineage: answer for project in row.line.projects.all() if project.lineage in wanted}
    return found


def _asked(table: RequestTable, row: RequestRow) -> Asked:
    last = table.last
    return Asked(
        year=table.request.fiscal_year,
        asked=row.line.amount,
        amount=row.latest,
        stage=last.label if last else "",
        reason=row.reason,
        on=last.on if last else table.request.handed_in_on,
        is_voted=table.is_voted,
    )
