"""People from a list: what is asked, what is refused, what is made, and what is taken back."""

import importlib
from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bkkplan.ground.accounts.actions import invite
from bkkplan.ground.accounts.actions.lists import drop_lists, invite_all
from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.models import Admission, Assignment, PeopleImport, User
from bkkplan.ground.accounts.resources.usernames import username_for
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.pages import waiting
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.exports import sheet_of
from bkkplan.ground.lists.list_kinds import people
from bkkplan.ground.lists.models import ListReading, RowList
from bkkplan.ground.lists.registry import kind_called
from bkkplan.ground.lists.tasks import read_list
from tests.factories.accounts import AT, AssignmentFactory, SectionFactory, UserFactory
from tests.factories.districts import OfficeFactory
from tests.fixtures.people import WHO
from tests.lists.test_proposals import does, errors, saved, sentences
from tests.words import packed, words_of

LISTS = reverse("lists:hand-in", args=["people", "city"])
SECRET = "ลำดวน-บานเช้า-2566"


@pytest.fixture(autouse=True)
def working_day(settings, monkeypatch):
    settings.WORKING_DAY = "2026-09-01"
    monkeypatch.setattr(waiting, "WAIT", 0)  # no worker runs


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.administrator)
    return cast.administrator


def hand_in(client, *rows, headings="ชื่อ-นามสกุล\tอีเมล\tบทบาท\tเขต", uuid=None, file=None):
    text = "\n".join(filter(None, [headings, *rows]))
    data = {"uuid": uuid or uuid4(), "text": "" if file else text}
    answer = client.post(LISTS, data | ({"file": SimpleUploadedFile("people.xlsx", file)} if file else {}))
    for reading in ListReading.objects.filter(state="queued"):
        read_list(job_id=reading.pk)
    return answer


def latest():
    return RowList.objects.latest("pk")


def act(client, what, *, follow=True, **data):
    return client.post(reverse(f"lists:{what}", args=[latest().uuid]), data, follow=follow)


def page(client):
    return words_of(client.get(reverse("lists:result", args=[latest().uuid])))


def cells(at):
    """The cells of a row of the preview, by their headings."""
    outcome = latest().outcome
    return dict(zip(outcome["used"], outcome["rows"][at]["cells"], strict=True))


