"""A visitor chooses a language without a token, and stays on the page that was read."""

import pytest
from django.test import Client
from django.urls import reverse

SWITCH = reverse("set_language")
pytestmark = pytest.mark.django_db


def test_a_visitor_chooses_a_language_and_stays_on_the_page():
    client = Client(enforce_csrf_checks=True)

    answer = client.get(SWITCH, {"language": "en", "next": "/search/?q=1&page=2"})
    page = client.get(answer["Location"])

    assert answer["Location"] == "/search/?q=1&page=2"
    assert answer["Cache-Control"] == "private, no-store"
    assert '<html lang="en">' in page.content.decode()
    assert "public" in page["Cache-Control"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", r"\\elsewhere.example", "javascript:alert(1)", ""],
)
def test_the_switch_never_leads_elsewhere(elsewhere):
    assert Client().get(SWITCH, {"language": "en", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("language", ["de", "", "en\r\nSet-Cookie: a=b", "../th"])
def test_no_other_language_is_kept(language):
    assert not Client().get(SWITCH, {"language": language, "next": "/"}).cookies


def test_nothing_is_posted_to_the_switch():
    assert Client().post(SWITCH, {"language": "en"}).status_code == 405
