"""What browsers and proxies may keep, asked one after the other; test_every_url.py looks at each address."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.isolation.answers import A_VISITORS, OK


def client_of(city, who: str, headers=None) -> Client:
    client = Client(headers=headers or {})
    if who in city.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = city.sessions[who]
    return client


@pytest.mark.parametrize("name", ["public:home", "public:districts", "public:search", "opendata:datasets"])
def test_people_and_languages_never_get_one_anothers_pages(city, name):
    """One after the other, as they would come to a cache that forgets nothing: each gets their own page again."""
    address = reverse(name)
    people = [
        (who, language) for who in ("visitor", "officer", "visitor", "member", "visitor") for language in ("th", "en")
    ]
    for who, language in [*people, *reversed(people)]:
        response = client_of(city, who, {"accept-language": language}).get(address)
        html = response.content.decode()

        assert f'<html lang="{language}">' in html
        assert response["Content-Language"] == language
        assert (reverse("account_login") in html) == (who == "visitor")
        assert (reverse("account_logout") in html) == (who != "visitor")
        assert ("X-CSRFToken" in html) == (who != "visitor")
        assert ("no-store" in response["Cache-Control"]) == (who != "visitor")


def test_a_page_that_has_not_changed_is_not_sent_again(city):
    visitor = client_of(city, "visitor")
    first = visitor.get(reverse("public:about"))

    again = visitor.get(reverse("public:about"), headers={"if-none-match": first["ETag"]})
    in_english = visitor.get(reverse("public:about"), headers={"if-none-match": first["ETag"], "accept-language": "en"})

    assert (again.status_code, again.content) == (304, b"")
    assert (again["Cache-Control"], again["ETag"]) == (A_VISITORS, first["ETag"])
    assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", again["Vary"]))
    assert in_english.status_code == OK


def test_who_has_a_message_waiting_is_shown_it_and_nobody_keeps_the_page(city):
    member = client_of(city, "visitor")
    member.cookies["messages"] = "anything"

    assert "no-store" in member.get(reverse("public:home"))["Cache-Control"]