@pytest.mark.parametrize("who", WHO)
def test_only_administrators_bring_lists_in(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    assert client.get(LISTS).status_code == (200 if who == "administrator" else 302 if who == "visitor" else 403)


def test_a_list_of_people_is_seen_by_administrators_alone(client, cast, admin):
    hand_in(client, "สมชาย ใจดี\t\tสยป.\t")

    assert latest() in RowList.objects.visible_to(admin)
    assert latest() not in RowList.objects.visible_to(cast.strategy)
    assert latest() not in RowList.objects.visible_to(cast.director)


def test_a_list_becomes_accounts_with_roles_by_the_single_acts(client, cast, admin, mailoutbox):
    home = cast.home.name_th
    hand_in(
        client, f"นายสมชาย ใจดี\tsomchai@example.org\tผู้อำนวยการเขต\t{home}", f"นางสาววิไล แสงทอง\t\tเจ้าหน้าที่เขต\tเขต{home}"
    )

    shown = page(client)
    assert "somchai.c" in shown
    assert "wilai.s" in shown
    assert not User.objects.filter(username="somchai.c").exists()
    assert "ส่งคำเชิญทางอีเมล 1 คนแล้ว" in act(client, "confirm").content.decode()

    somchai, wilai = User.objects.get(username="somchai.c"), User.objects.get(username="wilai.s")
    assert [(r.role, r.district, r.starts_on) for r in somchai.assignments.all()] == [
        (Role.DISTRICT_DIRECTOR, cast.home, today())
    ]
    assert [r.role for r in wilai.assignments.all()] == [Role.DISTRICT_OFFICER]
    assert [mail.to for mail in mailoutbox] == [["somchai@example.org"]]
    assert not somchai.notices.exists()  # the invitation is the one message
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    one = ["accounts.person_created", "accounts.role_given"]
    assert verbs == ["lists.uploaded", *one, *one, "lists.imported", "accounts.link_issued"]
    done = latest()
    assert (done.state, done.table, done.data, done.district) == (ListState.DONE, None, None, None)
    assert "สมชาย" not in f"{done.outcome}{done.made}{done.columns}"
    assert "บัญชีใหม่ 2" in words_of(client.get(LISTS))
    again = {"assignments": people.given_by(actions.made_by(done)), "by": admin, "at": now()}
    assert invite_all(**again) == []


def test_those_without_an_e_mail_get_one_sheet_of_links_that_open(client, cast, admin):
    acting = f"วิไล แสงทอง\t\tรักษาราชการแทนผู้อำนวยการเขต\t{cast.home}"
    hand_in(client, acting, f"สมชาย ใจดี\t-\tเจ้าหน้าที่เขต\t{cast.home}")
    act(client, "confirm")

    sheet = act(client, "links")

    assert sheet.headers["Cache-Control"] == "no-store"
    assert sheet.content.decode().count("(รักษาราชการแทน)") == 1
    links = sheet.context["links"]
    assert [link["person"].username for link in links] == ["wilai.s", "somchai.c"]
    client.logout()
    client.post(links[0]["address"], {"new_password1": SECRET, "new_password2": SECRET})
    assert client.get(reverse("desk:my-work")).status_code == 200
    client.force_login(admin)
    assert [link["person"].username for link in act(client, "links").context["links"]] == ["somchai.c"]


def test_what_is_wrong_is_said_by_cell_and_nothing_is_written(client, cast, admin):
    UserFactory(full_name="อรุณ เดิม", email="arun@example.org", username="arun.d")
    before = User.objects.count()
    cast.home.name_th, cast.home.name_en = "พระนคร", "Phra Nakhon"
    cast.home.save(update_fields=["name_th", "name_en"])

    hand_in(
        client,
        "ก หนึ่ง\t\tเจ้าหน้าที่เขต\tพระโขนงใต้",
        "ข สอง\t\tสยป.\tพระนคร",
        "ค สาม\t\tผู้อำนวยการเขต\t",
        "ง สี่\tไม่ใช่อีเมล\tภารโรง\tพระนคร",
        "จ ห้า\tarun@example.org\tสยป.\t",
        "\tx@example.org\tสยป.\t",
    )

    told = errors(latest())
    assert [(row, column) for row, column, _said in told] == [
        (3, "เขตหรือสำนัก"),
        (4, "เขตหรือสำนัก"),
        (5, "อีเมล"),
        (6, "อีเมล"),
        (7, "ชื่อ-นามสกุล"),
    ]
    assert "เป็นของเมือง" in told[0][2]
    assert told[1][2] == "บทบาท “ผู้อำนวยการเขต” ต้องระบุเขต"
    assert "อรุณ เดิม (arun.d)" in told[3][2]
    assert latest().outcome["strange"] == {"role": {"ภารโรง": 1}, "place": {"พระโขนงใต้": 1}}
    assert "ยังมีที่ต้องแก้หรือต้องตอบ" in act(client, "confirm").content.decode()
    act(client, "confirm", leaves_out="on")
    assert User.objects.count() == before


def test_words_that_nobody_knows_are_asked_once_for_the_whole_city(client, cast, admin):
    row = f"สมชาย ใจดี\t\tจนท.ฝ่ายปกครอง\t{cast.home}"
    hand_in(client, row)
    act(client, "words", **{"word-0": Role.DISTRICT_OFFICER})
    assert does(latest()) == ["new"]
    act(client, "cancel")

    hand_in(client, row)

    assert (latest().outcome["strange"], does(latest())) == ({}, ["new"])


def test_a_doubled_name_is_asked_and_both_answers_are_kept(client, cast, admin):
    known = UserFactory(full_name="สมชาย ใจดี", username="somchai.old")
    rows = [f"นายสมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.home}", f"สมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.away}"]

    hand_in(client, *rows)
    assert does(latest()) == ["asked", "asked"]
    shown = page(client)
    assert "คนเดียวกับ สมชาย ใจดี (somchai.old)" in shown
    assert "คนเดียวกับแถวที่ 2" in shown
    assert "ยังมีที่ต้องแก้หรือต้องตอบ" in act(client, "confirm").content.decode()
    act(client, "rows", **{"row-2": "new", "row-3": f"user:{known.pk}"})
    act(client, "confirm")
    assert Entry.objects.filter(verb="lists.rows_answered").count() == 1

    new = User.objects.get(username="somchai.c")
    assert [role.district for role in new.assignments.all()] == [cast.home]
    assert [role.district for role in known.assignments.all()] == [cast.away]


@pytest.mark.parametrize(("first", "accounts"), [("new", 1), ("known", 0)])
def test_a_row_that_is_the_same_as_another_is_whoever_that_is(client, cast, admin, first, accounts):
    known = UserFactory(full_name="สมชาย ใจดี", username="somchai.old")
    hand_in(
        client,
        f"นายสมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.home}",
        f"สมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.away}",
    )

    answer = "new" if first == "new" else f"user:{known.pk}"
    act(client, "rows", **{"row-2": answer, "row-3": "row:2"})

    assert (latest().outcome["asked"], latest().outcome["new"]) == (0, accounts)
    act(client, "confirm")
    owner = User.objects.get(username="somchai.c") if accounts else known
    assert {role.district for role in owner.assignments.all()} == {cast.home, cast.away}


def test_two_rows_may_be_two_roles_of_one_new_person(client, cast, admin):
    hand_in(
        client,
        f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}",
        f"สมชาย ใจดี\ts@example.org\tรักษาราชการแทนผู้อำนวยการเขต\t{cast.away}",
    )

    act(client, "confirm")

    roles = User.objects.get(email="s@example.org").assignments.order_by("pk")
    assert [(role.district, role.acting) for role in roles] == [(cast.home, ""), (cast.away, Acting.IN_PLACE)]


