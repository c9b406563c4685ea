"""A list that an office brought in: items of next year's action plan, out of the spreadsheet in which it kept them."""

from datetime import timedelta

from bkkplan.ground.core import jobs
from bkkplan.ground.lists.actions import confirm, read_rows, submit
from bkkplan.ground.lists.models import ListReading
from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import SHOWCASE, THIS_YEAR, TODAY
from bkkplan.trial.catalog import phrases
from budget.models import ActionPlan


def bring_in_items(crew: Staff) -> None:
    """Three items come into the draft of a showcase district, by the act that its officer would do."""
    code = SHOWCASE[0]
    plan = ActionPlan.objects.in_year(THIS_YEAR.next).get(district__code=code)
    officer, on = crew.officer(code), TODAY - timedelta(days=1)
    at = Dice("list", code).moment(on)
    told = phrases()["list"]
    keys = [f"{uuid_of(f'list {code} {number}')}:0:{plan.pk}" for number in range(len(told["rows"]))]
    rows = [f"{row}\t{key}" for row, key in zip(told["rows"], keys, strict=True)]
    upload = submit(
        kind="plan-items",
        place=str(plan.pk),
        uuid=uuid_of(f"list {code}"),
        data="\n".join([told["headings"], *rows]).encode(),
        name=told["file"],
        by=officer,
        at=at,
    )
    jobs.serve(ListReading, upload.reading.pk, lambda claim: read_rows(claim, on=on, at=at))
    confirm(list_id=upload.pk, on=on, by=officer, at=at)
