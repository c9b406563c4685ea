"""An auditor sees the work of the chosen offices in the chosen years, with evidence and log, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.forms import RoleForm
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.models import ActionPlan
from communities.models import Plan
from forums.models import Attachment, Forum
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.budget import ActionPlanFactory
from tests.factories.communities import PlanFactory
from tests.factories.forums import AttachmentFactory, ForumFactory
from tests.words import words_of

ENDS = date(2023, 12, 1)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def auditor(**more):
    return AssignmentFactory(user=UserFactory(), role=Role.AUDITOR, ends_on=ENDS, **more).user


@pytest.fixture
def plans(cast):
    """Drafts of action plans, which nobody outside may see: by place and year."""
    return {
        (place.pk, year): ActionPlanFactory(district=place, fiscal_year=year)
        for place in (cast.home, cast.away)
        for year in (2565, 2566)
    }


def test_the_chosen_offices_and_years_are_seen_and_no_others(cast, plans):
    seen = {
        name: set(ActionPlan.objects.visible_to(person).values_list("district", "fiscal_year"))
        for name, person in {
            "home, one year": auditor(district=cast.home, first_year=2566, last_year=2567),
            "home, all years": auditor(district=cast.home),
            "all, one year": auditor(first_year=2565, last_year=2565),
            "all": auditor(),
        }.items()
    }

    home, away = cast.home.pk, cast.away.pk
    assert seen == {
        "home, one year": {(home, 2566)},
        "home, all years": {(home, 2565), (home, 2566)},
        "all, one year": {(home, 2565), (away, 2565)},
        "all": set(plans),
    }


def test_several_offices_are_several_roles_that_add_up(cast, plans):
    person = auditor(district=cast.home, first_year=2566, last_year=2566)
    AssignmentFactory(user=person, role=Role.AUDITOR, district=cast.away, ends_on=ENDS)

    found = set(ActionPlan.objects.visible_to(person).values_list("district", "fiscal_year"))

    assert found == {(cast.home.pk, 2566), (cast.away.pk, 2565), (cast.away.pk, 2566)}


def test_the_permissions_to_see_keep_to_the_years_too(cast, plans):
    person = auditor(district=cast.home, first_year=2566, last_year=2566)

    for permission in ("budget.view_draft", "budget.view_action_plan"):
        seen = {key for key, plan in plans.items() if person.has_perm(permission, plan)}
        assert seen == {(cast.home.pk, 2566)}, permission


def test_plans_forums_and_locked_evidence_are_seen_by_the_same_rule(cast):
    person = auditor(district=cast.home, first_year=2566, last_year=2566)
    forums = [ForumFactory(district=cast.home, fiscal_year=year, planned=True) for year in (2565, 2566)]
    files = [AttachmentFactory(forum=forum, locked_at=AT) for forum in forums]
    texts = [PlanFactory(community=cast.home_community, fiscal_year=year) for year in (2565, 2566)]

    assert list(Forum.objects.visible_to(person)) == forums[1:]
    assert list(Attachment.objects.visible_to(person)) == files[1:]
    assert list(Plan.objects.visible_to(person)) == texts[1:]
    assert person.has_perm("forums.view_attachment", files[1])
    assert not person.has_perm("forums.view_attachment", files[0])


def test_the_pages_of_another_year_are_not_there(client, cast):
    client.force_login(auditor(district=cast.home, first_year=2566, last_year=2566))
    page = {year: reverse("budget:district-money", args=[FiscalYear(year), cast.home.code]) for year in (2565, 2566)}

    assert client.get(page[2566]).status_code == 200
    assert client.get(page[2565]).status_code == 404
    assert client.get(reverse("budget:money", args=[FiscalYear(2565)])).status_code == 404


def test_the_log_of_the_offices_is_read_and_nothing_of_others(client, cast, plans):
    for (place, year), plan in plans.items():
        Entry.objects.create(
            verb="budget.plan_opened",
            at=AT,
            actor_label="ผู้ทำ",
            target_type=plan._meta.label_lower,
            target_id=str(plan.pk),
            target_label=f"แผน {place} {year}",
        )
    person = auditor(district=cast.home, first_year=2566, last_year=2566)
    client.force_login(person)

    assert [entry.target_label for entry in Entry.objects.visible_to(person)] == [f"แผน {cast.home.pk} 2566"]
    assert client.get(reverse("accounts:log")).status_code == 200
    assert not Entry.objects.visible_to(cast.director).exists()


def test_an_auditors_role_ends_by_itself(cast, plans, settings):
    person = auditor(district=cast.home)
    settings.WORKING_DAY = ENDS.isoformat()

    assert not ActionPlan.objects.visible_to(person).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "auditor", "first_year": "2566"}, "last_year"),
        ({"role": "auditor", "first_year": "2567", "last_year": "2566"}, "last_year"),
        ({"role": "strategy", "first_year": "2566", "last_year": "2566"}, "first_year"),
    ],
)
def test_years_are_asked_for_as_a_pair_and_of_auditors_alone(cast, typed, field):
    form = RoleForm({"starts_on": "2 มิ.ย. 2566", "ends_on": "1 ต.ค. 2566"} | typed, by=cast.administrator)

    assert set(form.errors) == {field}


def test_an_administrator_gives_the_role_on_the_page_of_a_person(client, cast):
    client.force_login(cast.administrator)
    data = {"role": "auditor", "district": cast.home.pk, "starts_on": "2 มิ.ย. 2566", "ends_on": "1 ต.ค. 2566"}

    page = client.post(
        reverse("accounts:give-role", args=[cast.stranger.pk]),
        data | {"first_year": "2564", "last_year": "2566"},
        follow=True,
    )

    assert "ผู้ตรวจสอบ (2564–2566)" in words_of(page)
