"""The search of those who are logged in: each kind by what the person may see, as a list of options and as a page."""

import pytest
from django.urls import reverse

from bkkplan.faces.desk.queries.finding import find
from tests.factories.budget import ActionPlanItemFactory, ApprovedItemFactory
from tests.factories.communities import PlanFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

URL = reverse("desk:find")


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def found(client, words, **headers):
    page = client.get(URL, {"q": words}, headers=headers)
    return [one.label for group in page.context["groups"] for one in group.items]


def test_drafts_are_found_by_their_office_and_by_nobody_else(cast):
    draft = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community))
    PlanProjectFactory(revision=draft, title="ลานตากปลาร่าง")
    ActionPlanItemFactory(introduced_in__plan__district=cast.home, title="ลานตากปลาของเขต")
    ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ลานตากปลาอนุมัติแล้ว")
    ForumFactory(district=cast.home, title="เวทีลานตากปลา", planned=True)

    def titles(who):
        return {one.label for group in find("ลานตากปลา", user=cast.people[who], most=5) for one in group.items}

    everyones = {"ลานตากปลาอนุมัติแล้ว"}
    offices = everyones | {"ลานตากปลาร่าง", "ลานตากปลาของเขต", "เวทีลานตากปลา"}
    assert titles("officer") == titles("director") == titles("strategy") == offices
    assert titles("member") == everyones | {"ลานตากปลาร่าง"}
    assert titles("away_officer") == titles("stranger") == everyones


def test_people_are_found_by_those_who_may_open_their_pages(client, cast):
    type(cast.officer).objects.filter(pk__in=[cast.officer.pk, cast.away_officer.pk]).update(full_name="วันทนีย์ ใจดี")

    seen = {}
    for who in ("director", "administrator", "officer", "member", "strategy"):
        client.force_login(cast.people[who])
        seen[who] = found(client, "วันทนีย์").count("วันทนีย์ ใจดี")

    assert seen == {"director": 1, "administrator": 2, "officer": 0, "member": 0, "strategy": 0}
    client.force_login(cast.director)
    assert client.get(reverse("accounts:person", args=[cast.officer.pk])).status_code == 200


def test_a_project_is_found_once_as_its_newest_edition_has_it(cast):
    plan = PlanFactory(community=cast.home_community)
    first = PlanProjectFactory(revision=PlanRevisionFactory(plan=plan, number=1, returned=True), title="ศาลาเดิม")
    newer = PlanRevisionFactory(plan=plan, number=2, submitted=True)
    PlanProjectFactory(revision=newer, lineage=first.lineage, title="ศาลาใหม่")

    groups = find("ศาลา", user=cast.officer, most=5)

    assert [one.label for group in groups for one in group.items] == ["ศาลาใหม่"]


def test_pages_are_those_of_the_persons_own_frame(client, cast):
    client.force_login(cast.officer)
    assert "ตรวจแผน" in found(client, "ตรวจแผน")
    client.force_login(cast.member)
    assert "ตรวจแผน" not in found(client, "ตรวจแผน")


def test_the_list_has_options_for_a_combobox_and_the_page_works_without_script(client, cast):
    client.force_login(cast.officer)
    name = cast.home_community.name_th

    part = client.get(URL, {"q": name}, headers={"HX-Request": "true"}).content.decode()
    page = client.get(URL, {"q": name})

    assert "<html" not in part
    assert 'role="listbox"' in part
    assert f'href="{reverse("communities:community", args=[cast.home_community.code])}"' in part
    assert str(cast.home_community) in words_of(page)
    assert "<form" in page.content.decode()


@pytest.mark.parametrize("words", ["", " ", "ก", "ก" * 300])
def test_too_short_or_broken_words_find_nothing(client, cast, words):
    client.force_login(cast.officer)

    assert found(client, words) == []


def test_a_percent_sign_is_a_letter(client, cast):
    client.force_login(cast.officer)

    assert cast.home_community.name_th not in " ".join(found(client, "%%"))


def test_more_than_the_page_shows_is_said(client, cast):
    first = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ติดตั้งกล้องวงจรปิด")
    ApprovedItemFactory.create_batch(20, introduced_in=first.introduced_in, title=first.title)
    client.force_login(cast.officer)

    assert "มีมากกว่านี้" in words_of(client.get(URL, {"q": "กล้องวงจรปิด"}))


def test_every_page_of_the_frame_opens_it_and_a_visitor_has_the_search_of_proposals(client, cast):
    assert "data-palette" not in client.get(reverse("public:home")).content.decode()
    client.force_login(cast.officer)

    html = client.get(reverse("public:home")).content.decode()

    assert 'data-dialog="palette"' in html
    assert 'aria-keyshortcuts="Control+K"' in html
    assert "<dialog" in html
