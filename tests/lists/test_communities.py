"""The register of communities by the page that all lists have: its sheet, bad files, two people at once, undoing."""

import importlib
import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.apps import apps
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders import preview
from bkkplan.ground.lists.builders.outcome import Choice
from bkkplan.ground.lists.exports import LISTS, sheet_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import kind_called
from communities.models import (
    Community,
    CommunityEntry,
    CommunityStanding,
    RegisterImport,
    RegisterReading,
)
from communities.queries import register_on
from communities.queries.cut_off import register_used
from tests.at_once import at_once
from tests.communities.conftest import places  # noqa: F401  (a fixture)
from tests.communities.test_register_import import (
    DAY,
    ROW,
    answer,
    as_csv,
    bring_in,
    check,
    confirm,
    counts_of,
    errors_of,
    keeper,
    not_named,
)
from tests.factories.accounts import AT, AssignmentFactory
from tests.factories.communities import PlanFactory
from tests.lists.test_bad_input import saved_elsewhere
from tests.lists.test_proposals import does, saved, sentences
from tests.words import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
LATER = date(2023, 5, 20)
OTHER = ["8", "พระนคร", "พระบรมมหาราชวัง", "ท่าวัง", "เมือง"]
SIZED = ["เลขทะเบียน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน", "หลังคาเรือน"]


def sheet():
    kind = kind_called("communities")
    return sheet_of(kind, kind.find("city", keeper()))


def undo(upload, by=None):
    return actions.undo(list_id=upload.pk, on=DAY, by=by or keeper(), at=AT)


# --- the sheet


def test_the_sheet_comes_back_to_the_same_rows_and_changes_only_what_was_edited():
    bring_in(as_csv([*ROW, "120"], [*OTHER, ""], headings=SIZED))
    data = sheet()

    for file in (data, saved(openpyxl.load_workbook(io.BytesIO(data))), saved_elsewhere(data)):
        upload = check(file, name="a.xlsx", on=LATER)
        assert (errors_of(upload), upload.outcome["strange"], sentences(upload)) == ([], {}, {})
        assert does(upload) == ["same", "same"]

    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    row = next(cells for cells in page.iter_rows(min_row=2) if cells[0].value == "วัดสน 10")
    row[heads.index("หลังคาเรือน")].value = 99
    page.append(["บ้านใหม่", "พระนคร", "พระบรมมหาราชวัง", "ชุมชนเมือง"])
    upload = check(saved(book), name="a.xlsx", on=LATER)

    changes = {row["cells"][0]: row["changes"] for row in upload.outcome["rows"] if row["does"] != "same"}
    assert changes == {"วัดสน 10": [["หลังคาเรือน", "120", "99"]], "บ้านใหม่": []}
    assert counts_of(upload) == (1, 1, 1)


def test_the_sheet_offers_types_states_districts_and_subdistricts():
    book = openpyxl.load_workbook(io.BytesIO(sheet()))
    hidden = book[LISTS]
    offered = [{cell.value for cell in column if cell.value} for column in hidden.iter_cols()]

    assert hidden.sheet_state == "hidden"
    assert {"ราษฎร์บูรณะ", "พระนคร"} in offered
    assert {"ราษฎร์บูรณะ", "บางปะกอก", "พระบรมมหาราชวัง"} in offered
    assert {"ชุมชนเมือง", "ชุมชนแออัด"} in offered
    assert {"ปกติ", "กรรมการไม่ครบ", "อยู่ระหว่างยุบเลิก", "ยุบเลิกแล้ว"} in offered


# --- files as offices keep them


def test_a_pasted_table_without_headings_is_read_once_somebody_says_which_column_is_which():
    text = "\n".join("\t".join(row) for row in (ROW, OTHER))
    upload = check(text.encode(), name="ตารางที่วาง")
    fields = ("reg_no", "district", "subdistrict", "name", "type")
    actions.choose_columns(list_id=upload.pk, choice=Choice(fields, first_is_heading=False), on=DAY, by=keeper(), at=AT)
    confirm(upload)

    assert sorted(Community.objects.values_list("name_th", "reg_no")) == [("ท่าวัง", "8"), ("วัดสน 10", "2007")]


def test_a_chosen_column_is_remembered_for_the_next_file_with_these_headings():
    headings = ["ก1", "ก2", "ก3", "ก4", "ก5"]
    fields = ("reg_no", "district", "subdistrict", "name", "type")
    upload = check(as_csv(ROW, OTHER, headings=headings))
    actions.choose_columns(list_id=upload.pk, choice=Choice(fields, first_is_heading=True), on=DAY, by=keeper(), at=AT)
    confirm(upload)

    assert counts_of(check(as_csv(ROW, OTHER, headings=headings), on=LATER)) == (0, 0, 2)


def test_a_row_of_headings_in_the_middle_and_a_row_twice_are_left_out():
    upload = check(as_csv(ROW, ["เลขทะเบียน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน"], ROW, OTHER))

    assert does(upload) == ["new", "left", "left", "new"]


