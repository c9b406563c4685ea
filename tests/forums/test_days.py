"""What a forum's day leads to is said while it is typed."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.forums import ForumFactory
from tests.words import words_of

URL = "/work/understood/date/"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.mark.parametrize(
    ("happens", "about", "typed", "said"),
    [
        ("forum-planned", "", "3 มิ.ย. 2566", "วันเสาร์ที่ 3 มิถุนายน 2566"),
        ("forum-planned", "", "3 มิ.ย. 2566", "ก่อนวันจัด 1 วัน น้อยกว่า 15 วัน หน้าสาธารณะจะแสดงว่าประกาศช้า"),
        ("forum-planned", "", "1 ก.ค. 2566", "ประกาศได้ถึง 16 มิ.ย. 2566 จึงไม่ช้า"),
        ("forum-planned", "", "1 พ.ค. 2566", "วันนี้ผ่านมาแล้ว"),
        ("forum-announced", "2023-06-10", "2 มิ.ย. 2566", "ก่อนวันจัด 8 วัน น้อยกว่า 15 วัน"),
        ("forum-announced", "2023-06-30", "2 มิ.ย. 2566", "ก่อนวันจัด 28 วัน ทันกำหนด"),
        ("forum-announced", "2023-05-30", "2 มิ.ย. 2566", "หลังวันจัด"),
        ("forum-held", "", "1 มิ.ย. 2566", "เผยแพร่ผลภายใน 16 มิ.ย. 2566"),
    ],
)
def test_a_day_says_its_weekday_and_what_it_leads_to(officer, happens, about, typed, said):
    answer = officer.get(URL, {"_happens": happens, "_about": about, "on": typed})

    assert said in words_of(answer)


@pytest.mark.parametrize(
    ("happens", "about"), [("", ""), ("nothing", ""), ("forum-announced", "x"), ("forum-announced", "")]
)
def test_a_day_with_no_known_end_says_only_itself(officer, happens, about):
    answer = officer.get(URL, {"_happens": happens, "_about": about, "on": "2 มิ.ย. 2566"})

    assert answer.status_code == 200
    assert "วันศุกร์ที่ 2 มิถุนายน 2566" in words_of(answer)
    assert "ประกาศ" not in words_of(answer)


def test_the_page_that_announces_says_at_once_that_it_is_late(officer, cast):
    forum = ForumFactory(district=cast.home, scheduled_on=date(2023, 6, 10))

    page = words_of(officer.get(reverse("forums:announce", args=[forum.pk])))

    assert "ก่อนวันจัด 8 วัน น้อยกว่า 15 วัน หน้าสาธารณะจะแสดงว่าประกาศช้า" in page


def test_an_announced_forum_prints_its_announcement(officer, cast):
    forum = ForumFactory(
        district=cast.home, announced_on=date(2023, 5, 1), state="announced", scheduled_on=date(2023, 6, 10),
        place="วัดสามพระยา",
    )  # fmt: skip

    page = words_of(officer.get(reverse("forums:print", args=[forum.pk])))

    assert "ขอเชิญประชาชน" in page
    assert "วันเสาร์ที่ ๑๐ มิถุนายน ๒๕๖๖" in page
    assert "ผู้เข้าร่วมตามภาคส่วน" not in page
