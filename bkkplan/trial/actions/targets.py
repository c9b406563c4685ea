"""The targets that the sample city's strategy office wrote for this year, and the one that was changed during it."""

from datetime import date, datetime

from bkkplan.figures.kpi.actions.targets import TargetDecision, save_targets
from bkkplan.figures.kpi.queries import Owner, OwnerKind
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import phrases
from districts.models import District, Office

PLANS = "KPI-2"  # of communities with a plan: here bureaus, groups and districts set targets of their own
SOCIAL_DEVELOPMENT = "2400"
QUARTER = 2
DECIDED_ON = date(2023, 3, 10)


def write_targets(year: FiscalYear, *, by: User, at: datetime) -> None:
    """While the year is a draft."""
    words = phrases()["targets"]
    districts = list(District.objects.order_by("code")[: len(words["districts"])])
    texts = {_bureau(): words["bureau"], Owner(OwnerKind.GROUP, districts[0].group_id): words["group"]}
    texts |= {Owner(OwnerKind.DISTRICT, d.pk): text for d, text in zip(districts, words["districts"], strict=True)}
    save_targets(code=PLANS, year=year, texts=texts, on=at.date(), by=by, at=at)
    in_a_quarter = {_bureau(): words["bureau_in_a_quarter"]}
    save_targets(code=PLANS, year=year, quarter=QUARTER, texts=in_a_quarter, on=at.date(), by=by, at=at)


def change_a_target(year: FiscalYear, *, by: User) -> None:
    """In the opened year, by the decision of a meeting."""
    words = phrases()["targets"]
    decision = TargetDecision(**{name: words[name] for name in ("requester", "meeting", "reason")}, on=DECIDED_ON)
    texts = {_bureau(): words["bureau_changed"]}
    at = Dice("target changed", year).moment(DECIDED_ON)
    save_targets(code=PLANS, year=year, texts=texts, decision=decision, on=DECIDED_ON, by=by, at=at)


def _bureau() -> Owner:
    return Owner(OwnerKind.OFFICE, Office.objects.get(code=SOCIAL_DEVELOPMENT).pk)
