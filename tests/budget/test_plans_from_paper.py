"""A plan that the district's office enters for the committee: begun, written, submitted with its record, checked."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image

from bkkplan.figures.kpi.definitions.community_plans import MADE_FROM_PAPER, measure
from bkkplan.figures.kpi.registry import Mark, Window
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.files.evidence import PDF, PNG
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.checks import checks
from communities.actions import errors, plans, steps, writing
from communities.actions import paper as paper_actions
from communities.enums import AdoptionMethod, RevisionState
from communities.models import MeetingRecord, PlanRevision
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.budget import AT, CheckFactory
from tests.factories.communities import (
    BudgetLineFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanTemplateFactory,
)
from tests.words import words_of

ON, MEETING = date(2023, 6, 2), date(2023, 5, 20)
NEXT = FiscalYear(2567)
WHEN = {"at": AT, "on": ON}
RESOLVED = steps.Meeting(words="เห็นชอบให้ส่ง", met_on=ON, present=24, chair_name="นางประธาน ดี")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def colleague(cast):
    colleague = UserFactory(username="colleague")
    AssignmentFactory(user=colleague, role=Role.DISTRICT_OFFICER, district=cast.home)
    return colleague


@pytest.fixture
def begun(cast):
    """A plan that an officer began for the committee."""
    PlanTemplateFactory()
    return plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.officer, **WHEN)


@pytest.fixture
def written(begun):
    """The same, complete but for one save of the officer."""
    project = PlanProjectFactory(
        revision=begun,
        problem=PlanProblemFactory(revision=begun),
        reason="ชำรุด",
        objectives="เดินปลอดภัย",
        target="200 เมตร",
    )
    project.areas.add(PlanAreaFactory())
    BudgetLineFactory(project=project)
    return begun


@pytest.fixture
def handed_in(cast, written):
    return submit(written, cast.officer)


def scan(name="บันทึกการประชุม.png"):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


def paper(day=MEETING, *, file=None, kind=PNG):
    return paper_actions.PaperRecord(day, AdoptionMethod.COMMUNITY_MEETING, file or scan(), kind)


def submit(revision, by, with_paper=None):
    return plans.submit(
        revision_id=revision.pk, meeting=RESOLVED, areas_reason="ไม่มีในปีนี้", paper=with_paper or paper(), by=by, **WHEN
    )


def test_an_officer_begins_a_plan_for_the_committee_which_is_told(cast, begun):
    assert (begun.plan.from_paper_by, begun.plan.from_paper_at) == (cast.officer, AT)
    assert [writer.by for writer in begun.office_writers.all()] == [cast.officer]
    assert Entry.objects.get(verb="communities.plan_begun_from_paper").actor == cast.officer
    assert Notice.objects.get(recipient=cast.member).kind == "plan-entered-from-paper"


def test_a_member_begins_a_plan_as_before(cast):
    PlanTemplateFactory()

    revision = plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.member, **WHEN)

    assert revision.plan.from_paper_at is None
    assert not revision.office_writers.exists()


def test_the_office_writes_only_in_plans_that_it_enters_and_the_page_says_why(client, cast):
    PlanTemplateFactory()
    revision = plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=cast.member, **WHEN)
    words = {"revision_id": revision.pk, "code": "vision", "text": "คลองใส", "seen": 0, "by": cast.officer, "at": AT}
    with pytest.raises(PermissionDenied):
        writing.save_section(**words)
    client.force_login(cast.officer)
    where = [NEXT, cast.home_community.code]

    answer = client.post(
        reverse("communities:section", args=[*where, "vision"]),
        {"text": "คลองใส"},
        headers={"accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "คณะกรรมการชุมชนเขียนแผนนี้เอง" in answer.json()["sentence"]
    client.post(reverse("communities:enter-from-paper", args=where))
    writing.save_section(**words)
    assert Entry.objects.get(verb="communities.plan_entered_from_paper").actor == cast.officer
    assert Entry.objects.get(verb="communities.section_saved").actor == cast.officer
    assert [writer.by for writer in revision.office_writers.all()] == [cast.officer]


def test_the_committee_takes_the_plan_over_and_nothing_of_it_is_lost(client, cast, begun):
    words = {"revision_id": begun.pk, "code": "vision", "seen": 0, "at": AT}
    writing.save_section(**words, text="คลองใส", by=cast.officer)
    client.force_login(cast.member)
    where = [NEXT, cast.home_community.code]

    page = client.get(reverse("communities:plan", args=where))
    client.post(reverse("communities:take-over", args=where))

    assert reverse("communities:take-over", args=where) in page.content.decode()
    assert "ผู้บันทึกแทน: สำนักงานเขต" in words_of(page)
    assert begun.sections.get().text == "คลองใส"
    assert Entry.objects.get(verb="communities.plan_taken_over").actor == cast.member
    assert Notice.objects.get(recipient=cast.officer).kind == "plan-taken-over"
    with pytest.raises(PermissionDenied):
        writing.save_section(**words, text="คลองสวย", by=cast.officer)
    assert "ผู้บันทึกแทน: สำนักงานเขต" in words_of(client.get(reverse("communities:write", args=where)))


def test_without_the_record_of_the_meeting_the_office_submits_nothing(cast, written):
    with pytest.raises(errors.RecordNeededError):
        plans.submit(revision_id=written.pk, meeting=RESOLVED, areas_reason="ไม่มี", by=cast.officer, **WHEN)
    with pytest.raises(errors.NotKeptError, match="เปิดไฟล์"):
        submit(written, cast.officer, paper(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing"), kind=PDF))
    with pytest.raises(errors.NotYetError):
        submit(written, cast.officer, paper(date(2023, 6, 3)))

    written.refresh_from_db()
    assert written.state == RevisionState.DRAFT
    assert not MeetingRecord.objects.exists()


def test_the_office_submits_with_the_record_and_the_day_of_the_meeting(cast, handed_in):
    assert (handed_in.state, handed_in.is_from_paper) == (RevisionState.SUBMITTED, True)
    assert handed_in.adoptions.get().adopted_on == MEETING
    record = handed_in.meeting_records.get()
    assert Entry.objects.get(verb="communities.plan_submitted_from_paper").details["sha256"] == record.sha256
    assert "plan-submitted-from-paper" in Notice.objects.filter(recipient=cast.member).values_list("kind", flat=True)


def test_submitted_again_the_record_counts_on_and_another_day_takes_the_place_of_the_first(cast, handed_in):
    checks.recall_plan(revision_id=handed_in.pk, by=cast.officer, at=AT)
    other = paper_actions.PaperRecord(date(2023, 5, 21), AdoptionMethod.COMMUNITY_MEETING)

    again = submit(handed_in, cast.officer, other)

    assert again.meeting_records.count() == 1
    assert [a.adopted_on for a in again.adoptions.live()] == [date(2023, 5, 21)]
    assert again.adoptions.count() == 2


def test_a_member_submits_what_the_office_entered_without_a_record(cast, written):
    submitted = plans.submit(revision_id=written.pk, meeting=RESOLVED, areas_reason="ไม่มี", by=cast.member, **WHEN)

    assert not submitted.is_from_paper


def test_who_entered_or_submitted_the_plan_neither_checks_nor_confirms_it(client, cast, colleague, handed_in):
    project = handed_in.projects.get()
    client.force_login(cast.officer)

    page = client.get(reverse("budget:check", args=[handed_in.pk]))
    refused = client.get(reverse("budget:check-confirm", args=[handed_in.pk]))

    assert "ท่านบันทึกแผนนี้แทนคณะกรรมการชุมชน" in words_of(page)
    assert refused.status_code == 403
    assert "ท่านบันทึกแผนนี้แทนคณะกรรมการชุมชน" in words_of(refused)
    answer = {"project_id": project.pk, "answers": {"fits_mission": True}, "seen": 0, **WHEN}
    with pytest.raises(PermissionDenied):
        checks.answer(**answer, by=cast.officer)
    checks.answer(**answer, by=colleague)
    CheckFactory._meta.model.objects.all().delete()
    CheckFactory(project=project, checked_by=colleague)
    with pytest.raises(PermissionDenied):
        checks.confirm_plan(revision_id=handed_in.pk, by=cast.officer, **WHEN)
    with pytest.raises(PermissionDenied):
        checks.return_plan(revision_id=handed_in.pk, reason="ขาดเป้าหมาย", by=cast.officer, **WHEN)

    confirmed = checks.confirm_plan(revision_id=handed_in.pk, by=colleague, **WHEN)

    assert confirmed.is_confirmed


def test_the_database_refuses_them_too(cast, colleague, handed_in):
    edition = PlanRevision.objects.filter(pk=handed_in.pk)
    project = handed_in.projects.get()
    with pytest.raises(IntegrityError, match="does not check it"), transaction.atomic():
        CheckFactory(project=project, checked_by=cast.officer)
    CheckFactory(project=project, checked_by=colleague)
    edition.update(submitted_by=colleague)  # the one who submitted is refused by a constraint, the writer by this rule
    with pytest.raises(IntegrityError, match="does not confirm it"), transaction.atomic():
        edition.update(state=RevisionState.CONFIRMED, confirmed_on=ON, confirmed_at=AT, confirmed_by=cast.officer)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="has the record"), transaction.atomic():
        cursor.execute("set constraints all immediate")
    edition.update(submitted_by=cast.officer)


def test_a_returned_plan_stays_closed_to_its_writers(cast, colleague, handed_in):
    draft = checks.return_plan(revision_id=handed_in.pk, reason="ขาดเป้าหมาย", by=colleague, **WHEN)
    plans.take_over(plan_id=draft.plan_id, by=cast.member, at=AT)
    again = plans.submit(revision_id=draft.pk, meeting=RESOLVED, areas_reason="ไม่มี", by=cast.member, **WHEN)

    with pytest.raises(PermissionDenied):
        checks.confirm_plan(revision_id=again.pk, by=cast.officer, **WHEN)


def test_kpi_2_says_that_the_office_entered_the_plan(cast, colleague, handed_in):
    CheckFactory(project=handed_in.projects.get(), checked_by=colleague)
    checks.confirm_plan(revision_id=handed_in.pk, by=colleague, **WHEN)

    found = {result.unit: result for result in measure(Window.of(FiscalYear(2566), ON, date(2023, 12, 31)))}

    result = found[cast.home_community.pk]
    assert result.mark == Mark.COUNTED
    assert result.reason.message == MADE_FROM_PAPER


def test_offices_and_the_committee_open_the_record_and_nobody_else(client, cast, handed_in):
    where = [NEXT, cast.home_community.code, 1]

    def opened_by(person):
        client.force_login(person)
        answer = client.get(reverse("communities:meeting-record", args=where))
        if answer.streaming:
            b"".join(answer)
        return answer.status_code

    assert [opened_by(cast.people[who]) for who in ("officer", "member", "strategy")] == [200, 200, 200]
    assert [opened_by(cast.people[who]) for who in ("away_officer", "stranger")] == [404, 404]


def test_the_page_of_submitting_asks_the_office_for_the_record(client, cast, written):
    client.force_login(cast.officer)
    page = reverse("communities:submit", args=[NEXT, cast.home_community.code])
    sent = {"areas_reason": "ไม่มี", "met_on": "20 พ.ค. 2566", "method": "community_meeting"}
    sent |= {"present": "24", "chair": "other", "chair_name": "นางประธาน ดี", "words": "เห็นชอบ"}

    without = client.post(page, sent)
    answer = client.post(page, {**sent, "scan": scan()})

    assert without.status_code == 422
    assert "แนบบันทึกการประชุมที่รับรองแผนก่อน" in words_of(without)
    assert answer.status_code == 302
    written.refresh_from_db()
    assert written.is_from_paper
    shown = client.get(reverse("communities:plan", args=[NEXT, cast.home_community.code])).content.decode()
    assert reverse("communities:meeting-record", args=[NEXT, cast.home_community.code, 1]) in shown


def test_an_officer_and_two_members_write_one_row_at_once_and_both_texts_are_shown(client, cast, begun):
    uuid = uuid4()
    page = reverse("communities:problem", args=[NEXT, cast.home_community.code, uuid])

    def save(person, text, version):
        client.force_login(person)
        sent = {"problem": text, "cause": "", "way_out": "", "version": version}
        return client.post(page, sent, headers={"accept": "application/json"})

    assert save(cast.officer, "น้ำท่วม", 0).status_code == 200
    assert save(cast.member, "น้ำท่วมขังทุกปี", 1).status_code == 200
    stale = save(cast.officer, "น้ำเสีย", 1)

    assert stale.status_code == 409
    assert stale.json()["theirs"]["problem"] == "น้ำท่วมขังทุกปี"


def test_who_wrote_a_project_last_stands_on_it_and_whether_it_was_the_office(client, cast, written):
    words = {"revision_id": written.pk, "seen": 0, "at": AT}
    writing.save_project(**words, uuid=uuid4(), words=writing.ProjectWords(title="ไฟทางเดิน"), by=cast.officer)
    writing.save_project(**words, uuid=uuid4(), words=writing.ProjectWords(title="ลอกท่อ"), by=cast.member)
    client.force_login(cast.member)

    page = client.get(reverse("communities:plan", args=[NEXT, cast.home_community.code]))

    told = {p.title: (p.last_written.by, p.last_written.is_office) for p in page.context["projects"] if p.last_written}
    assert told == {"ไฟทางเดิน": (str(cast.officer), True), "ลอกท่อ": (str(cast.member), False)}
    assert f"เขียนล่าสุดโดย {cast.officer}" in words_of(page)


def test_whoever_checks_sees_that_the_office_entered_the_plan_and_opens_its_record(client, colleague, handed_in):
    client.force_login(colleague)

    page = client.get(reverse("budget:check", args=[handed_in.pk])).content.decode()

    assert "ผู้บันทึกแทน: สำนักงานเขต" in page
    assert reverse("communities:meeting-record", args=[NEXT, handed_in.plan.community.code, 1]) in page