def test_the_sheet_of_last_year_changes_what_it_says_and_the_preview_shows_it():
    bring_in(as_csv(ROW))
    old = sheet()
    bring_in(as_csv([*ROW[:3], ROW[3], "เมือง"]), on=LATER)

    upload = check(old, name="a.xlsx", on=date(2023, 6, 1))

    assert upload.outcome["rows"][0]["changes"] == [["ประเภทชุมชน", "ชุมชนเมือง", "ชุมชนแออัด"]]


def test_a_city_wide_file_shows_whom_it_does_not_name_and_ends_only_those_of_whom_somebody_says_so():
    bring_in(as_csv(ROW, OTHER, ["9", *OTHER[1:3], "ท่าเตียน", "เมือง"]))
    upload = check(as_csv(ROW, ["9", *OTHER[1:3], "ท่าช้างวังหลวง", "เมือง"]), on=LATER)
    assert not_named(upload) == ["1001-0002", "1001-0001"]

    answer(upload, ended=["1001-0001"])
    upload.refresh_from_db()
    row = next(row for row in upload.outcome["rows"] if row["row"] < 0)
    assert (row["cells"][0], row["where"]) == ("ท่าวัง", "–")
    assert row["changes"] == [["สถานภาพ", "ปกติ", "ยุบเลิกแล้ว"]]
    confirm(upload)

    assert dict(Community.objects.values_list("name_th", "ended_on")) == {
        "วัดสน 10": None,
        "ท่าวัง": LATER,
        "ท่าเตียน": None,
        "ท่าช้างวังหลวง": None,
    }
    assert "ไม่อยู่ในทะเบียน" in CommunityStanding.objects.get(community__name_th="ท่าวัง", starts_on=LATER).note


def test_of_a_long_file_some_rows_are_kept_for_the_page_and_all_are_compared(monkeypatch):
    monkeypatch.setattr(preview, "MOST_ROWS", 2)
    rows = [[str(n), *ROW[1:3], f"ชุมชนที่ {n}", "เมือง"] for n in range(5)]
    upload = check(as_csv(*rows))
    assert (len(upload.outcome["rows"]), counts_of(upload)) == (2, (5, 0, 0))

    bring_in(as_csv(rows[4]))
    with pytest.raises(actions.RowsChangedError):
        confirm(upload)
    upload.refresh_from_db()
    assert counts_of(upload) == (4, 0, 1)
    confirm(upload)

    assert Community.objects.count() == 5


def test_a_name_that_another_row_gives_up_is_still_taken_in_the_same_register():
    bring_in(as_csv(ROW, ["8", *ROW[1:3], "วัดใหม่", "เมือง"]))
    one, other = Community.objects.order_by("code").values_list("code", flat=True)
    headings = ["รหัสชุมชน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภท"]

    upload = check(
        as_csv([one, *ROW[1:3], "วัดกลาง", "แออัด"], [other, *ROW[1:3], "วัดสน 10", "เมือง"], headings=headings), on=LATER
    )

    assert "มีชุมชนชื่อนี้แล้ว" in errors_of(upload)[0][3]


# --- the page


def test_the_keeper_hands_a_register_in_answers_and_confirms_in_the_browser(client, monkeypatch):
    monkeypatch.setattr("bkkplan.ground.core.pages.waiting.WAIT", 0)
    bring_in(as_csv(ROW, OTHER))
    client.force_login(keeper())
    upload = check(as_csv(["7", "ราษฎร์บูรณะ", "ราษฎร์บูรณะ", "วัดสน 10", "แออัด"], OTHER), on=LATER)
    page = reverse("lists:result", args=[upload.uuid])
    shown = words_of(client.get(page))
    for words in ("ข้อมูล ณ วันที่ 20 พฤษภาคม 2566", "ชุมชนเดิม ย้ายแขวง: วัดสน 10", "ชุมชนใหม่", "1 รายการในทะเบียนไม่อยู่ในไฟล์"):
        assert words in shown
    assert "confirm/" not in shown

    client.post(reverse("lists:rows", args=[upload.uuid]), {"row-2": "1024-0001"})
    ready = client.get(page)
    client.post(reverse("lists:confirm", args=[upload.uuid]), {"seen": ready.context["seen"]})

    assert Community.objects.get(code="1024-0001").subdistrict.name_th == "ราษฎร์บูรณะ"
    history = words_of(client.get(reverse("lists:hand-in", args=["communities", "city"])))
    assert "ณ วันที่ 20 พ.ค. 2566" in history


def test_a_register_that_changes_nothing_is_confirmed_and_is_the_register_of_its_day(client):
    bring_in(as_csv(ROW))
    upload = check(as_csv(ROW), on=LATER)
    client.force_login(keeper())
    assert client.get(reverse("lists:result", args=[upload.uuid])).context["can_confirm"]

    upload = confirm(upload)

    assert register_used(date(2023, 6, 1)).of_day == LATER
    undo(upload)
    assert register_used(date(2023, 6, 1)).of_day == DAY