def test_the_same_role_twice_in_a_list_is_refused_and_one_that_is_held_is_left(client, cast, admin):
    row = f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}"
    hand_in(client, row, f"นาย{row}", row)
    assert [said for _row, _column, said in errors(latest())] == ["แถวที่ 2 ให้บทบาทนี้แก่ผู้นี้แล้ว ลบแถวใดแถวหนึ่ง"]
    assert does(latest()) == ["new", "wrong", "left"]
    hand_in(client, row)
    act(client, "confirm")

    hand_in(client, row)

    assert does(latest()) == ["same"]
    assert "ไม่มีอะไรต้องนำเข้า" in page(client)


def test_a_form_that_is_sent_twice_and_a_second_confirmation_make_nothing_twice(client, cast, admin):
    uuid, row = uuid4(), f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}"
    hand_in(client, row, uuid=uuid)
    hand_in(client, row, uuid=uuid)
    assert RowList.objects.count() == 1

    act(client, "confirm")
    act(client, "confirm")

    assert User.objects.filter(email="s@example.org").count() == 1


def test_somebody_invited_meanwhile_brings_the_list_back_with_what_changed(client, cast, admin):
    hand_in(client, f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}")
    invite(
        username="somchai.c",
        full_name="สมชาย อื่น",
        role=Role.STRATEGY,
        starts_on=today(),
        by=cast.administrator,
        at=now(),
    )

    answer = act(client, "confirm").content.decode()

    assert "มีแถวที่เปลี่ยนไปหลังจากตรวจ" in answer
    assert cells(0)["บัญชีผู้ใช้"] == "somchai.c2"
    assert not User.objects.filter(email="s@example.org").exists()
    hand_in(client, f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}")
    act(client, "rows", **{"row-2": "new"})
    act(client, "confirm")
    assert User.objects.filter(username="somchai.c2").exists()


