import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.enums import ForumState
from forums.models import Attachment, Forum
from forums.queries import HearingRule, timeliness_of
from tests.core.cleaning import made
from tests.factories.forums import AttachmentFactory, AttendanceFactory, ForumFactory, ProposalFactory
from tests.factories.years import YearDaysFactory
from tests.words import words_of

YEAR = "/work/forums/year/2566/"
DAY = date(2023, 6, 2)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_no_more_for_more_forums(officer, cast, count, django_assert_num_queries):
    ForumFactory.create_batch(count, district=cast.home)

    # session, person with all that the frame needs, districts, count, page, attendance; the hearing rules of the years
    with django_assert_num_queries(7):
        page = officer.get(YEAR)

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_recording_page_asks_no_more_for_more_proposals(officer, held, count, django_assert_max_num_queries):
    ProposalFactory.create_batch(count, forum=held)

    with django_assert_max_num_queries(12):
        page = officer.get(reverse("forums:record", args=[held.pk]))

    assert len(page.context["rows"]) == count


def test_an_officer_s_list_begins_with_the_own_district(officer, cast):
    ForumFactory(district=cast.home, title="ของเรา")
    ForumFactory(district=cast.away, title="ของเขา")

    own, everywhere = officer.get(YEAR), officer.get(YEAR, {"district": "all"})

    assert [row["forum"].title for row in own.context["rows"]] == ["ของเรา"]
    assert {row["forum"].title for row in everywhere.context["rows"]} == {"ของเรา", "ของเขา"}


def test_a_year_without_forums_tells_its_own_rule(officer):
    YearDaysFactory(planned__fiscal_year=2566, announce_before=20, publish_within=10)

    assert "ประกาศก่อนวันจัดอย่างน้อย 20 วัน แล้วบันทึกและเผยแพร่ผลภายใน 10 วันหลังจัด" in words_of(officer.get(YEAR))


def test_a_year_without_forums_says_what_to_do(officer):
    assert "ยังไม่มีเวทีในปีงบประมาณนี้" in officer.get("/work/forums/year/2570/").content.decode()


@pytest.mark.parametrize("own_rule", [False, True])
def test_the_filter_for_late_ones_and_the_figures_agree(officer, cast, own_rule):
    if own_rule:
        YearDaysFactory(planned__fiscal_year=2566, announce_before=5, publish_within=40)
    days = [None, date(2023, 5, 1), date(2023, 5, 19)]
    for announced in days:
        for trait in ("planned", "held", "published", "withdrawn", "cancelled"):
            for published_on in (date(2023, 5, 21), date(2023, 6, 30)):
                if announced is None and trait not in ("planned", "cancelled"):
                    continue
                if announced and trait == "planned":
                    continue
                more = {"published_on": published_on} if trait in ("published", "withdrawn") else {}
                ForumFactory(
                    district=cast.home, scheduled_on=date(2023, 5, 20), announced_on=announced, **{trait: True}, **more
                )
    rule = HearingRule.of(2566)
    assert rule == (HearingRule(5, 40) if own_rule else HearingRule(15, 15))

    listed = {row["forum"].pk for row in officer.get(YEAR, {"late": "late"}).context["rows"]}

    assert listed == {f.pk for f in Forum.objects.all() if timeliness_of(f, on=DAY, rule=rule).is_late}
    assert 0 < len(listed) < Forum.objects.count()


def test_a_forum_is_planned_and_announced_in_one_go(officer, cast):
    form = officer.get(reverse("forums:plan")).context["form"]
    assert form.initial["scheduled_on"] == date(2023, 6, 19)  # the 17th is a Saturday

    officer.post(
        reverse("forums:plan"),
        {
            "kind": "district_hearing",
            "title": "ทิศทาง",
            "place": "วัด",
            "scheduled_on": "๑๗ มิ.ย. ๒๕๖๖",
            "starts_at": "09.00",
            "ends_at": "12.00",
        },
    )

    forum = Forum.objects.get()
    assert (forum.state, forum.announced_on, forum.number) == (ForumState.ANNOUNCED, DAY, 1)


