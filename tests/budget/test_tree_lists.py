"""Trees come in from lists: read by a worker, shown as a tree with every refused cell, written whole or not at all."""

import csv
import io
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import Workbook

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core import jobs
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.trial.embedded import ROOT
from budget.actions.strategy import nodes, tree_lists, trees
from budget.actions.strategy.nodes import NodeWords
from budget.actions.strategy.trees import TreeWords
from budget.models import StrategyNode, TreeImport, TreeReading
from budget.queries.strategy.trees import nodes_of
from budget.resources.trees import check_tree
from budget.tasks import read_list
from tests.factories.accounts import AT
from tests.factories.budget import CheckFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 9, 1)
TRIAL, HERE = ROOT / "bkkplan/trial/data", Path(__file__).parent
OF_2566 = (TRIAL / "strategy_tree_2566.csv").read_bytes()
OF_2568 = (TRIAL / "strategy_tree_2568.csv").read_bytes()
EXTRA = (HERE / "strategy_tree_2566_extra.csv").read_bytes()


@pytest.fixture
def tree(cast):
    words = TreeWords("ระยะที่ 3", 2566, 2570, ("ยุทธศาสตร์", "ยุทธศาสตร์ย่อย", "เป้าประสงค์"))
    return trees.add_tree(words=words, by=cast.strategy, at=AT)


@pytest.fixture
def read(cast, tree):
    def read(data, *, tree=tree, is_whole=True, name="tree.csv"):
        data = data if isinstance(data, bytes) else data.encode()
        upload = tree_lists.submit_tree_list(
            tree_id=tree.pk, uuid=uuid4(), data=data, name=name, is_whole=is_whole, by=cast.strategy, at=AT
        )
        read_list(job_id=upload.reading.pk)
        upload.refresh_from_db()
        return upload

    return read


@pytest.fixture
def confirm(cast):
    def confirm(upload, **more):
        given = {"import_id": upload.pk, "check": check_tree, "on": ON, "by": cast.strategy, "at": AT}
        return tree_lists.confirm_tree_list(**given | more)

    return confirm


def refused(upload):
    return [(error["row"], error["column"], error["sentence"]) for error in upload.outcome["errors"]]


def does(upload):
    return [(row["code"] or row["name"], row["does"]) for row in upload.outcome["rows"]]


def test_the_tree_of_2566_goes_in_as_it_is(read, confirm, tree):
    upload = read(OF_2566)
    assert (upload.state, refused(upload), upload.outcome["new"]) == (ListState.CHECKED, [], 38)

    confirm(upload)

    nodes = nodes_of(tree)
    rows = list(csv.DictReader(io.StringIO(OF_2566.decode())))
    assert [(node.code, node.level_name, node.name_th) for node in nodes] == [
        (row["code"], row["level"], row["name_th"]) for row in rows
    ]
    assert Entry.objects.get(verb="budget.tree_imported").details["new"] == 38


def test_the_tree_of_2568_goes_in_as_it_is(read, confirm, cast):
    words = TreeWords("แผนปี 2568", 2568, 2570, ("ด้าน (ดี)", "ประเด็นการพัฒนา"))
    tree = trees.add_tree(words=words, by=cast.strategy, at=AT)

    confirm(read(OF_2568, tree=tree))

    assert tree.nodes.count() == 37
    assert str(nodes_of(tree)[1]) == "ประเด็นการพัฒนา D1.1 เดินได้ เดินดี"


def test_nodes_without_codes_go_below_their_parents_and_other_rows_are_left_out_by_choice(read, confirm, cast, tree):
    confirm(read(OF_2566))
    upload = read(EXTRA, is_whole=False)

    assert upload.outcome["strange"] == {"variant of name": 11, "แนวทาง (summary)": 91}
    assert [column for _row, column, _sentence in refused(upload)] == ["ระดับ", "ระดับ"]
    assert "ยุทธศาสตร์ย่อย" in refused(upload)[0][2]
    assert upload.outcome["unused"] == ["note"]
    with pytest.raises(tree_lists.NotReadyError):
        confirm(upload)

    levels = list(upload.outcome["strange"])
    tree_lists.leave_out_levels(import_id=upload.pk, levels=levels, check=check_tree, by=cast.strategy, at=AT)
    confirm(upload)

    added = [(node.parent.code, node.level_name) for node in tree.nodes.filter(code="").order_by("sort_key")]
    assert added == [(code, "เป้าประสงค์") for code in ("1.5", "2.1", "3.3", "4.4", "6.1", "7.3")]
    assert Entry.objects.filter(verb="budget.tree_list_levels_left_out").count() == 1


