"""Two districts whose action plans go up a route: one is half way up, one was sent back by the section head."""

from collections.abc import Iterator
from datetime import timedelta

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.routes.actions import pass_on, send_back, set_routes
from bkkplan.ground.routes.models import Passage
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import ROUTE_SENT_BACK, THIS_YEAR, TODAY, WITH_ROUTES
from bkkplan.trial.catalog import phrases
from budget.actions.plan import action_plan
from budget.enums import EDITION_PAPER, EditionState
from budget.models import ActionPlanEdition
from districts.models import Office
from forums.enums import RESULTS_PAPER

STOPS = (Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR)


def use_routes(crew: Staff) -> None:
    """The directors set the routes; the officer takes back the plan that waits, and hands it in by the route."""
    for edition in _waiting_plans():
        plan, district = edition.plan, edition.plan.district
        dice = Dice("route", district.code)
        officer, head, director = crew.officer(district.code), crew.head(district.code), crew.director(district.code)
        handed_in, seen = TODAY - timedelta(days=2), TODAY - timedelta(days=1)
        set_routes(
            office_id=Office.objects.get(district=district).pk,
            chosen={EDITION_PAPER: STOPS, RESULTS_PAPER: STOPS[::2]},
            by=director,
            at=dice.moment(TODAY - timedelta(days=3)),
        )
        action_plan.recall(plan_id=plan.pk, by=officer, at=dice.moment(handed_in), on=handed_in)
        action_plan.submit(plan_id=plan.pk, by=officer, at=dice.moment(handed_in), on=handed_in)
        paper = Passage.objects.get(kind=EDITION_PAPER, paper=edition.pk).pk
        if district.code == ROUTE_SENT_BACK:
            reason = dice.pick(phrases()["send_back_reasons"])
            send_back(passage_id=paper, reason=reason, by=head, at=dice.moment(seen), on=seen)
        else:
            pass_on(passage_id=paper, by=head, at=dice.moment(seen), on=seen)


def _waiting_plans() -> Iterator[ActionPlanEdition]:
    """The plans for next year that wait for the director of a district with routes."""
    waiting = ActionPlanEdition.objects.filter(
        state=EditionState.SUBMITTED, plan__fiscal_year=THIS_YEAR.next.be, plan__district__code__in=WITH_ROUTES
    )
    yield from waiting.select_related("plan__district").order_by("plan__district__code")