def test_columns_may_have_any_names_once_a_person_says_which_is_which(client, cast, admin):
    hand_in(client, "A\tสมชาย ใจดี\tกลุ่มงานหนึ่ง", headings="ที่ทำงาน\tใคร\tทำอะไร")
    assert "ยังไม่ได้บอกว่าคอลัมน์ใด" in page(client)

    chosen = {"column-0": "-", "column-1": "name", "column-2": "role", "first_is_heading": "on"}
    act(client, "columns", **chosen)
    act(client, "words", **{"word-0": Role.STRATEGY})
    act(client, "confirm")

    assert [role.role for role in User.objects.get(full_name="สมชาย ใจดี").assignments.all()] == [Role.STRATEGY]


def test_days_are_read_as_people_and_spreadsheets_write_them(client, cast, admin):
    book = openpyxl.Workbook()
    book.active.append(["ชื่อ-นามสกุล", "บทบาท", "เริ่มวันที่", "สิ้นสุดวันที่", "รักษาราชการแทน"])
    book.active.append(["สมชาย ใจดี", "สยป.", date(2026, 10, 1), "30 ก.ย. 2570", "ใช่"])
    book.active.append(["วิไล แสงทอง", "สยป.", "1 ต.ค. 2569", "1 ก.ย. 2569", ""])
    book.active.append(["อรุณ แสงทอง", "สยป.", "1 ต.ค. 2569", "", "บางที"])

    hand_in(client, file=saved(book))

    row = cells(0)
    assert [row[name] for name in ("เริ่มวันที่", "สิ้นสุดวันที่", "รักษาราชการแทน")] == ["1 ต.ค. 2569", "30 ก.ย. 2570", "ใช่"]
    assert [(number, column) for number, column, _said in errors(latest())] == [(3, "สิ้นสุดวันที่")]
    assert latest().outcome["strange"] == {"acting": {"บางที": 1}}


def sheet(admin):
    kind = kind_called("people")
    return openpyxl.load_workbook(BytesIO(sheet_of(kind, kind.find("city", admin))))


def test_the_sheet_has_who_is_there_and_offers_its_choices(client, cast, admin):
    book = sheet(admin)
    filled, words = book.worksheets[0], book["รายการ"]
    assert words.sheet_state == "hidden"
    assert len(filled.data_validations.dataValidation) == 3
    filled.append(["สมชาย ใจดี", None, None, words["D1"].value, words["E1"].value])

    hand_in(client, file=saved(book))

    assert errors(latest()) == []
    assert does(latest()) == [*["same"] * Assignment.objects.not_ended(today()).count(), "new"]
    act(client, "confirm")
    hand_in(client, file=saved(book))
    assert set(does(latest())) == {"same"}


