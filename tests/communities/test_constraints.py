"""The database keeps the promises by itself: each breach is refused by the constraint that names it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.communities.conftest import AT
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeFactory,
    CommitteeMemberFactory,
    CommunityFactory,
    CommunityStandingFactory,
    PlanAdoptionFactory,
    PlanFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
)
from tests.factories.districts import DistrictFactory

DAY = date(2023, 6, 1)


def twice(factory, **same):
    factory(**same)
    factory(**same)


BREACHES = {
    "community_is_in_the_district_of_its_subdistrict": lambda c: CommunityFactory(
        subdistrict=c.subdistrict, district=DistrictFactory()
    ),
    "community_name_is_unique_in_its_subdistrict": lambda c: CommunityFactory(
        subdistrict=c.subdistrict, name_th="ชุมชน" + c.name_th, name_key=c.name_key
    ),
    "community_has_one_standing_a_day": lambda c: twice(CommunityStandingFactory, community=c, starts_on=DAY),
    "committee_term_is_numbered_once": lambda c: twice(CommitteeFactory, community=c, term_no=1),
    "committee_ends_after_it_starts": lambda c: CommitteeFactory(
        community=c, starts_on=DAY, ends_on=DAY - timedelta(days=1)
    ),
    "seat_ends_after_it_starts": lambda c: CommitteeMemberFactory(
        committee__community=c, starts_on=DAY, ends_on=date(2023, 5, 1)
    ),
    "committee_has_one_chair_one_secretary_one_treasurer": lambda c: twice(
        CommitteeMemberFactory, committee=CommitteeFactory(community=c), position="chair"
    ),
    "community_has_one_plan_for_a_year": lambda c: twice(PlanFactory, community=c),
    "plan_year_is_buddhist_era": lambda c: PlanFactory(community=c, fiscal_year=2024),
    "plan_revision_is_numbered_once": lambda c: twice(
        PlanRevisionFactory, plan=PlanFactory(community=c), number=1, confirmed=True
    ),
    "plan_has_one_open_revision": lambda c: [
        PlanRevisionFactory(plan=(plan := PlanFactory(community=c)), number=1),
        PlanRevisionFactory(plan=plan, number=2, submitted=True),
    ],
    "revision_that_left_draft_was_submitted": lambda c: PlanRevisionFactory(plan__community=c, state="submitted"),
    "returned_revision_is_signed_and_has_a_reason": lambda c: PlanRevisionFactory(
        plan__community=c, returned=True, return_reason=""
    ),
    "confirmed_revision_is_signed": lambda c: PlanRevisionFactory(plan__community=c, confirmed=True, confirmed_at=None),
    "withdrawn_confirmation_is_signed_and_has_a_reason": lambda c: PlanRevisionFactory(
        plan__community=c, withdrawn=True, confirmation_withdrawn_at=None
    ),
    "confirmation_is_withdrawn_after_it_was_given": lambda c: PlanRevisionFactory(
        plan__community=c, withdrawn=True, confirmation_withdrawn_on=date(2020, 1, 1)
    ),
    "revision_has_one_standing_adoption": lambda c: twice(
        PlanAdoptionFactory, revision=PlanRevisionFactory(plan__community=c)
    ),
    "cancelled_adoption_is_signed_and_has_a_reason": lambda c: PlanAdoptionFactory(
        revision__plan__community=c, cancelled_on=DAY, cancel_reason="ก"
    ),
    "adoption_is_cancelled_after_it_happened": lambda c: PlanAdoptionFactory(
        revision__plan__community=c, cancelled_on=date(2020, 1, 1), cancelled_at=AT, cancel_reason="ก"
    ),
    "section_stands_once_in_a_revision": lambda c: twice(
        PlanSectionFactory, revision=PlanRevisionFactory(plan__community=c)
    ),
    "problem_places_differ": lambda c: twice(
        PlanProblemFactory, revision=PlanRevisionFactory(plan__community=c), position=1
    ),
    "removed_problem_has_no_place": lambda c: PlanProblemFactory(revision__plan__community=c, removed_at=AT),
    "project_ranks_differ": lambda c: twice(
        PlanProjectFactory, revision=PlanRevisionFactory(plan__community=c), rank=1
    ),
    "removed_project_has_no_rank": lambda c: PlanProjectFactory(revision__plan__community=c, rank=None),
    "project_stands_once_in_a_revision": lambda c: [
        first := PlanProjectFactory(revision__plan__community=c),
        PlanProjectFactory(revision=first.revision, lineage=first.lineage),
    ],
    "project_amount_is_not_negative": lambda c: PlanProjectFactory(revision__plan__community=c, amount=-1),
    "project_months_are_months": lambda c: PlanProjectFactory(revision__plan__community=c, starts_in=13),
    "budget_line_is_not_negative": lambda c: BudgetLineFactory(
        project__revision__plan__community=c, quantity=-1, unit_price=-1, amount=1
    ),
    "budget_line_amount_is_quantity_times_price": lambda c: BudgetLineFactory(
        project__revision__plan__community=c, quantity=2, unit_price=10, amount=10
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_refused_by_its_name(db, name):
    community = CommunityFactory()

    with pytest.raises(IntegrityError) as refusal:
        _commit(BREACHES[name], community)

    assert refusal.value.__cause__.diag.constraint_name == name


@transaction.atomic
def _commit(breach, community):
    breach(community)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # as at the end of a transaction
