"""The section in charge of an item is a row: it keeps its items whatever it is called, and hears of them."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from bkkplan.faces.opendata.datasets import ACTION_PLAN_ITEMS
from bkkplan.ground.accounts.actions import sections
from bkkplan.ground.accounts.enums import Duty
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.errors import NotOfThisOfficeError
from budget.actions.money import money
from budget.actions.plan import action_plan, items
from budget.models import ActionPlanItem, ItemWords
from budget.queries.my_work import todos_for
from budget.queries.plan.action_plans import basis_of_edition, plan_parts
from tests.factories.accounts import AT, AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory
from tests.factories.districts import OfficeFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
ON = date(2023, 6, 2)
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def office(cast):
    return OfficeFactory(code="5001", district=cast.home)


@pytest.fixture
def works(cast, office):
    return SectionFactory(office=office, name="ฝ่ายโยธา")


@pytest.fixture
def engineer(cast, works):
    """Works in the section in charge; the plan is kept by another one."""
    keepers = SectionFactory(office=works.office, name="ฝ่ายปกครอง", duties=[Duty.ACTION_PLAN, Duty.MONEY])
    cast.officer.assignments.get().sections.add(keepers)
    assignment = AssignmentFactory(user=UserFactory(), district=cast.home)
    assignment.sections.add(works)
    return assignment.user


@pytest.fixture
def draft(cast):
    return ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=YEAR.be, number=0)


def add(edition, *, by, **words):
    words = ItemWords(title="ซ่อมทางเท้า", **words)
    return items.add_item(plan_id=edition.plan_id, uuid=uuid4(), words=words, by=by, at=AT)


def approve(edition, *, cast):
    action_plan.submit(plan_id=edition.plan_id, by=cast.officer, at=AT, on=ON)
    action_plan.approve(plan_id=edition.plan_id, by=cast.director, at=AT, on=ON)


def notices(user):
    return [notice.text for notice in Notice.objects.filter(recipient=user).order_by("pk")]


def test_a_section_that_gets_another_name_keeps_its_items(client, cast, draft, works, engineer):
    item = add(draft, section=works, responsible="กรมทางหลวง", by=cast.officer)
    basis = basis_of_edition(draft.plan).digest

    sections.change_section(section_id=works.pk, name="ฝ่ายโยธาและผังเมือง", duties=[], by=cast.director, at=AT)

    item = ActionPlanItem.objects.get(pk=item.pk)
    assert item.in_charge == "ฝ่ายโยธาและผังเมือง · กรมทางหลวง"
    assert basis_of_edition(draft.plan).digest == basis  # what was agreed is the same thing under another name
    client.force_login(cast.officer)
    for page in (draft.plan.get_absolute_url(), item.get_absolute_url()):
        assert "ฝ่ายโยธาและผังเมือง · กรมทางหลวง" in words_of(client.get(page))


def test_a_section_of_another_office_or_a_closed_one_is_not_in_charge(cast, draft, works):
    away = SectionFactory(office=OfficeFactory(code="5002", district=cast.away), name="ฝ่ายโยธา")
    closed = SectionFactory(office=works.office, name="ฝ่ายเก่า", closed_at=AT, closed_by=cast.director)

    for section in (away, closed):
        with pytest.raises(NotOfThisOfficeError, match="เลือกฝ่ายอื่น"):
            add(draft, section=section, by=cast.officer)
    with pytest.raises(IntegrityError, match="one of the office of its district"):
        ActionPlanItemFactory(introduced_in=draft, section=away)


def test_an_amendment_changes_the_section_when_it_is_approved(cast, draft, works, engineer):
    item = add(draft, section=works, by=cast.officer)
    approve(draft, cast=cast)
    other = SectionFactory(office=works.office, name="ฝ่ายเทศกิจ")
    policeman = AssignmentFactory(user=UserFactory(), district=cast.home)
    policeman.sections.add(other)
    amendment = action_plan.open_amendment(plan_id=draft.plan_id, reason="ย้ายงาน", by=cast.officer, at=AT)

    words = ItemWords(title=item.title, section=other)
    item = items.change_item(item_id=item.pk, words=words, seen=item.version, by=cast.officer, at=AT)

    lines = [line for part in plan_parts(draft.plan, edition=amendment) for line in part.lines]
    assert [line.words.in_charge for line in lines] == ["ฝ่ายเทศกิจ"]
    assert ActionPlanItem.objects.get(pk=item.pk).section == works
    approve(amendment, cast=cast)
    assert ActionPlanItem.objects.get(pk=item.pk).section == other
    assert notices(policeman.user) == [
        f"ฝ่ายเทศกิจรับผิดชอบ 1 โครงการในแผนปฏิบัติราชการปี 2566 ของ{draft.plan.district} ที่อนุมัติแล้ว"
    ]


def test_the_people_in_charge_hear_of_the_approved_plan_and_of_the_budget(cast, draft, works, engineer):
    item = add(draft, section=works, planned_amount=Decimal(5000), by=cast.officer)
    add(draft, section=works, by=cast.officer)
    approve(draft, cast=cast)

    act = uuid4()
    for _sent_twice in range(2):
        money.approve_item_budget(item_id=item.pk, amount=Decimal(5000), act=act, on=ON, by=cast.officer, at=now())

    assert notices(engineer) == [
        f"ฝ่ายโยธารับผิดชอบ 2 โครงการในแผนปฏิบัติราชการปี 2566 ของ{draft.plan.district} ที่อนุมัติแล้ว",
        "อนุมัติงบประมาณ 5,000 บาท ให้ “ซ่อมทางเท้า” ซึ่งฝ่ายโยธารับผิดชอบ",
    ]
    with pytest.raises(PermissionDenied):
        money.approve_item_budget(item_id=item.pk, amount=Decimal(1), act=uuid4(), on=ON, by=engineer, at=now())


def test_a_section_hears_that_an_amendment_cut_its_item(cast, draft, works, engineer):
    item = add(draft, section=works, by=cast.officer)
    approve(draft, cast=cast)
    amendment = action_plan.open_amendment(plan_id=draft.plan_id, reason="งบไม่พอ", by=cast.officer, at=AT)
    items.drop_item(item_id=item.pk, reason="งบไม่พอ", by=cast.officer, at=AT, on=ON)
    approve(amendment, cast=cast)

    assert notices(engineer)[-1] == (
        f"แผนปฏิบัติราชการปี 2566 ของ{draft.plan.district} ที่อนุมัติแล้วนำออก 1 โครงการที่ฝ่ายโยธารับผิดชอบ: ซ่อมทางเท้า"
    )


def test_the_public_sees_the_section_and_no_other_name(client, cast, draft, works, engineer):
    item = add(draft, section=works, responsible="นายสมชาย ใจดี", by=cast.officer)
    approve(draft, cast=cast)

    page = words_of(client.get(reverse("public:item", args=[item.uuid])))
    (row,) = ACTION_PLAN_ITEMS.rows(YEAR, ON, AT)

    assert "ฝ่ายโยธา" in page
    assert "นายสมชาย" not in page
    names = [column.name for column in ACTION_PLAN_ITEMS.columns]
    assert row[names.index("section")] == "ฝ่ายโยธา"
    assert len(row) == len(names)


def test_a_merged_section_hands_over_its_people_duties_and_items(cast, draft, works, engineer):
    item = add(draft, section=works, ends_in=1, by=cast.officer)
    approve(draft, cast=cast)
    sections.change_section(section_id=works.pk, name=works.name, duties=[Duty.PROCUREMENT], by=cast.director, at=AT)
    heir, last = (SectionFactory(office=works.office, name=name) for name in ("ฝ่ายโยธาใหม่", "ฝ่ายผังเมือง"))

    sections.close_section(section_id=works.pk, into=heir.pk, on=ON, by=cast.director, at=AT)
    sections.close_section(section_id=heir.pk, into=last.pk, on=ON, by=cast.director, at=AT)

    item, engineer = ActionPlanItem.objects.get(pk=item.pk), type(engineer).objects.get(pk=engineer.pk)
    last.refresh_from_db()
    assert (item.in_charge, last.duties) == ("ฝ่ายผังเมือง", [Duty.PROCUREMENT])
    assert engineer.has_perm("budget.report_progress", item)
    assert [todo.text for todo in todos_for(engineer, on=ON)] == [
        "บันทึกความก้าวหน้า 1 โครงการที่เลยกำหนดแล้วเสร็จ · ฝ่ายผังเมือง"
    ]
    assert "ฝ่ายโยธาใหม่รวมเข้ากับฝ่ายผังเมือง งานและเรื่องที่รออยู่ของฝ่ายนั้นเป็นของฝ่ายผังเมืองแล้ว" in notices(engineer)


def test_items_of_a_section_that_nobody_took_over_wait_with_those_who_keep_the_plan(client, cast, draft, works):
    item = add(draft, section=works, by=cast.officer)
    approve(draft, cast=cast)

    sections.close_section(section_id=works.pk, on=ON, by=cast.director, at=AT)

    assert ActionPlanItem.objects.get(pk=item.pk).in_charge == "ฝ่ายโยธา (ปิดแล้ว)"
    assert f"เลือกฝ่ายที่รับผิดชอบ 1 โครงการซึ่งฝ่ายเดิมปิดแล้ว · {cast.home}" in [
        todo.text for todo in todos_for(cast.officer, on=ON)
    ]
    action_plan.open_amendment(plan_id=draft.plan_id, reason="ย้ายงาน", by=cast.officer, at=AT)
    client.force_login(cast.officer)
    assert "ฝ่ายโยธา (ปิดแล้ว)" in words_of(client.get(reverse("budget:item-edit", args=[item.uuid])))


def test_who_closes_a_section_reads_first_what_it_has_in_hand(client, cast, draft, works, engineer):
    add(draft, section=works, by=cast.officer)
    approve(draft, cast=cast)
    client.force_login(cast.director)
    page = reverse("accounts:section-close", args=["5001", works.pk])

    assert "ฝ่ายนี้มี ผู้ปฏิบัติงาน 1 คน · รับผิดชอบ 1 โครงการที่ยังไม่แล้วเสร็จ" in words_of(client.get(page))
    refused = client.post(page, {"into": ""})
    assert refused.status_code == 422
    assert "ยังมีผู้ปฏิบัติงาน 1 คน" in words_of(refused)
    other = SectionFactory(office=works.office, name="ฝ่ายผังเมือง")
    assert "ปิดฝ่ายโยธาแล้ว" in words_of(client.post(page, {"into": other.pk}, follow=True))


def test_a_section_is_merged_into_one_of_its_own_office(cast, works):
    away = SectionFactory(office=OfficeFactory(code="5002", district=cast.away))

    for into in (away, works):
        with pytest.raises(sections.SectionClosedError):
            sections.close_section(section_id=works.pk, into=into.pk, on=ON, by=cast.director, at=AT)
    with pytest.raises(IntegrityError, match="another one in use of the same office"):
        SectionFactory(office=works.office, merged_into=away, closed_at=AT, closed_by=cast.director)