def test_a_sheet_that_comes_back_changes_only_what_was_edited(client, cast, admin):
    office = OfficeFactory(code="5001", district=cast.home)
    section = SectionFactory(office=office, name="ฝ่ายปกครอง")
    given = {"role": Role.DISTRICT_OFFICER, "district": cast.home, "starts_on": date(2026, 1, 1)}
    one = AssignmentFactory(user=UserFactory(full_name="=อรุณ เดิม", email="a@example.org", username="arun.d"), **given)
    one.sections.add(section)
    order = {"acting": Acting.BY_ORDER, "order_number": "1/2569", "order_dated": date(2026, 1, 1)}
    AssignmentFactory(user=UserFactory(full_name="วิไล แสงทอง"), **given, **order)
    years = {"first_year": 2566, "last_year": 2570, "ends_on": date(2027, 10, 1), "starts_on": date(2026, 1, 1)}
    AssignmentFactory(user=UserFactory(full_name="สม ตรวจ"), role=Role.AUDITOR, district=cast.away, **years)

    hand_in(client, file=saved(sheet(admin)))
    assert (set(does(latest())), errors(latest()), sentences(latest())) == ({"same"}, [], {})

    book = sheet(admin)
    row = next(row for row in book.worksheets[0].iter_rows(min_row=2) if row[2].value == "arun.d")
    row[1].value, row[8].value = "other@example.org", "1 ต.ค. 2570"
    hand_in(client, file=saved(book))
    assert set(does(latest())) == {"same"}
    told = "ข้อที่ต่างจากที่มีอยู่ไม่ถูกแก้ (อีเมล, สิ้นสุดวันที่) แก้ได้ที่หน้าของผู้ใช้"
    assert list(sentences(latest()).values()) == [told]

    row[1].value, row[8].value, row[4].value, row[5].value = "a@example.org", None, cast.away.name_th, None
    hand_in(client, file=saved(book))
    assert [made for made in does(latest()) if made != "same"] == ["changed"]
    act(client, "confirm")
    roles = Assignment.objects.filter(user__username="arun.d").order_by("pk")
    assert [role.district for role in roles] == [cast.home, cast.away]


def test_a_file_that_cannot_be_read_and_an_empty_form_are_sentences(client, cast, admin):
    hand_in(client, file=b"PK\x03\x04 no book")
    assert latest().state == ListState.WAITING
    assert "อ่านไฟล์ไม่สำเร็จ" in client.get(LISTS).content.decode()
    assert "people.xlsx" in page(client)

    empty = client.post(LISTS, {"uuid": uuid4(), "text": " "})

    assert empty.status_code == 422
    assert "เลือกไฟล์ หรือวางตาราง" in empty.content.decode()


def test_a_long_list_comes_in_by_parts_and_what_is_in_is_not_asked_again(client, cast, admin, monkeypatch):
    monkeypatch.setattr(people, "MOST_PEOPLE", 2)
    rows = [f"คนที่{n} สกุล{n}\t\tเจ้าหน้าที่เขต\t{cast.home}" for n in range(3)]
    hand_in(client, *rows)
    assert does(latest()) == ["new", "new", "wrong"]
    assert "นำเข้าได้ครั้งละไม่เกิน 2 คน" in errors(latest())[0][2]
    act(client, "confirm", leaves_out="on")

    hand_in(client, *rows)

    assert does(latest()) == ["same", "same", "new"]


def test_an_undo_closes_what_nobody_used_and_leaves_the_rest(client, cast, admin):
    known = UserFactory(full_name="อรุณ เดิม", email="a@example.org")
    hand_in(
        client,
        f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}",
        f"วิไล แสงทอง\tw@example.org\tเจ้าหน้าที่เขต\t{cast.home}",
        "อรุณ เดิม\ta@example.org\tสยป.\t",
    )
    act(client, "confirm")
    User.objects.filter(email="w@example.org").update(last_login=timezone.now())
    assert "จะสิ้นสุดวันนี้" in client.get(reverse("lists:undo", args=[latest().uuid])).content.decode()

    said = act(client, "undo").content.decode()

    assert "สิ้นสุดบทบาท 2 รายการ คงไว้ 1 รายการ" in said
    somchai, wilai = User.objects.get(email="s@example.org"), User.objects.get(email="w@example.org")
    assert (somchai.is_active, wilai.is_active) == (False, True)
    held = Assignment.objects.current(today())
    assert not held.filter(user=somchai).exists()
    assert held.filter(user=wilai).exists()
    known.refresh_from_db()
    assert known.is_active
    assert not held.filter(user=known).exists()
    assert latest().state == ListState.UNDONE
    assert Entry.objects.filter(verb="lists.undone").count() == 1


