"""The register comes in whole or not at all, and every value arrives as it was written."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

import communities.actions.reference
import districts.actions.reference
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.thai import normalise
from bkkplan.ground.lists import actions as lists
from bkkplan.ground.lists.builders.looking import look
from bkkplan.ground.lists.builders.outcome import Choice
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList, WordAnswer
from bkkplan.ground.lists.registry import Source, kind_called
from bkkplan.ground.lists.tasks import read_list
from communities.enums import StandingStatus
from communities.models import Community, CommunityEntry, CommunityStanding
from communities.queries import register_on
from communities.resources import register_parts
from tests.beside import REGISTER
from tests.communities.conftest import AT
from tests.factories.accounts import AssignmentFactory
from tests.factories.communities import CommunityStandingFactory

DAY = date(2023, 5, 1)
HEADINGS = ["เลขทะเบียน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน"]


pytestmark = pytest.mark.usefixtures("files")


def as_csv(*rows, headings=HEADINGS, encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(*rows, headings=HEADINGS, above=()):
    book = openpyxl.Workbook()
    book.active.title = "ชุมชน พ.ค. 66"
    for row in (*above, headings, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def keeper():
    found = User.objects.filter(username="keeper").first()
    return found or AssignmentFactory(role=Role.SOCIAL_DEVELOPMENT, district=None, user__username="keeper").user


def check(data, *, name="register.csv", on=DAY, by=None):
    """A register that a worker has read."""
    given = {"kind": "communities", "place": "city", "uuid": uuid4(), "data": data, "name": name, "day": on}
    upload = lists.submit(**given, on=max(on, DAY), by=by or keeper(), at=AT)
    read_list(job_id=upload.reading.pk)
    return RowList.objects.get(pk=upload.pk)


def confirm(upload, *, by=None):
    upload = RowList.objects.get(pk=upload.pk)
    return lists.confirm(list_id=upload.pk, seen=seal_of(upload.outcome), on=DAY, by=by or keeper(), at=AT)


def answer(upload, *, same=None, new=(), ended=None):
    meant = {str(row): code for row, code in (same or {}).items()} | {str(row): "new" for row in new}
    return lists.answer_rows(list_id=upload.pk, meant=meant, ended=ended, on=DAY, by=keeper(), at=AT)


def bring_in(data, *, by=None, **kwargs):
    upload = check(data, by=by, **kwargs)
    assert errors_of(upload) == []
    assert upload.outcome["strange"] == {}
    return confirm(upload, by=by)


def errors_of(upload):
    if upload.reading.state == "failed":
        return [(0, "", "", upload.reading.sentence)]
    return [(e["row"], e["column"], e["value"], e["sentence"]) for e in upload.outcome["errors"]]


def counts_of(upload):
    return tuple(upload.outcome[word] for word in ("new", "changed", "same"))


def choices_of(upload):
    """By row: the community's code and why, of each that the row may mean."""
    rows = [row for row in upload.outcome["rows"] if "choices" in row]
    return {row["row"]: [(c, name.partition("|")[0]) for c, name in row["choices"] if c != "new"] for row in rows}


def not_named(upload):
    return [code for code, _name in upload.outcome["not_named"]]


ROW = ["2007", "ราษฎร์บูรณะ", "บางปะกอก", "วัดสน 10", "ชุมชนแออัด"]


