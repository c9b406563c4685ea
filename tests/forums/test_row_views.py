from uuid import uuid4

import pytest
from django.urls import reverse

from forums.models import Proposal
from tests.factories.communities import CommunityFactory
from tests.factories.forums import ParticipantSectorFactory, ProposalFactory

JSON = {"Accept": "application/json"}


def address(forum, uuid):
    return reverse("forums:proposal", args=[forum.pk, uuid])


def send(client, forum, uuid, *, person=None, **fields):
    headers = {**JSON, **({"X-Autosave-User": str(person)} if person else {})}
    return client.post(address(forum, uuid), fields, headers=headers)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def test_a_row_is_answered_as_it_was_understood(officer, held):
    answer = send(officer, held, uuid4(), title="ขอเต็นท์", requested_amount="1.5 แสน", version="0")

    assert answer.status_code == 200
    said = answer.json()
    assert (said["version"], said["shown"]["requested_amount"]) == (1, "150,000")
    assert said["notes"]["requested_amount"] == "เข้าใจว่า 150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)"
    assert said["shown"]["title"] == "ขอเต็นท์"


@pytest.mark.parametrize("typed", ["30000", "๓๐,๐๐๐", "30,000"])
def test_a_plain_number_needs_no_note_of_how_it_was_understood(officer, held, typed):
    said = send(officer, held, uuid4(), title="ขอเต็นท์", requested_amount=typed, version="0").json()

    assert (said["shown"]["requested_amount"], said["notes"]) == ("30,000", {})


def test_a_refused_row_says_why_beside_the_field(officer, held):
    answer = send(officer, held, uuid4(), title="", requested_amount="ประมาณแสนห้า")

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"title", "requested_amount"}
    assert not Proposal.objects.exists()


def test_a_stale_row_answers_409_with_the_other_text_and_who_wrote_it(officer, held, cast, client):
    uuid = uuid4()
    send(officer, held, uuid, title="แรก", version="0")
    client.force_login(cast.director)
    send(client, held, uuid, title="ของผู้อำนวยการ", version="1")
    client.force_login(cast.officer)

    answer = send(officer, held, uuid, title="ของฉัน", version="1")

    assert answer.status_code == 409
    said = answer.json()
    assert (said["version"], said["theirs"]["title"], said["by"]) == (2, "ของผู้อำนวยการ", cast.director.full_name)


def test_a_row_of_another_person_s_page_is_not_saved(officer, held, cast):
    answer = send(officer, held, uuid4(), title="ก", person=cast.director.pk)

    assert (answer.status_code, answer.json()["refused"]) == (403, "other-person")
    assert not Proposal.objects.exists()


def test_a_row_is_removed_and_put_back_by_its_own_field(officer, held):
    uuid = uuid4()
    send(officer, held, uuid, title="ก", version="0")

    # What is taken out need not be right any more.
    assert send(officer, held, uuid, title="", requested_amount="?", removed="on", version="1").status_code == 200
    assert not Proposal.objects.live().exists()
    assert send(officer, held, uuid, title="ก", version="2").json()["version"] == 3
    assert Proposal.objects.live().get().title == "ก"


def test_what_was_typed_last_is_still_shown_when_a_row_is_removed(officer, held):
    uuid = uuid4()
    send(officer, held, uuid, title="ขอพัดลม", version="0")

    removed = send(officer, held, uuid, title="ขอพัดลม", requested_amount="3 หมื่น", removed="on", version="1")

    assert removed.json()["shown"]["requested_amount"] == "3 หมื่น"
    put_back = {"title": "ขอพัดลม", "requested_amount": "3 หมื่น", "version": removed.json()["version"]}
    send(officer, held, uuid, **put_back)
    assert Proposal.objects.live().get().requested_amount == 30_000


def test_a_row_removed_before_it_was_ever_saved_leaves_nothing(officer, held):
    answer = send(officer, held, uuid4(), title="พิมพ์แล้วลบ", removed="on", version="0")

    assert answer.json()["version"] == 0
    assert not Proposal.objects.exists()


def test_a_community_is_known_by_its_name_however_it_is_spaced(officer, held, cast):
    community = CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="วัดสน 2", name_key="วัดสน2")

    send(officer, held, uuid4(), title="ก", community="ชุมชน วัดสน ๒", version="0")
    answer = send(officer, held, uuid4(), title="ข", community="ไม่มีชุมชนนี้", version="0")

    assert Proposal.objects.get().community == community
    assert "community" in answer.json()["errors"]


def test_a_uuid_of_another_forum_is_not_there(officer, held, cast, published):
    elsewhere = ProposalFactory(forum=published)

    assert send(officer, held, elsewhere.uuid, title="ก", version="1").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("away_officer", 403), ("member", 403), ("stranger", 403), ("visitor", 302)]
)
def test_others_save_nothing(client, held, cast, who, status):
    if who != "visitor":
        client.force_login(cast.people[who])

    assert send(client, held, uuid4(), title="ก").status_code == status
    assert not Proposal.objects.exists()


def test_attendance_above_the_total_is_refused_beside_the_total(officer, held):
    sector = ParticipantSectorFactory()

    answer = officer.post(
        reverse("forums:attendance", args=[held.pk]),
        {f"sector_{sector.pk}": "๓๒๐", "attendance_total": "310", "version": "1"},
        headers=JSON,
    )

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"attendance_total": "ทุกภาคส่วนรวม 320 คน มากกว่าผู้เข้าร่วมทั้งหมด 310 คน"}


