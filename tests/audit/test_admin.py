import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkkplan.ground.audit.admin import ReadOnlyAdmin
from bkkplan.ground.audit.models import Entry
from districts.models import District
from forums.models import ParticipantSector
from tests.factories.accounts import AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    AllocationFactory,
    AppropriationFactory,
    CheckFactory,
)
from tests.factories.communities import (
    CommitteeFactory,
    CommitteeMemberFactory,
    CommunityFactory,
    PlanFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import DistrictFactory, DistrictGroupFactory
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.fixtures.people import WHO

SECTORS = "admin:forums_participantsector"


@pytest.mark.parametrize("who", WHO)
def test_the_back_office_is_for_administrators(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    status = client.get(reverse("admin:districts_district_changelist")).status_code

    assert status == 200 if who == "administrator" else status in (302, 403)


def test_a_change_of_reference_data_is_audited_with_what_it_was(client, cast):
    ParticipantSector.objects.all().delete()
    sector = ParticipantSector.objects.create(code="youth", name_th="เยาวชน", name_en="Youth", position=1)
    client.force_login(cast.administrator)

    client.post(
        reverse(f"{SECTORS}_change", args=[sector.pk]),
        {"code": "old", "name_th": "เด็กและเยาวชน", "name_en": "Youth", "position": "1", "is_active": "on"},
    )

    sector.refresh_from_db()
    entry = Entry.objects.get(verb="forums.participantsector_changed")
    assert (sector.code, sector.name_th) == ("youth", "เด็กและเยาวชน")
    assert (entry.actor, entry.before, entry.after) == (
        cast.administrator,
        {"name_th": "เยาวชน"},
        {"name_th": "เด็กและเยาวชน"},
    )


def test_what_is_added_is_audited(client, cast):
    ParticipantSector.objects.all().delete()
    client.force_login(cast.administrator)

    client.post(
        reverse(f"{SECTORS}_add"),
        {"code": "youth", "name_th": "เยาวชน", "name_en": "Youth", "position": "1", "is_active": "on"},
    )

    assert ParticipantSector.objects.get().code == "youth"
    assert Entry.objects.get(verb="forums.participantsector_added").after["name_th"] == "เยาวชน"


def test_nothing_is_deleted_and_no_district_is_made(client, cast):
    client.force_login(cast.administrator)

    deleting = client.post(reverse("admin:districts_district_delete", args=[cast.home.pk]), {"post": "yes"})
    making = client.get(reverse("admin:districts_district_add"))

    assert (deleting.status_code, making.status_code) == (403, 403)
    assert District.objects.filter(pk=cast.home.pk).exists()


def test_what_people_do_on_the_portal_is_only_shown(rf, cast):
    shown = [kept for kept in admin.site._registry.values() if isinstance(kept, ReadOnlyAdmin)]
    request = rf.get("/")
    request.user = cast.administrator

    assert len(shown) > 20
    for kept in shown:
        assert kept.has_view_permission(request)
        assert not kept.has_add_permission(request)
        assert not kept.has_change_permission(request)
        assert not kept.has_delete_permission(request)


LISTS = {
    "accounts_user": UserFactory,
    "accounts_assignment": lambda: AssignmentFactory(district=DistrictFactory()),
    "accounts_section": SectionFactory,
    "communities_community": CommunityFactory,
    "communities_committee": CommitteeFactory,
    "communities_committeemember": CommitteeMemberFactory,
    "communities_plan": PlanFactory,
    "communities_planrevision": PlanRevisionFactory,
    "communities_planproject": PlanProjectFactory,
    "forums_forum": ForumFactory,
    "forums_proposal": ProposalFactory,
    "budget_consistencycheck": CheckFactory,
    "budget_actionplan": ActionPlanFactory,
    "budget_actionplanedition": ActionPlanEditionFactory,
    "budget_actionplanitem": ActionPlanItemFactory,
    "budget_appropriation": AppropriationFactory,
    "budget_allocation": AllocationFactory,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_whatever_its_length(client, cast, name):
    client.force_login(cast.administrator)
    address = reverse(f"admin:{name}_changelist")
    LISTS[name]()
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200

    for _ in range(2):
        LISTS[name]()
    with CaptureQueriesContext(connection) as more:
        client.get(address)

    assert [query["sql"][:90] for query in more] == [query["sql"][:90] for query in few]


def test_a_person_in_the_back_office_leads_to_their_own_page_and_shows_no_secret(client, cast):
    client.force_login(cast.administrator)

    html = client.get(reverse("admin:accounts_user_change", args=[cast.officer.pk])).content.decode()

    assert reverse("accounts:person", args=[cast.officer.pk]) in html
    assert "pbkdf2" not in html
    assert 'type="submit" name="_save"' not in html


def test_reference_data_is_changed_and_the_change_is_audited(client, cast):
    client.force_login(cast.administrator)
    group = cast.home.group
    texts = {"name_th": "กลุ่มทดสอบ", "name_en": group.name_en, "position": group.position}

    client.post(reverse("admin:districts_districtgroup_change", args=[group.pk]), texts)

    before = group.name_th
    group.refresh_from_db()
    assert group.name_th == "กลุ่มทดสอบ"
    assert Entry.objects.get(verb="districts.districtgroup_changed").before == {"name_th": before}


def test_reference_data_that_breaks_a_rule_comes_back(client, cast):
    client.force_login(cast.administrator)
    other = DistrictGroupFactory(code="south")
    texts = {"name_th": other.name_th, "name_en": "Another", "position": other.position}

    answer = client.post(reverse("admin:districts_districtgroup_change", args=[cast.home.group.pk]), texts)

    assert answer.context["errors"]
    assert not Entry.objects.filter(verb="districts.districtgroup_changed").exists()
