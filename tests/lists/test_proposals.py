"""Proposals come in as a list, under whatever headings: looked at first, then written whole, or not at all."""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.outcome import KEEP, Choice
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.models import ColumnChoice, RowList, WordAnswer
from bkkplan.ground.lists.registry import kind_called
from forums.actions.proposals import save_proposal
from forums.models import Proposal
from tests.factories.accounts import AT
from tests.factories.forums import ForumFactory, ParticipantSectorFactory, ProposalFactory

pytestmark = pytest.mark.django_db

ON = date(2023, 6, 2)
FOREIGN = "\n".join(
    ["ลำดับ\tสิ่งที่ที่ประชุมอยากให้ทำ\tเงินที่ใช้\tกลุ่มผู้เสนอ"]
    + [f"{n}\tขุดลอกคลองและติดไฟทางเดินซอย {n}\t๑๐,๐๐๐.-\tอสส." for n in range(1, 31)]
)


def does(upload):
    return [row["does"] for row in upload.outcome["rows"]]


def sentences(upload):
    return {row["row"]: row["sentence"] for row in upload.outcome["rows"] if row["sentence"]}


def errors(upload):
    return [(error["row"], error["column"], error["sentence"]) for error in upload.outcome["errors"]]


def live(forum):
    return list(Proposal.objects.filter(forum=forum).live().in_order())


def answered(upload, cast, **values):
    answers = {(column, word): value for column, given in values.items() for word, value in given.items()}
    actions.answer_words(list_id=upload.pk, answers=answers, on=ON, by=cast.officer, at=AT)
    upload.refresh_from_db()
    return upload


