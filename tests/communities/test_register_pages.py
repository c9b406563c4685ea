"""The register in the browser: who reaches what, the list, a community, and bringing a file in."""

import io
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.pages import waiting as waiting_pages
from bkkplan.ground.core.spreadsheets import sheets
from bkkplan.ground.lists.models import ListReading, RowList
from bkkplan.ground.lists.tasks import read_list
from communities.models import Community, RegisterImport
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommitteeMemberFactory,
    CommunityFactory,
    CommunityStandingFactory,
    CommunityTypeFactory,
    PlanRevisionFactory,
)
from tests.fixtures.people import WHO
from tests.words import words_of

REGISTER = "/work/register/"
IMPORTS = "/work/lists/communities/city/"
KEEPERS = {"social", "administrator"}
EVERYONE = set(WHO) - {"visitor"}
CITY = {"social", "strategy", "administrator"}
DISTRICT = {"officer", "director"}
CODE = "{code}"
PAGES = {
    REGISTER: EVERYONE,
    f"{REGISTER}communities.csv": EVERYONE,
    IMPORTS: KEEPERS,
    f"{REGISTER}{CODE}/": EVERYONE,
    f"{REGISTER}{CODE}/standing/": KEEPERS,
    f"/work/committees/{CODE}/": CITY | DISTRICT | {"member"},
    f"/work/committees/{CODE}/terms/new/": {"social"} | DISTRICT,
    f"/work/committees/{CODE}/terms/{{term}}/end/": {"social"} | DISTRICT,
    f"/work/committees/{CODE}/terms/{{term}}/members/new/": {"social"} | DISTRICT,
    f"/work/committees/{CODE}/members/{{member}}/correct/": {"social"} | DISTRICT,
    f"/work/committees/{CODE}/members/{{member}}/leave/": {"social"} | DISTRICT,
    f"/work/committees/{CODE}/members/{{member}}/invite/": DISTRICT,
}


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(waiting_pages, "WAIT", 0)  # no worker runs


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", WHO)
def test_who_reaches_the_pages_of_the_register(client, cast, who, page):
    seat = CommitteeMemberFactory(committee__community=cast.home_community)
    if who != "visitor":
        client.force_login(cast.people[who])

    url = page.format(code=cast.home_community.code, term=seat.committee_id, member=seat.pk)

    assert client.get(url).status_code == (302 if who == "visitor" else 200 if who in PAGES[page] else 403)


def test_an_upload_is_unknown_to_those_who_do_not_keep_the_register(client, cast):
    client.force_login(cast.social)
    page = upload(client, HEADINGS + row_of(cast.home_community)).url
    client.force_login(cast.administrator)
    assert client.get(page).status_code == 200
    client.force_login(cast.officer)

    answers = [client.get(page), client.post(f"{page}confirm/")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_addresses_of_before_lead_to_the_list(client, cast):
    client.force_login(cast.social)
    page = upload(client, HEADINGS + row_of(cast.home_community)).url
    uuid = RowList.objects.get().uuid

    assert client.get("/work/register/imports/").url == IMPORTS
    assert client.get(f"/work/register/imports/{uuid}/").url == page
    assert client.get(f"/work/register/imports/{uuid4()}/").url == IMPORTS


def test_names_of_a_committee_are_for_those_who_work_with_it(client, cast):
    CommitteeMemberFactory(committee__community=cast.home_community, full_name="สมศรี ใจดี")
    url = f"{REGISTER}{cast.home_community.code}/"

    seen = {}
    for who in ("officer", "stranger", "away_officer"):
        client.force_login(cast.people[who])
        seen[who] = "สมศรี ใจดี" in client.get(url).content.decode()

    assert seen == {"officer": True, "stranger": False, "away_officer": False}


def listed(client, query=""):
    return [row[0].name_th for row in client.get(REGISTER + query).context["rows"]]


def test_the_list_is_filtered_sorted_and_told_as_of_a_day(client, cast):
    crowded = CommunityTypeFactory(code="crowded", name_th="ชุมชนแออัด")
    small = CommunityFactory(
        subdistrict=cast.home_community.subdistrict, name_th="คลองเตย", houses=50, standing__type=crowded
    )
    large = CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="คลองสาน", houses=500)
    CommunityStandingFactory(community=large, starts_on=date(2023, 5, 1), status="dissolved")
    client.force_login(cast.social)

    assert "คลองสาน" not in listed(client)
    assert "คลองสาน" in listed(client, "?status=dissolved")
    assert "คลองสาน" in listed(client, "?on=30 เม.ย. 2566")
    assert listed(client, "?type=ชุมชนแออัด") == [small.name_th]
    assert listed(client, "?q=คลอง") == ["คลองเตย"]
    assert listed(client, f"?q={small.code}") == ["คลองเตย"]
    assert listed(client, f"?district={cast.away.code}") == [cast.away_community.name_th]
    assert listed(client, "?on=30 เม.ย. 2566&q=คลอง&sort=name") == ["คลองเตย", "คลองสาน"]
    assert listed(client, "?on=30 เม.ย. 2566&q=คลอง&sort=-name") == ["คลองสาน", "คลองเตย"]
    assert listed(client, "?on=30 เม.ย. 2566&q=คลอง&sort=-houses") == ["คลองสาน", "คลองเตย"]