@pytest.mark.parametrize(
    ("rows", "row", "column", "sentence"),
    [
        ("1,ยุทธศาสตร์,ก\n1.5.2,เป้าประสงค์,ข", 3, "รหัส", "ไม่มีข้อ 1.5"),
        ("1,ยุทธศาสตร์,ก\n1.1,เป้าประสงค์,ข", 3, "ระดับ", "“ยุทธศาสตร์ย่อย” แต่ช่องนี้เขียนว่า “เป้าประสงค์”"),
        ("1,ยุทธศาสตร์,ก\n1.1,ยุทธศาสตร์,ข", 3, "ระดับ", "“ยุทธศาสตร์ย่อย”"),
        ("1,ยุทธศาสตร์,ก\n๑,ยุทธศาสตร์,ข", 3, "รหัส", "ซ้ำกับแถวที่ 2"),
        ("1,มิติ,ก", 2, "ระดับ", "แผนนี้ไม่มีระดับนี้"),
        ("1,ยุทธศาสตร์,", 2, "ชื่อ", "ใส่ชื่อ"),
        ("1/2,ยุทธศาสตร์,ก", 2, "รหัส", "อ่านรหัสนี้ไม่ออก"),
        ("1,,ก\n1.1,,ข\n1.1.1,,ค\n1.1.1.1,,ง", 5, "รหัส", "3 ระดับ"),
        (",เป้าประสงค์,ก", 2, "รหัสของข้อที่อยู่เหนือขึ้นไป", "ต้องบอกรหัส"),
        ("1,ยุทธศาสตร์," + "ก" * 501, 2, "ชื่อ", "ยาวเกิน"),
    ],
)
def test_each_cell_that_is_refused_has_its_row_and_its_sentence(read, confirm, rows, row, column, sentence):
    upload = read(f"code,level,name\n{rows}\n")

    assert [found[:2] for found in refused(upload)] == [(row, column)]
    assert sentence in refused(upload)[0][2]
    with pytest.raises(tree_lists.NotReadyError):
        confirm(upload)
    assert not StrategyNode.objects.exists()


def test_rows_may_stand_in_any_order_and_need_no_levels(read, confirm, tree):
    upload = read("รหัส\tชื่อ\n๑.๑๐\tสิบ\n๑.๙\tเก้า\n๑\tหนึ่ง\n", name="ตารางที่วาง")
    assert does(upload) == [("1", "new"), ("1.9", "new"), ("1.10", "new")]

    confirm(upload)
    assert [(node.code, node.level) for node in nodes_of(tree)] == [("1", 1), ("1.9", 2), ("1.10", 2)]


def test_codes_that_stand_under_each_other_are_refused(read):
    upload = read("code,parent,name\nA,B,ก\nB,A,ข\n")

    assert {column for _row, column, _sentence in refused(upload)} == {"รหัสของข้อที่อยู่เหนือขึ้นไป"}


def test_a_spreadsheet_is_read_as_a_pasted_table_is(read):
    book = Workbook()
    for row in (["แผนพัฒนา"], ["รหัส", "ระดับ", "ชื่อ"], [1, "ยุทธศาสตร์", "หนึ่ง"], [1.2, "ยุทธศาสตร์ย่อย", "สอง"]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)

    assert does(read(held.getvalue(), name="tree.xlsx")) == [("1", "new"), ("1.2", "new")]


def test_a_whole_list_changes_and_takes_out_and_a_part_leaves_the_rest(read, confirm, tree):
    confirm(read("code,name\n1,หนึ่ง\n1.1,หนึ่งหนึ่ง\n2,สอง\n"))

    part = read("code,name\n1,หนึ่งใหม่\n3,สาม\n", is_whole=False)
    assert does(part) == [("1", "changed"), ("1.1", "same"), ("2", "same"), ("3", "new")]
    whole = read("code,name\n1,หนึ่ง\n2,สอง\n")
    assert does(whole) == [("1", "same"), ("1.1", "out"), ("2", "same")]

    confirm(whole)
    assert [node.code for node in nodes_of(tree)] == ["1", "2"]


def test_a_node_that_a_check_uses_is_not_taken_out_by_a_list(read, confirm, tree):
    confirm(read("code,name\n1,หนึ่ง\n1.1,ใช้อยู่\n"))
    CheckFactory(strategy=tree.nodes.get(code="1.1"))

    upload = read("code,name\n1,หนึ่ง\n")

    assert [(row, "ผลตรวจความสอดคล้อง 1" in sentence) for row, _column, sentence in refused(upload)] == [(0, True)]
    with pytest.raises(tree_lists.NotReadyError):
        confirm(upload)
    assert tree.nodes.count() == 2


def test_what_was_shown_is_what_is_written(read, confirm, cast, tree):
    upload = read("code,name\n1,หนึ่ง\n", is_whole=False)
    words = NodeWords(name_th="พิมพ์เอง", code="1")
    nodes.add_node(tree_id=tree.pk, words=words, on=ON, by=cast.strategy, at=AT)

    with pytest.raises(tree_lists.TreeChangedError):
        confirm(upload)
    assert tree.nodes.get().name_th == "พิมพ์เอง"

    confirm(upload)
    assert tree.nodes.get().name_th == "หนึ่ง"


@pytest.fixture
def undo(cast):
    def undo(upload):
        return tree_lists.undo_tree_list(import_id=upload.pk, on=ON, by=cast.strategy, at=AT)

    return undo


def as_it_reads(tree):
    return [(node.pk, node.code, node.name_th, node.level, node.parent_id) for node in nodes_of(tree)]


