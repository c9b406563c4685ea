"""Rows of a draft in the browser: saved as they are typed, or from a plain page; nothing typed is lost."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.models import PlanRevision
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeMemberFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
)
from tests.words import words_of

JSON = {"HTTP_ACCEPT": "application/json"}

RESOLVED = {"met_on": "1 มิ.ย. 2566", "present": "24", "chair_name": "นางประธาน ดี", "words": "เห็นชอบ"}


@pytest.fixture
def draft(cast):
    return PlanRevisionFactory(plan__community=cast.home_community)


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


def at(revision, name):
    return f"/work/plans/2567/{revision.plan.community.code}/{name}"


def test_a_section_saves_itself(member, draft):
    response = member.post(at(draft, "sections/vision/"), {"text": "ชุมชนน่าอยู่  มาก", "version": "0"}, **JSON)

    assert response.json() | {"at": ""} == {"version": 1, "at": "", "shown": {"text": "ชุมชนน่าอยู่ มาก"}, "notes": {}}
    assert draft.sections.get().text == "ชุมชนน่าอยู่ มาก"


def test_a_section_is_saved_from_a_plain_page(member, draft):
    response = member.post(at(draft, "sections/vision/"), {"text": "ชุมชนน่าอยู่", "version": "0"})

    assert response.url == at(draft, "write/") + "#section-vision"
    assert draft.sections.get().text == "ชุมชนน่าอยู่"


def test_a_stale_section_is_answered_with_the_other_text(member, draft, cast):
    PlanSectionFactory(revision=draft, text="ของเพื่อน", version=2)

    response = member.post(at(draft, "sections/vision/"), {"text": "ของฉัน", "version": "1"}, **JSON)

    assert response.status_code == 409
    assert response.json()["theirs"] == {"text": "ของเพื่อน"}
    assert draft.sections.get().text == "ของเพื่อน"


def test_a_stale_plain_save_shows_both_texts_and_can_be_settled(member, client, draft, cast):
    other = UserFactory(full_name="สมหญิง ใจดี")
    CommitteeMemberFactory(committee__community=cast.home_community, user=other)
    client.force_login(other)
    client.post(at(draft, "sections/vision/"), {"text": "ของสมหญิง", "version": "0"})
    client.force_login(cast.member)

    stale = client.post(at(draft, "sections/vision/"), {"text": "ของฉัน", "version": "0"})
    version = stale.context["version"]
    mine = {"text": "ของเราสองคน", "version": version, "over": version}
    settled = client.post(at(draft, "sections/vision/"), mine)

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "ของสมหญิง" in page
    assert "ของฉัน" in page
    assert "สมหญิง ใจดี บันทึกก่อนคุณ" in page
    assert f'name="over" value="{version}"' in page
    assert settled.status_code == 302
    assert draft.sections.get().text == "ของเราสองคน"
    assert "เดิม “ของสมหญิง” เป็น “ของเราสองคน”" in other.notices.get().text


def test_a_page_of_another_person_saves_nothing(member, draft):
    response = member.post(
        at(draft, "sections/vision/"), {"text": "ก", "version": "0"}, HTTP_X_AUTOSAVE_USER="999999", **JSON
    )

    assert (response.status_code, response.json()["refused"]) == (403, "other-person")
    assert not draft.sections.exists()


def test_a_problem_without_words_is_refused_under_its_field(member, draft):
    response = member.post(at(draft, f"problems/{uuid4()}/"), {"problem": " ", "cause": "ก", "version": "0"}, **JSON)

    assert response.status_code == 422
    assert response.json()["errors"] == {"problem": "พิมพ์ปัญหาหรือความต้องการก่อน เช่น น้ำท่วมขังหน้าซอย 5"}


def test_a_problem_sent_twice_is_one_row(member, draft):
    url = at(draft, f"problems/{uuid4()}/")

    answers = [member.post(url, {"problem": "น้ำท่วม", "cause": "", "way_out": "", "version": "0"}, **JSON) for _ in "12"]

    assert [answer.json()["version"] for answer in answers] == [1, 1]
    assert draft.problems.get().problem == "น้ำท่วม"


def test_a_second_click_adds_no_second_project(member, draft):
    new = {"uuid": str(uuid4()), "title": "ซ่อมทางเดิน"}

    answers = [member.post(at(draft, "projects/"), new) for _ in "12"]

    assert {answer.url for answer in answers} == {at(draft, f"write/projects/#project-{new['uuid']}")}
    assert draft.projects.get().title == "ซ่อมทางเดิน"


SHEET = {
    "title": "ซ่อมทางเดิน",
    "kind": "joint",
    "area_physical": "on",
    "reason": "ชำรุด",
    "objectives": "ปลอดภัย",
    "target": "๒๐๐ เมตร",
    "nature": "procurement",
    "starts_in": "11",
    "ends_in": "2",
    "place": "ริมคลอง",
    "score_size": "5",
    "act-0-activity": "สำรวจ",
    "act-0-11": "on",
    "act-1-activity": "",
    "line-0-item": "ไม้ระแนง",
    "line-0-quantity": "๒.๕",
    "line-0-unit": "ท่อน",
    "line-0-unit_price": "1.5 พัน",
    "line-0-source": "district",
    "line-1-item": "",
    "line-1-quantity": "1",
    "line-1-unit_price": "",
    "line-1-source": "district",
    "line-7-item": "แรงงาน",
    "line-7-quantity": "",
    "line-7-unit_price": "0",
    "line-7-source": "community",
    "version": "1",
}


@pytest.fixture
def project(draft):
    PlanAreaFactory()
    PlanAreaFactory(code="social", position=90)
    return PlanProjectFactory(revision=draft, rank=1)


def test_the_ten_item_sheet_is_saved_whole(member, draft, project):
    response = member.post(at(draft, f"projects/{project.uuid}/"), SHEET, **JSON)

    assert response.status_code == 200, response.json()
    shown = response.json()["shown"]
    assert (shown["line-0-unit_price"], shown["line-0-quantity"], shown["line-7-quantity"]) == ("1,500", "2.50", "")
    project.refresh_from_db()
    assert (project.kind, project.target, project.starts_in, project.ends_in) == ("joint", "๒๐๐ เมตร", 11, 2)
    assert project.work_plan == [{"activity": "สำรวจ", "months": [11]}]
    assert [area.code for area in project.areas.all()] == ["physical"]
    assert list(project.budget_lines.order_by("position").values_list("item", "quantity", "amount", "source")) == [
        ("ไม้ระแนง", Decimal("2.50"), Decimal("3750.00"), "district"),
        ("แรงงาน", Decimal("1.00"), Decimal("0.00"), "community"),
    ]
    assert project.amount == Decimal("3750.00")


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"line-0-unit_price": "ประมาณแสนห้า"}, "line-0-unit_price", "ต้องเป็นจำนวนเดียวที่แน่นอน เช่น 150,000 หรือ 1.5 แสน"),
        ({"line-0-unit_price": ""}, "line-0-unit_price", "ใส่ราคาต่อหน่วย เช่น 1,500 ถ้าไม่ใช้เงินให้ใส่ 0"),
        ({"line-1-unit_price": "300"}, "line-1-item", "ใส่ชื่อรายการ เช่น เก้าอี้พลาสติก"),
        ({"line-0-quantity": "0"}, "line-0-quantity", "จำนวนต้องมากกว่าศูนย์"),
        ({"line-0-quantity": "หลายท่อน"}, "line-0-quantity", "อ่านจำนวนนี้ไม่ออก พิมพ์เป็นตัวเลข เช่น 12 หรือ 1.5"),
        (
            {"starts_in": "7", "ends_in": "2"},
            "ends_in",
            "ก.พ. มาก่อน ก.ค. ในปีงบประมาณซึ่งเริ่มเดือนตุลาคม เช่น ก.ค. – ก.ย.",
        ),
        ({"act-1-1": "on"}, "act-1-activity", "ใส่ชื่อกิจกรรมของเดือนที่เลือก"),
        ({"title": ""}, "title", "พิมพ์ชื่อโครงการก่อน เช่น ซ่อมทางเดินริมคลอง"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_stays_typed(member, draft, project, changed, field, sentence):
    typed = {**SHEET, **changed}

    told = member.post(at(draft, f"projects/{project.uuid}/"), typed, **JSON)
    plain = member.post(at(draft, f"projects/{project.uuid}/"), typed)

    assert (told.status_code, told.json()["errors"]) == (422, {field: sentence})
    page = words_of(plain)
    assert plain.status_code == 422
    assert sentence in page
    assert "ไม้ระแนง" in page
    assert typed["line-0-unit_price"] in page
    project.refresh_from_db()
    assert project.version == 1


def test_a_stale_sheet_brings_the_others_lines(member, draft, project):
    BudgetLineFactory(project=project, item="ของเพื่อน", position=1)
    project.version = 4
    project.save()

    told = member.post(at(draft, f"projects/{project.uuid}/"), SHEET, **JSON)
    plain = member.post(at(draft, f"projects/{project.uuid}/"), SHEET)

    assert (told.status_code, told.json()["version"]) == (409, 4)
    assert told.json()["theirs"]["line-0-item"] == "ของเพื่อน"
    assert plain.status_code == 409
    assert "ของเพื่อน" in plain.content.decode()
    assert "ไม้ระแนง" in plain.content.decode()


def test_a_project_of_another_plan_is_not_reached_through_mine(member, draft, cast):
    foreign = PlanProjectFactory(revision__plan__community=cast.away_community)

    for method in (member.get, member.post):
        assert method(at(draft, f"projects/{foreign.uuid}/")).status_code == 404
    assert member.post(at(draft, f"projects/{foreign.uuid}/take-out/")).status_code == 404


def test_rows_are_moved_taken_out_and_put_back(member, draft):
    first, second = (PlanProjectFactory(revision=draft, rank=rank) for rank in (1, 2))

    moved = member.post(at(draft, f"projects/{second.uuid}/move/"), {"to": "1"}, **JSON)
    assert moved.status_code == 204
    assert list(draft.projects.order_by("rank")) == [second, first]

    out = member.post(at(draft, f"projects/{second.uuid}/take-out/"), follow=True)
    assert "ออกแล้ว" in out.content.decode()
    assert list(draft.projects.live()) == [first]

    member.post(at(draft, f"projects/{second.uuid}/put-back/"))
    assert list(draft.projects.live().order_by("rank")) == [first, second]


@pytest.mark.parametrize("name", ["move/", "explode/"])
def test_an_act_that_makes_no_sense_changes_nothing(member, draft, name):
    row = PlanProblemFactory(revision=draft, position=1)

    assert member.post(at(draft, f"problems/{row.uuid}/{name}"), {"to": "x"}).status_code in (302, 404)
    assert draft.problems.live().get() == row


def test_what_is_missing_is_listed_before_and_at_submission(member, draft):
    look = member.get(at(draft, "submit/"))
    refused = member.post(at(draft, "submit/"))

    assert look.status_code == 200
    assert refused.status_code == 422
    for response in (look, refused):
        assert "ยังไม่มีโครงการ ต้องมีอย่างน้อย 1 โครงการ" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_a_project_lacks_leads_to_its_field(member, draft, project):
    page = member.get(at(draft, "submit/")).content.decode()
    items = member.get(at(draft, "write/items/")).content.decode()

    assert at(draft, f"write/items/#project-{project.uuid}-areas") in page
    for anchor in ("areas", "id_reason", "id_objectives", "id_target", "money"):
        assert f'id="project-{project.uuid}-{anchor}"' in items


def test_a_complete_plan_is_submitted_from_its_page(member, draft, project):
    PlanProblemFactory(revision=draft, position=1)
    member.post(at(draft, f"projects/{project.uuid}/"), SHEET | {"area_social": "on"})

    response = member.post(at(draft, "submit/"), RESOLVED, follow=True)

    assert PlanRevision.objects.get().state == "submitted"
    assert "ส่งแผนให้สำนักงานเขตแล้ว" in response.content.decode()


def test_pages_and_act_agree_that_a_plan_lacks_an_area(client, cast, member, draft, project):
    PlanProblemFactory(revision=draft, position=1)
    member.post(at(draft, f"projects/{project.uuid}/"), SHEET)

    for name in ("write/", "submit/"):
        page = member.get(at(draft, name)).content.decode()
        assert "ยังไม่มีโครงการใน" in page
        assert "ครบแล้ว" not in page
    refused = member.post(at(draft, "submit/"))
    assert refused.status_code == 422
    assert "เขียนเหตุผลก่อน" in refused.content.decode()

    member.post(at(draft, "submit/"), RESOLVED | {"areas_reason": "ใช้กิจกรรมของวัด"})
    assert PlanRevision.objects.get().state == "submitted"
    client.force_login(cast.officer)
    assert "ใช้กิจกรรมของวัด" in client.get(reverse("budget:check", args=[draft.pk])).content.decode()


@pytest.mark.parametrize("name", ["write/", "submit/", "sections/vision/"])
def test_a_plan_that_left_draft_is_not_written_in(member, cast, name):
    revision = PlanRevisionFactory(plan__community=cast.home_community, submitted=True)

    response = member.get(at(revision, name), follow=True)
    saved = member.post(at(revision, "sections/vision/"), {"text": "ก", "version": "0"}, **JSON)

    assert response.redirect_chain[-1][0] == at(revision, "")
    assert (saved.status_code, saved.json()["sentence"]) == (422, "แผนฉบับนี้ส่งแล้ว จึงแก้ไขไม่ได้")