def sheet(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template(forum, cast):
    kind = kind_called("proposals")
    return sheet_of(kind, kind.find(str(forum.pk), cast.officer))


def test_thirty_rows_under_foreign_headings_have_titles_and_a_word_is_asked_once(forum, cast, hand_in, confirm):
    upload = hand_in(FOREIGN)
    assert upload.outcome["fields"] == ["", "title", "requested_amount", "sector"]
    assert upload.outcome["strange"] == {"sector": {"อสส.": 30}}
    with pytest.raises(actions.NotReadyError):
        confirm(upload)
    volunteers = str(ParticipantSectorFactory(code="volunteers").pk)

    confirm(answered(upload, cast, sector={"อสส.": volunteers}))

    proposals = live(forum)
    assert len(proposals) == 30
    assert all(p.title and p.requested_amount == 10_000 and p.sector.code == "volunteers" for p in proposals)
    assert [p.position for p in proposals] == list(range(1, 31))
    assert Entry.objects.filter(verb="forums.proposal_added").count() == 30
    line = Entry.objects.get(verb="lists.imported")
    assert (line.details["new"], line.details["file"]) == (30, "ตาราง.csv")
    assert Entry.objects.filter(verb="forums.proposal_added").first().hat == line.hat != ""
    again = hand_in(FOREIGN.replace("ขุดลอกคลอง", "ลอกท่อ"))
    assert (again.outcome["strange"], again.outcome["new"]) == ({}, 30)
    assert Entry.objects.filter(verb="lists.words_answered").count() == 1
    assert Entry.objects.filter(verb="lists.uploaded").count() == 2


def test_a_list_that_is_sent_twice_is_in_once(forum, cast, hand_in, confirm):
    text = "ข้อเสนอ,งบประมาณ\nขุดลอกคลอง,5000\nติดไฟ,-"
    upload = hand_in(text)
    confirm(upload)

    assert confirm(upload).state == ListState.DONE
    assert does(hand_in(text)) == ["same", "same"]
    assert len(live(forum)) == 2
    assert RowList.objects.get(pk=upload.pk).table is None


def test_totals_headings_doubled_rows_and_other_districts_are_left_out_with_a_sentence(hand_in):
    upload = hand_in(
        "ที่,ข้อเสนอ,งบประมาณ,เขต\n"
        "1,ขุดลอกคลอง,5000,เขตที่หนึ่ง\n"
        "ด้านกายภาพ,,,\n"
        "2,ติดไฟ,7000,คลองเตย\n"
        "3,ติดไฟ,7000,\n"
        "4,ติดไฟ,7000,\n"
        "ที่,ข้อเสนอ,งบประมาณ,เขต\n"
        ",รวมทั้งสิ้น,๑๒๐๐๐,\n".replace("เขตที่หนึ่ง", "")
    )

    assert does(upload) == ["new", "left", "left", "new", "left", "left", "left"]
    found = sentences(upload)
    assert "แถวหัวข้อ" in found[3]
    assert "คลองเตย" in found[4]
    assert "แถวที่ 5" in found[6]
    assert "หัวตาราง" in found[7]
    assert "ผลรวม" in found[8]


def test_headings_of_two_rows_merged_cells_and_real_days_are_read(hand_in):
    book = openpyxl.Workbook()
    page = book.active
    for row in [
        ["แบบสรุปข้อเสนอจากเวที"],
        ["ที่", "ข้อเสนอ", "งบประมาณ", None],
        [None, None, "ที่ขอ", "อื่น"],
        [1, "ขุดลอกคลอง", 5000, date(2023, 5, 1)],
        [2, date(2023, 5, 1), 5000, None],
    ]:
        page.append(row)
    page.merge_cells("C2:D2")

    upload = hand_in(saved(book), name="a.xlsx")

    assert upload.outcome["fields"][:3] == ["", "title", "requested_amount"]
    assert does(upload) == ["new", "wrong"]
    assert [(row, column) for row, column, _sentence in errors(upload)] == [(5, "ข้อเสนอ")]


def test_rows_that_are_wrong_are_named_by_cell_and_the_others_may_go_in(forum, hand_in, confirm):
    upload = hand_in("ข้อเสนอ,งบประมาณ,คะแนน\nขุดลอกคลอง,มากมาย,3\n,500,1\nติดไฟ,๑๐๐,๒")
    assert [(row, column) for row, column, _sentence in errors(upload)] == [(2, "งบที่ขอ (บาท)"), (3, "ข้อเสนอ")]
    with pytest.raises(actions.NotReadyError):
        confirm(upload)

    confirm(upload, leaves_out=True)

    [proposal] = live(forum)
    assert (proposal.title, proposal.requested_amount, proposal.votes) == ("ติดไฟ", 100, 2)


def test_other_columns_are_kept_in_the_detail_only_by_choice_and_never_where_people_are_named(
    forum, cast, hand_in, confirm
):
    upload = hand_in(
        "ข้อเสนอ,กำหนดเสร็จ,ผู้ประสานงาน,เอกสาร\n"
        "ขุดลอกคลอง,ปีหน้า,นายสมชาย ใจดี 081-234-5678,บัตร 1101700203451\n"
        "ติดไฟ 1101700203451,ปีนี้,นางสมหญิง ใจดี,-"
    )
    assert upload.outcome["unused"] == ["กำหนดเสร็จ", "ผู้ประสานงาน", "เอกสาร"]
    assert upload.outcome["ids"] == 1
    fields = tuple(upload.outcome["fields"])

    choice = Choice(fields, keeps_unused=True)
    actions.choose_columns(list_id=upload.pk, choice=choice, on=ON, by=cast.officer, at=AT)
    upload.refresh_from_db()
    assert upload.outcome["never_kept"] == ["ผู้ประสานงาน"]
    assert upload.outcome["ids"] == 2
    confirm(upload)

    first, second = live(forum)
    assert first.detail == "กำหนดเสร็จ: ปีหน้า\nเอกสาร: บัตร"
    assert (second.title, second.detail) == ("ติดไฟ", "กำหนดเสร็จ: ปีนี้\nเอกสาร: -")
    assert Entry.objects.filter(verb="lists.columns_chosen").count() == 1
    assert ColumnChoice.objects.get().district == cast.home


def test_columns_that_were_chosen_are_chosen_for_the_next_file_with_these_headings(cast, hand_in):
    text = "ข้อเสนอ,ราคา,จุดประสงค์\nขุดลอกคลอง,5000,ระบายน้ำ"
    upload = hand_in(text)
    assert upload.outcome["fields"] == ["title", "requested_amount", None]
    choice = Choice(("title", "requested_amount", "detail"))

    actions.choose_columns(list_id=upload.pk, choice=choice, on=ON, by=cast.officer, at=AT)

    assert hand_in(text).outcome["fields"] == ["title", "requested_amount", "detail"]
    assert hand_in("ข้อเสนอ,ราคา\nติดไฟ,5000").outcome["fields"] == ["title", "requested_amount"]


def test_a_word_may_be_kept_in_the_detail_and_a_name_is_never_remembered(forum, cast, hand_in, confirm):
    upload = hand_in("ข้อเสนอ,ผู้เสนอ\nขุดลอกคลอง,กลุ่มเยาวชน\nติดไฟ,นายสมชาย ใจดี")

    answered(upload, cast, sector={"กลุ่มเยาวชน": KEEP, "นายสมชาย ใจดี": ""})
    confirm(upload)

    assert [p.detail for p in live(forum)] == ["ผู้เสนอ: กลุ่มเยาวชน", ""]
    assert list(WordAnswer.objects.values_list("word", flat=True)) == ["กลุ่มเยาวชน"]


def test_rows_that_changed_under_the_preview_are_marked_and_the_others_go_in_by_a_second_button(
    forum, cast, hand_in, confirm
):
    old = [ProposalFactory(forum=forum, title=f"ข้อ {n}", requested_amount=5) for n in range(3)]
    upload = hand_in("ข้อเสนอ,งบประมาณ\nข้อ 0,10\nข้อ 1,10\nข้อ 2,10\nข้อใหม่,10")
    assert does(upload) == ["changed", "changed", "changed", "new"]
    colleague = {"forum_id": forum.pk, "uuid": old[1].uuid, "seen": 1, "by": cast.officer, "at": AT}
    save_proposal(**colleague, text={"title": "ข้อ 1", "requested_amount": 7})

    with pytest.raises(actions.RowsChangedError):
        confirm(upload)
    upload.refresh_from_db()
    assert (upload.state, upload.outcome["marked"]) == (ListState.CHECKED, [3])
    assert sorted(p.requested_amount for p in Proposal.objects.all()) == [5, 5, 7]
    with pytest.raises(actions.NotReadyError):
        confirm(upload)

    confirm(upload, leaves_out=True)

    assert [(p.title, p.requested_amount) for p in live(forum)] == [
        ("ข้อ 0", 10),
        ("ข้อ 1", 7),
        ("ข้อ 2", 10),
        ("ข้อใหม่", 10),
    ]


def test_a_confirmation_of_an_outcome_that_another_page_changed_is_refused(cast, hand_in, confirm):
    upload = hand_in("ข้อเสนอ,ราคา\nขุดลอกคลอง,5")
    with pytest.raises(actions.RowsChangedError):
        confirm(upload, seen="something else")


def test_a_list_is_taken_back_whole_while_nothing_was_built_on_it(forum, cast, hand_in, confirm):
    kept = ProposalFactory(forum=forum, title="ติดไฟ", requested_amount=Decimal(5))
    upload = hand_in("ข้อเสนอ,งบประมาณ\nขุดลอกคลอง,10\nติดไฟ,20")
    confirm(upload)
    assert [p.requested_amount for p in live(forum)] == [20, 10]

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    [proposal] = live(forum)
    assert (proposal.pk, proposal.requested_amount) == (kept.pk, 5)
    assert Entry.objects.get(verb="lists.undone").details["new"] == 1
    assert Entry.objects.filter(verb="forums.proposal_removed").count() == 1
    assert does(hand_in("ข้อเสนอ,งบประมาณ\nขุดลอกคลอง,10")) == ["new"]


def test_a_list_with_a_row_that_somebody_edited_is_not_taken_back(forum, cast, hand_in, confirm):
    upload = hand_in("ข้อเสนอ\nขุดลอกคลอง\nติดไฟ")
    confirm(upload)
    row = live(forum)[0]
    edited = {"forum_id": forum.pk, "uuid": row.uuid, "seen": 1, "text": {"title": "ลอกท่อ"}}
    save_proposal(**edited, by=cast.officer, at=AT)

    with pytest.raises(actions.BuiltOnError, match="1 ข้อ"):
        actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    assert len(live(forum)) == 2


def test_a_sheet_that_goes_out_and_comes_back_changes_only_what_was_edited(forum, cast, hand_in, confirm):
    ProposalFactory(forum=forum, title="=1+1 ไม่ใช่สูตร", detail="บรรทัดหนึ่ง", votes=1200)
    ProposalFactory(forum=forum, title="ติดไฟ", requested_amount=Decimal("1500.50"))
    book = openpyxl.load_workbook(io.BytesIO(template(forum, cast)))
    page = book.worksheets[0]
    assert page["A2"].value == "'=1+1 ไม่ใช่สูตร"
    assert does(hand_in(saved(book), name="a.xlsx")) == ["same", "same"]

    page["G3"] = "๒,๐๐๐.-"
    page["A4"], page["C4"] = "แถวใหม่", "ด้านสังคม"
    upload = hand_in(saved(book), name="a.xlsx")
    assert does(upload) == ["same", "changed", "new"]
    confirm(upload)

    assert does(hand_in(saved(book), name="a.xlsx")) == ["same"] * 3
    page["A4"] = "แถวใหม่ที่แก้อีกครั้ง"
    confirm(hand_in(saved(book), name="a.xlsx"))
    assert [p.title for p in live(forum)] == ["=1+1 ไม่ใช่สูตร", "ติดไฟ", "แถวใหม่ที่แก้อีกครั้ง"]
    assert live(forum)[1].requested_amount == 2000


def test_a_row_that_a_colleague_changed_after_the_sheet_went_out_is_not_overwritten(forum, cast, hand_in):
    row = ProposalFactory(forum=forum, title="ติดไฟ")
    book = openpyxl.load_workbook(io.BytesIO(template(forum, cast)))
    save_proposal(forum_id=forum.pk, uuid=row.uuid, seen=1, text={"title": "ติดไฟสองดวง"}, by=cast.officer, at=AT)

    book.worksheets[0]["A2"] = "ติดไฟสามดวง"

    upload = hand_in(saved(book), name="a.xlsx")
    assert does(upload) == ["wrong"]
    assert "ดาวน์โหลดใหม่" in errors(upload)[0][2]


def test_the_sheet_of_another_forum_is_refused_by_its_rows(forum, cast, hand_in):
    other = ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 10), announced_on=date(2023, 5, 1))
    book = openpyxl.load_workbook(io.BytesIO(template(other, cast)))
    book.worksheets[0]["A2"] = "ติดไฟ"

    upload = hand_in(saved(book), name="a.xlsx")

    assert does(upload) == ["wrong"]
    assert "ที่อื่นหรือปีอื่น" in errors(upload)[0][2]