def test_an_import_is_undone_as_one_act(read, confirm, undo, tree):
    confirm(read("code,name\n1,หนึ่ง\n1.1,หนึ่งหนึ่ง\n1.1.1,ลึก\n2,สอง\n"))
    before = as_it_reads(tree)
    upload = confirm(read("code,name\n1,หนึ่งใหม่\n2,สอง\n2.1,เพิ่ม\n2.1.1,เพิ่มใต้นั้น\n"))

    undo(upload)

    assert as_it_reads(tree) == before
    assert TreeImport.objects.get(pk=upload.pk).state == ListState.UNDONE
    told = Entry.objects.get(verb="budget.tree_import_undone").details
    assert (told["new"], told["revised"], told["out"]) == (2, 1, 2)
    with pytest.raises(tree_lists.NotInTreeError):
        undo(upload)


def test_imports_are_undone_from_the_last_one_back(read, confirm, undo, tree):
    first = confirm(read("code,name\n1,หนึ่ง\n"))
    second = confirm(read("code,name\n1.1,หนึ่งหนึ่ง\n", is_whole=False))

    with pytest.raises(tree_lists.CannotUndoError, match="แผนเปลี่ยนไปหลังนำเข้า"):
        undo(first)

    undo(second)
    undo(first)
    assert not tree.nodes.exists()


def test_a_node_in_use_keeps_its_import_from_being_undone(client, read, confirm, undo, cast, tree):
    upload = confirm(read("code,name\n1,หนึ่ง\n1.1,ใช้อยู่\n"))
    CheckFactory(strategy=tree.nodes.get(code="1.1"))

    with pytest.raises(tree_lists.CannotUndoError, match="ผลตรวจความสอดคล้อง 1"):
        undo(upload)
    client.force_login(cast.strategy)
    page = client.get(reverse("budget:tree-list-undo", args=[upload.uuid]))
    assert "ใช้อยู่ใน: ผลตรวจความสอดคล้อง 1" in words_of(page)
    assert tree.nodes.count() == 2


def test_the_page_of_a_list_leads_to_undoing_it(client, read, confirm, cast, tree):
    upload = confirm(read("code,name\n1,หนึ่ง\n"))
    client.force_login(cast.strategy)
    undo = reverse("budget:tree-list-undo", args=[upload.uuid])
    assert undo in client.get(reverse("budget:tree-list", args=[upload.uuid])).content.decode()

    answer = client.post(undo, follow=True)

    assert "แผนกลับเป็นอย่างก่อนนำเข้า" in words_of(answer)
    assert not tree.nodes.exists()
    assert undo not in client.get(reverse("budget:tree-list", args=[upload.uuid])).content.decode()


def test_a_list_is_written_once_and_may_be_cancelled(read, confirm, cast):
    done, other = read("code,name\n1,ก\n"), read("code,name\n2,ข\n")
    confirm(done)
    tree_lists.cancel_tree_list(import_id=other.pk, by=cast.strategy, at=AT)

    for upload in (done, other):
        with pytest.raises(tree_lists.WrongMomentError):
            confirm(upload)
    assert Entry.objects.filter(verb="budget.tree_list_cancelled").count() == 1


def test_people_say_which_column_is_which(read, cast):
    upload = read("ก,ข\n1,หนึ่ง\n")
    assert refused(upload)[0][1] == "ชื่อ"

    columns = {"columns": {"code": 0, "name": 1}, "first_is_heading": True}
    tree_lists.choose_columns(import_id=upload.pk, columns=columns, check=check_tree, by=cast.strategy, at=AT)

    upload.refresh_from_db()
    assert does(upload) == [("1", "new")]
    assert Entry.objects.filter(verb="budget.tree_list_columns_chosen").count() == 1


def test_a_file_that_can_not_be_read_says_why(read):
    upload = read(b"PK\x03\x04 broken", name="tree.xlsx")

    assert (upload.state, upload.reading.state) == (ListState.WAITING, jobs.JobState.FAILED)


def test_a_form_sent_twice_is_one_list(cast, tree):
    given = {"tree_id": tree.pk, "uuid": uuid4(), "data": b"x", "name": "x", "is_whole": True}
    for _again in range(2):
        tree_lists.submit_tree_list(**given, by=cast.strategy, at=AT)

    assert (TreeImport.objects.count(), TreeReading.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="budget.tree_list_uploaded").count() == 1


def test_a_list_is_read_again_by_itself_when_the_levels_of_its_tree_get_other_names(client, cast, read, tree):
    upload = read("ระดับ,รหัส,ชื่อ\nด้าน,1,สิ่งแวดล้อม\n")
    assert upload.outcome["strange"] == {"ด้าน": 1}
    client.force_login(cast.strategy)
    words = {"name_th": tree.name_th, "first_year": "2566", "last_year": "2570", "version": str(tree.version)}

    client.post(reverse("budget:tree-edit", args=[tree.pk]), words | {"levels": "ด้าน\nยุทธศาสตร์ย่อย\nเป้าประสงค์"})

    upload.refresh_from_db()
    assert (upload.outcome["strange"], refused(upload), upload.outcome["new"]) == ({}, [], 1)