def test_the_list_asks_as_much_for_three_communities_as_for_one(client, cast):
    client.force_login(cast.social)

    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{REGISTER}?district={cast.home.code}")
        return len(asked)

    for_one = count()
    for _ in range(2):
        seat = CommitteeMemberFactory(
            committee__community=CommunityFactory(subdistrict=cast.home_community.subdistrict), user=UserFactory()
        )
        assert seat.pk

    assert count() == for_one


def test_a_community_tells_its_standings_its_committee_and_its_plans(client, cast):
    CommunityStandingFactory(
        community=cast.home_community, starts_on=date(2023, 5, 1), status="incomplete_committee", note="ลาออกสองคน"
    )
    PlanRevisionFactory(plan__community=cast.home_community)
    client.force_login(cast.officer)

    page = words_of(client.get(f"{REGISTER}{cast.home_community.code}/"))

    for words in (
        "กรรมการไม่ครบ",
        "ลาออกสองคน",
        "ตั้งแต่ 1 พ.ค. 2566",
        f"/work/plans/2567/{cast.home_community.code}/",
        "1 คน จากอย่างน้อย 7 คน",
    ):
        assert words in page


def test_a_strangers_page_of_a_community_hides_plans_that_are_not_confirmed(client, cast):
    PlanRevisionFactory(plan__community=cast.home_community)
    PlanRevisionFactory(plan__community=cast.home_community, plan__fiscal_year=2566, confirmed=True)
    client.force_login(cast.stranger)

    page = client.get(f"{REGISTER}{cast.home_community.code}/").content.decode()

    assert "/work/plans/2567/" not in page
    assert "/work/plans/2566/" in page


def upload(client, text, name="register.csv", day="1 พ.ค. 2566"):
    answer = hand_in(client, text, name=name, day=day)
    for waiting in ListReading.objects.filter(state="queued"):
        read_list(job_id=waiting.pk)
    return answer


def hand_in(client, text, name="register.csv", day="1 พ.ค. 2566"):
    """Without a worker."""
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(IMPORTS, {"uuid": str(uuid4()), "file": file, "day": day})


def row_of(community, **changed):
    given = {
        "district": community.district.name_th,
        "subdistrict": community.subdistrict.name_th,
        "name": community.name_th,
        "type": "ชุมชนเมือง",
        **changed,
    }
    return ",".join(given.values())


HEADINGS = "เขต,แขวง,ชื่อชุมชน,ประเภทชุมชน\n"


def test_a_file_is_checked_looked_at_and_confirmed(client, cast):
    client.force_login(cast.social)

    checked = upload(client, HEADINGS + row_of(cast.home_community, name="บ้านใหม่"))
    result = client.get(checked.url).content.decode()
    assert "บ้านใหม่" in result
    assert not Community.objects.filter(name_th="บ้านใหม่").exists()

    client.post(f"{checked.url}confirm/")
    assert Community.objects.get(name_th="บ้านใหม่").district == cast.home


