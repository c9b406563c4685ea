"""What is told in LINE of results and returns: short, with a link, nobody's name, no amount and no reason."""

from datetime import date

import pytest
from django.urls import reverse

from budget.models import Carry, RequestedProject
from forums.enums import ForumState
from tests.factories.budget import (
    AT,
    BudgetRequestFactory,
    CarryFactory,
    QuarterReportFactory,
    RequestLineFactory,
    RequestStageFactory,
)
from tests.factories.communities import CourseSessionFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
COPY = "คัดลอกข้อความส่งไลน์"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def text_on(client, person, address):
    client.force_login(person)
    page = client.get(address)
    assert COPY in words_of(page)
    return page.context["line_text"]


def test_the_result_of_a_request_is_told_and_to_the_community_whose_project_fell(client, cast):
    request = BudgetRequestFactory(district=cast.home, handed_in=True)
    line = RequestLineFactory(request=request, amount=90_000)
    project = PlanProjectFactory(revision__plan__community=cast.home_community)
    RequestedProject.objects.create(line=line, project=project)
    stage = RequestStageFactory(request=request)
    stage.amounts.create(line=line, amount=0, reason="เงินไม่พอ โทร 089-999-8888")

    text = text_on(client, cast.officer, request.get_absolute_url())

    assert "ไม่ได้รับ 1 รายการ" in text
    [(of_project, page)] = client.get(request.get_absolute_url()).context["texts_of_fallen"]
    assert project.title in of_project
    assert page == project.revision.plan.get_absolute_url()
    assert "089" not in text + of_project


@pytest.mark.parametrize(("traits", "words"), [({"returned": True}, "ส่งกลับให้แก้ไข"), ({"confirmed": True}, "รับรองแผน")])
def test_the_result_of_a_check_is_told_on_the_page_of_the_check(client, cast, traits, words):
    revision = PlanRevisionFactory(plan__community=cast.home_community, **traits)

    assert words in text_on(client, cast.officer, reverse("budget:check", args=[revision.pk]))


def test_a_cancelled_forum_is_told(client, cast):
    forum = ForumFactory(district=cast.home)
    forum.state, forum.ending_reason = ForumState.CANCELLED, "น้ำท่วม"
    forum.cancelled_on, forum.cancelled_at, forum.cancelled_by = date(2023, 6, 1), AT, cast.officer
    forum.save()

    text = text_on(client, cast.officer, forum.get_absolute_url())

    assert "ยกเลิกแล้ว" in text
    assert "น้ำท่วม" not in text


def test_a_training_is_told_once_it_is_announced(client, cast):
    session = CourseSessionFactory(course__district=cast.home, announced=True)

    assert "ขอเชิญเข้าอบรม" in text_on(client, cast.officer, session.get_absolute_url())


def test_a_quarter_report_that_was_sent_back_is_told_without_its_reason(client, cast):
    reason = {"returned_at": AT, "returned_by": cast.strategy, "return_reason": "ตัวเลขของสมชายไม่ตรง"}
    report = QuarterReportFactory(district=cast.home, fiscal_year=2566, quarter=2, **reason)

    text = text_on(client, cast.officer, report.get_absolute_url())

    assert "ส่งกลับให้แก้ไข" in text
    assert "สมชาย" not in text


def test_the_decision_on_a_carry_over_is_told_and_a_request_that_waits_is_not(client, cast):
    carry = CarryFactory(allocation__district=cast.home, by=cast.officer)
    client.force_login(cast.officer)
    assert client.get(carry.get_absolute_url()).context["line_text"] == ""

    refused = {"refused_at": AT, "refused_by": cast.strategy, "refused_reason": "ไม่จำเป็น"}
    Carry.objects.update(state="refused", **refused)

    text = text_on(client, cast.officer, carry.get_absolute_url())
    assert "ไม่ได้รับอนุมัติ" in text
    assert "ไม่จำเป็น" not in text
