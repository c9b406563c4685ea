"""The policies of the showcase districts, which their hearings of this year were held for."""

from bkkplan.trial.builders import staff, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import sample_trees
from budget.actions.strategy import policies
from budget.queries.strategy.policies import may_be_named
from districts.models import District

WAITS_FOR_ITS_DIRECTOR = story.SHOWCASE[-1]


def decide_policies(crew: staff.Staff) -> None:
    """A statement for each area of which the district's hearings published proposals; one district has not decided."""
    texts = sample_trees().policy
    for district in District.objects.filter(code__in=story.SHOWCASE).order_by("code"):
        on = story.TODAY
        at = Dice("policy", district.code).moment(on)
        officer = crew.officer(district.code)
        policy = policies.begin_policy(district_id=district.pk, year=story.THIS_YEAR.next, by=officer, at=at)
        for area, text in texts.items():
            proposals = may_be_named(policy).filter(area__code=area).values_list("pk", flat=True)
            if proposals:
                policies.save_statement(policy_id=policy.pk, text=text, proposals=list(proposals), by=officer, at=at)
        if not policy.statements.exists():
            continue
        policies.submit_policy(policy_id=policy.pk, by=officer, at=at)
        if district.code != WAITS_FOR_ITS_DIRECTOR:
            policies.approve_policy(policy_id=policy.pk, on=on, by=crew.director(district.code), at=at)