def test_a_file_that_no_worker_takes_is_shown_waiting(client, cast):
    client.force_login(cast.social)
    page = hand_in(client, HEADINGS + row_of(cast.home_community, name="บ้านใหม่")).url

    waiting = client.get(page).content.decode()
    asked_again = client.get(page, headers={"HX-Request": "true"}).content.decode()
    client.post(f"{page}confirm/")
    ListReading.objects.update(requested_at=now() - timedelta(minutes=5))
    for_long = client.get(page).content.decode()

    assert "กำลังอ่าน" in waiting
    assert "รอคิว" in asked_again
    assert "<html" not in asked_again
    assert "ระบบประมวลผลยังไม่รับงาน" in for_long
    assert "รออ่านไฟล์" in client.get(IMPORTS).content.decode()
    assert RowList.objects.get().state == "waiting"
    assert Entry.objects.get(verb="lists.uploaded").actor == cast.social


def test_the_page_that_waited_is_loaded_again_when_the_file_is_read(client, cast):
    client.force_login(cast.social)
    page = upload(client, HEADINGS + row_of(cast.home_community, name="บ้านใหม่")).url

    assert client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_file_whose_reading_fails_says_why(client, cast):
    client.force_login(cast.social)
    page = hand_in(client, HEADINGS + row_of(cast.home_community)).url
    ListReading.objects.update(attempts=jobs.MAX_ATTEMPTS)

    read_list(job_id=ListReading.objects.get().pk)
    said = client.get(page).content.decode()

    assert str(jobs.GAVE_UP) in said
    assert "อ่านไฟล์ไม่สำเร็จ" in client.get(IMPORTS).content.decode()


def test_a_file_called_off_while_it_waits_is_not_read(client, cast):
    client.force_login(cast.social)
    page = hand_in(client, HEADINGS + row_of(cast.home_community, name="บ้านใหม่")).url

    client.post(f"{page}cancel/")
    read_list(job_id=ListReading.objects.get().pk)

    assert RowList.objects.get().state == "cancelled"


def test_no_page_opens_a_spreadsheet(client, cast, monkeypatch):
    client.force_login(cast.social)
    exported = client.get(f"{REGISTER}communities.xlsx?district={cast.home.code}").getvalue()
    page = upload(client, exported, name="r.xlsx").url
    monkeypatch.setattr(sheets, "read", None)

    hand_in(client, exported, name="r.xlsx")
    client.get(page)
    client.post(f"{page}confirm/")

    assert RegisterImport.objects.filter(state="done").exists()


def test_words_that_nobody_knows_and_refused_rows_are_shown_with_where_and_why(client, cast):
    client.force_login(cast.social)
    refused = upload(client, HEADINGS + row_of(cast.home_community, subdistrict=""))
    assert "ต้องระบุแขวง" in client.get(refused.url).content.decode()

    checked = upload(client, HEADINGS + row_of(cast.home_community, district="ไม่มีเขตนี้"))
    page = client.get(checked.url).content.decode()

    for words in ("คำที่ต้องบอกความหมาย", "เขต: ไม่มีเขตนี้ ×1"):
        assert words in page
    assert "confirm/" not in page


def test_each_sheet_of_a_workbook_is_told_as_read_or_skipped(client, cast):
    client.force_login(cast.social)
    book = openpyxl.Workbook()
    place = cast.home_community
    for name in ("ชุมชน ก–ฮ", "ชุมชนใหม่"):
        sheet = book.active if name == "ชุมชน ก–ฮ" else book.create_sheet(name)
        sheet.append(HEADINGS.strip().split(","))
        sheet.append(row_of(place, name=f"บ้าน{name}").strip().split(","))
    book.active.title = "ชุมชน ก–ฮ"
    book.create_sheet("หมายเหตุ").append(["ข้อมูลเดือนพฤษภาคม"])
    out = io.BytesIO()
    book.save(out)

    page = client.get(upload(client, out.getvalue(), name="r.xlsx").url).content.decode()

    for words in ("ชุมชน ก–ฮ: 1 แถว", "ชุมชนใหม่: 1 แถว", "แผ่นงานที่ไม่ได้อ่าน: หมายเหตุ", "ชุมชนใหม่ 2"):
        assert words in page