def test_a_plain_form_shows_both_texts_of_two_people(officer, held, cast, client):
    proposal = ProposalFactory(forum=held, title="เดิม")
    send(officer, held, proposal.uuid, title="ของเขา", version="1")

    page = officer.post(address(held, proposal.uuid), {"title": "ของฉัน", "version": "1"})

    assert page.status_code == 409
    text = page.content.decode()
    assert "ของเขา" in text
    assert "ของฉัน" in text
    assert 'name="version" value="2"' in text


def test_a_published_proposal_asks_for_a_reason_and_an_answer_about_names(officer, published):
    proposal = ProposalFactory(forum=published, title="เดิม")

    refused = officer.post(address(published, proposal.uuid), {"title": "ใหม่", "version": "1"})
    officer.post(
        address(published, proposal.uuid),
        {"title": "ใหม่", "version": "1", "reason": "พิมพ์ผิด", "is_free_of_personal_data": "on"},
    )

    assert refused.status_code == 422
    assert published.corrections.get().reason == "พิมพ์ผิด"
    assert Proposal.objects.get().title == "ใหม่"


def test_a_correction_that_may_name_someone_is_pointed_at_before_it_goes_public(officer, published):
    proposal = ProposalFactory(forum=published, title="เดิม")
    given = {"version": "1", "reason": "พิมพ์ผิด", "title": "ติดต่อนายสมชาย ใจดี 081-234-5678"}

    page = officer.post(address(published, proposal.uuid), {**given, "is_free_of_personal_data": "on"})
    form = page.context["form"]

    assert page.status_code == 422
    assert "พบ “นายสมชาย ใจดี · 081-234-5678”" in form.errors["is_free_of_personal_data"][0]
    assert not form["is_free_of_personal_data"].value()
    assert form["title"].value() == given["title"]
    assert Proposal.objects.get().title == "เดิม"

    pointed_at = form["pointed_at"].value()
    officer.post(
        address(published, proposal.uuid), {**given, "is_free_of_personal_data": "on", "pointed_at": pointed_at}
    )

    assert Proposal.objects.get().title == given["title"]


def test_a_published_proposal_is_taken_out_with_a_reason_and_stays_readable_to_staff(officer, published):
    proposal = ProposalFactory(forum=published, title="ซ้ำ")
    page = officer.get(address(published, proposal.uuid)).content.decode()

    officer.post(
        address(published, proposal.uuid),
        {"title": "ซ้ำ", "removed": "on", "version": "1", "reason": "บันทึกซ้ำ", "is_free_of_personal_data": "on"},
    )

    assert 'type="checkbox" name="removed"' in page
    assert not Proposal.objects.live().exists()
    assert published.corrections.get().reason == "บันทึกซ้ำ"


def test_a_row_typed_after_publishing_is_refused_with_the_reason(officer, published):
    answer = send(officer, published, uuid4(), title="ก", version="0")

    assert answer.status_code == 422
    assert answer.json() == {"errors": {}, "sentence": "ผลเผยแพร่แล้ว แก้ทีละรายการพร้อมเหตุผลได้ในหน้าเวที"}


def test_a_new_row_stands_before_the_one_it_names(officer, held):
    first, last, late = uuid4(), uuid4(), uuid4()
    send(officer, held, first, title="แรก", version="0")
    send(officer, held, last, title="หลัง", version="0")

    send(officer, held, late, title="กลาง", version="0", before=str(last))
    send(officer, held, uuid4(), title="ท้าย", version="0", before="ไม่ใช่รหัส")

    assert list(Proposal.objects.in_order().values_list("title", flat=True)) == ["แรก", "กลาง", "หลัง", "ท้าย"]


def test_both_people_are_told_with_both_texts_when_one_is_written_over(officer, held, cast, client):
    uuid = uuid4()
    send(officer, held, uuid, title="ของเจ้าหน้าที่", version="0")
    client.force_login(cast.director)

    send(client, held, uuid, title="ของผู้อำนวยการ", version="1", over="1")

    told = cast.officer.notices.get().text
    assert told == (f"{cast.director.full_name} ใช้ข้อความของตนแทนของท่าน ใน{held}: เดิม “ของเจ้าหน้าที่” เป็น “ของผู้อำนวยการ”")
    own = cast.director.notices.get().text
    assert own == f"ท่านใช้ข้อความของท่านแทนของ{cast.officer.full_name} ใน{held}: เดิม “ของเจ้าหน้าที่” เป็น “ของผู้อำนวยการ”"


def test_a_plain_form_tells_who_was_written_over_too(officer, held, cast, client):
    uuid = uuid4()
    send(officer, held, uuid, title="ของเจ้าหน้าที่", version="0")
    send(officer, held, uuid, title="ของเจ้าหน้าที่ แก้แล้ว", version="1")
    client.force_login(cast.director)

    page = client.post(address(held, uuid), {"title": "ของฉัน", "version": "1"})

    assert '<input type="hidden" name="over" value="2">' in page.content.decode()


def test_the_page_after_a_plain_form_knows_which_row_was_saved(officer, published, cast):
    uuid = uuid4()
    corrected = {"title": "ก", "reason": "ตกไป", "is_free_of_personal_data": "on", "version": "0"}

    answer = officer.post(address(published, uuid), corrected)

    assert answer.url == f"{published.get_absolute_url()}?saved={uuid}"
