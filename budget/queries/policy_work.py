"""What waits for a person at the policies of districts."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate  # noqa: TID251  (of a moment that is given; no clock is read)
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from budget.enums import PolicyState
from budget.models import AreaPolicy
from budget.queries.checks.checks import PATIENCE_DAYS

PATIENCE = timedelta(days=PATIENCE_DAYS)


@written_once
def _waiting(*, districts: Collection[int]) -> QuerySet[AreaPolicy]:
    waiting = Q(state=PolicyState.SUBMITTED) | Q(state=PolicyState.DRAFT, returned_at__isnull=False)
    return AreaPolicy.objects.filter(waiting, district__in=districts).select_related("district").order_by("pk")


@asks_first
def policies_due(
    districts: Collection[int], led: Collection[int], hands: frozenset[int], *, on: date
) -> Iterator[Todo | None]:
    """Policies that wait for the director, and drafts that the director sent back.

    Whoever submitted one sees it as waiting for another person.
    """
    policies = later(_waiting(districts=districts))
    yield None
    for policy in policies:
        sentence = _("แก้นโยบายที่ถูกส่งกลับ") if policy.is_draft else _("อนุมัตินโยบาย")
        since = policy.returned_at if policy.is_draft else policy.submitted_at
        is_own = bool(hands & {policy.submitted_by_id, policy.submitted_through_id})
        decides = not policy.is_draft and policy.district_id in led and not is_own
        approve = reverse("budget:policy-approve", args=[FiscalYear(policy.fiscal_year), policy.district.code])
        yield Todo.on(
            on,
            text=f"{sentence} · {policy} · {policy.district}",
            due_on=(localdate(since) if since else on) + PATIENCE,
            url=approve if decides else policy.get_absolute_url(),
            is_waiting_for_others=not policy.is_draft and not decides,
            decides=decides,
        )
