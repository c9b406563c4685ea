"""Templates of different years live beside each other: a plan keeps the one with which it was begun."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from communities.actions import last_year, plans
from communities.models import CommitteeMember, PlanProblem, PlanTemplate
from communities.models.template import usual_items
from communities.queries import completeness_of, sections_of
from communities.queries.templates import template_in_force
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommitteeMemberFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)

AT = datetime(2024, 6, 3, 3, 0, tzinfo=UTC)
VISION = {"code": "vision", "title_th": "วิสัยทัศน์", "required": True}
HEALTH = {"code": "health", "title_th": "สุขภาพของชุมชน", "required": True}


@pytest.fixture
def old(cast):
    """A plan of 2567, by the template of then."""
    template = PlanTemplateFactory(version=1, from_year=2563, sections=[VISION], items=usual_items())
    return PlanRevisionFactory(plan__community=cast.home_community, plan__template=template)


@pytest.fixture
def new_template(old):
    items = usual_items() | {"risk": "required", "target": "off"}
    return PlanTemplate.objects.create(version=2, from_year=2568, sections=[HEALTH], items=items)


def second_member(cast):
    seat = CommitteeMember.objects.get(user=cast.member)
    return CommitteeMemberFactory(committee=seat.committee, user=UserFactory()).user


def begin(cast, year):
    return plans.begin_plan(
        community_id=cast.home_community.pk, year=FiscalYear(year), by=cast.member, at=AT, on=AT.date()
    )


def test_each_year_has_its_own_template_and_an_old_plan_keeps_its_sections(cast, old, new_template):
    new = begin(cast, 2568)

    assert template_in_force(FiscalYear(2567)) == old.plan.template
    assert template_in_force(FiscalYear(2568)) == new_template
    assert [section.code for section in sections_of(old)] == ["vision"]
    assert [section.code for section in sections_of(new)] == ["health"]


def test_each_plan_is_asked_for_what_its_own_template_asks(cast, old, new_template):
    new = begin(cast, 2568)
    for revision in (old, new):
        PlanProjectFactory(revision=revision, rank=1)

    of_old, of_new = ([one.sentence for one in completeness_of(one).missing] for one in (old, new))

    assert any("วิสัยทัศน์" in sentence for sentence in of_old)
    assert not any("วิสัยทัศน์" in sentence for sentence in of_new)
    assert any("ความเสี่ยง" in sentence for sentence in of_new)
    assert not any("เป้าหมาย" in sentence for sentence in of_new)


def test_the_writing_pages_of_both_show_their_own_sections_and_items(client, cast, old, new_template):
    new = begin(cast, 2568)
    for revision in (old, new):
        PlanProjectFactory(revision=revision, rank=1)
    client.force_login(cast.member)

    for revision, has, has_not in ((old, "target", "risk"), (new, "risk", "target")):
        plan = revision.plan
        write = f"/work/plans/{plan.fiscal_year}/{plan.community.code}/write/"
        sections = [section.code for section, *_rest in client.get(write).context["sections"]]
        [(_project, sheet, *_more)] = client.get(f"{write}items/").context["sheets"]

        assert sections == [one["code"] for one in plan.template.asked_sections]
        assert has in sheet.form.fields
        assert has_not not in sheet.form.fields


def test_what_last_year_said_under_another_template_comes_over_as_far_as_it_is_asked(cast, old, new_template):
    PlanSectionFactory(revision=old, code="vision", text="น่าอยู่")
    project = PlanProjectFactory(
        revision=old, rank=1, target="85 เมตร", risk="น้ำขึ้น", problem=PlanProblemFactory(revision=old)
    )
    new = begin(cast, 2568)
    decided = [last_year.ReviewChoice(project.pk, "continue")]

    last_year.review_last_year(revision_id=new.pk, decisions=decided, by=cast.member, at=AT)

    copy = new.projects.get()
    assert (copy.target, copy.risk) == ("85 เมตร", "น้ำขึ้น")  # what is not asked for is kept, and not shown
    assert [section.text for section in sections_of(new)] == [""]


def test_two_committee_members_and_an_officer_write_one_plan_and_no_text_is_lost(client, cast, old):
    """Each row holds who wrote what; whoever comes late to a row is shown both texts and loses none."""
    plan = old.plan
    plan.from_paper_at, plan.from_paper_by = AT, cast.officer
    plan.save(update_fields=["from_paper_at", "from_paper_by"])
    row = PlanProblemFactory(revision=old, problem="ทางเดินทรุด")
    page = f"/work/plans/2567/{plan.community.code}/problems/"
    json = {"HTTP_ACCEPT": "application/json"}
    colleague = second_member(cast)
    answers = []

    for person, words in ((cast.member, "ทางเดินทรุดมาก"), (colleague, "ทางเดินพัง"), (cast.officer, "ทางเดินทรุดท้ายซอย")):
        client.force_login(person)
        answers.append(client.post(f"{page}{row.uuid}/", {"problem": words, "version": "1"}, **json))
        client.post(f"{page}{uuid4()}/", {"problem": f"ของ {person}", "version": "0"}, **json)

    assert [answer.status_code for answer in answers] == [200, 409, 409]
    assert {answer.json()["theirs"]["problem"] for answer in answers[1:]} == {"ทางเดินทรุดมาก"}
    assert all(answer.json()["by"] == str(cast.member) for answer in answers[1:])
    written = set(PlanProblem.objects.filter(revision=old).values_list("problem", flat=True))
    assert written == {"ทางเดินทรุดมาก", *(f"ของ {person}" for person in (cast.member, colleague, cast.officer))}
    assert [writer.by for writer in old.office_writers.all()] == [cast.officer]
