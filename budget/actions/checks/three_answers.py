"""The rule of the three questions, of a community's project and of a proposal that the district takes straight in.

As in `steps`, no function here asks the database.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from budget.actions.errors import NotAnsweredError, ReasonNeededError
from budget.models import DirectInclusion, ThreeAnswers
from budget.queries.checks.checks import NODES, QUESTIONS, has_a_no, unanswered


def write(row: ThreeAnswers, answers: Mapping[str, object], *, only: Mapping[str, int] | None = None) -> None:
    """Write answers into a row: a reason stays with a no alone, a node with a yes alone.

    ``only`` has, by the name of the column, the node that is taken for a yes where there is only one node to choose.
    """
    for name, value in answers.items():
        setattr(row, name, value)
    for question, reason in QUESTIONS.items():
        if getattr(row, question) is not False:
            setattr(row, reason, "")
    for question, node in NODES.items():
        if getattr(row, question) is not True:
            setattr(row, node, None)
        elif getattr(row, node) is None:
            setattr(row, node, (only or {}).get(node))


def demand_answered(row: DirectInclusion) -> None:
    """Raise NotAnsweredError unless all is answered, ReasonNeededError if a no is not explained."""
    if missing := unanswered(row):
        raise NotAnsweredError(missing[0])
    if has_a_no(row) and not row.reason.strip():
        raise ReasonNeededError(_("มีข้อที่ไม่สอดคล้อง เขียนคำอธิบายว่าเหตุใดจึงนำเข้าแผน"))
