"""The register goes out while it is read: in order, in little memory, recognisably whole, and to few people at once."""

import gc
from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client

from bkkplan.ground.core.files import sending
from bkkplan.ground.core.spreadsheets.csvs import rows_in
from communities.models import Community, CommunityEntry
from communities.queries import register, register_in_order, register_on
from communities.views import register as views
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 2)
CSV = "/work/register/communities.csv"


@pytest.fixture
def some(cast, monkeypatch):
    """Communities of two districts, read two at a time; one had another name before, one has another later."""
    monkeypatch.setattr(register, "AT_ONCE", 2)
    for name in ("เกาะกลาง", "กลาง", "ขาว", "แก้ว", "ฮ่องกง"):
        CommunityFactory(name_th=name, subdistrict=cast.home_community.subdistrict)
    CommunityFactory(name_th="กลาง", subdistrict=cast.away_community.subdistrict)
    last = Community.objects.get(name_th="ฮ่องกง")
    CommunityEntry.objects.filter(community=last).update(name_th="กก")
    return Community.objects.all()


def test_the_rows_come_in_the_order_and_with_the_names_of_the_day(some):
    count, rows = register_in_order(DAY, some)

    assert (found := list(rows)) == register_on(DAY)
    assert count == len(found) == some.count()
    assert any(row.name == "กก" for row in found)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_breaks_off_is_no_whole_file(client, cast, some, kind, monkeypatch):
    """The server closes the line without an end, because the error is not swallowed."""
    monkeypatch.setitem(rows_in.__kwdefaults__, "at_once", 2)
    client.force_login(cast.social)
    response = client.get(f"/work/register/communities.{kind}")

    monkeypatch.setattr(register, "_entries_on", _gone)
    with pytest.raises(OperationalError):
        list(response)


def _gone(*_args):
    raise OperationalError("terminating connection due to administrator command")


def test_an_error_at_the_beginning_is_an_error_page(client, cast, some, monkeypatch):
    client.force_login(cast.social)
    client.raise_request_exception = False
    monkeypatch.setattr(register, "_entries_on", _gone)

    assert client.get(CSV).status_code == 500


def test_twenty_people_who_want_the_great_file_do_not_stop_the_portal(cast, some, settings, monkeypatch):
    monkeypatch.setattr(views, "GREAT", 3)
    people = [Client() for _ in range(20)]
    for one in people:
        one.force_login(cast.social)

    answers = [one.get(CSV) for one in people]

    sent = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert (len(sent), len(refused)) == (settings.GREAT_FILES_AT_ONCE, 20 - settings.GREAT_FILES_AT_ONCE)
    assert refused[0]["Retry-After"] == str(sending.TRY_AGAIN_AFTER)
    assert "มีผู้รับไฟล์ใหญ่หลายคนพร้อมกัน" in refused[0].content.decode()
    small = people[-1].get(f"{CSV}?district={cast.away.code}")
    assert b"".join(small), "a small one goes out meanwhile"

    assert b"".join(sent[0])
    assert b"".join(people[-1].get(CSV)), "its place is free"
    for answer in sent[1:]:
        assert b"".join(answer)


def test_a_place_is_free_again_when_nobody_closed_the_answer(cast, some, settings, monkeypatch):
    monkeypatch.setattr(views, "GREAT", 3)
    client = Client()
    client.force_login(cast.social)

    for _ in range(settings.GREAT_FILES_AT_ONCE + 1):
        answer = client.get(CSV)
        assert answer.status_code == 200
        del answer
        gc.collect()  # as Python does in time