@pytest.mark.parametrize(
    ("field", "value"), [("scheduled_on", "31 กันยายน 2566"), ("ends_at", "08.00"), ("kind", "adoption_meeting")]
)
def test_what_cannot_be_is_said_beside_its_field_and_stays(officer, field, value):
    given = {
        "kind": "district_hearing",
        "title": "ทิศทาง",
        "place": "วัด",
        "scheduled_on": "17/6/2566",
        "starts_at": "09.00",
        "ends_at": "12.00",
    }

    page = officer.post(reverse("forums:plan"), {**given, field: value})

    assert page.status_code == 422
    assert ("community" if field == "kind" else field) in page.context["form"].errors
    assert "ทิศทาง" in page.content.decode()


def test_the_publish_page_points_at_names_and_publishes_once_confirmed(officer, cast, held):
    AttendanceFactory(forum=held)
    Forum.objects.filter(pk=held.pk).update(attendance_total=10)
    ProposalFactory(forum=held, title="ติดต่อนายสมชาย ใจดี โทร 081-234-5678")
    address = reverse("forums:publish", args=[held.pk])

    page = officer.get(address).content.decode()
    refused = officer.post(address, {})
    officer.post(address, {"is_free_of_personal_data": "on", "seen": refused.context["seen"]})

    assert "<mark>นายสมชาย ใจดี</mark>" in page
    assert "<mark>081-234-5678</mark>" in page
    assert '<span class="proposal-title">ติดต่อนายสมชาย ใจดี โทร 081-234-5678</span>' in page
    assert refused.status_code == 422
    assert Forum.objects.get().state == ForumState.PUBLISHED


def test_what_came_after_the_check_is_checked_before_it_is_published(officer, held):
    Forum.objects.filter(pk=held.pk).update(attendance_total=10)
    address = reverse("forums:publish", args=[held.pk])
    seen = officer.get(address).context["seen"]
    ProposalFactory(forum=held, title="โทรหานางสมศรี มีสุข 089-999-8888")

    page = officer.post(address, {"is_free_of_personal_data": "on", "seen": seen})
    again = page.context["form"]

    assert page.status_code == 409
    assert "เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้" in page.content.decode()
    assert "<mark>089-999-8888</mark>" in page.content.decode()
    assert [change.label for change in page.context["changed"].changes] == ["ข้อเสนอที่ 1"]
    assert not again["is_free_of_personal_data"].value()
    officer.post(address, {"is_free_of_personal_data": "on", "seen": page.context["seen"]})
    assert Forum.objects.get().state == ForumState.PUBLISHED