def test_a_file_can_be_put_aside(client, cast):
    client.force_login(cast.social)
    checked = upload(client, HEADINGS + row_of(cast.home_community, name="บ้านใหม่"))

    client.post(f"{checked.url}cancel/")
    client.post(f"{checked.url}confirm/")

    assert RowList.objects.get().state == "cancelled"
    assert not Community.objects.filter(name_th="บ้านใหม่").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [({"day": "31 กันยายน 2566"}, "กันยายนมี 30 วัน"), ({"day": "3 มิ.ย. 2566"}, "ต้องไม่หลัง 2 มิ.ย. 2566")],
)
def test_a_day_that_cannot_be_is_refused_under_its_field(client, cast, given, words):
    client.force_login(cast.social)

    response = client.post(IMPORTS, {"uuid": str(uuid4()), "file": SimpleUploadedFile("a.csv", b"x"), **given})

    assert response.status_code == 422
    assert words in words_of(response)


def test_what_the_list_exports_goes_in_again_unchanged(client, cast):
    client.force_login(cast.social)
    exported = client.get(f"{REGISTER}communities.xlsx?district={cast.home.code}")

    checked = upload(client, exported.getvalue(), name="communities.xlsx")

    assert exported["Content-Disposition"] == 'attachment; filename="communities-2023-06-02.xlsx"'
    outcome = RowList.objects.get().outcome
    assert checked.status_code == 302
    assert (outcome["new"], outcome["changed"], outcome["same"], outcome["errors"]) == (0, 0, 1, [])
    client.post(f"{checked.url}confirm/")
    assert RegisterImport.objects.get().register_on == date(2023, 5, 1)


def test_a_committee_is_begun_seated_and_a_member_invited(client, cast, mailoutbox):
    community = CommunityFactory(subdistrict=cast.home_community.subdistrict)
    client.force_login(cast.officer)
    base = f"/work/committees/{community.code}/"

    client.post(f"{base}terms/new/", {"starts_on": "1 ม.ค. 2566", "ends_on": ""})
    term = community.committees.get()
    client.post(
        f"{base}terms/{term.pk}/members/new/",
        {"uuid": str(uuid4()), "full_name": "สมศรี ใจดี", "position": "chair", "starts_on": "1 ม.ค. 2566"},
    )
    member = term.members.get()
    taken = client.post(f"{base}members/{member.pk}/invite/", {"username": "officer", "email": ""})
    shown = client.post(f"{base}members/{member.pk}/invite/", {"username": "somsri", "email": "somsri@example.org"})

    assert taken.status_code == 422
    assert shown.status_code == 200
    assert "somsri" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert [mail.to for mail in mailoutbox] == [["somsri@example.org"]]
    member.refresh_from_db()
    assert member.user.username == "somsri"
    assert "ยังไม่ครบ: มี 1 คน ต้องมีอย่างน้อย 7 คน ขาด 6 คน" in client.get(base).content.decode()


def test_members_leave_and_terms_end_in_the_browser(client, cast):
    seat = CommitteeMemberFactory(committee__community=cast.away_community, full_name="มานะ")
    client.force_login(cast.away_director)
    base = f"/work/committees/{cast.away_community.code}/"

    client.post(f"{base}members/{seat.pk}/correct/", {"full_name": "มานะ รักดี", "position": "secretary"})
    client.post(f"{base}members/{seat.pk}/leave/", {"on": "1 มิ.ย. 2566"})
    again = client.post(f"{base}members/{seat.pk}/leave/", {"on": "2 มิ.ย. 2566"}, follow=True)
    client.post(f"{base}terms/{seat.committee_id}/end/", {"on": "2 มิ.ย. 2566"})

    seat.refresh_from_db()
    assert (seat.full_name, seat.position, seat.ends_on) == ("มานะ รักดี", "secretary", date(2023, 6, 1))
    assert seat.committee.ends_on == date(2023, 6, 2)
    assert str(list(again.context["messages"])[-1]) == "ผู้นี้พ้นจากตำแหน่งแล้ว"


def test_a_standing_is_recorded_in_the_browser(client, cast):
    kind = CommunityTypeFactory()
    client.force_login(cast.social)

    client.post(
        f"{REGISTER}{cast.home_community.code}/standing/",
        {"type": kind.pk, "status": "incomplete_committee", "starts_on": "1 มิ.ย. 2566", "note": ""},
    )

    standing = cast.home_community.standings.latest("starts_on")
    assert (standing.status, standing.starts_on, standing.recorded_by) == (
        "incomplete_committee",
        date(2023, 6, 1),
        cast.social,
    )
