"""The pages of a list: paste, look, answer, confirm; the same for every kind."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse

from bkkplan.ground.core import jobs
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.tasks import read_list
from forums.actions.proposals import save_proposal
from forums.models import Proposal
from tests.factories.accounts import AT
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(jobs, "broker_is_reachable", lambda: False)


@pytest.fixture
def paste(officer, forum):
    """Paste a table, have it read, and return the address of its preview."""

    def paste(text):
        page = reverse("lists:hand-in", args=["proposals", forum.pk])
        answer = officer.post(page, {"uuid": str(uuid4()), "text": text})
        upload = RowList.objects.latest("pk")
        assert "กำลังอ่านรายการ" in words_of(officer.get(answer.url))
        read_list(job_id=upload.reading.pk)
        return answer.url

    return paste


def test_a_table_is_pasted_looked_at_and_brought_in_by_four_clicks(officer, forum, paste):
    assert "นำเข้าจากตาราง" in words_of(officer.get(reverse("forums:record", args=[forum.pk])))
    page = paste('ลำดับ\tอยากให้ทำอะไร\tเงิน\tกลุ่มคน\n1\t"สวน" ข้างวัดควรมีไฟ\t๕,๐๐๐.-\tอสส.\n2\tลอกคลอง\t7,000\tอสส.')
    text = words_of(officer.get(page))
    assert "ผู้เสนอ: อสส. ×2" in text
    assert "สวน" in text

    officer.post(f"{page}words/", {"word-0": ""})
    answer = officer.get(page)
    assert "นำเข้า 2 รายการ" in words_of(answer)
    done = officer.post(f"{page}confirm/", {"seen": answer.context["seen"]}, follow=True)

    assert done.redirect_chain[-1][0] == reverse("forums:record", args=[forum.pk])
    assert "เพิ่ม 2 แก้ไข 0" in words_of(done)
    assert [p.title for p in Proposal.objects.in_order()] == ['"สวน" ข้างวัดควรมีไฟ', "ลอกคลอง"]
    history = words_of(officer.get(reverse("lists:hand-in", args=["proposals", forum.pk])))
    assert "เพิ่ม 2 แก้ไข 0" in history
    assert "เลิกทำการนำเข้า" in words_of(officer.get(f"{page}undo/"))
    officer.post(f"{page}undo/")
    assert Proposal.objects.live().count() == 0
    assert "ไม่มีอะไรให้เลิกทำ" in words_of(officer.get(f"{page}undo/"))


def test_columns_are_chosen_over_each_column_of_the_file(officer, paste):
    page = paste("ข้อเสนอ\tหมายเหตุ\tอื่น\nลอกคลอง\tมาก\tปีหน้า")
    assert "เช่น ปีหน้า" in words_of(officer.get(page))

    twice = officer.post(f"{page}columns/", {"column-0": "title", "column-1": "place", "column-2": "place"})
    assert twice.status_code == 422
    assert "สองคอลัมน์" in words_of(twice)

    chosen = {"column-0": "title", "column-1": "place", "column-2": "-", "keeps_unused": "on"}
    officer.post(f"{page}columns/", chosen)
    assert RowList.objects.latest("pk").outcome["rows"][0]["cells"] == ["ลอกคลอง", "อื่น: ปีหน้า", "มาก"]


def test_rows_that_changed_meanwhile_are_shown_with_two_buttons(officer, forum, cast, paste):
    row = ProposalFactory(forum=forum, title="ลอกคลอง", requested_amount=5)
    page = paste("ข้อเสนอ\tงบประมาณ\nลอกคลอง\t7\nติดไฟ\t8")
    seen = officer.get(page).context["seen"]
    save_proposal(forum_id=forum.pk, uuid=row.uuid, seen=1, text={"requested_amount": 6}, by=cast.officer, at=AT)

    refused = words_of(officer.post(f"{page}confirm/", {"seen": seen}, follow=True))

    assert "เปลี่ยนระหว่างตรวจ" in refused
    assert "ทำอีก 1 รายการ" in refused
    assert "กลับ" in refused
    answer = officer.get(page)
    officer.post(f"{page}confirm/", {"seen": answer.context["seen"], "leaves_out": "on"})
    assert [p.requested_amount for p in Proposal.objects.in_order()] == [6, 8]


def test_the_sheet_has_lists_to_choose_from_in_a_hidden_sheet(officer, forum):
    ProposalFactory(forum=forum, title="ลอกคลอง")

    answer = officer.get(reverse("lists:file", args=["proposals", forum.pk]))

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["A2"].value == "ลอกคลอง"
    assert book["รายการ"].sheet_state == "hidden"
    rules = {str(rule.sqref): rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation}
    assert rules["C2:C202"] == "'รายการ'!$C$1:$C$2"


def test_a_file_that_cannot_be_read_says_why_and_a_closed_forum_offers_no_form(officer, cast, paste):
    page = paste("ข้อเสนอ\n")
    assert "ไม่มีแถวข้อมูล" in words_of(officer.get(page))
    planned = ForumFactory(district=cast.home, planned=True)
    address = reverse("lists:hand-in", args=["proposals", planned.pk])

    answer = officer.get(address)

    assert "บันทึกผลได้เมื่อเปิดเวที" in words_of(answer)
    assert b'name="text"' not in answer.content
    assert officer.post(address, {"uuid": str(uuid4()), "text": "x"}).status_code == 409
    assert officer.get(reverse("lists:hand-in", args=["nothing", planned.pk])).status_code == 404