@pytest.mark.parametrize(
    ("day", "button", "sentence"),
    [
        ("1 มิ.ย. 2566", {}, "วันนี้ผ่านมาแล้ว"),
        ("1 มิ.ย. 2500", {}, "ต้องไม่ก่อน 1 ต.ค. 2560"),
        ("1 มิ.ย. 2500", {"second": "yes"}, "ต้องไม่ก่อน 1 ต.ค. 2560"),
        ("1 มิ.ย. 2570", {"second": "yes"}, "ต้องไม่หลัง 30 ก.ย. 2568"),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it_and_leaves_no_draft(officer, day, button, sentence):
    given = {"kind": "district_hearing", "title": "ทิศทาง", "place": "วัด", "scheduled_on": day}

    page = officer.post(reverse("forums:plan"), {**given, **button})

    assert page.status_code == 422
    assert sentence in page.context["form"].errors["scheduled_on"][0]
    assert f'value="{day}"' in page.content.decode()
    assert not Forum.objects.exists()


WITH_A_TEXT = {"withdraw", "postpone", "held", "resume"}


@pytest.mark.parametrize("step", ["publish", "withdraw", "finish", "postpone", "open", "held", "announce", "resume"])
def test_the_wrong_moment_is_a_message_and_no_error(officer, cast, step):
    forum = ForumFactory(district=cast.home, cancelled=True)
    given = {
        "is_free_of_personal_data": "on",
        "reason": "x",
        "to_on": "1/7/2566",
        "held_on": "1/6/2566",
        "announced_on": "1/6/2566",
    }

    answer = officer.post(reverse(f"forums:{step}", args=[forum.pk]), given, follow=True)

    if step in WITH_A_TEXT:  # which is not lost
        assert answer.status_code == 409
        assert "ยกเลิก" in str(answer.context["form"].non_field_errors())
        assert answer.context["form"]["reason"].value() == "x"
    else:
        assert answer.status_code == 200
        assert "ยกเลิก" in str(next(iter(answer.context["messages"])))


def test_a_corrected_amount_reads_as_an_amount(officer, cast, published):
    proposal = ProposalFactory(forum=published, requested_amount=61_500)
    given = {"title": proposal.title, "version": "1", "reason": "พิมพ์ผิด", "is_free_of_personal_data": "on"}

    officer.post(reverse("forums:proposal", args=[published.pk, proposal.uuid]), {**given, "requested_amount": "71500"})
    page = officer.get(published.get_absolute_url()).content.decode()

    assert "61,500" in page
    assert "61500.00" not in page


def test_recording_waits_for_its_moment(officer, cast):
    forum = ForumFactory(district=cast.home)

    answer = officer.get(reverse("forums:record", args=[forum.pk]))

    assert answer.status_code == 302


def test_unpublished_results_are_the_district_s_own(client, cast, held):
    ProposalFactory(forum=held, title="ยังไม่เผยแพร่")
    seen = {}
    for who in ("officer", "strategy", "away_officer", "member"):
        client.force_login(cast.people[who])
        seen[who] = "ยังไม่เผยแพร่" in client.get(held.get_absolute_url()).content.decode()

    assert seen == {"officer": True, "strategy": True, "away_officer": False, "member": False}


@pytest.mark.parametrize("page", ["detail", "print"])
def test_the_record_is_shown_and_printed(officer, published, page):
    ProposalFactory(forum=published, title="ขอเต็นท์", requested_amount=85_000)

    text = officer.get(reverse(f"forums:{page}", args=[published.pk])).content.decode()

    assert "ขอเต็นท์" in text
    assert "85,000" in text


class TestFiles:
    def test_a_file_is_what_it_holds_not_what_it_is_called(self, officer, held):
        address = reverse("forums:upload", args=[held.pk])
        fake = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>")

        refused = officer.post(address, {"files": [fake]})
        officer.post(address, {"files": [SimpleUploadedFile("รายชื่อ.pdf", made.pdf())], "caption": "ลายมือชื่อ"})

        assert refused.status_code == 422
        assert Attachment.objects.get().original_name == "รายชื่อ.pdf"

    def test_a_file_leaves_as_a_download_that_nobody_keeps(self, officer, held):
        file = AttachmentFactory(forum=held)

        answer = officer.get(reverse("file", args=[file.uuid]))

        assert b"".join(answer.streaming_content) == b"%PDF-1.7 test"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer["Cache-Control"]

    @pytest.mark.parametrize(
        ("is_public", "trait", "status"),
        [(True, "published", 200), (False, "published", 404), (True, "held", 404), (True, "withdrawn", 404)],
    )
    def test_a_visitor_gets_public_files_of_published_results_only(self, client, cast, is_public, trait, status):
        file = AttachmentFactory(forum=ForumFactory(district=cast.home, **{trait: True}), is_public=is_public)

        answer = client.get(reverse("file", args=[file.uuid]))

        assert answer.status_code == status
        answer.close()

    def test_making_public_and_removing_are_answers_that_someone_gives(self, officer, held):
        file = AttachmentFactory(forum=held)

        officer.post(reverse("forums:file-public", args=[held.pk, file.uuid]), {"is_public": "yes"})
        assert Attachment.objects.get().is_public
        officer.post(reverse("forums:file-remove", args=[held.pk, file.uuid]))
        assert Attachment.objects.get().removed_on == DAY


def test_who_works_elsewhere_sees_of_small_sectors_what_everyone_sees(client, cast, published, held):
    for forum, total in ((published, 44), (held, 77)):
        Forum.objects.filter(pk=forum.pk).update(attendance_total=total)
        for people in (4, 40):
            AttendanceFactory(forum=forum, people=people)
    everywhere = f"{YEAR}?district=all"

    client.force_login(cast.officer)
    assert {row["attendance"] for row in client.get(everywhere).context["rows"]} == {"44", "77"}
    for person in (cast.away_officer, cast.away_member):
        client.force_login(person)
        assert {row["attendance"] for row in client.get(everywhere).context["rows"]} == {"อย่างน้อย 40", "–"}
        page = client.get(published.get_absolute_url()).content.decode()
        assert re.search(r"<dd>\s*น้อยกว่า 5\s*</dd>", page)
        assert "<b>อย่างน้อย 40</b>" in page
