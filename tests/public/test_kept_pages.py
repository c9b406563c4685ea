"""What is kept for visitors is right after every act that it shows, and is not made anew while officers write."""

import gzip
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkkplan.faces.public import queries
from bkkplan.faces.public.queries import OF_TEXTS_BEING_WRITTEN, newest_public_act
from bkkplan.ground.audit.record import record
from bkkplan.ground.audit.sentences import sentence_of
from forums.actions import minutes, proposals
from tests.factories.accounts import AT
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.django_db
TENT = {"title": "ขอเต็นท์ให้ชุมชน", "detail": "", "place": "", "requested_amount": None}


@pytest.fixture(autouse=True)
def pages_are_kept(settings):
    settings.WORKING_DAY = "2023-06-02"
    settings.VISITORS_PAGES_KEPT_FOR = 60
    cache.clear()


def act(cast, verb="forums.forum_published"):
    record(verb, cast.home, by=cast.officer, at=AT)


def write(forum, by, title, *, uuid=None, seen=0, reason=""):
    text = {**TENT, "title": title}
    uuid = uuid or uuid4()
    proposals.save_proposal(forum_id=forum.pk, uuid=uuid, seen=seen, text=text, reason=reason, by=by, at=AT)
    return uuid


def questions(client, address, **headers):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=headers)
    return response, len(asked)


def test_a_second_visitor_costs_one_question_to_the_database(cast):
    act(cast)
    first, _many = questions(Client(), reverse("public:home"))
    second, few = questions(Client(), reverse("public:home"))

    assert few == 1
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] == "public, max-age=15"
    assert second["Vary"] == first["Vary"]
    assert second["X-Frame-Options"] == "DENY"
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_what_is_kept_is_given_as_the_browser_takes_it(cast):
    plain = Client().get(reverse("public:home"))

    packed = Client().get(reverse("public:home"), headers={"accept-encoding": "gzip, br"})
    unchanged = Client().get(reverse("public:home"), headers={"if-none-match": packed["ETag"]})

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert unchanged.status_code == 304


def test_an_act_is_seen_by_the_next_visitor(cast):
    home = reverse("public:hearings")
    before = Client().get(home).content
    forum = ForumFactory(published=True, district=cast.home, place="ลานวัดใหม่")
    record("forums.forum_published", forum, by=cast.officer, at=AT)

    assert "ลานวัดใหม่" not in before.decode()
    assert "ลานวัดใหม่" in Client().get(home).content.decode()


def test_languages_addresses_days_and_people_have_pages_of_their_own(cast, settings):
    home = reverse("public:home")
    thai = Client().get(home).content.decode()
    english = Client().get(home, headers={"accept-language": "en"}).content.decode()
    chosen = Client()
    chosen.get(reverse("set_language"), {"language": "en", "next": "/"})
    officer = Client()
    officer.force_login(cast.officer, backend="bkkplan.ground.accounts.adapters.Passwords")
    signed_in = officer.get(home)
    settings.WORKING_DAY = "2023-06-03"

    assert '<html lang="th">' in thai
    assert '<html lang="en">' in english
    assert chosen.get(home).content.decode() != thai
    assert "X-CSRFToken" in signed_in.content.decode()
    assert signed_in["Cache-Control"] == "private, no-store"
    assert Client().get(home).content.decode() != thai
    assert Client().get(f"{reverse('public:search')}?q=ก").content != Client().get(reverse("public:search")).content


def test_refusals_and_pages_with_a_token_are_not_kept():
    for _ in range(2):
        assert Client().get("/districts/9999/").status_code == 404
        assert "csrfmiddlewaretoken" in Client().get(reverse("account_login")).content.decode()


def test_officers_who_write_do_not_empty_what_is_kept(cast):
    held = ForumFactory(held=True, district=cast.home)
    record("forums.forum_held", held, by=cast.officer, at=AT)  # an act that everyone sees
    before = newest_public_act()

    uuid = write(held, cast.officer, "ขอเต็นท์")
    write(held, cast.officer, "ขอเต็นท์ใหญ่", uuid=uuid, seen=1)
    held.refresh_from_db()
    minutes.save_meeting(forum_id=held.pk, seen=held.version, recorder="นภา", summary="สรุป", by=cast.officer, at=AT)

    assert newest_public_act() == before


def test_a_correction_of_published_results_is_seen_at_once(cast):
    forum = ForumFactory(published=True, district=cast.home)
    uuid = write(forum, cast.director, "ขอเต้น", reason="ตกหล่น")
    page = reverse("public:hearing", args=[forum.pk])
    before = Client().get(page).content.decode()

    write(forum, cast.director, "ขอเต็นท์", uuid=uuid, seen=1, reason="สะกดผิด")

    assert "ขอเต้น" in before
    assert "ขอเต็นท์" in Client().get(page).content.decode()


def test_acts_on_texts_being_written_are_acts_of_the_log():
    assert [verb for verb in OF_TEXTS_BEING_WRITTEN if verb in sentence_of(verb)] == []


@pytest.mark.parametrize("verb", sorted(OF_TEXTS_BEING_WRITTEN))
def test_such_acts_change_nothing_and_every_other_does(cast, verb):
    act(cast)
    before = newest_public_act()

    act(cast, verb)
    while_written = newest_public_act()
    act(cast, "years.year_opened")

    assert while_written == before
    assert newest_public_act() != before


def test_the_question_costs_the_same_however_long_only_texts_are_written(cast, monkeypatch):
    monkeypatch.setattr(queries, "LOOK_BACK", 3)
    act(cast)
    for _ in range(10):
        act(cast, "forums.proposal_changed")
    long_after = newest_public_act()

    act(cast)

    assert newest_public_act() != long_after
