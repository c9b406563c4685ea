"""The page of the log: who opens it, what its filters leave, and the file of what they leave."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.db import transaction
from django.urls import reverse

from bkkplan.ground.accounts.views import log
from bkkplan.ground.audit.record import record
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory
from tests.factories.forums import ForumFactory

LOG, FILE = "accounts:log", "accounts:log-file"


@pytest.fixture
def acts(cast):
    """Two acts: the officer's at home late on 1 June in Bangkok, and another person's elsewhere on 2 June."""
    there = UserFactory(full_name="สมหญิง ตั้งใจ", username="somying")
    home, away = ForumFactory(district=cast.home), ForumFactory(district=cast.away)
    late = datetime(2023, 6, 1, 16, 59, tzinfo=UTC)
    with transaction.atomic():
        record("forums.forum_planned", home, by=cast.officer, at=late, after={"title": "=1+1"})
        record("forums.forum_announced", away, by=there, at=datetime(2023, 6, 1, 17, 0, tzinfo=UTC))
    return home, away


def shown(client, **asked):
    page = client.get(reverse(LOG), asked)
    return {line.verb for line in page.context["lines"] if line.verb.startswith("forums.")}


def test_a_line_is_a_sentence_with_its_links(client, cast, acts):
    client.force_login(cast.administrator)

    page = client.get(reverse(LOG))

    home, _away = acts
    assert f'เพิ่ม<a href="{home.get_absolute_url()}">{home} {cast.home}</a> ในแผนการจัดเวที' in page.content.decode()
    assert f'href="{reverse("accounts:person", args=[cast.officer.pk])}"' in page.content.decode()
    assert "forums.forum_planned</" not in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({}, {"forums.forum_planned", "forums.forum_announced"}),
        ({"last": "1 มิ.ย. 2566"}, {"forums.forum_planned"}),
        ({"first": "2 มิ.ย. 2566"}, {"forums.forum_announced"}),
        ({"first": "1/6/2566", "last": "2/6/2566"}, {"forums.forum_planned", "forums.forum_announced"}),
        ({"person": "สมหญิง"}, {"forums.forum_announced"}),
        ({"kind": "forums.forum_planned"}, {"forums.forum_planned"}),
        ({"kind": "forums.forum"}, {"forums.forum_planned", "forums.forum_announced"}),
        ({"kind": "forums.proposal"}, set()),
    ],
)
def test_the_filters_leave_what_they_say(client, cast, acts, asked, left):
    client.force_login(cast.administrator)

    assert shown(client, **asked) == left


def test_a_district_is_that_of_the_thing_and_not_of_the_person(client, cast, acts):
    client.force_login(cast.administrator)

    assert shown(client, district=cast.home.code) == {"forums.forum_planned"}
    assert shown(client, district=cast.away.code) == {"forums.forum_announced"}


def test_a_filter_that_is_not_understood_says_so(client, cast, acts):
    client.force_login(cast.administrator)

    page = client.get(reverse(LOG), {"first": "2/6/2566", "last": "1/6/2566", "kind": "nothing"})

    assert "ต้องไม่ก่อนวันแรก" in page.content.decode()
    assert set(page.context["form"].errors) == {"last", "kind"}


def test_the_file_has_the_lines_of_the_filter_and_no_formula(client, cast, acts):
    client.force_login(cast.administrator)

    answer = client.get(reverse(FILE), {"district": cast.home.code, "kind": "forums.forum"})
    heading, *rows = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))

    assert heading[:4] == ["เมื่อ (ปี ค.ศ.)", "ผู้กระทำ", "บทบาทขณะกระทำ", "การกระทำ"]
    assert [(row[0], row[7]) for row in rows] == [("2023-06-01 23:59:00", "forums.forum_planned")]
    assert rows[0][4] == "เรื่อง: – → =1+1"
    assert rows[0][6] == f"http://testserver{acts[0].get_absolute_url()}"
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_name_that_looks_like_a_formula_is_text_in_the_file(client, cast):
    with transaction.atomic():
        person = UserFactory(full_name='=HYPERLINK("http://x")', username="formula")
        record("communities.community_registered", CommunityFactory(), by=person, at=datetime(2023, 6, 2, tzinfo=UTC))
    client.force_login(cast.administrator)

    answer = client.get(reverse(FILE), {"kind": "communities.community"})
    _heading, row = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))

    assert row[1] == '\'=HYPERLINK("http://x")'


def test_a_long_file_is_read_a_few_lines_at_a_time(client, cast, acts, monkeypatch):
    monkeypatch.setattr(log, "AT_ONCE", 1)
    client.force_login(cast.administrator)

    answer = client.get(reverse(FILE), {"kind": "forums.forum"})

    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 3


def test_a_file_that_would_be_too_long_asks_for_fewer_days(client, cast, acts, monkeypatch):
    monkeypatch.setattr(log, "MOST_LINES", 1)
    client.force_login(cast.administrator)

    answer = client.get(reverse(FILE), {"kind": "forums.forum"}, follow=True)

    assert "เลือกช่วงวันให้แคบลง" in answer.content.decode()
    assert answer.request["QUERY_STRING"] == "kind=forums.forum"