def test_an_undo_closes_no_account_that_has_got_another_role_since(client, cast, admin):
    hand_in(client, f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}")
    act(client, "confirm")
    somchai = User.objects.get(email="s@example.org")
    AssignmentFactory(user=somchai, role=Role.STRATEGY, district=None, starts_on=today())

    act(client, "undo")

    somchai.refresh_from_db()
    assert somchai.is_active
    assert [role.role for role in Assignment.objects.current(today()).filter(user=somchai)] == [Role.STRATEGY]


def test_where_all_is_in_use_an_undo_says_so(client, cast, admin):
    hand_in(client, f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}")
    act(client, "confirm")
    User.objects.filter(email="s@example.org").update(last_login=timezone.now())

    assert "มีผู้ใช้แล้วทั้งหมด" in act(client, "undo").content.decode()
    assert latest().state == ListState.DONE


def test_a_cancelled_list_and_one_that_nobody_confirmed_hold_no_names(client, cast, admin):
    row = f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}"
    hand_in(client, row)
    act(client, "cancel")
    first = latest()
    hand_in(client, row)
    RowList.objects.filter(pk=latest().pk).update(uploaded_at=AT)

    assert actions.drop_lists(now()) == 1

    for upload in (RowList.objects.get(pk=first.pk), latest()):
        assert upload.state == ListState.CANCELLED
        assert "สมชาย" not in f"{upload.table}{upload.outcome}{upload.columns}{upload.data}"
    assert client.get(reverse("lists:result", args=[first.uuid])).status_code == 200


def test_lists_of_before_stand_in_the_history_and_can_still_be_undone(client, cast, admin):
    somchai = UserFactory(full_name="สมชาย ใจดี", last_login=None)
    role = AssignmentFactory(user=somchai, role=Role.STRATEGY, district=None, starts_on=date(2026, 1, 1))
    given = {"uploaded_at": AT, "uploaded_by": admin, "confirmed_at": AT, "confirmed_by": admin}
    old = PeopleImport.objects.create(name="เดิม.xlsx", state="done", outcome={"new": 1, "same": 2}, **given)
    Admission.objects.create(source=old, assignment=role, is_new=True)
    waiting_one = PeopleImport.objects.create(
        name="ค้าง.xlsx", state="checked", table={"rows": ["สมหญิง"]}, uploaded_at=AT, uploaded_by=admin
    )
    step = importlib.import_module("bkkplan.ground.lists.migrations.0003_lists_of_people_become_lists_of_rows")

    step.take_over(apps, None)
    step.take_over(apps, None)

    waiting_one.refresh_from_db()
    assert (waiting_one.state, waiting_one.table) == ("cancelled", None)
    assert (latest().name, latest().made[0][:2]) == ("เดิม.xlsx", [str(role.pk), "new"])
    assert "บัญชีใหม่ 1" in words_of(client.get(LISTS))
    assert "สมชาย ใจดี" in page(client)
    act(client, "undo")
    somchai.refresh_from_db()
    assert not somchai.is_active
    PeopleImport.objects.filter(pk=waiting_one.pk).update(state="checked", table={})
    assert drop_lists(now()) == 1


def test_the_result_page_asks_the_same_for_two_people_and_for_twenty(
    client, cast, admin, django_assert_max_num_queries
):
    counts = []
    for many in (2, 20):
        hand_in(client, *[f"คนที่{many} สกุล{n}\t\tเจ้าหน้าที่เขต\t{cast.home}" for n in range(many)])
        page(client)
        with django_assert_max_num_queries(100) as asked:
            page(client)
        counts.append(len(asked))
        act(client, "confirm")
        with django_assert_max_num_queries(100) as asked:
            page(client)
        counts.append(len(asked))

    assert counts[0] == counts[2]
    assert counts[1] == counts[3]
    assert Assignment.objects.filter(user__full_name__startswith="คนที่").count() == 22


