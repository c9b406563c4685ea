"""How far the items of an approved plan have come, as officers report it."""

from datetime import date, datetime

from django.db import transaction

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import write_line
from bkkplan.ground.core.people import demand_permission
from bkkplan.ground.core.thai.errors import N_
from budget.actions import steps
from budget.enums import ItemProgress
from budget.models import ActionPlanItem
from communities.queries.committees import committees_of

# The notice that the communities of an item's projects get when the item is done or cancelled.
ENDED = {
    ItemProgress.DONE: ("item-done", N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s แล้วเสร็จ")),
    ItemProgress.CANCELLED: (
        "item-cancelled",
        N_("“%(title)s” ในแผนปฏิบัติราชการปี %(year)s ของ%(district)s ถูกยกเลิก เปิดดูเหตุผล"),
    ),
}


@transaction.atomic
def report_progress(
    *,
    item_id: int,
    progress: str,
    done_on: date | None = None,
    result: str = "",
    seen: int,
    by: User,
    at: datetime,
    on: date,
) -> ActionPlanItem:
    """Set how far an approved item has come, and tell the communities of its projects when it is done or cancelled.

    DONE needs ``done_on`` and a result. CANCELLED needs a reason in ``result``; its day is ``on`` of the first report.
    Raises StaleError if the item is no longer at version ``seen``.
    """
    items = ActionPlanItem.objects.select_for_update(of=("self",), no_key=True)
    item = items.select_related("plan__district", "introduced_in", "dropped_in").get(pk=item_id)
    demand_permission(by, "budget.report_progress", item)
    was = item.progress
    line = steps.report_progress(item, progress=progress, done_on=done_on, result=result, by=by, at=at, on=on)
    item.save_over(seen, update_fields=steps.PROGRESS)
    write_line(line)
    if was != progress and (ending := ENDED.get(ItemProgress(progress))):
        kind, message = ending
        _tell_communities_of(item, kind=kind, message=message, at=at, on=on)
    return item


def _tell_communities_of(item: ActionPlanItem, *, kind: str, message: str, at: datetime, on: date) -> None:
    inclusions = item.inclusions.filter(ended_on=None)
    members = committees_of(inclusions.values_list("project__revision__plan__community", flat=True), on=on)
    notify(
        recipients=[person for people in members.values() for person in people],
        kind=kind,
        message=message,
        params={"title": item.title, "year": item.plan.fiscal_year, "district": item.plan.district},
        url=item.get_absolute_url(),
        at=at,
    )
