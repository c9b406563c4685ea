"""The rules of asking and deciding anew about a project, on rows in memory: row changed, lines returned."""

from collections.abc import Mapping
from datetime import date, datetime

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import LogLine, log_line, plain
from budget.actions import steps
from budget.models import ConsistencyCheck, SecondLook
from budget.queries.checks.checks import ANSWERS
from communities.models import PlanProject


def ask_again(project: PlanProject, *, reason: str, by: User, at: datetime, on: date) -> tuple[SecondLook, LogLine]:
    """The caller has made sure that the community may ask (`why_not_asked_again`)."""
    look = SecondLook(project=project, asked_reason=reason, asked_on=on, asked_at=at, asked_by=by)
    line = log_line("budget.second_look_asked", look, by=by, at=at, project=project.title, reason=reason, on=on)
    return look, line


def look_again(
    look: SecondLook,
    check: ConsistencyCheck,
    answers: Mapping[str, object],
    *,
    reply: str,
    only: Mapping[str, int] | None = None,
    by: User,
    at: datetime,
    on: date,
) -> tuple[LogLine, LogLine]:
    """Keep what stood before in the request, and write the new answers into the check. Nothing is saved."""
    look.earlier = {
        "answers": plain({name: getattr(check, name) for name in ANSWERS}),
        "checked_on": check.checked_on.isoformat() if check.checked_on else "",
        "checked_by": check.checked_by_id,
    }
    checked = steps.answer(check, answers, only=only, by=by, at=at, on=on)
    look.reply = reply
    look.decided_on, look.decided_at, look.decided_by = on, at, by
    decided = log_line(
        "budget.second_look_decided",
        look,
        by=by,
        at=at,
        project=check.project.title,
        outcome=check.outcome,
        reason=reply,
        on=on,
    )
    return checked, decided
