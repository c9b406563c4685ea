"""Roles of a district, of a bureau and of the city, and of those who only look."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse

from bkkplan.ground.accounts.actions import assign, invite
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, DISTRICT_ROLES, PLACES, READING_ROLES, Role, RolePlace
from bkkplan.ground.accounts.forms import RoleForm
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.accounts.permissions import holds
from bkkplan.ground.core.people import own_bureaus, works_for_the_city
from budget.models import Allocation
from districts.models import District
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.districts import OfficeFactory

DAY = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def bureau(db):
    return OfficeFactory(code="2400")


def person(role, **place):
    ends_on = {"ends_on": date(2023, 12, 1)} if role == Role.AUDITOR else {}
    return AssignmentFactory(user=UserFactory(), role=role, **place, **ends_on).user


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", RolePlace)
def test_a_role_is_held_in_its_kind_of_place_and_nowhere_else(cast, bureau, role, place):
    where = {RolePlace.DISTRICT: {"district": cast.home}, RolePlace.BUREAU: {"bureau": bureau}, RolePlace.CITY: {}}[
        place
    ]

    if place in PLACES[role]:
        assert person(role, **where)
    else:
        with pytest.raises(IntegrityError):
            person(role, **where)


def test_the_people_of_a_bureau_do_not_work_for_the_city(cast, bureau):
    officer = person(Role.BUREAU_OFFICER, bureau=bureau)

    assert not works_for_the_city(officer)
    assert own_bureaus(officer) == {bureau.pk}
    assert not officer.has_perm("budget.view_money", Allocation(district=cast.home))
    assert list(District.objects.filter(pk=0)) == []


def test_a_role_in_a_bureau_counts_for_things_of_that_bureau_alone(cast, bureau):
    officer = person(Role.BUREAU_OFFICER, bureau=bureau)
    works_there = holds(Role.BUREAU_OFFICER, bureau="bureau_id")
    there, elsewhere = Assignment(bureau=bureau), Assignment(bureau=OfficeFactory(code="2500"))

    assert works_there(officer, there)
    assert not works_there(officer, elsewhere)
    assert not works_there(officer, Assignment())
    assert not holds(Role.BUREAU_OFFICER)(officer, there)


def test_whatever_an_officer_may_those_who_lead_officers_may():
    assert set(BELOW_THE_DIRECTOR) < set(DISTRICT_ROLES)


@pytest.mark.parametrize("role", READING_ROLES)
@pytest.mark.parametrize(
    "permission",
    ["budget.record_money", "budget.edit_action_plan", "forums.change_forum", "communities.manage_committee"],
)
def test_who_only_reads_writes_nothing(cast, role, permission):
    assert not person(role).has_perm(permission)


def test_a_director_gives_the_roles_below_in_the_own_office_only(cast, bureau):
    led = person(Role.BUREAU_DIRECTOR, bureau=bureau)
    for role in BELOW_THE_DIRECTOR:
        given = assign(user=UserFactory(), role=role, district=cast.home, starts_on=DAY, by=cast.director, at=AT)
        assert given.role == role
    given = assign(user=UserFactory(), role=Role.BUREAU_OFFICER, bureau=bureau, starts_on=DAY, by=led, at=AT)
    assert str(given) == f"เจ้าหน้าที่สำนัก · {bureau}"
    for place in ({"role": Role.BUREAU_OFFICER, "bureau": OfficeFactory(code="2500")}, {"role": Role.AUDITOR}):
        with pytest.raises(PermissionDenied):
            assign(user=UserFactory(), **place, starts_on=DAY, by=led, at=AT)
    with pytest.raises(PermissionDenied):
        assign(
            user=UserFactory(), role=Role.DISTRICT_DIRECTOR, district=cast.home, starts_on=DAY, by=cast.director, at=AT
        )


def test_a_bureau_with_a_role_of_a_district_is_told_so(cast, bureau):
    form = RoleForm(
        {"role": Role.DISTRICT_OFFICER, "bureau": bureau.pk, "starts_on": "2 มิ.ย. 2566"}, by=cast.administrator
    )

    assert form.errors == {"bureau": ["บทบาทนี้เป็นของเขต สำนักใช้ไม่ได้ เลือกเขต หรือเลือกบทบาทของสำนัก"]}


@pytest.mark.parametrize(
    ("role", "field", "sentence"),
    [
        (Role.BUREAU_OFFICER, "bureau", "บทบาทนี้ต้องระบุสำนัก"),
        (Role.SECTION_HEAD, "district", "บทบาทนี้ต้องระบุเขต"),
        (Role.AUDITOR, "ends_on", "ผู้ตรวจสอบต้องมีวันสิ้นสุด"),
    ],
)
def test_what_a_role_needs_is_asked_for(cast, role, field, sentence):
    form = RoleForm({"role": role, "starts_on": "2 มิ.ย. 2566"}, by=cast.administrator)

    assert form.errors == {field: [sentence]}


def test_a_bureau_is_not_asked_of_the_director_of_a_district(cast):
    form = RoleForm(by=cast.director)

    assert "bureau" not in form.fields
    assert [role for role, _label in form.fields["role"].choices] == list(BELOW_THE_DIRECTOR)


def test_an_auditor_without_a_last_day_is_refused(cast):
    with pytest.raises(ValidationError, match="วันสิ้นสุด"):
        assign(user=UserFactory(), role=Role.AUDITOR, starts_on=DAY, by=cast.administrator, at=AT)


def test_an_officer_of_a_bureau_is_invited_and_comes_in(client, cast, bureau):
    words = {"username": "prayoon.s", "full_name": "ประยูร สำนัก", "starts_on": DAY}
    invite(**words, role=Role.BUREAU_OFFICER, bureau=bureau, by=cast.administrator, at=AT)
    client.force_login(User.objects.get(username="prayoon.s"))

    page = client.get(reverse("desk:my-work"))

    assert page.status_code == 200
    assert str(bureau) in page.content.decode()
    # A bureau's people are led to the bureau's money, and not to the districts' work.
    assert reverse("budget:money", args=["2566"]) in page.content.decode()
    assert reverse("budget:action-plans", args=["2566"]) not in page.content.decode()
