"""A plan is confirmed, and its projects go into the action plan, in one act."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.plan.taking_in import confirm_and_take_in
from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanEdition, ConsistencyCheck, Inclusion
from budget.queries.checks.checks import basis_of_check
from budget.queries.plan.taking_in import basis_of_place
from communities.enums import RevisionState
from tests.at_once import at_once
from tests.factories.budget import AT, ActionPlanEditionFactory, CheckFactory
from tests.factories.communities import PlanProjectFactory

ON = date(2023, 6, 2)
ALONE = {"second": "yes"}


@pytest.fixture
def checked(submitted):
    """Two projects to be taken in, and one that the community does itself."""
    for project in submitted.projects.all():
        CheckFactory(project=project)
    CheckFactory(project=PlanProjectFactory(revision=submitted), outcome="community")
    return submitted


@pytest.fixture
def draft(checked):
    return ActionPlanEditionFactory(
        plan__district=checked.plan.community.district, plan__fiscal_year=checked.plan.fiscal_year
    )


def page_of(revision):
    return reverse("budget:check-confirm", args=[revision.pk])


def seen_of(revision):
    return basis_of_check(revision).with_points_of(basis_of_place(revision))


def take(revision, by, **more):
    return confirm_and_take_in(revision_id=revision.pk, act=uuid4(), by=by, at=AT, on=ON, **more)


def stands(revision):
    revision.refresh_from_db()
    return revision.state, Inclusion.objects.filter(project__revision=revision).count()


def test_each_project_with_that_outcome_gets_an_item_and_the_log_has_every_act(cast, checked, draft):
    made = take(checked, cast.officer, seen=seen_of(checked))

    assert stands(checked) == (RevisionState.CONFIRMED, 2)
    assert {one.edition for one in made} == {draft}
    verbs = list(Entry.objects.filter(actor=cast.officer).order_by("pk").values_list("verb", flat=True))
    assert verbs == [
        "communities.plan_confirmed",
        *["budget.item_added"] * 2,
        *["budget.project_included"] * 2,
    ]


def test_an_action_plan_that_is_not_begun_is_begun(cast, checked):
    take(checked, cast.officer, seen=seen_of(checked))

    assert ActionPlan.objects.get(district=cast.home, fiscal_year=checked.plan.fiscal_year).items.count() == 2


def test_the_page_shows_both_and_one_button_does_both(client, cast, checked, draft):
    client.force_login(cast.officer)
    page = client.get(page_of(checked))
    assert [project.title for project, _amount in page.context["taken_in"]] == [
        project.title for project in checked.projects.order_by("rank")[:2]
    ]

    answer = client.post(page_of(checked), {"seen": page.context["seen"]})

    assert (answer.status_code, *stands(checked)) == (302, RevisionState.CONFIRMED, 2)


def test_the_other_button_confirms_alone(client, cast, checked, draft):
    client.force_login(cast.officer)
    seen = client.get(page_of(checked)).context["seen"]

    client.post(page_of(checked), {"seen": seen} | ALONE)

    assert stands(checked) == (RevisionState.CONFIRMED, 0)


@pytest.mark.parametrize("change", ["a check", "the action plan"])
def test_what_changed_meanwhile_is_shown_and_nothing_is_done(client, cast, checked, draft, change):
    client.force_login(cast.officer)
    seen = client.get(page_of(checked)).context["seen"]
    if change == "a check":
        check = ConsistencyCheck.objects.filter(project__revision=checked).first()
        ConsistencyCheck.objects.filter(pk=check.pk).update(outcome="not_possible", outcome_reason="ไม่มีที่ดิน")
    else:
        ActionPlanEdition.objects.filter(pk=draft.pk).update(
            state=EditionState.SUBMITTED, submitted_on=ON, submitted_at=AT, submitted_by=cast.officer
        )

    answer = client.post(page_of(checked), {"seen": seen})

    assert answer.status_code == 409
    assert len(answer.context["changed"].changes) == 1
    assert stands(checked) == (RevisionState.SUBMITTED, 0)


def test_an_action_plan_that_waits_for_the_director_takes_nothing_in(client, cast, checked, draft):
    ActionPlanEdition.objects.filter(pk=draft.pk).update(
        state=EditionState.SUBMITTED, submitted_on=ON, submitted_at=AT, submitted_by=cast.officer
    )
    client.force_login(cast.officer)

    page = client.get(page_of(checked))

    assert (page.context["taken_in"], page.context["second_button"]) == ([], "")
    with pytest.raises(Refusal):
        take(checked, cast.officer)
    assert stands(checked) == (RevisionState.SUBMITTED, 0)


def test_a_page_that_showed_nothing_decides_nothing(cast, checked, draft):
    with pytest.raises(BasisChangedError):
        take(checked, cast.officer, seen=basis_of_check(checked))

    assert stands(checked) == (RevisionState.SUBMITTED, 0)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_confirm_at_once_take_in_once(cast, checked, draft):
    seen = seen_of(checked)

    def act(person):
        try:
            return len(take(checked, person, seen=seen))
        except Refusal:
            return "refused"

    assert sorted(map(str, at_once(act, [cast.officer, cast.director]))) == ["2", "refused"]
    assert stands(checked) == (RevisionState.CONFIRMED, 2)
