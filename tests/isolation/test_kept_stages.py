"""After every act of the table of addresses the kept stages of proposals are what the records say."""

import pytest
from django.db import transaction

from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.queries import stages
from communities.models import PlanProject
from tests.factories.budget import InclusionFactory
from tests.factories.forums import ProposalFactory, UptakeFactory
from tests.isolation.answers import is_refusal
from tests.isolation.rows import CASES
from tests.isolation.test_every_url import client_of

pytestmark = pytest.mark.slow

ACTS = {
    case: (name, row)
    for case, (name, row) in CASES.items()
    if row.post and row.acts and name.startswith(("forums:", "communities:", "budget:"))
}
# Of the acts that move a proposal in this city: without them the test says nothing.
MOVING = {"budget:recall-plan", "budget:withdraw-confirmation", "budget:action-plan-approve", "budget:undo"}


def test_the_kept_stages_are_right_after_every_act(city, monkeypatch):
    monkeypatch.setattr(stages, "READ_AGAIN", 0)
    moving, faults = set(), {}

    with transaction.atomic():
        for project in PlanProject.objects.all():
            UptakeFactory(proposal=ProposalFactory(forum=city.published), project=project, by=city.member)
        InclusionFactory(project=city.poolable, item=city.item)
        follow_all_proposals()
        for case, (name, row) in ACTS.items():
            with transaction.atomic():
                row.first(city)
                who = next(who for who, answer in row.post.items() if not is_refusal(answer))
                client_of(city, who, row).post(row.address(name, city), row.data(city))
                if follow_proposals():
                    moving.add(name)
                if found := stages.unproved_stages():
                    faults[case] = found
                transaction.set_rollback(True)
        transaction.set_rollback(True)

    assert faults == {}
    assert moving >= MOVING, moving