def test_a_new_community_has_every_value_of_its_row(places):
    bring_in(
        as_csv(
            [*ROW, "อยู่ระหว่างยุบเลิก", "๑,๒๓๔", "5678"],
            headings=[*HEADINGS, "สถานภาพ", "หลังคาเรือน", "ประชากร"],
        )
    )

    community = Community.objects.get()
    assert (community.code, community.name_th, community.reg_no) == ("1024-0001", "วัดสน 10", "2007")
    assert (community.district.code, community.subdistrict.code) == ("1024", "102402")
    assert (community.houses, community.people) == (1234, 5678)
    standing = community.standings.get()
    assert (standing.type.code, standing.status, standing.starts_on) == (
        "crowded-2564",
        StandingStatus.BEING_DISSOLVED,
        DAY,
    )


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["reg_no", "district_code", "khwaeng_code", "name_th", "type_th"], ["7", "1024", "102402", "วัดสน", "แออัด"]),
        (["No.", "District", "Subdistrict", "Name", "Type"], ["7", "Rat Burana", "Bang Pakok", "วัดสน", "Crowded"]),
        (["ที่", "สำนักงานเขต", "แขวง", "ชุมชน", "ประเภท"], ["7", "เขตราษฏร์บูรณะ", "แขวงบางปะกอก", "ชุมชนวัดสน", "แออัด"]),
        (["ลำดับ", "รหัสเขต", "แขวง", "ชื่อชุมชน", "ประเภทชุมชน"], ["๗", "๑๐๒๔", " บางปะกอก ", "วัดสน", "ชุมชน แออัด"]),
    ],
)  # fmt: skip
def test_headings_and_places_are_read_in_each_way_they_are_written(places, headings, row):
    bring_in(as_csv(row, headings=headings))

    community = Community.objects.get()
    assert (community.subdistrict.code, community.name_th, community.standings.get().type.code) == (
        "102402",
        "วัดสน",
        "crowded-2564",
    )


def test_a_spreadsheet_with_a_title_above_and_codes_as_numbers_is_read(places):
    data = as_xlsx(
        [7.0, 1024.0, 102402, "วัดสน", "ชุมชนแออัด"],
        [None, None, None, None, None],
        [8, 1001, 100101, "ท่าเตียน", "ชุมชนเมือง"],
        headings=["ที่", "รหัสเขต", "รหัสแขวง", "ชื่อชุมชน", "ประเภทชุมชน"],
        above=(["ทะเบียนชุมชนกรุงเทพมหานคร"], []),
    )

    bring_in(data, name="ทะเบียน.xlsx")

    assert sorted(Community.objects.values_list("reg_no", "subdistrict__code", "name_th")) == [
        ("7", "102402", "วัดสน"),
        ("8", "100101", "ท่าเตียน"),
    ]


def test_excels_thai_csv_is_read(places):
    bring_in(as_csv(ROW, encoding="cp874"))

    assert Community.objects.get().name_th == "วัดสน 10"


def test_each_error_names_sheet_row_column_value_and_rule(places):
    data = as_xlsx(
        ["1", "ราชบูรณะ", "บางปะกอก", "ก", "ชุมชนเมือง"],
        ["2", "ราษฎร์บูรณะ", "พระบรมมหาราชวัง", "ข", "ชุมชนเมือง"],
        ["3", "ราษฎร์บูรณะ", "บางปะกอก", "", "เคหะชุมชน"],
        ["4", "ราษฎร์บูรณะ", "บางปะกอก", "ง", "ชุมชนลอยฟ้า"],
        ["5", "", "", "จ", "ชุมชนเมือง"],
        above=(["ทะเบียน"],),
    )

    upload = check(data, name="r.xlsx")

    assert errors_of(upload) == [
        (4, "แขวง", "พระบรมมหาราชวัง", "แขวงพระบรมมหาราชวังอยู่ในเขตพระนคร ไม่ใช่เขตราษฎร์บูรณะ"),
        (5, "ชื่อชุมชน", "", "ยังไม่มี “ชื่อชุมชน”"),
        (7, "เขต", "", "ต้องระบุเขต"),
        (7, "แขวง", "", "ต้องระบุแขวง"),
    ]
    # Words that nobody knows are asked about, and asked once.
    strange = {"district": {"ราชบูรณะ": 1}, "type": {"เคหะชุมชน": 1, "ชุมชนลอยฟ้า": 1}}
    assert upload.outcome["strange"] == strange


def test_a_word_is_asked_once_for_the_whole_city_and_meant_the_next_time(places):
    rows = as_csv(["1", "ราชบูรณะ", "บางปะกอก", "ก", "แออัดมาก"], ["2", "ราชบูรณะ", "บางปะกอก", "ข", "แออัดมาก"])
    upload = check(rows)
    assert upload.outcome["strange"] == {"district": {"ราชบูรณะ": 2}, "type": {"แออัดมาก": 2}}
    with pytest.raises(lists.NotReadyError):
        confirm(upload)

    answers = {("district", "ราชบูรณะ"): "1024", ("type", "แออัดมาก"): "crowded-2564"}
    lists.answer_words(list_id=upload.pk, answers=answers, on=DAY, by=keeper(), at=AT)
    confirm(upload)

    assert WordAnswer.objects.count() == 2
    assert set(Community.objects.values_list("district__code", flat=True)) == {"1024"}
    assert counts_of(check(rows)) == (0, 0, 2)


