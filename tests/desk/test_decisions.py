"""งานของฉัน: what is decided stands open in place, and the next one after it; a director sees nothing else first."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from budget.enums import EditionState
from budget.models import ActionPlanEdition
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    AreaPolicyFactory,
    PolicyStatementFactory,
)
from tests.factories.forums import ForumFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

URL = reverse("desk:my-work")
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


@pytest.fixture
def edition(cast):
    edition = ActionPlanEditionFactory(plan=ActionPlanFactory(district=cast.home), number=0, submitted=True)
    ActionPlanItemFactory(introduced_in=edition, title="ขุดลอกคลองลาดพร้าว")
    return edition


@pytest.fixture
def policy(cast):
    policy = AreaPolicyFactory(district=cast.home, submitted=True)
    PolicyStatementFactory(policy=policy)
    return policy


def sheets(page):
    return [one.sheet for one in page.context["decisions"]]


def test_a_decision_opens_to_the_thing_itself_and_the_form_with_names_of_its_own(client, cast, edition):
    client.force_login(cast.director)
    (sheet,) = sheets(client.get(URL))

    part = client.get(sheet, headers=IN_PLACE)

    assert urlsplit(sheet).path == reverse("budget:action-plan-approve", args=[2567, cast.home.code])
    words = words_of(part)
    assert "ขุดลอกคลองลาดพร้าว" in words
    assert "อนุมัติแผน" in words
    html = part.content.decode()
    assert "<html" not in html
    assert 'name="seen"' in html
    assert f'hx-post="{sheet}"'.replace("&", "&amp;") in html
    assert "<html" in client.get(sheet).content.decode()


def test_a_decision_made_in_place_leads_to_the_next_one_which_stands_open(client, cast, edition, policy):
    client.force_login(cast.director)
    first, second = sheets(client.get(URL))

    seen = client.get(first, headers=IN_PLACE).context["seen"]
    done = client.post(first, {"seen": seen}, headers=IN_PLACE)

    assert ActionPlanEdition.objects.get(pk=edition.pk).state == EditionState.APPROVED
    there = done["HX-Redirect"]
    assert there == f"{URL}?decided=1"
    page = client.get(there)
    assert [(one.sheet, one.is_open) for one in page.context["decisions"]] == [(second, True)]
    assert "เรื่องถัดไป:" in words_of(page)
    assert "อนุมัติแผนแล้ว" in words_of(page)


def test_without_script_the_same_page_decides_and_leads_back(client, cast, edition):
    client.force_login(cast.director)
    (sheet,) = sheets(client.get(URL))

    page = client.get(sheet)
    done = client.post(sheet, {"seen": page.context["seen"]}, follow=True)

    assert page.context["back"] == f"{URL}?decided=1"
    assert done.redirect_chain == [(f"{URL}?decided=1", 302)]
    assert "ตัดสินครบทุกเรื่องแล้ว" in words_of(done)


def test_what_was_changed_meanwhile_is_shown_in_place_and_decided_by_nobody(client, cast, edition):
    client.force_login(cast.director)
    (sheet,) = sheets(client.get(URL))
    seen = client.get(sheet, headers=IN_PLACE).context["seen"]
    ActionPlanItemFactory(introduced_in=edition, title="ซ่อมสะพานไม้")

    answer = client.post(sheet, {"seen": seen}, headers=IN_PLACE)

    assert answer.status_code == 409
    assert "ซ่อมสะพานไม้" in words_of(answer)
    assert "data-sheet" in answer.content.decode()
    assert ActionPlanEdition.objects.get(pk=edition.pk).state == EditionState.SUBMITTED


def test_the_other_answer_leads_back_to_the_same_page(client, cast, edition):
    client.force_login(cast.director)
    (sheet,) = sheets(client.get(URL))

    (other,) = client.get(sheet).context["instead"]

    assert parse_qs(urlsplit(other.href).query) == {"next": [f"{URL}?decided=1"]}
    seen = client.get(other.href).context["seen"]
    assert client.post(other.href, {"seen": seen, "reason": "ขาดวงเงิน"}).url == f"{URL}?decided=1"


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_an_act_leads_back_to_no_other_site(client, cast, edition, there):
    client.force_login(cast.director)
    address = reverse("budget:action-plan-approve", args=[2567, cast.home.code])

    page = client.get(address, {"next": there})

    assert page.context["back"] == reverse("budget:action-plan", args=[2567, cast.home.code])
    assert [link.href for link in page.context["instead"]] == [address.replace("approve", "send-back")]


def test_a_director_sees_what_there_is_to_decide_and_the_rest_behind_a_link(client, cast, edition):
    ForumFactory(held=True, district=cast.home)
    client.force_login(cast.director)

    page = client.get(URL)

    assert "บันทึกและเผยแพร่ผล" not in words_of(page)
    assert f"ดูทั้งหมด (อีก {page.context['left_out']} เรื่อง)" in words_of(page)
    rest = words_of(client.get(URL, {"all": 1}))
    assert "บันทึกและเผยแพร่ผล" in rest
    assert "อนุมัติแผนปฏิบัติราชการ" in rest


def test_whoever_handed_it_in_waits_and_decides_nothing(client, cast, edition):
    ActionPlanEdition.objects.filter(pk=edition.pk).update(submitted_by=cast.director)
    client.force_login(cast.director)

    assert sheets(client.get(URL)) == []
    client.force_login(cast.officer)
    assert sheets(client.get(URL)) == []
