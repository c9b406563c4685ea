"""People from a list: what is asked, what is refused, what is made, and what is taken back."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bkkplan.ground.accounts import tasks
from bkkplan.ground.accounts.actions import invite
from bkkplan.ground.accounts.actions.lists import drop_lists, submit_list
from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.models import Admission, Assignment, PeopleImport, PeopleReading, User
from bkkplan.ground.accounts.resources import cells
from bkkplan.ground.accounts.resources.people import MOST_PEOPLE
from bkkplan.ground.accounts.resources.usernames import username_for
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.lists import ListState
from bkkplan.ground.core.pages import waiting
from tests.factories.accounts import AT, AssignmentFactory, SectionFactory, UserFactory
from tests.factories.districts import OfficeFactory
from tests.fixtures.people import WHO
from tests.words import packed

LISTS = reverse("accounts:people-import")
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
    data = {"uuid": uuid or uuid4(), "text": "" if file else text} | ({"file": file} if file else {})
    answer = client.post(LISTS, data)
    for reading in PeopleReading.objects.filter(state="queued"):
        tasks.read_list(job_id=reading.pk)
    return answer


def latest():
    return PeopleImport.objects.latest("pk")


def act(client, what, *, follow=True, **data):
    return client.post(reverse(f"accounts:people-import-{what}", args=[latest().uuid]), data, follow=follow)


def page(client):
    return client.get(reverse("accounts:people-import-result", args=[latest().uuid])).content.decode()


def errors():
    return [(e["row"], e["column"], e["sentence"]) for e in latest().outcome["errors"]]


@pytest.mark.parametrize("who", WHO)
def test_only_administrators_bring_lists_in(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    assert client.get(LISTS).status_code == (200 if who == "administrator" else 302 if who == "visitor" else 403)


def test_a_list_becomes_accounts_with_roles_by_the_single_acts(client, cast, admin, mailoutbox):
    home = cast.home.name_th
    hand_in(
        client, f"นายสมชาย ใจดี\tsomchai@example.org\tผู้อำนวยการเขต\t{home}", f"นางสาววิไล แสงทอง\t\tเจ้าหน้าที่เขต\tเขต{home}"
    )

    shown = page(client)
    assert "somchai.c" in shown
    assert "wilai.s" in shown
    assert not User.objects.filter(username="somchai.c").exists()
    act(client, "confirm")

    somchai, wilai = User.objects.get(username="somchai.c"), User.objects.get(username="wilai.s")
    assert [(r.role, r.district, r.starts_on) for r in somchai.assignments.all()] == [
        (Role.DISTRICT_DIRECTOR, cast.home, today())
    ]
    assert [r.role for r in wilai.assignments.all()] == [Role.DISTRICT_OFFICER]
    assert [mail.to for mail in mailoutbox] == [["somchai@example.org"]]
    assert not somchai.notices.exists()  # the invitation is the one message
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    one = ["accounts.person_created", "accounts.role_given"]
    assert verbs == ["accounts.list_uploaded", *one, *one, "accounts.list_imported", "accounts.link_issued"]
    done = latest()
    assert (done.state, done.table, done.data) == (ListState.DONE, None, None)
    assert "สมชาย" not in str(done.outcome)


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
        "ก หนึ่ง\t\tเจ้าหน้าที่เขต\tพระนค",
        "ข สอง\t\tสยป.\tพระนคร",
        "ค สาม\t\tผู้อำนวยการเขต\t",
        "ง สี่\tไม่ใช่อีเมล\tภารโรง\tพระนคร",
        "จ ห้า\tarun@example.org\tสยป.\t",
        "\t\tสยป.\t",
    )

    told = errors()
    assert told[0] == (2, "เขตหรือสำนัก", "ไม่มีเขตหรือสำนักชื่อนี้ ที่ใกล้เคียงคือ พระนคร")
    assert told[1][:2] == (3, "เขตหรือสำนัก")
    assert "เป็นของเมือง" in told[1][2]
    assert told[2] == (4, "เขตหรือสำนัก", "บทบาท “ผู้อำนวยการเขต” ต้องระบุเขต")
    assert [(row, column) for row, column, _said in told[3:]] == [
        (5, "บทบาท"),
        (5, "อีเมล"),
        (6, "อีเมล"),
        (7, "ชื่อ-นามสกุล"),
    ]
    assert "อรุณ เดิม (arun.d)" in told[5][2]
    assert "ที่ใกล้เคียงคือ พระนคร" in page(client)
    assert "ยังมีที่ต้องแก้" in act(client, "confirm").content.decode()
    assert User.objects.count() == before


def test_a_doubled_name_is_asked_and_both_answers_are_kept(client, cast, admin):
    known = UserFactory(full_name="สมชาย ใจดี", username="somchai.old")
    rows = [f"นายสมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.home}", f"สมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.away}"]

    hand_in(client, *rows)
    assert latest().outcome["open"] == [2, 3]
    shown = page(client)
    assert "คนเดียวกับ สมชาย ใจดี (<bdi" in shown
    assert "คนเดียวกับแถวที่ 2" in shown
    assert "ยังมีที่ต้องแก้หรือต้องตอบ" in act(client, "confirm").content.decode()
    act(client, "answers", **{"row-2": "new", "row-3": f"user:{known.pk}"})
    act(client, "confirm")

    new = User.objects.get(username="somchai.c")
    assert [role.district for role in new.assignments.all()] == [cast.home]
    assert [role.district for role in known.assignments.all()] == [cast.away]


@pytest.mark.parametrize(("first", "people"), [("new", 1), ("known", 0)])
def test_a_row_that_is_the_same_as_another_is_whoever_that_is(client, cast, admin, first, people):
    known = UserFactory(full_name="สมชาย ใจดี", username="somchai.old")
    hand_in(
        client,
        f"นายสมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.home}",
        f"สมชาย ใจดี\t\tเจ้าหน้าที่เขต\t{cast.away}",
    )

    answer = "new" if first == "new" else f"user:{known.pk}"
    act(client, "answers", **{"row-2": answer, "row-3": "row:2"})

    assert latest().outcome["open"] == []
    assert latest().outcome["new"] == people
    act(client, "confirm")
    owner = User.objects.get(username="somchai.c") if people else known
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
    hand_in(client, row, row)
    assert [said for _row, _column, said in errors()] == ["แถวที่ 2 ให้บทบาทนี้แก่ผู้นี้แล้ว ลบแถวใดแถวหนึ่ง"]
    hand_in(client, row)
    act(client, "confirm")

    hand_in(client, row)

    assert [r["does"] for r in latest().outcome["rows"]] == ["same"]
    assert "ไม่มีอะไรต้องนำเข้า" in page(client)


def test_a_form_that_is_sent_twice_and_a_second_confirmation_make_nothing_twice(client, cast, admin):
    uuid, row = uuid4(), f"สมชาย ใจดี\ts@example.org\tผู้อำนวยการเขต\t{cast.home}"
    hand_in(client, row, uuid=uuid)
    hand_in(client, row, uuid=uuid)
    assert PeopleImport.objects.count() == 1

    act(client, "confirm")
    assert "ไม่ได้รอยืนยันแล้ว" in act(client, "confirm").content.decode()

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

    assert "เปลี่ยนไปหลังจากตรวจ" in answer
    assert latest().outcome["rows"][0]["username"] == "somchai.c2"
    act(client, "confirm")
    assert User.objects.filter(username="somchai.c2").exists()


def test_columns_may_have_any_names_once_a_person_says_which_is_which(client, cast, admin):
    hand_in(client, "A\tสมชาย ใจดี\tสยป.", headings="ที่ทำงาน\tใคร\tทำอะไร")
    assert "ยังไม่ได้บอกว่าคอลัมน์ใด" in page(client)

    same = act(client, "columns", follow=False, name="1", role="1")
    assert same.status_code == 422
    assert "ใช้ได้กับหัวข้อเดียว" in same.content.decode()
    act(client, "columns", name="1", role="2", first_is_heading="on")
    act(client, "confirm")

    assert [role.role for role in User.objects.get(full_name="สมชาย ใจดี").assignments.all()] == [Role.STRATEGY]


def test_days_are_read_as_people_and_spreadsheets_write_them(client, cast, admin):
    book = openpyxl.Workbook()
    book.active.append(["ชื่อ-นามสกุล", "บทบาท", "เริ่มวันที่", "สิ้นสุดวันที่", "รักษาราชการแทน"])
    book.active.append(["สมชาย ใจดี", "สยป.", date(2026, 10, 1), "30 ก.ย. 2570", "ใช่"])
    book.active.append(["วิไล แสงทอง", "สยป.", "1 ต.ค. 2569", "1 ก.ย. 2569", "บางที"])
    out = BytesIO()
    book.save(out)

    hand_in(client, file=SimpleUploadedFile("people.xlsx", out.getvalue()))

    row = latest().outcome["rows"][0]
    assert (row["starts_on"], row["ends_on"], row["acting"]) == ("2026-10-01", "2027-09-30", True)
    assert [(number, column) for number, column, _said in errors()] == [(3, "สิ้นสุดวันที่"), (3, "รักษาราชการแทน")]


def test_the_template_is_read_as_a_list_and_offers_its_choices(client, cast, admin):
    answer = client.get(reverse("accounts:people-template"))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    filled = book.worksheets[0]
    filled.append(["สมชาย ใจดี", None, None, book["รายการ"]["A1"].value, book["รายการ"]["B1"].value])
    out = BytesIO()
    book.save(out)

    hand_in(client, file=SimpleUploadedFile("people.xlsx", out.getvalue()))

    assert book["รายการ"].sheet_state == "hidden"
    assert len(filled.data_validations.dataValidation) == 3
    assert errors() == []
    assert latest().outcome["new"] == 1


def test_a_file_that_cannot_be_read_and_an_empty_form_are_sentences(client, cast, admin):
    hand_in(client, file=SimpleUploadedFile("people.xlsx", b"PK\x03\x04 no book"))
    assert latest().state == ListState.WAITING
    assert "อ่านไฟล์ไม่สำเร็จ" in client.get(LISTS).content.decode()
    assert "people.xlsx" in page(client)

    empty = client.post(LISTS, {"uuid": uuid4(), "text": " "})

    assert empty.status_code == 422
    assert "เลือกไฟล์ หรือวางตาราง" in empty.content.decode()


def test_a_list_that_is_too_long_says_how_to_go_on(client, cast, admin):
    hand_in(client, *[f"คนที่ {n}\t\tสยป.\t" for n in range(MOST_PEOPLE + 1)])

    assert "แบ่งเป็นหลายไฟล์" in errors()[0][2]


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
    assert "จะสิ้นสุดวันนี้" in client.get(reverse("accounts:people-import-undo", args=[latest().uuid])).content.decode()

    said = act(client, "undo").content.decode()

    assert "สิ้นสุดบทบาท 2 รายการ" in said
    assert "คงไว้ 1 รายการ" in said
    somchai, wilai = User.objects.get(email="s@example.org"), User.objects.get(email="w@example.org")
    assert (somchai.is_active, wilai.is_active) == (False, True)
    held = Assignment.objects.current(today())
    assert not held.filter(user=somchai).exists()
    assert held.filter(user=wilai).exists()
    known.refresh_from_db()
    assert known.is_active
    assert not held.filter(user=known).exists()
    assert latest().state == ListState.UNDONE
    assert Entry.objects.filter(verb="accounts.list_undone").count() == 1


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
    PeopleImport.objects.filter(pk=latest().pk).update(uploaded_at=AT)

    assert drop_lists(now()) == 1

    for upload in (PeopleImport.objects.get(pk=first.pk), latest()):
        assert upload.state == ListState.CANCELLED
        assert "สมชาย" not in f"{upload.table}{upload.outcome}{upload.answers}{upload.data}"
    assert client.get(reverse("accounts:people-import-result", args=[first.uuid])).status_code == 200
    assert Entry.objects.filter(verb="accounts.list_cancelled").count() == 1


def test_the_result_page_asks_the_same_for_two_people_and_for_twenty(
    client, cast, admin, django_assert_max_num_queries
):
    counts = []
    for people in (2, 20):
        hand_in(client, *[f"คนที่{people} สกุล{n}\t\tเจ้าหน้าที่เขต\t{cast.home}" for n in range(people)])
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
    assert Admission.objects.count() == 22


def test_user_names_are_made_from_names_and_counted_where_they_are_taken():
    assert username_for("นางสาววิไล แสงทอง", taken=set()) == "wilai.s"
    assert username_for("วิไล แสงทอง", taken={"wilai.s", "wilai.s2"}) == "wilai.s3"
    assert username_for("John O'Neil", taken=set()) == "john.o"
    assert username_for("๑", taken={"user1"}) == "user2"


def test_submitting_asks_for_the_right(cast):
    with pytest.raises(PermissionDenied):
        submit_list(uuid=uuid4(), data=b"", name="x", by=cast.director, at=AT)


def test_a_list_knows_every_role_by_its_own_name():
    assert {role: cells.read_role(str(role.label)) for role in Role} == {role: (role, False) for role in Role}


def test_a_bureau_is_found_by_its_name_and_takes_the_roles_of_bureaus_alone(client, cast, admin):
    bureau = OfficeFactory(code="2400", name_th="สำนักอนามัย")

    hand_in(
        client,
        "ก หนึ่ง\t\tเจ้าหน้าที่เขต\tสำนักอนามัย",
        f"ข สอง\t\tผู้อำนวยการสำนัก\t{cast.home}",
        "ค สาม\t\tเจ้าหน้าที่สำนัก\t",
        f"ง สี่\t\tผู้ตรวจสอบ\t{cast.home}",
    )
    assert [sentence for _row, _column, sentence in errors()] == [
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
    assert errors() == [
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
    assert "ปีงบประมาณ 2566–2570" in packed(page(client))
    act(client, "confirm")

    roles = User.objects.get(username="auditor.k").assignments.order_by("first_year")
    assert list(roles.values_list("role", "district", "first_year", "last_year", "ends_on")) == [
        (Role.AUDITOR, cast.home.pk, 2566, 2570, date(2027, 10, 1)),
        (Role.AUDITOR, cast.away.pk, 2569, 2569, date(2027, 10, 1)),
    ]

    hand_in(
        client, f"{auditor}\t{cast.home}\t1 ต.ค. 2570\t", f"{auditor}\t{cast.away}\t1 ต.ค. 2570\t2569", headings=heads
    )
    assert errors() == [(2, "ปีงบประมาณที่ตรวจ", "ผู้นี้ตรวจที่นี่อยู่แล้ว ปี 2566–2570 สิ้นสุดบทบาทนั้นก่อน")]
    assert [row["does"] for row in latest().outcome["rows"]] == ["wrong", "same"]


def test_years_of_a_spreadsheet_may_be_numbers(client, cast, admin):
    book = openpyxl.Workbook()
    book.active.append(["ชื่อ-นามสกุล", "บทบาท", "สิ้นสุดวันที่", "ปีงบประมาณที่ตรวจ"])
    book.active.append(["สมชาย ใจดี", "ผู้ตรวจสอบ", date(2027, 10, 1), 2569])
    out = BytesIO()
    book.save(out)

    hand_in(client, file=SimpleUploadedFile("people.xlsx", out.getvalue()))

    assert errors() == []
    assert latest().outcome["rows"][0]["years"] == [2569, 2569]


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
    assert [sentence for _row, _column, sentence in errors()] == [
        "หน่วยงานนี้ไม่มี “โยธา” ใช้ ฝ่ายปกครอง, ฝ่ายการคลัง",
        "หน่วยงานนี้ยังไม่มีฝ่าย เพิ่มฝ่ายก่อน หรือเว้นช่องนี้ว่าง",
        "ปฏิบัติราชการแทนต้องมีคำสั่ง ให้บทบาทนี้ทีละคนที่หน้าของผู้ใช้",
    ]

    hand_in(client, f"ก หนึ่ง\tเจ้าหน้าที่เขต\t{cast.home}\tการคลัง, ฝ่ายปกครอง", headings=heads)
    assert "ฝ่ายการคลัง, ฝ่ายปกครอง" in page(client)
    act(client, "confirm")

    role = User.objects.get(full_name="ก หนึ่ง").assignments.get()
    assert set(role.sections.values_list("name", flat=True)) == {"ฝ่ายการคลัง", "ฝ่ายปกครอง"}