@pytest.mark.parametrize(
    ("headings", "row", "column", "rule"),
    [
        (
            ["รหัสเขต", "เขต", "แขวง", "ชื่อชุมชน", "ประเภท"],
            ["1001", "ราษฎร์บูรณะ", "บางปะกอก", "ก", "เมือง"],
            "เขต",
            "ชื่อเขตไม่ตรงกับรหัสเขต 1001 ซึ่งคือเขตพระนคร",
        ),
        (
            ["เขต", "รหัสแขวง", "แขวง", "ชื่อชุมชน", "ประเภท"],
            ["ราษฎร์บูรณะ", "102401", "บางปะกอก", "ก", "เมือง"],
            "แขวง",
            "ชื่อแขวงไม่ตรงกับรหัสแขวง 102401 ซึ่งคือแขวงราษฎร์บูรณะ",
        ),
        (
            ["เขต", "รหัสแขวง", "ชื่อชุมชน", "ประเภท"],
            ["ราษฎร์บูรณะ", "100101", "ก", "เมือง"],
            "รหัสแขวง",
            "แขวงพระบรมมหาราชวังอยู่ในเขตพระนคร ไม่ใช่เขตราษฎร์บูรณะ",
        ),
        (
            ["เขต", "แขวง", "ชื่อชุมชน", "ประเภท", "หลังคาเรือน"],
            ["ราษฎร์บูรณะ", "บางปะกอก", "ก", "เมือง", "ราวร้อย"],
            "หลังคาเรือน",
            "อ่านจำนวนนี้ไม่ออก พิมพ์เป็นจำนวนเต็ม เช่น 1,200 หรือ ๑,๒๐๐",
        ),
        (
            ["รหัสชุมชน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภท"],
            ["1024-9999", "ราษฎร์บูรณะ", "บางปะกอก", "ก", "เมือง"],
            "รหัสชุมชน",
            "ไม่มีชุมชนรหัสนี้ ปล่อยว่างไว้ถ้าเป็นชุมชนใหม่",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(places, headings, row, column, rule):
    upload = check(as_csv(row, headings=headings))

    assert [(e[1], e[3]) for e in errors_of(upload)] == [(column, rule)]


def test_one_community_twice_in_a_file_is_an_error_that_names_both_rows(places):
    upload = check(as_csv(ROW, [*ROW[:3], "ชุมชนวัดสน๑๐", "เมือง"]))

    assert errors_of(upload) == [(3, "ชื่อชุมชน", "ชุมชนวัดสน๑๐", "ชุมชนนี้อยู่ในแถวที่ 2 แล้ว")]


def test_a_missing_column_is_named(places):
    upload = check(as_csv(["วัดสน", "พระนคร"], headings=["ชื่อชุมชน", "เขต"]))

    assert [e[1] for e in errors_of(upload)] == ["ประเภทชุมชน", "แขวง"]
    assert "ยังไม่ได้บอกว่าคอลัมน์ใดคือ “แขวง”" in errors_of(upload)[1][3]
    with pytest.raises(lists.NotReadyError):
        confirm(upload)


@pytest.mark.parametrize(
    ("data", "name", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", "ไฟล์ “a.csv” ไม่ใช่ไฟล์ XLSX หรือ CSV"),
        (
            b"PK\x03\x04 broken",
            "a.xlsx",
            "ไฟล์ “a.xlsx” มีชื่อเป็น XLSX แต่เนื้อหาไม่ใช่ XLSX เปิดดูแล้วบันทึกเป็น XLSX ใหม่ หรือเลือกไฟล์อื่น",
        ),
        (
            b"%PDF-1.4 words",
            "a.xlsx",
            "ไฟล์ “a.xlsx” มีชื่อเป็น XLSX แต่เนื้อหาไม่ใช่ XLSX เปิดดูแล้วบันทึกเป็น XLSX ใหม่ หรือเลือกไฟล์อื่น",
        ),
        (b"", "a.csv", "ไฟล์ “a.csv” ว่างเปล่า"),
        (as_csv(), "a.csv", "ไม่มีแถวข้อมูลใต้หัวตาราง"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(places, data, name, rule):
    upload = check(data, name=name)

    assert [e[3] for e in errors_of(upload)] == [rule]


def test_a_register_of_a_day_to_come_is_refused(places):
    given = {"kind": "communities", "place": "city", "uuid": uuid4(), "data": as_csv(ROW), "name": "r.csv"}

    with pytest.raises(lists.DayToComeError):
        lists.submit(**given, day=DAY + timedelta(days=1), on=DAY, by=keeper(), at=AT)
    with pytest.raises(lists.NotHereError):
        lists.submit(**given, on=DAY, by=keeper(), at=AT)


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_asks_the_database_no_more_for_more_rows(places, rows, django_assert_num_queries):
    data = as_csv(*([*ROW[:3], f"วัดสน {n}", ROW[4]] for n in range(rows)))
    upload, place = check(data), kind_called("communities").find("city", keeper())
    place = replace(place, source=Source(upload.uuid, upload.name, DAY))

    given = {"mine": {}, "on": DAY, "by": keeper(), "at": AT}
    # districts, sub-districts, types, the register with its types and its entries, its names now
    with django_assert_num_queries(7):
        _json, found = look(kind_called("communities"), place, upload.table, Choice(), {}, **given)

    assert len(found.to_write()) == rows


def test_one_bad_row_means_nothing_is_written_whatever_is_asked_for(places):
    upload = check(as_csv(ROW, ["9", "พระนคร", "บางปะกอก", "ข", "เมือง"]))

    for leaves_out in (False, True):
        with pytest.raises(lists.NotReadyError):
            lists.confirm(list_id=upload.pk, leaves_out=leaves_out, on=DAY, by=keeper(), at=AT)
    assert not Community.objects.exists()


def test_a_dry_run_writes_no_community(places):
    upload = check(as_csv(ROW))

    assert (upload.state, counts_of(upload)) == ("checked", (1, 0, 0))
    assert not Community.objects.exists()


def test_the_same_register_again_changes_nothing(places):
    bring_in(as_csv(ROW))
    before = Community.objects.values_list("version", "name_th", "reg_no").get()

    upload = bring_in(as_csv(ROW), on=date(2023, 6, 1))

    assert counts_of(upload) == (0, 0, 1)
    assert Community.objects.values_list("version", "name_th", "reg_no").get() == before
    assert CommunityStanding.objects.count() == 1


def test_a_changed_type_is_a_new_standing_from_the_registers_day(places):
    bring_in(as_csv(ROW))

    upload = check(as_csv([*ROW[:4], "ชุมชนเมือง"]), on=date(2023, 6, 1))
    confirm(upload)

    (row,) = upload.outcome["rows"]
    assert (row["row"], row["does"], row["key"]) == (2, "changed", "1024-0001")
    assert row["changes"] == [["ประเภทชุมชน", "ชุมชนแออัด", "ชุมชนเมือง"]]
    assert list(CommunityStanding.objects.order_by("starts_on").values_list("starts_on", "type__code", "status")) == [
        (DAY, "crowded-2564", "normal"),
        (date(2023, 6, 1), "urban-2564", "normal"),
    ]


def test_a_second_register_of_the_same_day_corrects_the_first(places):
    bring_in(as_csv(ROW))

    bring_in(as_csv([*ROW[:4], "ชุมชนเมือง"]))

    assert CommunityStanding.objects.get().type.code == "urban-2564"


def test_the_same_word_under_a_new_regulation_is_a_new_type(places):
    bring_in(as_csv([*ROW[:4], "ชุมชนเมือง"]), on=date(2020, 1, 1))

    bring_in(as_csv([*ROW[:4], "ชุมชนเมือง"]))

    assert list(CommunityStanding.objects.order_by("starts_on").values_list("type__code", flat=True)) == [
        "urban-2555",
        "urban-2564",
    ]


def test_an_older_register_that_comes_later_tells_only_of_its_day(places):
    bring_in(as_csv(ROW))

    bring_in(as_csv([*ROW[:4], "ชุมชนเมือง"]), on=date(2022, 1, 1))

    assert [row.type.code for row in register_on(date(2022, 6, 1))] == ["urban-2564"]
    assert [row.type.code for row in register_on(DAY)] == ["crowded-2564"]


def test_a_column_that_is_not_there_or_empty_changes_nothing(places):
    headings = [*HEADINGS, "หลังคาเรือน"]
    bring_in(as_csv([*ROW, "120"], headings=headings))

    bring_in(as_csv(["", *ROW[1:], ""], headings=headings), on=date(2023, 6, 1))
    bring_in(as_csv(ROW), on=date(2023, 6, 2))

    assert Community.objects.values_list("reg_no", "houses").get() == ("2007", 120)


def test_a_community_is_renamed_by_our_code(places):
    bring_in(as_csv(ROW))

    bring_in(
        as_csv(["1024-0001", "ราษฎร์บูรณะ", "ราษฎร์บูรณะ", "วัดสนพัฒนา", "แออัด"],
               headings=["รหัสชุมชน", "เขต", "แขวง", "ชื่อชุมชน", "ประเภท"]),
        on=date(2023, 6, 1),
    )  # fmt: skip

    assert Community.objects.values_list("code", "name_th", "name_key", "subdistrict__code").get() == (
        "1024-0001",
        "วัดสนพัฒนา",
        "วัดสนพัฒนา",
        "102401",
    )


def test_codes_go_on_counting_in_each_district(places):
    bring_in(as_csv(ROW))

    bring_in(
        as_csv(ROW, ["8", "ราษฎร์บูรณะ", "บางปะกอก", "ใหม่", "เมือง"], ["9", "พระนคร", "พระบรมมหาราชวัง", "ท่าวัง", "เมือง"])
    )

    assert sorted(Community.objects.values_list("code", "name_th")) == [
        ("1001-0001", "ท่าวัง"),
        ("1024-0001", "วัดสน 10"),
        ("1024-0002", "ใหม่"),
    ]


def test_columns_and_communities_that_play_no_part_are_named(places):
    bring_in(as_csv(ROW))

    bring_in(as_csv(["8", "พระนคร", "พระบรมมหาราชวัง", "ท่าวัง", "เมือง"]))
    upload = check(as_csv(["9", "ราษฎร์บูรณะ", "บางปะกอก", "ใหม่", "เมือง", "x"], headings=[*HEADINGS, "โทรสาร"]))

    assert upload.outcome["unused"] == ["โทรสาร"]
    assert upload.outcome["not_named"] == [["1024-0001", "วัดสน 10 แขวงบางปะกอก เขตราษฎร์บูรณะ · 1024-0001"]]


def test_a_dissolved_community_does_not_come_back_without_somebody_saying_so(places):
    bring_in(as_csv(ROW))
    CommunityStandingFactory(
        community=Community.objects.get(), status=StandingStatus.DISSOLVED, starts_on=date(2023, 5, 15)
    )

    Community.objects.update(ended_on=date(2023, 5, 15))

    silent = check(as_csv(ROW), on=date(2023, 6, 1))
    said = check(as_csv([*ROW, "ปกติ"], headings=[*HEADINGS, "สถานภาพ"]), on=date(2023, 6, 1))

    assert choices_of(silent) == {2: [("1024-0001", "again")]}
    with pytest.raises(lists.NotReadyError):
        confirm(silent)
    assert sorted(said.outcome["rows"][0]["changes"]) == [
        ["ประเภทชุมชน", "ชุมชนเมือง", "ชุมชนแออัด"],
        ["สถานภาพ", "ยุบเลิกแล้ว", "ปกติ"],
    ]


def test_a_register_that_moved_on_is_asked_about_again(places):
    upload = check(as_csv(ROW))
    bring_in(as_csv(ROW))

    with pytest.raises(lists.RowsChangedError):
        confirm(upload)

    upload.refresh_from_db()
    assert (upload.state, counts_of(upload)) == ("checked", (0, 0, 1))
    confirm(upload)
    assert Community.objects.count() == 1


def test_confirming_twice_writes_once(places):
    upload = bring_in(as_csv(ROW))

    assert lists.confirm(list_id=upload.pk, on=DAY, by=keeper(), at=AT) == upload
    other = AssignmentFactory(role=Role.SOCIAL_DEVELOPMENT, district=None).user
    with pytest.raises(lists.EndedError):
        lists.confirm(list_id=upload.pk, on=DAY, by=other, at=AT)
    assert Community.objects.count() == 1


def test_each_community_has_its_line_in_the_log(cast, places):
    bring_in(as_csv(ROW), by=cast.social)
    bring_in(as_csv([*ROW[:4], "เมือง"]), on=date(2023, 6, 1), by=cast.social)

    registered, updated = Entry.objects.filter(verb__startswith="communities.community_").order_by("pk")
    assert (registered.verb, updated.verb) == ("communities.community_registered", "communities.community_updated")
    assert (registered.actor, registered.target_label) == (cast.social, "ชุมชนวัดสน 10")
    assert (updated.before, updated.after) == ({"ประเภทชุมชน": "ชุมชนแออัด"}, {"ประเภทชุมชน": "ชุมชนเมือง"})


@pytest.mark.parametrize("who", ["officer", "director", "strategy", "member"])
def test_only_those_who_keep_the_register_import_it(cast, places, who):
    with pytest.raises(PermissionDenied):
        check(as_csv(ROW), by=cast.people[who])
    assert not RowList.objects.exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_can_be_imported_again_and_changes_nothing(places, kind):
    bring_in(
        as_csv(
            [*ROW, "กรรมการไม่ครบ", "120", "450"],
            ["0008", "พระนคร", "พระบรมมหาราชวัง", "-ท่าเตียน, (ใต้) \"ริมน้ำ\"", "เมือง", "ปกติ", "", ""],
            headings=[*HEADINGS, "สถานภาพ", "หลังคาเรือน", "ประชากร"],
        )
    )  # fmt: skip

    exported = b"".join(register_parts(register_on(DAY), kind=kind))

    upload = check(exported, name=f"register.{kind}")
    assert errors_of(upload) == []
    assert counts_of(upload) == (0, 0, 2)
    assert upload.outcome["unused"] == []


def test_an_export_builds_the_same_register_in_an_empty_house(places):
    bring_in(as_csv([*ROW, "กรรมการไม่ครบ", "120"], headings=[*HEADINGS, "สถานภาพ", "หลังคาเรือน"]))
    was = register_on(DAY)
    exported = b"".join(register_parts(was, kind="xlsx"))
    CommunityStanding.objects.all().delete()
    CommunityEntry.objects.all().delete()
    Community.objects.all().delete()
    book = openpyxl.load_workbook(io.BytesIO(exported))
    book.active.delete_cols(1)  # our codes: new communities get new ones
    emptied = io.BytesIO()
    book.save(emptied)

    bring_in(emptied.getvalue(), name="r.xlsx")

    for row in (*was, *(now := register_on(DAY))):
        row.community = None
    assert now == was


@pytest.mark.slow
@pytest.mark.skipif(not REGISTER.is_file(), reason="the real register is not part of the project")
def test_the_real_register_goes_in_whole(db, capsys):
    districts.actions.reference.load_reference(at=AT)
    communities.actions.reference.load_reference(at=AT)

    call_command("import_communities", str(REGISTER), "--by", keeper().username, "--as-of", "2023-05-01")
    call_command("import_communities", str(REGISTER), "--by", keeper().username, "--as-of", "1 มิ.ย. 2566")

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "2,007 created, 0 updated, 0 unchanged"
    assert said[2] == "0 created, 0 updated, 2,007 unchanged"
    with REGISTER.open(encoding="utf-8-sig", newline="") as lines:
        expected = sorted(  # kept in one spelling, without the word that stands before every name
            (
                r["reg_no"],
                r["district_code"],
                r["khwaeng_code"],
                normalise(r["name_th"]).removeprefix("ชุมชน"),
                r["type_th"],
            )
            for r in csv.DictReader(lines)
        )
    assert expected == sorted(
        (r.reg_no, r.district_code, r.subdistrict_code, r.name, r.type.name_th) for r in register_on(DAY)
    )


def test_the_command_refuses_with_the_reason_and_writes_nothing(places, tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(as_csv(["1", "พระนคร", "บางปะกอก", "ก", "เมือง"], ["2", "ลอยฟ้า", "บางปะกอก", "ข", "เมือง"]))

    with pytest.raises(CommandError) as refusal:
        call_command("import_communities", str(file), "--by", keeper().username)

    said = str(refusal.value)
    assert "แถวที่ 2 คอลัมน์ “แขวง” ค่า “บางปะกอก”: แขวงบางปะกอกอยู่ในเขตราษฎร์บูรณะ ไม่ใช่เขตพระนคร" in said
    assert "ไม่รู้จัก “ลอยฟ้า” ในคอลัมน์ เขต (1 แถว)" in said
    assert not Community.objects.exists()


def test_the_commands_dry_run_writes_no_community(places, tmp_path, capsys):
    file = tmp_path / "r.csv"
    file.write_bytes(as_csv(ROW))

    call_command("import_communities", str(file), "--dry-run", "--by", keeper().username)

    assert capsys.readouterr().out.startswith("1 created, 0 updated, 0 unchanged (dry run")
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    "arguments", [["no-such-file.csv"], [__file__, "--as-of", "31 กันยายน 2566"], [__file__, "--as-of", "2580-01-01"]]
)
def test_the_command_refuses_what_it_cannot_read(places, arguments):
    with pytest.raises(CommandError):
        call_command("import_communities", *arguments, "--by", keeper().username)


def test_the_command_needs_somebody_who_keeps_the_register(cast, places, tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(as_csv(ROW))

    for name in ("nobody", cast.officer.username):
        with pytest.raises(CommandError):
            call_command("import_communities", str(file), "--by", name)
    assert not Community.objects.filter(name_th="วัดสน 10").exists()


def test_a_row_with_a_letter_that_documents_can_not_draw_is_refused_by_its_name(places):
    upload = check(as_csv([*ROW[:3], "วัดสน 😀", ROW[4]], ["8", *ROW[1:3], "วัด\u200eสน ①_x000D_", ROW[4]]))

    assert errors_of(upload) == [
        (
            2,
            "ชื่อชุมชน",
            "วัดสน 😀",
            "เอกสารของระบบแสดงตัวอักษร “😀” (U+1F600 GRINNING FACE) ไม่ได้ ลบออกหรือพิมพ์เป็นคำแทน",
        )
    ]


def test_a_name_comes_in_without_invisible_marks(places):
    bring_in(as_csv([*ROW[:3], "วัด\u200eสน ①_x000D_", ROW[4]]))

    assert Community.objects.get().name_th == "วัดสน (1)"


def test_totals_and_notes_are_skipped_and_said_and_other_sheets_are_named(places):
    book = openpyxl.load_workbook(
        io.BytesIO(
            as_xlsx(
                ROW,
                [None, None, None, "รวม 1 ชุมชน", None],
                ["หมายเหตุ ข้อมูลจากฝ่ายพัฒนาชุมชน"],
                ["3", *ROW[1:3], "รวมใจ", ROW[4]],
            )
        )
    )
    book.create_sheet("สรุป").append(["ยอด", 1])
    out = io.BytesIO()
    book.save(out)

    upload = check(out.getvalue(), name="r.xlsx")

    assert (counts_of(upload), errors_of(upload)) == ((2, 0, 0), [])
    assert [row["row"] for row in upload.outcome["rows"] if row["does"] == "left"] == [3, 4]
    assert upload.outcome["other_sheets"] == ["สรุป"]


def test_a_day_that_a_spreadsheet_made_of_a_name_is_asked_for_as_text(places):
    upload = check(as_xlsx([*ROW[:3], date(2025, 4, 3), ROW[4]]), name="r.xlsx")

    ((row, column, value, rule),) = errors_of(upload)
    assert (row, column, value) == (2, "ชื่อชุมชน", "2025-04-03 00:00:00")
    assert "จัดรูปแบบช่องเป็นข้อความ" in rule


def test_a_dash_in_a_count_means_nothing(places):
    bring_in(as_csv([*ROW, "–", "ไม่มี"], headings=[*HEADINGS, "หลังคาเรือน", "ประชากร"]))

    assert Community.objects.values_list("houses", "people").get() == (None, None)
