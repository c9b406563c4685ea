"""Parts of pages are kept by what they show, and by nothing else."""

import re
from dataclasses import FrozenInstanceError, fields

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from bkkplan.faces.desk.context_processors import Footer, Header, MenuItem
from bkkplan.ground.core.pages import parts
from bkkplan.ground.core.pages.parts import ADDRESS, TOKEN, part
from tests.fixtures.people import WHO

PAGE = reverse("public:about")
PEOPLE = [who for who in WHO if who != "visitor"]
TOKEN_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def _nothing_kept():
    parts._drawn.cache_clear()


def header_of(client, page=PAGE):
    html = client.get(page).content.decode()
    return re.search(r"<header class=\"site-head\">.*?</header>", html, re.DOTALL)[0]


def without_tokens(markup):
    return TOKEN_FIELD.sub("", markup)


def test_everybody_gets_their_own_header_whoever_came_before(client, cast):
    alone = {}
    for who in PEOPLE:
        parts._drawn.cache_clear()
        client.force_login(cast.people[who])
        alone[who] = without_tokens(header_of(client))

    for who in [*PEOPLE, *reversed(PEOPLE)]:
        client.force_login(cast.people[who])
        assert without_tokens(header_of(client)) == alone[who]
        assert str(cast.people[who]) in alone[who]

    client.logout()
    visitor = header_of(client)
    assert not any(str(cast.people[who]) in visitor for who in PEOPLE)
    assert "csrfmiddlewaretoken" not in visitor


def test_each_language_has_its_own(client, cast):
    client.force_login(cast.officer)

    for _again in range(2):
        assert "ออกจากระบบ" in header_of(client)
        client.cookies["django_language"] = "en"
        assert "ออกจากระบบ" not in header_of(client)
        client.cookies["django_language"] = "th"


def test_a_form_of_the_header_has_the_token_of_its_own_session(cast, django_user_model):
    tokens = set()
    for person in (cast.officer, cast.member):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        (token,) = set(TOKEN_FIELD.findall(header_of(client)))
        tokens.add(token)
        address = reverse("desk:year")
        asked = {"year": "2565", "next": PAGE, "csrfmiddlewaretoken": token}
        assert client.post(address, asked)["Location"] == PAGE

    assert len(tokens) == 2
    assert client.post(address, asked | {"csrfmiddlewaretoken": TOKEN}).status_code == 403


def test_the_header_leads_back_to_its_own_page(client, cast):
    client.force_login(cast.officer)

    for address in (f"{PAGE}?q=%3Cb%3E&x=1", reverse("public:privacy")):
        header = header_of(client, address)
        assert address.replace("&", "&amp;") in header
        assert ADDRESS not in header


def test_the_bell_counts_on_after_the_header_was_kept(client, cast):
    client.force_login(cast.officer)
    before = header_of(client)
    cast.officer.notices.create(kind="x", message="หนึ่ง", params={}, url="/work/", created_at=cast.officer.date_joined)

    assert header_of(client) != before


def test_a_part_knows_nothing_of_the_page(rf: RequestFactory):
    request = rf.get(PAGE)
    footer = Footer(footer_links=())

    assert part("components/_footer.html", footer, request) == part("components/_footer.html", footer, None)


@pytest.mark.parametrize("values", [Header, Footer])
def test_values_can_not_be_changed_once_they_are_drawn(values):
    with pytest.raises(FrozenInstanceError):
        setattr(object.__new__(values), fields(values)[0].name, ())


def test_texts_of_a_part_are_escaped(rf: RequestFactory):
    item = MenuItem("<b>", "/?a&b", active=False)

    with translation.override("th"):
        markup = part("components/_footer.html", Footer((item,)), rf.get("/"))  # type: ignore[arg-type]

    assert "&lt;b&gt;" in markup
    assert "/?a&amp;b" in markup


def test_nothing_is_kept_while_somebody_works_on_the_templates(settings, rf: RequestFactory):
    settings.DEBUG = True
    part("components/_footer.html", Footer(()), rf.get("/"))
    assert parts._drawn.cache_info().currsize == 0

    settings.DEBUG = False
    part("components/_footer.html", Footer(()), rf.get("/"))
    assert parts._drawn.cache_info().currsize > 0
