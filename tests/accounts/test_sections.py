"""The sections of an office: what is given to them, who works in them, and what colleagues of others are told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.actions import close_account, end_assignment, sections
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.adapters import Passwords
from bkkplan.ground.accounts.enums import USUAL_SECTIONS, Duty, Role
from bkkplan.ground.accounts.models import Assignment, Notice, Section, User
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.accounts.queries import staff_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.queries.my_work import todos_for
from tests.factories.accounts import AT, AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, ApprovedItemFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

DAY = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def office(cast):
    return OfficeFactory(code="5001", district=cast.home)


def fresh(user):
    """As the next request loads the person."""
    return User.objects.get(pk=user.pk)


def made(office, name, *duties, by):
    return sections.make_section(office_id=office.pk, name=name, duties=duties, by=by, at=AT)


def put(user, *chosen, by):
    role = user.assignments.get()
    return sections.choose_sections(
        assignment_id=role.pk, sections=[section.pk for section in chosen], on=DAY, by=by, at=AT
    )


def test_without_sections_everybody_of_the_office_does_everything(cast, office):
    assert cast.officer.has_perm("forums.add_forum", cast.home)
    assert districts_on_duty(cast.officer, Duty.MONEY) == {cast.home.pk}


def test_a_duty_is_done_by_the_section_that_has_it_and_by_those_who_lead(cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    made(office, "ฝ่ายการคลัง", Duty.MONEY, by=cast.director)
    inside, head, assistant = (
        AssignmentFactory(user=UserFactory(), role=role, district=cast.home).user
        for role in (Role.DISTRICT_OFFICER, Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR)
    )
    put(inside, ruling, by=cast.director)

    may = {
        person: {
            name
            for name, district in (("forums.add_forum", cast.home), ("budget.record_money", inside.assignments.get()))
            if fresh(person).has_perm(name, district)
        }
        for person in (inside, head, assistant, cast.director, cast.officer, cast.away_officer)
    }

    assert may == {
        inside: {"forums.add_forum"},
        head: set(),
        assistant: {"forums.add_forum", "budget.record_money"},
        cast.director: {"forums.add_forum", "budget.record_money"},
        cast.officer: set(),
        cast.away_officer: set(),
    }
    assert fresh(cast.officer).has_perm("communities.manage_committee", cast.home_community)  # given to no section


def test_a_colleague_of_another_section_is_told_whose_work_it_is(client, cast, office):
    made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    forum = ForumFactory(district=cast.home)
    client.force_login(cast.officer)

    answer = client.get(reverse("forums:cancel", args=[forum.pk]))

    assert answer.status_code == 403
    assert "งาน “เวทีรับฟัง” เป็นของฝ่ายปกครอง" in words_of(answer)


def test_a_colleague_of_another_section_is_led_to_no_new_forum(client, cast, office):
    made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    new = reverse("forums:plan")
    client.force_login(cast.officer)

    answer = client.get(new)

    assert answer.status_code == 403
    assert "งาน “เวทีรับฟัง” เป็นของฝ่ายปกครอง" in words_of(answer)
    assert f'href="{new}"' not in client.get(reverse("desk:my-work")).content.decode()


def test_the_sections_people_and_those_who_lead_are_told_of_their_work(cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    inside = AssignmentFactory(user=UserFactory(), district=cast.home).user
    put(inside, ruling, by=cast.director)

    assert set(staff_of(cast.home.pk, at=AT, duty=Duty.FORUMS)) == {inside, cast.director}
    assert set(staff_of(cast.home.pk, at=AT, duty=Duty.MONEY)) == {inside, cast.director, cast.officer}
    assert set(staff_of(cast.away.pk, at=AT, duty=Duty.FORUMS)) == {cast.away_officer, cast.away_director}


def test_a_section_of_one_office_gives_nothing_in_another(cast, office):
    away = OfficeFactory(code="5002", district=cast.away)
    theirs = made(away, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.administrator)
    made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.administrator)

    with pytest.raises(sections.SectionClosedError):
        put(cast.officer, theirs, by=cast.administrator)
    assert not fresh(cast.officer).has_perm("forums.add_forum", cast.home)


def test_when_the_last_person_leaves_the_director_is_told_and_does_the_work(cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.administrator)
    put(cast.officer, ruling, by=cast.administrator)

    end_assignment(assignment_id=cast.officer.assignments.get().pk, on=DAY, by=cast.administrator, at=AT)

    told = Notice.objects.get(kind="accounts.section_deserted")
    assert told.recipient == cast.director
    assert told.text.startswith(f"ฝ่ายปกครองของ{office}ไม่มีผู้ปฏิบัติงานแล้ว")
    assert staff_of(cast.home.pk, at=AT, duty=Duty.FORUMS) == [cast.director]
    assert fresh(cast.director).has_perm("forums.add_forum", cast.home)


def test_a_closed_account_leaves_its_section_to_the_director(cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.administrator)
    put(cast.officer, ruling, by=cast.administrator)

    close_account(user_id=cast.officer.pk, on=DAY, by=cast.administrator, at=AT)

    assert "ฝ่ายปกครอง" in cast.director.notices.get(kind="accounts.section_deserted").text
    assert fresh(cast.director).has_perm("forums.add_forum", cast.home)


def test_the_director_who_takes_the_last_person_out_is_warned_on_the_page(client, cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    put(cast.officer, ruling, by=cast.director)
    client.force_login(cast.director)

    page = client.post(
        reverse("accounts:sections-of", args=[office.code, cast.officer.assignments.get().pk]), {}, follow=True
    )

    assert "ฝ่ายปกครองไม่มีผู้ปฏิบัติงานแล้ว" in words_of(page)
    assert "ยังไม่มีผู้ปฏิบัติงาน" in words_of(page)


def test_a_section_with_people_is_not_closed(client, cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    put(cast.officer, ruling, by=cast.director)
    client.force_login(cast.director)
    close = reverse("accounts:section-close", args=[office.code, ruling.pk])

    assert "ยังมีผู้ปฏิบัติงาน 1 คน ย้ายไปฝ่ายอื่นก่อน" in words_of(client.post(close, follow=True))

    put(cast.officer, by=cast.director)
    client.post(close)
    ruling.refresh_from_db()
    assert ruling.closed_by == cast.director
    assert fresh(cast.officer).has_perm("forums.add_forum", cast.home)
    with pytest.raises(sections.SectionClosedError):
        sections.change_section(section_id=ruling.pk, name="อื่น", duties=(), by=cast.director, at=AT)


def test_the_ten_usual_sections_come_at_one_click_and_only_those_that_are_missing(client, cast, office):
    made(office, "ฝ่ายการคลัง", by=cast.director)
    client.force_login(cast.director)
    usual = reverse("accounts:usual-sections", args=[office.code])

    client.post(usual)

    names = list(office.sections.order_by("position").values_list("name", flat=True))
    assert sorted(names) == sorted(name for name, _duties in USUAL_SECTIONS)
    assert office.sections.get(name="ฝ่ายการคลัง").duties == []
    assert office.sections.get(name="ฝ่ายปกครอง").duties == ["forums", "action_plan"]
    assert "ครบแล้ว" in words_of(client.post(usual, follow=True))
    assert Entry.objects.filter(verb="accounts.section_made").count() == 10


def test_a_section_is_renamed_and_gets_other_duties(client, cast, office):
    ruling = made(office, "ฝ่ายปกครอง", Duty.FORUMS, by=cast.director)
    made(office, "ฝ่ายการคลัง", Duty.MONEY, by=cast.director)
    client.force_login(cast.director)
    page = reverse("accounts:section", args=[office.code, ruling.pk])

    taken = client.post(page, {"name": "ฝ่ายการคลัง", "duties": ["forums"]})
    client.post(page, {"name": "ฝ่ายปกครองและทะเบียน", "duties": ["plans", "forums"]})

    assert "หน่วยงานนี้มีฝ่ายชื่อนี้แล้ว" in words_of(taken)
    ruling.refresh_from_db()
    assert (ruling.name, ruling.duties) == ("ฝ่ายปกครองและทะเบียน", ["forums", "plans"])
    assert Entry.objects.filter(verb="accounts.section_changed").count() == 1


def test_officers_look_at_their_office_and_do_not_arrange_it(client, cast, office):
    made(office, "ฝ่ายปกครอง", by=cast.director)
    client.force_login(cast.officer)

    page = client.get(reverse("accounts:offices"), follow=True)

    assert "ฝ่ายปกครอง" in words_of(page)
    assert "เพิ่มฝ่าย" not in words_of(page)
    assert client.get(reverse("accounts:section-add", args=[office.code])).status_code == 403
    client.force_login(cast.away_officer)
    assert client.get(reverse("accounts:office", args=[office.code])).status_code == 404
    with pytest.raises(PermissionDenied):
        made(office, "ฝ่ายโยธา", by=cast.away_director)


def test_the_sections_of_a_role_that_ended_are_not_chosen_any_more(cast, office):
    role = cast.officer.assignments.get()
    Assignment.objects.filter(pk=role.pk).update(ends_on=DAY)

    with pytest.raises(sections.NoLongerThereError):
        put(cast.officer, by=cast.director)


def test_a_bureau_has_sections_too(cast):
    bureau = OfficeFactory(code="2400")
    led = AssignmentFactory(user=UserFactory(), role=Role.BUREAU_DIRECTOR, bureau=bureau).user
    section = made(bureau, "สำนักงานเลขานุการ", by=led)
    worker = AssignmentFactory(user=UserFactory(), role=Role.BUREAU_OFFICER, bureau=bureau).user

    put(worker, section, by=led)

    assert [(s.name, s.is_own) for s in worker.sections_of_offices] == [("สำนักงานเลขานุการ", True)]
    with pytest.raises(AccountError):
        made(bureau, "สำนักงานเลขานุการ", by=led)
    assert Section.objects.visible_to(worker).get() == section


def test_the_sections_are_read_once_for_each_request(cast, office, django_assert_num_queries):
    for name, duty in (("ฝ่ายปกครอง", Duty.FORUMS), ("ฝ่ายการคลัง", Duty.MONEY)):
        made(office, name, duty, by=cast.director)
    officer = fresh(cast.officer)

    with django_assert_num_queries(2):
        for permission in ("forums.add_forum", "budget.open_action_plan"):
            officer.has_perm(permission, cast.home)
        officer.has_perm("budget.record_money", cast.home_community)


def test_commitments_are_made_by_whoever_does_procurement_and_the_rest_by_whoever_keeps_the_money(cast, office):
    buying = made(office, "ฝ่ายพัสดุ", Duty.PROCUREMENT, by=cast.director)
    paying = made(office, "ฝ่ายการคลัง", Duty.MONEY, by=cast.director)
    payer = AssignmentFactory(user=UserFactory(), district=cast.home).user
    put(cast.officer, buying, by=cast.director)
    put(payer, paying, by=cast.director)
    purse = ApprovedItemFactory(introduced_in__plan__district=cast.home).plan

    assert [fresh(cast.officer).has_perm(f"budget.{act}_money", purse) for act in ("commit", "record")] == [True, False]
    assert [fresh(payer).has_perm(f"budget.{act}_money", purse) for act in ("commit", "record")] == [False, True]


def test_the_section_in_charge_of_an_item_reports_its_progress_and_is_reminded(client, cast, office):
    made(office, "ฝ่ายปกครอง", Duty.ACTION_PLAN, by=cast.director)
    works = made(office, "ฝ่ายโยธา", by=cast.director)
    put(cast.officer, works, by=cast.director)
    edition = ActionPlanEditionFactory(number=0, approved=True, plan__district=cast.home, plan__fiscal_year=2566)
    policing = made(office, "ฝ่ายเทศกิจ", by=cast.director)
    named, other = (
        ActionPlanItemFactory(introduced_in=edition, section=section, ends_in=1) for section in (works, policing)
    )
    officer = fresh(cast.officer)

    assert officer.has_perm("budget.report_progress", named)
    assert not officer.has_perm("budget.report_progress", other)
    assert not officer.has_perm("budget.edit_action_plan", named.plan)
    assert not fresh(cast.away_officer).has_perm("budget.report_progress", named)
    assert [todo.text for todo in todos_for(officer, on=DAY) if "ความก้าวหน้า" in todo.text] == [
        "บันทึกความก้าวหน้า 1 โครงการที่เลยกำหนดแล้วเสร็จ · ฝ่ายโยธา"
    ]
    client.force_login(officer)
    page = reverse("budget:item-progress", args=[named.uuid])
    assert client.get(page).status_code == 200


def test_the_form_of_an_item_offers_the_sections(client, cast, office):
    made(office, "ฝ่ายปกครอง", by=cast.director)
    plan = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2566).plan
    client.force_login(cast.officer)

    page = client.get(reverse("budget:item-new", args=[FiscalYear(2566), plan.district.code])).content.decode()

    assert ">ฝ่ายปกครอง</option>" in page


def test_an_administrator_gives_every_office_without_sections_the_usual_ones_at_once(client, cast, office):
    away = OfficeFactory(code="5002", district=cast.away)
    OfficeFactory(code="2400")
    made(away, "ฝ่ายของเราเอง", by=cast.administrator)
    client.force_login(cast.administrator)
    everywhere = reverse("accounts:usual-sections-everywhere")

    assert "ใน 1 สำนักงานเขตแล้ว" in words_of(client.post(everywhere, follow=True))

    assert (office.sections.count(), away.sections.count(), Section.objects.count()) == (10, 1, 11)
    assert "ทุกสำนักงานเขตมีฝ่ายแล้ว" in words_of(client.post(everywhere, follow=True))


def test_the_person_of_a_session_comes_with_the_same_roles_and_sections(cast, office):
    """One question brings what the person would ask for: sections of another office are not among them."""
    own, other = made(office, "ฝ่ายปกครอง", by=cast.director), made(office, "ฝ่ายการคลัง", by=cast.director)
    SectionFactory(office=OfficeFactory(code="5002", district=cast.away))
    put(cast.officer, own, by=cast.director)
    put(cast.director, other, by=cast.people["administrator"])

    came = Passwords().get_user(cast.officer.pk)

    alone = User.objects.get(pk=cast.officer.pk)
    assert "held_assignments" in vars(came)
    assert came.held_assignments == alone.held_assignments
    assert [(s.pk, s.is_own) for s in came.sections_of_offices] == [(s.pk, s.is_own) for s in alone.sections_of_offices]
    assert [(s.pk, s.is_own) for s in came.sections_of_offices] == [(own.pk, True), (other.pk, False)]
