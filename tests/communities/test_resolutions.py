"""A plan is submitted by the resolution of a meeting: its day, how many were present, and who was in the chair."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from communities.actions import errors, plans, steps
from communities.actions.plans import recall
from communities.enums import RevisionState
from communities.models import MeetingResolution
from communities.personal_data import NAMELESS, drop_old_names
from tests.communities.conftest import AT, ON
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeMemberFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanTemplateFactory,
)
from tests.words import packed, words_of


@pytest.fixture
def draft(cast):
    template = PlanTemplateFactory(sections=[{"code": "vision", "title_th": "วิสัยทัศน์", "required": False}])
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__template=template)
    words = {"reason": "ชำรุด", "objectives": "เดินปลอดภัย", "target": "200 เมตร"}
    project = PlanProjectFactory(revision=revision, problem=PlanProblemFactory(revision=revision), **words)
    project.areas.add(PlanAreaFactory())
    BudgetLineFactory(project=project)
    return revision


@pytest.fixture
def chair(cast):
    committee = cast.home_community.committees.get()
    return CommitteeMemberFactory(committee=committee, full_name="นางประธาน ดี", position="chair")


def submit(draft, by, **changed):
    given = {"words": "เห็นชอบให้ส่ง", "met_on": ON, "present": 24, "chair_name": "นายวัด ใกล้", **changed}
    meeting = steps.Meeting(**given)
    return plans.submit(revision_id=draft.pk, meeting=meeting, by=by, at=AT, on=ON)


def test_the_resolution_is_kept_and_told_in_the_log(cast, draft, chair):
    submit(draft, cast.member, chair=chair, chair_name="")

    resolution = MeetingResolution.objects.get(revision=draft)
    assert (resolution.words, resolution.met_on, resolution.present) == ("เห็นชอบให้ส่ง", ON, 24)
    assert (resolution.chaired_by, resolution.by) == ("นางประธาน ดี", cast.member)
    told = Entry.objects.get(verb="communities.plan_submitted").details
    assert (told["met_on"], told["present"], told["resolution"]) == ("2023-06-02", 24, "เห็นชอบให้ส่ง")


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2023, 6, 3), errors.NotYetError), (date(2022, 9, 30), errors.BeforeItsYearError)],
)
def test_the_meeting_was_in_the_year_in_which_the_plan_is_made_and_not_later_than_today(cast, draft, day, error):
    with pytest.raises(error) as refused:
        submit(draft, cast.member, met_on=day)

    assert refused.value.field == "met_on"
    assert submit(draft, cast.member, met_on=date(2022, 10, 1)).state == RevisionState.SUBMITTED


def test_a_chair_from_the_list_sat_on_this_committee_on_that_day(cast, draft, chair):
    stranger = CommitteeMemberFactory(committee=cast.away_community.committees.get())
    late = CommitteeMemberFactory(committee=chair.committee, starts_on=ON)
    for member, day in ((stranger, ON), (late, date(2023, 6, 1))):
        with pytest.raises(errors.ChairNotSeatedError):
            submit(draft, cast.member, chair=member, met_on=day)
    with pytest.raises(errors.ChairNeededError):
        submit(draft, cast.member, chair_name="")

    submit(draft, cast.member, chair=late)


def test_the_database_keeps_one_chair_and_somebody_present(cast, draft, chair):
    submit(draft, cast.member)
    row = MeetingResolution.objects.filter(revision=draft)
    one_chair = "meeting_was_chaired_by_one"
    for rule, wrong in (
        (one_chair, {"chair": chair}),
        (one_chair, {"chair_name": ""}),
        ("meeting_had_somebody_present", {"present": 0}),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            row.update(**wrong)


def test_the_page_is_filled_in_but_for_the_number_present(cast, draft, chair, client):
    client.force_login(cast.member)
    address = reverse("communities:submit", args=[draft.plan.year, cast.home_community.code])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert (sent["chair"], sent["met_on"], sent["present"]) == (chair.pk, "2 มิ.ย. 2566", "")

    missing = client.post(address, {**sent, "present": ""})
    nobody = client.post(address, {**sent, "present": "24", "chair": "other"})
    done = client.post(address, {**sent, "present": "๒๔"})

    assert missing.status_code == nobody.status_code == 422
    assert "เลือกประธานในที่ประชุม หรือเขียนชื่อ" in words_of(nobody)
    assert done.status_code == 302
    assert MeetingResolution.objects.get(revision=draft).chair == chair


def test_a_plan_submitted_again_has_the_newer_resolution_and_its_page_the_older(cast, draft, client):
    submit(draft, cast.member)
    recall(revision_id=draft.pk, by=cast.member, at=AT)
    client.force_login(cast.member)
    address = reverse("communities:submit", args=[draft.plan.year, cast.home_community.code])

    form = client.get(address).context["form"]

    assert (form["present"].value(), form["chair_name"].value()) == ("24", "นายวัด ใกล้")
    submit(draft, cast.member, present=31)
    assert MeetingResolution.objects.get().present == 31


def test_it_is_read_by_those_who_work_with_the_plan_and_old_editions_have_none(cast, draft, chair, client):
    submit(draft, cast.member, chair=chair, chair_name="")
    page = reverse("communities:plan", args=[draft.plan.year, cast.home_community.code])
    for person, address in (
        (cast.member, page),
        (cast.officer, page),
        (cast.officer, reverse("budget:check", args=[draft.pk])),
    ):
        client.force_login(person)
        words = packed(client.get(address).content.decode())
        assert "เห็นชอบให้ส่ง" in words
        assert "ผู้เข้าประชุม 24 คน · ประธานในที่ประชุม นางประธาน ดี" in words
    MeetingResolution.objects.all().delete()
    assert "มติที่ประชุม" not in words_of(client.get(page))
    draft.refresh_from_db()
    draft.full_clean()


def test_the_name_of_a_chair_who_was_no_member_goes_with_those_of_former_members(cast, draft):
    submit(draft, cast.member)

    drop_old_names(AT.replace(year=2033))

    assert MeetingResolution.objects.get().chaired_by == NAMELESS