def test_user_names_are_made_from_names_and_counted_where_they_are_taken():
    assert username_for("นางสาววิไล แสงทอง", taken=set()) == "wilai.s"
    assert username_for("วิไล แสงทอง", taken={"wilai.s", "wilai.s2"}) == "wilai.s3"
    assert username_for("John O'Neil", taken=set()) == "john.o"
    assert username_for("๑", taken={"user1"}) == "user2"


def test_submitting_asks_for_the_right(cast):
    with pytest.raises(PermissionDenied):
        actions.submit(kind="people", place="city", uuid=uuid4(), data=b"", name="x", by=cast.director, at=AT)


def test_a_list_knows_every_role_by_its_own_name(client, cast, admin):
    words = kind_called("people").cell_words(kind_called("people").find("city", admin))["role"]

    assert {word.value: str(Role(word.value).label) in (word.name, *word.others) for word in words} == dict.fromkeys(
        Role.values, True
    )


def test_a_bureau_is_found_by_its_name_and_takes_the_roles_of_bureaus_alone(client, cast, admin):
    bureau = OfficeFactory(code="2400", name_th="สำนักอนามัย")

    hand_in(
        client,
        "ก หนึ่ง\t\tเจ้าหน้าที่เขต\tสำนักอนามัย",
        f"ข สอง\t\tผู้อำนวยการสำนัก\t{cast.home}",
        "ค สาม\t\tเจ้าหน้าที่สำนัก\t",
        f"ง สี่\t\tผู้ตรวจสอบ\t{cast.home}",
    )
    assert [sentence for _row, _column, sentence in errors(latest())] == [
        "บทบาท “เจ้าหน้าที่เขต” เป็นของเขต แต่ “สำนักอนามัย” เป็นสำนัก ใส่ชื่อเขต หรือเลือกบทบาทของสำนัก",
        f"บทบาท “ผู้อำนวยการสำนัก” เป็นของสำนัก แต่ “{cast.home.name_th}” เป็นเขต ใส่ชื่อสำนัก หรือเลือกบทบาทของเขต",
        "บทบาท “เจ้าหน้าที่สำนัก” ต้องระบุสำนัก",
        "ผู้ตรวจสอบต้องมีวันสิ้นสุด",
    ]

    hand_in(client, "ก หนึ่ง\t\tเจ้าหน้าที่สำนัก\tสำนักอนามัย")
    act(client, "confirm")

    assert list(Assignment.objects.filter(bureau=bureau).values_list("role", flat=True)) == [Role.BUREAU_OFFICER]