# --- undoing


def test_undoing_puts_the_register_back_as_it_stood_and_the_log_keeps_both():
    bring_in(as_csv([*ROW, "120"], [*OTHER, "60"], headings=SIZED))
    facts = {"version", "recorded_at", "id", "pk"}

    def seen():
        rows = [
            *Community.objects.order_by("code").values(),
            *CommunityEntry.objects.order_by("community", "starts_on").values(),
        ]
        rows += CommunityStanding.objects.order_by("community", "starts_on").values()
        return [{name: value for name, value in row.items() if name not in facts} for row in rows]

    before = seen()
    rows = ([*ROW[:4], "เมือง", "130"], ["9", *OTHER[1:3], "ท่าช้าง", "เมือง", "5"])
    upload = check(as_csv(*rows, headings=SIZED))  # of the same day: it takes the place of rows
    answer(upload, ended=["1001-0001"])
    upload = confirm(upload)
    assert Community.objects.count() == 3
    assert Community.objects.get(name_th="ท่าวัง").ended_on == DAY

    undo(upload)

    assert seen() == before
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert verbs.count("communities.community_registered") == 3
    assert verbs.count("communities.community_taken_back") == 3
    assert {"lists.undone", "communities.register_undone"} <= set(verbs)
    confirm(check(as_csv(*rows, headings=SIZED)))


def test_what_was_changed_or_used_since_is_not_taken_back():
    first = bring_in(as_csv(ROW))
    bring_in(as_csv([*ROW[:4], "เมือง"]), on=LATER)
    with pytest.raises(actions.BuiltOnError, match="วัดสน 10"):
        undo(first)

    second = bring_in(as_csv(OTHER), on=LATER)
    PlanFactory(community=Community.objects.get(name_th="ท่าวัง"))
    with pytest.raises(actions.BuiltOnError, match="ท่าวัง"):
        undo(second)
    assert Community.objects.count() == 2


def test_undoing_a_change_of_type_leaves_the_standing_of_before():
    bring_in(as_csv(ROW))
    upload = bring_in(as_csv([*ROW[:4], "เมือง"]), on=LATER)

    undo(upload)

    assert CommunityStanding.objects.get().type.name_th == "ชุมชนแออัด"
    assert [row.type.name_th for row in register_on(LATER)] == ["ชุมชนแออัด"]
    with pytest.raises(actions.EndedError):
        undo(upload)


# --- registers of before


def test_registers_of_before_stand_in_the_history_and_those_that_waited_end(client):
    by = keeper()
    given = {"uploaded_at": AT, "uploaded_by": by, "register_on": DAY}
    done = RegisterImport.objects.create(
        original_name="เดิม.xlsx",
        state="done",
        confirmed_at=AT,
        confirmed_by=by,
        outcome={"created": 5, "updated": 2, "unchanged": 1},
        **given,
    )
    RegisterImport.objects.create(
        original_name="คำสั่ง.csv", state="done", confirmed_at=AT, register_on=DAY, uploaded_at=AT
    )
    waiting = RegisterImport.objects.create(original_name="ค้าง.csv", state="checked", table={"a": 1}, **given)
    RegisterReading.objects.create(upload=waiting, key="1", requested_at=AT)
    step = importlib.import_module("communities.migrations.0015_registers_become_lists")

    step.take_over(apps, None)
    step.take_over(apps, None)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.table, waiting.reading.state) == ("cancelled", None, "cancelled")
    (kept,) = RowList.objects.all()
    assert (kept.uuid, kept.name, kept.day, counts_of(kept)) == (done.uuid, "เดิม.xlsx", DAY, (5, 2, 1))
    client.force_login(by)
    assert "เดิม.xlsx" in words_of(client.get(reverse("lists:hand-in", args=["communities", "city"])))
    assert client.get(reverse("lists:result", args=[kept.uuid])).status_code == 200


# --- at once


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_bring_the_register_at_once_and_it_is_in_once():
    people = [keeper(), AssignmentFactory(role=Role.SOCIAL_DEVELOPMENT, district=None).user]
    uploads = {by: check(as_csv(ROW, OTHER), by=by) for by in people}

    def told(by):
        try:
            return confirm(uploads[by], by=by).state
        except Refusal as refusal:
            return str(refusal)

    said = at_once(told, people)

    assert sorted(said) == sorted(["done", str(actions.RowsChangedError.sentence)])
    assert Community.objects.count() == 2
    assert RegisterImport.objects.filter(state="done").count() == 1


def test_a_form_that_is_sent_twice_is_one_list():
    given = {"kind": "communities", "place": "city", "uuid": uuid4(), "data": as_csv(ROW), "name": "r.csv", "day": DAY}

    first, again = (actions.submit(**given, on=DAY, by=keeper(), at=AT) for _ in range(2))

    assert first == again
    assert RowList.objects.count() == 1
