"""The strategy office reminds all who miss a step, in one act that is shown before."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.actions import end_assignment
from bkkplan.ground.accounts.actions.letters import write_letters
from bkkplan.ground.accounts.enums import Acting, Pace
from bkkplan.ground.accounts.models import Letter, Notice
from bkkplan.ground.accounts.tasks import send_letter
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.years import tasks
from bkkplan.ground.years.actions.reminders import (
    AlreadyRemindedError,
    NothingToRemindError,
    complete_reminders,
    remind,
)
from bkkplan.ground.years.models import DueDay, Reminder
from bkkplan.ground.years.registry import usual_measure
from budget.enums import QuarterState
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.budget import BudgetRequestFactory, QuarterReportFactory
from tests.factories.communities import PlanRevisionFactory
from tests.words import words_of
from tests.years.conftest import ON, YEAR

NEXT = AT + timedelta(days=1)


@pytest.fixture
def step(opened):
    row = DueDay.objects.get(planned=opened, code="money_asked")
    DueDay.objects.filter(pk=row.pk).update(due_on=ON + timedelta(days=5), audiences=["districts"])
    return DueDay.objects.get(pk=row.pk)


def send(cast, step, **more):
    values = {"step_id": step.pk, "measure": "request", "on": ON, "by": cast.strategy, "at": AT, **more}
    return remind(**values)


def told():
    return set(Notice.objects.filter(kind="years.reminded").values_list("recipient__username", flat=True))


def test_only_the_offices_that_miss_the_step_are_reminded(cast, step):
    BudgetRequestFactory(district=cast.away, fiscal_year=YEAR.be, handed_in=True)

    send(cast, step)

    assert told() == {"officer", "director"}
    text = cast.officer.notices.get().text
    assert str(step) in text
    assert "7 มิ.ย. 2566" in text
    assert Entry.objects.get(verb="years.reminded").details["people"] == 2


def test_an_acting_holder_is_reminded_and_who_left_is_not(cast, step):
    acting = UserFactory(username="acting")
    AssignmentFactory(user=acting, role="district_director", district=cast.home, acting=Acting.IN_PLACE, starts_on=ON)
    role = cast.officer.assignments.get()
    end_assignment(assignment_id=role.pk, on=ON, by=cast.administrator, at=AT)

    send(cast, step)

    assert {"acting", "director"} <= told()
    assert "officer" not in told()


def test_who_comes_to_the_office_after_the_reminder_is_told_once_and_who_was_told_is_not_told_again(cast, step):
    send(cast, step)
    assert complete_reminders(on=ON + timedelta(days=1), at=NEXT) == 0
    AssignmentFactory(user=UserFactory(username="new"), district=cast.home, starts_on=ON + timedelta(days=1))

    assert complete_reminders(on=ON + timedelta(days=1), at=NEXT) == 1
    tasks.tell_newcomers()

    assert Notice.objects.filter(recipient__username="new").count() == 1
    assert cast.officer.notices.count() == 1


def test_an_office_that_did_it_meanwhile_is_not_bothered_by_a_newcomer(cast, step):
    send(cast, step)
    BudgetRequestFactory(district=cast.home, fiscal_year=YEAR.be, handed_in=True, handed_in_on=ON)
    AssignmentFactory(user=UserFactory(username="new"), district=cast.home, starts_on=ON)

    assert complete_reminders(on=ON + timedelta(days=1), at=NEXT) == 0


def test_a_second_time_on_a_day_is_only_done_when_it_is_said(client, cast, step):
    send(cast, step)

    with pytest.raises(AlreadyRemindedError, match="วันนี้เตือนไปแล้ว"):
        send(cast, step)
    assert Reminder.objects.count() == 1
    client.force_login(cast.strategy)
    page = reverse("years:remind", args=[step.pk])
    assert "วันนี้เตือนไปแล้วเมื่อ" in client.get(page).content.decode()
    assert client.post(page, {"words": ""}).status_code == 422
    assert client.post(page, {"words": "", "again": "on"}).status_code == 302

    assert list(Reminder.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]
    assert "ขอเตือนครั้งที่ 2" in cast.officer.notices.order_by("-pk")[0].text
    send(cast, step, on=ON + timedelta(days=1), at=NEXT)  # another day is another day


def test_the_page_shows_who_and_which_text_before_anything_is_sent(client, cast, step):
    BudgetRequestFactory(district=cast.away, fiscal_year=YEAR.be, handed_in=True)
    client.force_login(cast.strategy)
    page = reverse("years:remind", args=[step.pk])

    shown = words_of(client.get(page))

    assert cast.home.name_th in shown
    assert cast.away.name_th not in shown
    assert cast.officer.full_name in shown
    assert f"สยป. ขอเตือน: “{step}” ปีงบประมาณ 2567 ภายใน 7 มิ.ย. 2566" in shown
    assert "คัดลอกข้อความส่งไลน์" in shown
    assert not Notice.objects.exists()
    assert cast.away.name_th in words_of(client.get(page, {"of": "all"}))
    done = client.post(page, {"words": "ส่งที่กลุ่มงานแผน"}, follow=True)
    assert "ส่งการเตือนถึง 2 คนแล้ว" in words_of(done)
    assert "การเตือนที่ส่งแล้ว" in words_of(done)
    assert "ส่งที่กลุ่มงานแผน" in cast.officer.notices.get().text


def test_committees_that_have_not_handed_in_their_plan_are_reminded(cast, step):
    DueDay.objects.filter(pk=step.pk).update(audiences=["committees"])
    plan = {"plan__community": cast.away_community, "plan__fiscal_year": YEAR.be, "submitted_on": ON}
    PlanRevisionFactory(submitted=True, **plan)

    send(cast, step, measure="plans")

    assert told() == {"member"}


def test_nobody_is_reminded_of_a_draft_or_of_a_step_without_a_day_or_where_all_have_done_it(cast, step):
    for district in (cast.home, cast.away):
        BudgetRequestFactory(district=district, fiscal_year=YEAR.be, handed_in=True)
    with pytest.raises(NothingToRemindError, match="ทุกหน่วยงานทำขั้นตอนนี้แล้ว"):
        send(cast, step)
    DueDay.objects.filter(pk=step.pk).update(due_on=None)
    with pytest.raises(NothingToRemindError, match="ไม่มีกำหนดวัน"):
        send(cast, step)


def test_only_the_strategy_office_reminds(client, cast, step):
    with pytest.raises(PermissionDenied):
        send(cast, step, by=cast.administrator)
    client.force_login(cast.officer)
    assert client.get(reverse("years:remind", args=[step.pk])).status_code == 403
    assert "เตือนผู้ที่ยังไม่ได้ทำ" not in words_of(client.get(reverse("years:days", args=[YEAR])))


def test_a_step_of_a_draft_reminds_nobody(cast, draft):
    with pytest.raises(NothingToRemindError, match="ยังไม่เปิด"):
        send(cast, draft.due_days.earliest("pk"))


def test_who_leaves_between_a_reminder_and_its_digest_gets_no_letter_and_the_others_do(
    cast, step, mailoutbox, settings
):
    settings.WORKING_DAY = (ON + timedelta(days=1)).isoformat()
    send(cast, step)
    role = cast.officer.assignments.get()
    end_assignment(assignment_id=role.pk, on=ON + timedelta(days=1), by=cast.administrator, at=AT)

    write_letters(pace=Pace.DAILY, on=ON + timedelta(days=1), at=NEXT)
    for pk in Letter.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
        send_letter(job_id=pk)

    reached = " ".join(letter.to[0] for letter in mailoutbox)
    assert f"<{cast.director.email}>" in reached
    assert f"<{cast.officer.email}>" not in reached


def test_the_report_of_a_quarter_is_asked_of_those_who_have_not_sent_it(cast, opened):
    row = DueDay.objects.get(planned=opened, code="quarter_1")
    DueDay.objects.filter(pk=row.pk).update(due_on=ON + timedelta(days=5), audiences=["districts"])
    signed = {"gathered_at": AT, "gathered_by": cast.away_officer, "sent_at": AT, "sent_by": cast.strategy}
    QuarterReportFactory(district=cast.away, fiscal_year=YEAR.be, quarter=1, state=QuarterState.SENT, **signed)

    send(cast, row, measure=usual_measure("quarter_1").code)

    assert told() == {"officer", "director"}
