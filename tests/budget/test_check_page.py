"""The page of one plan's check: two people at once, texts that come back, decisions on what was shown."""

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.models import Notice
from budget.models import ConsistencyCheck
from communities.enums import RevisionState
from tests.deciding import decide
from tests.factories.budget import CheckFactory

JSON = {"Accept": "application/json"}


@pytest.fixture
def row(submitted):
    return submitted.projects.order_by("rank").first()


@pytest.fixture
def address(submitted, row):
    return reverse("budget:answer", args=[submitted.pk, row.pk])


@pytest.fixture
def answered(client, cast, address):
    """The officer said no; the director opened the page before that."""
    client.force_login(cast.officer)
    said = {"fits_mission": "no", "mission_reason": "ของการไฟฟ้า", "version": "0"}
    assert client.post(address, said, headers=JSON).status_code == 200
    client.force_login(cast.director)


@pytest.mark.parametrize("headers", [JSON, {}])
def test_both_people_are_told_when_one_answers_over_the_other(client, cast, address, answered, headers):
    client.post(address, {"fits_mission": "yes", "version": "1", "over": "1"}, headers=headers)

    told = {notice.recipient: notice.text for notice in Notice.objects.filter(kind="accounts.replaced")}
    assert set(told) == {cast.officer, cast.director}
    for text in told.values():
        assert "ไม่สอดคล้อง · ของการไฟฟ้า" in text


def test_without_script_a_stale_answer_comes_back_beside_the_other_one(client, cast, address, answered):
    page = client.post(address, {"fits_mission": "no", "mission_reason": "ของการประปา", "version": "0"})

    assert page.status_code == 409
    html = page.content.decode()
    assert "ของการประปา" in html
    assert "ของการไฟฟ้า" in html
    assert cast.officer.full_name in html
    assert '<input type="hidden" name="over" value="1">' in html


def test_without_script_an_invalid_answer_comes_back_with_its_text(client, cast, address):
    client.force_login(cast.officer)

    page = client.post(address, {"outcome": "no such outcome", "outcome_reason": "คำอธิบายยาว", "version": "0"})

    assert page.status_code == 422
    assert "คำอธิบายยาว" in page.content.decode()
    assert not ConsistencyCheck.objects.exists()


@pytest.mark.parametrize("version", ["abc", "-1", "9" * 40, "1.5"])
def test_a_version_that_is_none_is_a_sentence_and_keeps_the_text(client, cast, address, version):
    client.force_login(cast.officer)
    said = {"fits_mission": "no", "mission_reason": "ของการไฟฟ้า", "version": version}

    as_json, plain = client.post(address, said, headers=JSON), client.post(address, said)

    assert (as_json.status_code, plain.status_code) == (422, 422)
    assert "ข้อความที่พิมพ์ยังอยู่" in as_json.json()["sentence"]
    assert "ของการไฟฟ้า" in plain.content.decode()


class TestDeciding:
    @pytest.fixture
    def checked(self, submitted):
        return [CheckFactory(project=project, outcome="community") for project in submitted.projects.order_by("rank")]

    @pytest.mark.parametrize("decision", ["check-confirm", "check-return"])
    def test_an_answer_that_changed_meanwhile_is_shown_before_it_is_decided(
        self, client, cast, submitted, checked, decision
    ):
        client.force_login(cast.director)
        page = reverse(f"budget:{decision}", args=[submitted.pk])
        given = {"reason": "แก้ไขตามข้อสังเกต", "seen": client.get(page).context["seen"]}
        ConsistencyCheck.objects.filter(pk=checked[0].pk).update(outcome="not_possible", outcome_reason="ไม่มีที่ดิน")

        answer = client.post(page, given)

        assert answer.status_code == 409
        [change] = answer.context["changed"].changes
        assert change.label == checked[0].project.title
        assert change.before != change.now
        submitted.refresh_from_db()
        assert submitted.state == RevisionState.SUBMITTED
        assert decide(client, page, reason="แก้ไขตามข้อสังเกต").status_code == 302

    def test_a_page_that_showed_nothing_decides_nothing(self, client, cast, submitted, checked):
        client.force_login(cast.director)
        page = reverse("budget:check-confirm", args=[submitted.pk])

        for seen in ({}, {"seen": "not ours"}):
            assert client.post(page, seen).status_code == 409

        submitted.refresh_from_db()
        assert submitted.state == RevisionState.SUBMITTED
