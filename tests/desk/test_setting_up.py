"""The page that says what is done and what is next until the portal is in use."""

import pytest
from django.urls import reverse

from bkkplan.figures.kpi.registry import all_definitions, official_definitions
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core import setting_up
from bkkplan.ground.core.clock import today
from communities.enums import ImportState
from communities.models import RegisterImport
from tests.factories.accounts import AT, AssignmentFactory, SectionFactory, UserFactory
from tests.factories.districts import DistrictFactory, OfficeFactory
from tests.factories.kpi import TargetFactory
from tests.factories.routes import route
from tests.factories.years import PlannedYearFactory
from tests.fixtures.people import WHO
from tests.words import words_of

URL = reverse("desk:setting-up")


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def found():
    return {state.step.code: state.found for state in setting_up.step_states(today())}


def next_step():
    return next((state.step.code for state in setting_up.step_states(today()) if state.is_next), None)


@pytest.mark.parametrize("who", WHO)
def test_administrators_and_the_strategy_office_see_it(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    seen = who in ("administrator", "strategy")
    assert client.get(URL).status_code == (200 if seen else 302 if who == "visitor" else 403)
    if who != "visitor":
        menu = client.get(reverse("desk:my-work")).content.decode()
        assert (URL in menu) is seen


def test_a_person_gets_buttons_only_for_what_that_person_may_do(client, cast):
    client.force_login(cast.strategy)
    assert reverse("lists:hand-in", args=["people", "city"]) not in client.get(URL).content.decode()

    client.force_login(cast.administrator)
    assert reverse("lists:hand-in", args=["people", "city"]) in client.get(URL).content.decode()


@pytest.mark.django_db
def test_an_empty_portal_begins_with_the_districts():
    assert next_step() == "accounts.districts"
    assert not any(step.is_done for step in found().values())


def test_facts_bring_the_steps_to_done_one_after_another(cast):
    districts = [cast.home, cast.away, *DistrictFactory.create_batch(48)]
    assert next_step() == "accounts.directors"  # the cast has people of both offices of the city

    for place in districts[2:]:
        AssignmentFactory(user=UserFactory(), role=Role.DISTRICT_DIRECTOR, district=place)
    assert found()["accounts.directors"].count == "50 จาก 50 เขต"
    assert next_step() == "accounts.officers"

    for place in districts[2:]:
        AssignmentFactory(user=UserFactory(), role=Role.DISTRICT_OFFICER, district=place)
    assert next_step() == "years.fiscal_year"

    PlannedYearFactory(fiscal_year=2566, opened=True)
    assert next_step() == "kpi.targets"

    for definition in all_definitions():
        TargetFactory(code=definition.code)
    assert next_step() is None


def test_sections_and_routes_are_steps_that_nothing_waits_for(client, cast):
    states = {state.step.code: state for state in setting_up.step_states(today())}
    optional = {code for code, state in states.items() if state.step.is_optional}
    office = OfficeFactory(code="5001", district=cast.home)
    empty, used = (SectionFactory(office=office) for _ in range(2))
    cast.officer.assignments.get().sections.add(used)
    route(cast.home, "action-plan", Role.SECTION_HEAD, by=cast.director)
    client.force_login(cast.administrator)

    assert optional == {"accounts.sections", "routes.routes"}
    assert found()["accounts.sections"].count == "1 จาก 2 เขต มีฝ่ายแล้ว ฝ่ายที่ยังไม่มีผู้ปฏิบัติงาน 1 ฝ่าย"
    assert found()["routes.routes"].count == "1 จาก 2 เขต กำหนดเส้นทางแล้ว"
    assert client.get(URL).content.decode().count("เลือกทำได้") == 3  # two steps and their number
    OfficeFactory(code="5002", district=cast.away)
    assert not empty.members.exists()
    assert "มีฝ่ายที่ไม่มีคน 1 ฝ่าย" in words_of(client.get(reverse("accounts:offices")))


def test_the_targets_are_those_of_the_city_in_the_year_that_is_set_up(db, settings):
    settings.WORKING_DAY = "2023-09-01"
    for definition in all_definitions():
        TargetFactory(code=definition.code)  # of this year, which ends
        TargetFactory(code=definition.code, fiscal_year=2567, district=DistrictFactory())
        TargetFactory(code=definition.code, fiscal_year=2567, quarter=1)

    assert found()["kpi.targets"].count == f"ปีงบประมาณ 2567 ตั้งแล้ว 0 จาก {len(official_definitions())} ตัวชี้วัด"


def test_a_director_whose_role_has_ended_leaves_the_district_without_one(cast):
    assert found()["accounts.directors"].count == "2 จาก 2 เขต"
    AssignmentFactory(role=Role.DISTRICT_DIRECTOR, district=DistrictFactory(), ends_on="2023-06-02")
    closed = AssignmentFactory(role=Role.DISTRICT_DIRECTOR, district=DistrictFactory())
    closed.user.is_active = False
    closed.user.save()

    assert found()["accounts.directors"].count == "2 จาก 4 เขต"


def test_the_register_says_of_what_day_it_is(cast):
    assert "ยังไม่เคยนำเข้าทะเบียน" in found()["communities.register"].count

    signed = {"confirmed_at": AT, "confirmed_by": cast.social}
    RegisterImport.objects.create(register_on="2023-05-01", state=ImportState.DONE, uploaded_at=AT, **signed)

    assert found()["communities.register"].count == "2 ชุมชน ใน 2 เขต ข้อมูล ณ วันที่ 1 พ.ค. 2566"


@pytest.mark.parametrize(
    ("day", "rows", "said"),
    [
        ("2023-06-02", {}, (False, "ปีงบประมาณ 2566 ยังไม่มี")),
        ("2023-06-02", {2566: False}, (False, "ปีงบประมาณ 2566 กำลังจัดทำ")),
        ("2023-06-02", {2566: True}, (True, "ปีงบประมาณ 2566 เปิดแล้ว")),
        ("2023-09-01", {}, (False, "ปีงบประมาณ 2567 ยังไม่มี")),
        ("2023-09-01", {2566: True, 2567: False}, (True, "ปีงบประมาณ 2566 เปิดแล้ว")),
        ("2023-09-01", {2567: True}, (True, "ปีงบประมาณ 2567 เปิดแล้ว")),
    ],
)
def test_the_year_is_this_one_and_in_its_last_quarter_the_next(db, settings, day, rows, said):
    settings.WORKING_DAY = day
    for year, is_opened in rows.items():
        PlannedYearFactory(fiscal_year=year, **({"opened": True} if is_opened else {}))

    year = found()["years.fiscal_year"]

    assert (year.is_done, year.count) == said


def test_my_work_names_the_next_step_until_all_are_done(client, cast, monkeypatch):
    client.force_login(cast.administrator)
    assert "ระบบยังตั้งต้นไม่ครบ ขั้นต่อไป: " in client.get(reverse("desk:my-work")).content.decode()

    monkeypatch.setattr(setting_up, "_steps", {})

    assert "ระบบยังตั้งต้นไม่ครบ" not in client.get(reverse("desk:my-work")).content.decode()
    assert "พร้อมใช้งาน" in client.get(URL).content.decode()


def test_every_step_leads_to_a_page_that_whoever_has_its_right_may_open(client, cast):
    for state in setting_up.step_states(today()):
        people = [cast.people[who] for who in ("strategy", "social", "administrator")]
        may = [person for person in people if person.has_perm(state.step.permission)]
        assert may, state.step.code
        for person in may:
            client.force_login(person)
            assert client.get(state.found.address).status_code == 200, state.step.code
