from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.accounts import AT, AssignmentFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanFactory
from tests.factories.communities import CommunityFactory, PlanFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.factories.years import PlannedYearFactory
from tests.fixtures.people import WHO

URL = reverse("desk:my-work")


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.mark.parametrize("who", WHO)
def test_everyone_who_is_logged_in_has_a_first_page(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    assert client.get(URL).status_code == (302 if who == "visitor" else 200)


def test_the_officer_is_told_what_is_late_and_others_are_not(client, cast):
    ForumFactory(held=True, district=cast.home)
    client.force_login(cast.officer)

    html = client.get(URL).content.decode()

    assert "เลยกำหนด 6 วัน" in html
    client.force_login(cast.away_officer)
    assert "เลยกำหนด 6 วัน" not in client.get(URL).content.decode()


def test_a_notice_is_shown_until_it_is_read(client, cast):
    notify(
        recipients=[cast.member],
        kind="plan-returned",
        message="แผนของ%(community)s ถูกส่งกลับ",
        params={"community": "ชุมชนร่มเย็น"},
        url="/work/",
        at=AT,
    )
    client.force_login(cast.member)

    assert "แผนของชุมชนร่มเย็น ถูกส่งกลับ" in client.get(URL).content.decode()
    client.post(reverse("desk:read-notices"))
    assert "แผนของชุมชนร่มเย็น ถูกส่งกลับ" not in client.get(URL).content.decode()


def test_a_person_with_two_hats_chooses_one(client, cast):
    second = AssignmentFactory(user=cast.officer, district=cast.away)
    client.force_login(cast.officer)

    client.post(reverse("desk:wear-hat"), {"hat": f"role-{second.pk}"})

    assert cast.away.name_th in client.get(URL).content.decode()
    client.post(reverse("desk:wear-hat"), {"hat": "role-999999"})
    assert "ท่านไม่มีบทบาทนี้แล้ว" in client.get(URL).content.decode()


def test_the_director_decides_and_the_officer_waits(client, cast):
    plan = ActionPlanFactory(district=cast.home)
    ActionPlanEditionFactory(plan=plan, number=0, submitted=True)

    client.force_login(cast.director)
    assert "อนุมัติแผนปฏิบัติราชการ" in client.get(URL).content.decode()
    client.force_login(cast.officer)
    page = client.get(URL)
    assert [item.text for item in page.context["waiting"]] != []
    client.force_login(cast.away_director)
    assert "อนุมัติแผนปฏิบัติราชการ" not in client.get(URL).content.decode()


def test_the_strategy_office_is_told_of_quarters_to_freeze(client, cast):
    year, reopened = FiscalYear(2566), datetime(2023, 5, 19, 2, 0, tzinfo=UTC)
    for quarter in (1, 2, 4):
        freeze_quarter(year=year.previous, quarter=quarter, by=cast.strategy, at=AT)
    freeze_quarter(year=year, quarter=2, by=cast.strategy, at=AT)
    reopen_quarter(year=year, quarter=2, reason="เขตส่งหลักฐานเพิ่ม", by=cast.strategy, at=reopened)
    client.force_login(cast.strategy)

    due = client.get(URL).context["due"]

    assert [(item.text, item.when) for item in due] == [
        ("ตรึงตัวเลขไตรมาสที่ 3 ปีงบประมาณ 2565", "15 ก.ค. 2565"),
        ("ตรึงตัวเลขไตรมาสที่ 1 ปีงบประมาณ 2566", "15 ม.ค. 2566"),
        ("ตรึงตัวเลขไตรมาสที่ 2 ปีงบประมาณ 2566", "3 มิ.ย. 2566"),
    ]
    assert {item.href for item in due} == {reverse("kpi:quarters", args=[y]) for y in (year.previous, year)}
    client.force_login(cast.social)
    assert client.get(URL).context["due"] == []


def test_plans_to_check_are_told_once_a_district(client, cast):
    for _ in range(3):
        community = CommunityFactory(subdistrict=cast.home_community.subdistrict)
        PlanRevisionFactory(plan=PlanFactory(community=community), submitted=True)
    client.force_login(cast.officer)

    due = [item.text for item in client.get(URL).context["due"] if "แผนพัฒนาชุมชน" in item.text]

    assert due == [f"ตรวจแผนพัฒนาชุมชนปี 2567 · 3 แผน · เขต{cast.home.name_th}"]


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        (None, "เริ่มจัดทำแผนปี 2567"),
        ({}, "เขียนแผนปี 2567 ให้ครบแล้วส่ง"),
        ({"number": 2}, "แก้แผนปี 2567 ที่ถูกส่งกลับ"),
        ({"submitted": True}, "รอเขตตรวจแผนปี 2567"),
        ({"confirmed": True}, "แผนปี 2567 เขตรับรองแล้ว"),
    ],
)
def test_a_committee_member_is_told_where_the_plan_is(client, cast, traits, words):
    if traits is not None:
        PlanRevisionFactory(plan=PlanFactory(community=cast.home_community), **traits)
    client.force_login(cast.member)

    assert words in client.get(URL).content.decode()


def test_what_last_year_left_stands_apart_until_it_is_done(client, cast, settings):
    forum = ForumFactory(held=True, district=cast.home)
    client.force_login(cast.officer)
    assert client.get(URL).context["left"] == []

    settings.WORKING_DAY = "2023-10-02"
    page = client.get(URL)

    report = reverse("kpi:quarter-report", args=[2566, 4, cast.home.code])
    assert {item.href for item in page.context["left"]} == {f"{forum.get_absolute_url()}record/", report}
    assert page.context["due"] == []
    assert "ค้างจากปีก่อน" in page.content.decode()


def test_the_report_of_a_quarter_stands_in_the_list_once(client, cast):
    planned = PlannedYearFactory(fiscal_year=2566, opened=True)
    audiences = ["districts", "strategy"]
    step = {"code": "quarter_3", "name_th": "รายงานผลไตรมาสที่ 3", "audiences": audiences}
    planned.due_days.create(**step, position=1, due_on=date(2023, 6, 30))
    listed = {}

    for who in ("officer", "director", "strategy"):
        client.force_login(cast.people[who])
        due = client.get(URL, {"all": 1}).context["due"]
        listed[who] = [item.text for item in due if "รายงานผลไตรมาสที่ 3" in item.text]

    assert [len(found) for found in listed.values()] == [1, 1, 1]
    assert "รวบรวมรายงานผลไตรมาสที่ 3" in listed["officer"][0]
