"""Sessions end when nobody is there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bkkplan.ground.accounts import middleware
from bkkplan.ground.core.clock import real_now

HOUR = timedelta(hours=1)


@pytest.fixture
def later(monkeypatch):
    """Moves the clock that sessions end by."""
    passed = timedelta()

    def move(by):
        nonlocal passed
        passed += by
        monkeypatch.setattr(middleware, "real_now", lambda: real_now() + passed)

    return move


@pytest.mark.parametrize(
    ("who", "stays", "ends"),
    [
        ("administrator", 1.9, 2.1),
        ("strategy", 1.9, 2.1),
        ("officer", 7.9, 8.1),
        ("director", 7.9, 8.1),
        ("member", 24, 14 * 24 + 1),
    ],
)
def test_a_session_ends_after_the_hours_of_the_role(client, cast, later, who, stays, ends):
    client.force_login(cast.people[who])
    page = reverse("desk:notices")
    assert client.get(page).status_code == 200

    later(stays * HOUR)
    assert client.get(page).status_code == 200

    later(stays * HOUR)  # counted from the last request
    assert client.get(page).status_code == 200

    later(ends * HOUR)
    answer = client.get(page, follow=True)
    assert answer.redirect_chain == [(f"{reverse('account_login')}?next={page}", 302)]
    assert "ไม่มีการใช้งานนานเกินกำหนด" in answer.content.decode()


def test_a_fragment_asked_for_after_the_end_leads_to_the_log_in_page(client, cast, later):
    client.force_login(cast.officer)
    client.get(reverse("desk:my-work"))
    later(9 * HOUR)

    answer = client.get(reverse("desk:notices"), headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))


def test_public_pages_are_shown_as_to_a_visitor(client, cast, later):
    client.force_login(cast.officer)
    client.get(reverse("desk:my-work"))
    later(9 * HOUR)

    answer = client.get(reverse("public:about"))

    assert answer.status_code == 200
    assert not answer.wsgi_request.user.is_authenticated


def test_a_session_in_use_is_not_written_at_each_request(client, cast, later):
    client.force_login(cast.officer)
    later(HOUR)
    client.get(reverse("desk:notices"))
    seen = client.session["seen_at"]

    client.get(reverse("desk:notices"))

    assert client.session["seen_at"] == seen
