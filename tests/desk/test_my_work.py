import pytest
from django.urls import reverse

from bkkplan.accounts.actions import notify
from tests.factories.accounts import AT, AssignmentFactory
from tests.factories.forums import ForumFactory
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