def test_two_thousand_rows_go_in_at_once(forum, hand_in, confirm):
    text = "ข้อเสนอ,งบประมาณ\n" + "\n".join(f"ขุดลอกคลองสาย {n},{n}" for n in range(1, 2001))

    confirm(hand_in(text))

    assert len(live(forum)) == 2000
    assert "2,000" in errors(hand_in(text + "\nเกิน,1"))[0][2].replace("2000", "2,000")


def test_strangers_and_the_wrong_moment_are_refused(forum, cast, hand_in):
    with pytest.raises(PermissionDenied):
        hand_in("ข้อเสนอ\nติดไฟ", by=cast.away_officer)
    planned = ForumFactory(district=cast.home, planned=True)
    with pytest.raises(actions.NotHereError):
        hand_in("ข้อเสนอ\nติดไฟ", place=planned.pk, by=cast.away_officer)
    with pytest.raises(actions.WrongMomentError, match="เปิดเวที"):
        hand_in("ข้อเสนอ\nติดไฟ", place=planned.pk)


def test_a_list_that_nobody_confirmed_is_put_away(cast, hand_in):
    upload = hand_in("ข้อเสนอ\nติดไฟ")
    actions.cancel(list_id=upload.pk, by=cast.officer, at=AT)
    upload.refresh_from_db()
    assert (upload.state, upload.table, upload.outcome) == (ListState.CANCELLED, None, {})
    assert Entry.objects.filter(verb="lists.cancelled").count() == 1
    later = hand_in("ข้อเสนอ\nติดไฟ")

    assert actions.drop_lists(AT.replace(year=2030)) == 1

    later.refresh_from_db()
    assert (later.state, later.table) == (ListState.CANCELLED, None)


def test_people_by_sector_come_in_and_are_taken_back(forum, cast, hand_in, confirm):
    text = "กลุ่ม,จำนวน\nอาสาสมัคร,๒๐\nประชาชนทั่วไป,30\nรวม,50"
    upload = hand_in(text, kind="attendance")
    assert does(upload) == ["changed", "changed", "left"]

    confirm(upload)
    forum.refresh_from_db()
    assert (forum.attendance_total, sorted(forum.attendance.values_list("people", flat=True))) == (50, [20, 30])
    assert does(hand_in(text, kind="attendance")) == ["same", "same", "left"]

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    forum.refresh_from_db()
    assert (forum.attendance_total, forum.attendance.count()) == (None, 0)


def test_a_form_that_is_sent_twice_makes_one_list(forum, cast):
    given = {"kind": "proposals", "place": str(forum.pk), "uuid": uuid4(), "data": b"x", "name": "x", "at": AT}

    assert actions.submit(**given, by=cast.officer) == actions.submit(**given, by=cast.officer)