def test_a_list_brings_auditors_with_their_offices_years_and_last_day(client, cast, admin):
    heads = "ชื่อ-นามสกุล\tบัญชีผู้ใช้\tบทบาท\tเขต\tสิ้นสุดวันที่\tปีงบประมาณที่ตรวจ"
    hand_in(
        client,
        "ก หนึ่ง\t\tผู้ตรวจสอบ\t\t1 ต.ค. 2570\tปีก่อน",
        "ข สอง\t\tผู้ตรวจสอบ\t\t1 ต.ค. 2570\t2569-2566",
        f"ค สาม\t\tเจ้าหน้าที่เขต\t{cast.home}\t\t2569",
        "ง สี่\t\tผู้ตรวจสอบ\t\t\t๒๕๖๙",
        headings=heads,
    )
    assert errors(latest()) == [
        (2, "ปีงบประมาณที่ตรวจ", "ใส่ปีงบประมาณเป็น พ.ศ. เช่น 2569 หรือ 2566–2570 เว้นว่างถ้าตรวจทุกปี"),
        (3, "ปีงบประมาณที่ตรวจ", "ปีสุดท้ายต้องไม่ก่อนปีแรก และอยู่ระหว่าง 2510–2589"),
        (4, "ปีงบประมาณที่ตรวจ", "จำกัดปีงบประมาณได้เฉพาะผู้ตรวจสอบ เว้นช่องนี้ว่าง"),
        (5, "สิ้นสุดวันที่", "ผู้ตรวจสอบต้องมีวันสิ้นสุด"),
    ]

    auditor = "ก หนึ่ง\tauditor.k\tผู้ตรวจสอบ"
    hand_in(
        client,
        f"{auditor}\t{cast.home}\t1 ต.ค. 2570\t2566 ถึง ๒๕๗๐",
        f"{auditor}\t{cast.away}\t1 ต.ค. 2570\t2569",
        headings=heads,
    )
    assert "2566 ถึง ๒๕๗๐" in packed(page(client))
    act(client, "confirm")

    roles = User.objects.get(username="auditor.k").assignments.order_by("first_year")
    assert list(roles.values_list("role", "district", "first_year", "last_year", "ends_on")) == [
        (Role.AUDITOR, cast.home.pk, 2566, 2570, date(2027, 10, 1)),
        (Role.AUDITOR, cast.away.pk, 2569, 2569, date(2027, 10, 1)),
    ]

    hand_in(
        client, f"{auditor}\t{cast.home}\t1 ต.ค. 2570\t", f"{auditor}\t{cast.away}\t1 ต.ค. 2570\t2569", headings=heads
    )
    assert errors(latest()) == [(2, "ปีงบประมาณที่ตรวจ", "ผู้นี้ตรวจที่นี่อยู่แล้ว ปี 2566–2570 สิ้นสุดบทบาทนั้นก่อน")]
    assert does(latest()) == ["wrong", "same"]


def test_years_of_a_spreadsheet_may_be_numbers(client, cast, admin):
    book = openpyxl.Workbook()
    book.active.append(["ชื่อ-นามสกุล", "บทบาท", "สิ้นสุดวันที่", "ปีงบประมาณที่ตรวจ"])
    book.active.append(["สมชาย ใจดี", "ผู้ตรวจสอบ", date(2027, 10, 1), 2569])

    hand_in(client, file=saved(book))
    act(client, "confirm")

    role = User.objects.get(full_name="สมชาย ใจดี").assignments.get()
    assert (role.first_year, role.last_year) == (2569, 2569)


def test_a_list_says_in_which_sections_people_work(client, cast, admin):
    office = OfficeFactory(code="5001", district=cast.home)
    for name in ("ฝ่ายปกครอง", "ฝ่ายการคลัง"):
        SectionFactory(office=office, name=name)
    heads = "ชื่อ-นามสกุล\tบทบาท\tเขต\tฝ่าย"

    hand_in(
        client,
        f"ก หนึ่ง\tเจ้าหน้าที่เขต\t{cast.home}\tโยธา",
        f"ข สอง\tเจ้าหน้าที่เขต\t{cast.away}\tปกครอง",
        f"ค สาม\tปฏิบัติราชการแทนผู้อำนวยการเขต\t{cast.home}\t",
        headings=heads,
    )
    assert [sentence for _row, _column, sentence in errors(latest())] == [
        "หน่วยงานนี้ไม่มี “โยธา” ใช้ ฝ่ายปกครอง, ฝ่ายการคลัง",
        "หน่วยงานนี้ยังไม่มีฝ่าย เพิ่มฝ่ายก่อน หรือเว้นช่องนี้ว่าง",
        "ปฏิบัติราชการแทนต้องมีคำสั่ง ให้บทบาทนี้ทีละคนที่หน้าของผู้ใช้",
    ]

    hand_in(client, f"ก หนึ่ง\tเจ้าหน้าที่เขต\t{cast.home}\tการคลัง, ฝ่ายปกครอง", headings=heads)
    act(client, "confirm")

    role = User.objects.get(full_name="ก หนึ่ง").assignments.get()
    assert set(role.sections.values_list("name", flat=True)) == {"ฝ่ายการคลัง", "ฝ่ายปกครอง"}
