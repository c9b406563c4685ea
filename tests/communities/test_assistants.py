"""An assistant whom a committee names: writes its plan, and submits, checks, confirms and adopts nothing."""

from datetime import date
from uuid import uuid4

import pytest
import rules
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.faces.desk.queries import hats_of
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import OneTimeLink, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import why_refused
from communities.actions import assistants, committees, plans, steps, writing
from communities.models import OfficeWriter, Plan, PlanAssistant, PlanComment, PlanRevision
from communities.queries import todos_for
from communities.queries.writers import last_written
from tests.communities.conftest import AT, ON
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.communities import (
    CommitteeMemberFactory,
    PlanAssistantFactory,
    PlanFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.words import words_of

WRITES = {"communities.view_plan", "communities.write_plan", "communities.comment_on_plan", "forums.take_up"}
NEXT = FiscalYear(2567)
WHEN = {"at": AT, "on": ON}
VOLUNTEER = {"full_name": "มานะ ช่วยดี", "username": "volunteer"}


@pytest.fixture
def committee(cast):
    return cast.home_community.committees.get()


@pytest.fixture
def assistant(cast, committee):
    return PlanAssistantFactory(committee=committee, user=UserFactory(username="assistant"), named_by=cast.member)


@pytest.fixture
def draft(cast):
    return PlanRevisionFactory(plan__community=cast.home_community)


def named(cast, **more):
    return assistants.name_assistant(community_id=cast.home_community.pk, by=cast.member, **VOLUNTEER | more, **WHEN)


def may(person, name, thing):
    try:
        return person.has_perm(name, thing)
    except AttributeError:  # a permission that asks about another kind of row
        return False


def again(user):
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def test_a_member_names_a_assistant_who_gets_a_link_and_a_notice(cast, committee):
    made = named(cast, ends_on=date(2023, 9, 1))

    assert made.assistant.committee == committee
    assert (made.assistant.starts_on, made.assistant.ends_on) == (ON, date(2023, 9, 1))
    assert OneTimeLink.objects.unused().get().user == made.invitation.user == made.assistant.user
    assert made.assistant.user.notices.get().kind == "plan-assistant"
    assert "communities.assistant_named" in Entry.objects.values_list("verb", flat=True)


@pytest.mark.parametrize("who", ["officer", "director", "social", "away_member", "stranger"])
def test_nobody_but_the_committee_names_its_assistant(cast, who):
    with pytest.raises(PermissionDenied):
        assistants.name_assistant(community_id=cast.home_community.pk, by=cast.people[who], **VOLUNTEER, **WHEN)


def test_an_assistant_may_write_the_plan_and_do_nothing_else(cast, assistant, draft):
    def given(thing):
        """What the assistant may do with it, and a stranger may not."""
        names = rules.permissions.permissions
        return {name for name in names if may(assistant.user, name, thing) and not may(cast.stranger, name, thing)}

    assert given(draft.plan) == WRITES
    assert given(cast.home_community) == {"communities.begin_plan"}
    assert given(PlanFactory(community=cast.away_community)) == set()


def test_an_assistant_sees_the_drafts_of_that_community_alone(cast, assistant, draft):
    PlanRevisionFactory(plan__community=cast.away_community)
    PlanComment.objects.create(plan=draft.plan, text="ดี", at=AT, by=cast.officer)

    assert list(Plan.objects.visible_to(assistant.user)) == [draft.plan]
    assert list(PlanRevision.objects.visible_to(assistant.user)) == [draft]
    assert PlanComment.objects.visible_to(assistant.user).count() == 1


def test_what_a_assistant_wrote_stays_theirs_and_is_not_the_offices(cast, assistant, draft):
    words = writing.ProjectWords(title="ทาสีรั้ว")
    project = writing.save_project(revision_id=draft.pk, uuid=uuid4(), words=words, seen=0, by=assistant.user, at=AT)
    assistants.end_assistant(assistant_id=assistant.pk, by=cast.member, **WHEN)

    written = last_written(draft)[project.lineage]

    assert (written.by, written.is_assistant, written.is_office) == (str(assistant.user), True, False)
    assert not OfficeWriter.objects.exists()


def test_an_assistant_does_not_submit_even_what_is_complete(cast, assistant, draft):
    meeting = steps.Meeting(words="เห็นชอบ", met_on=ON, present=20, chair_name="ประธาน")

    with pytest.raises(PermissionDenied):
        plans.submit(revision_id=draft.pk, meeting=meeting, by=assistant.user, **WHEN)


def test_an_assistant_begins_a_plan_for_the_committee_and_not_from_paper(cast, assistant):
    PlanFactory(community=cast.away_community)  # and with it a template

    revision = plans.begin_plan(community_id=cast.home_community.pk, year=NEXT, by=assistant.user, **WHEN)

    assert revision.plan.from_paper_at is None


@pytest.mark.parametrize(
    ("dates", "may"),
    [
        ({"starts_on": date(2023, 6, 2)}, True),
        ({"starts_on": date(2023, 6, 3)}, False),
        ({"ends_on": date(2023, 6, 3)}, True),
        ({"ends_on": date(2023, 6, 2)}, False),
    ],
)
def test_an_assistant_writes_from_the_first_day_until_the_day_before_the_last(committee, draft, dates, may):
    assistant = PlanAssistantFactory(committee=committee, user=UserFactory(), **dates)

    assert assistant.user.has_perm("communities.write_plan", draft.plan) == may


def test_the_end_of_the_term_ends_its_assistants_and_their_links(cast, committee, draft):
    made = named(cast)
    committees.end_term(committee_id=committee.pk, on=ON, by=cast.officer, at=AT)

    assert not again(made.assistant.user).has_perm("communities.write_plan", draft.plan)
    assert not OneTimeLink.objects.unused().exists()


@pytest.mark.parametrize("who", ["member", "officer"])
def test_the_committee_and_its_office_end_a_assistant_at_once(cast, assistant, draft, who):
    ended = assistants.end_assistant(assistant_id=assistant.pk, by=cast.people[who], **WHEN)

    assert (ended.ends_on, ended.ended_by) == (ON, cast.people[who])
    assert not again(assistant.user).has_perm("communities.write_plan", draft.plan)
    assert Entry.objects.filter(verb="communities.assistant_ended").exists()
    with pytest.raises(assistants.AssistantEndedError):
        assistants.end_assistant(assistant_id=assistant.pk, by=cast.member, **WHEN)
    with pytest.raises(assistants.AssistantEndedError):
        assistants.invite_assistant_again(assistant_id=assistant.pk, by=cast.member, at=AT)


def test_an_assistant_who_never_came_in_gets_a_new_link(cast):
    made = named(cast)

    fresh = assistants.invite_assistant_again(assistant_id=made.assistant.pk, by=cast.member, at=AT)

    assert fresh.token != made.invitation.token
    assert OneTimeLink.objects.unused().count() == 1
    made.assistant.user.set_password("ลำดวน-บานเช้า")
    made.assistant.user.save()
    with pytest.raises(committees.AlreadyEnteredError):
        assistants.invite_assistant_again(assistant_id=made.assistant.pk, by=cast.member, at=AT)


def test_somebody_with_an_account_is_named_by_user_name_and_full_name(cast):
    known = UserFactory(username="known", full_name="มานี  มีนา")

    made = named(cast, username="KNOWN", full_name="มานี มีนา")

    assert (made.assistant.user, made.invitation) == (known, None)
    with pytest.raises(assistants.AssistantNamedAlreadyError):
        named(cast, username="known", full_name="มานี มีนา")


@pytest.mark.parametrize(
    ("who", "more", "refusal"),
    [
        ("officer", {}, assistants.WorksHereError),
        ("director", {}, assistants.WorksHereError),
        ("member", {}, assistants.SitsHereError),
        ("stranger", {"full_name": "ใครอื่น"}, assistants.OtherNameError),
        ("stranger", {"ends_on": ON}, assistants.DayNotToComeError),
    ],
)
def test_who_may_not_be_an_assistant(cast, who, more, refusal):
    person = cast.people[who]

    with pytest.raises(refusal):
        named(cast, **{"username": person.username, "full_name": person.full_name} | more)

    assert not PlanAssistant.objects.exists()


def test_an_officer_of_another_district_may_help(cast):
    officer = cast.away_officer

    made = named(cast, username=officer.username, full_name=officer.full_name)

    assert again(made.assistant.user).has_perm("communities.write_plan", PlanFactory(community=cast.home_community))


def test_an_assistant_who_becomes_an_officer_of_the_district_neither_helps_nor_checks(cast, assistant, draft):
    AssignmentFactory(user=assistant.user, role=Role.DISTRICT_OFFICER, district=cast.home)
    person = again(assistant.user)

    assert not person.has_perm("communities.write_plan", draft.plan)
    assert "ผู้ช่วย" in why_refused(person, "communities.return_plan", draft.plan)
    assert not person.has_perm("communities.confirm_plan", draft.plan)


def test_the_database_lets_no_assistant_confirm_what_was_written_in_their_time(cast, assistant, draft):
    submitted = PlanRevisionFactory(plan=PlanFactory(community=cast.home_community, fiscal_year=2569), submitted=True)

    with pytest.raises(IntegrityError, match="plan_is_confirmed_by_no_assistant"), transaction.atomic():
        PlanRevision.objects.filter(pk=submitted.pk).update(
            state="confirmed", confirmed_on=ON, confirmed_at=AT, confirmed_by=assistant.user
        )


@pytest.mark.parametrize(("ends_on", "next_term"), [(date(2022, 2, 1), None), (None, date(2022, 3, 1))])
def test_whoever_helped_before_the_plan_was_begun_may_check_it(cast, committee, ends_on, next_term):
    PlanAssistantFactory(committee=committee, user=cast.officer, starts_on=date(2022, 1, 1), ends_on=ends_on)
    if next_term:
        committees.begin_term(
            community_id=cast.home_community.pk, starts_on=next_term, ends_on=None, by=cast.officer, at=AT
        )
    revision = PlanRevisionFactory(plan__community=cast.home_community, plan__created_at=AT, submitted=True)

    assert cast.officer.has_perm("communities.confirm_plan", revision.plan)
    PlanRevision.objects.filter(pk=revision.pk).update(
        state="confirmed", confirmed_on=ON, confirmed_at=AT, confirmed_by=cast.officer
    )


def test_an_assistant_who_sits_on_another_committee_keeps_both(cast, assistant, draft):
    CommitteeMemberFactory(committee__community=cast.away_community, user=assistant.user)
    away = PlanFactory(community=cast.away_community)

    assert assistant.user.has_perm("communities.submit_plan", away)
    assert not assistant.user.has_perm("communities.submit_plan", draft.plan)
    assert [hat.role for hat in hats_of(assistant.user)] == ["committee_member", "plan_assistant"]


def test_what_waits_for_a_assistant_is_the_plan_while_it_is_written(cast, assistant):
    texts = [todo.text for todo in todos_for(assistant.user, on=ON)]
    revision = PlanRevisionFactory(plan__community=cast.home_community)

    (todo,) = todos_for(assistant.user, on=ON)

    assert texts == [f"เริ่มช่วยเขียนแผนปี 2567 · {cast.home_community}"]
    assert todo.text == f"ช่วยเขียนแผนปี 2567 คณะกรรมการเป็นผู้ส่ง · {cast.home_community}"
    assert todo.url == reverse("communities:write", args=[2567, cast.home_community.code])
    PlanRevision.objects.filter(pk=revision.pk).update(
        state="submitted", submitted_on=ON, submitted_at=AT, submitted_by=cast.member
    )
    assert todos_for(assistant.user, on=ON) == []


def test_the_pages_of_a_assistant_lead_to_no_act_of_the_committee(client, cast, assistant, draft):
    PlanProjectFactory(revision=draft)
    code = cast.home_community.code
    submit = reverse("communities:submit", args=[2567, code])
    client.force_login(assistant.user)

    pages = {
        step: client.get(reverse("communities:write-step", args=[2567, code, step]))
        for step in ("last-year", "projects", "items")
    }

    assert {page.status_code for page in pages.values()} == {200}
    assert not any(submit in page.content.decode() for page in pages.values())
    assert "ไปหน้าแผน" in words_of(pages["items"])
    assert client.get(submit).status_code == 403
    assert client.get(reverse("communities:committee", args=[code])).status_code == 403


def test_an_assistant_reads_why_they_do_not_submit_and_who_does(client, cast, assistant, draft, committee):
    PlanProjectFactory(revision=draft)
    code = cast.home_community.code
    seat = committee.members.get(user=cast.member)
    chair = CommitteeMemberFactory(committee=committee, position="chair", user=UserFactory(), full_name="ปรานี ใจงาม")
    CommitteeMemberFactory(committee=committee, position="secretary", full_name="ไม่มีบัญชี")
    CommitteeMemberFactory(committee=committee, user=UserFactory(is_active=False), full_name="บัญชีปิด")
    plan = draft.plan.get_absolute_url()
    client.force_login(assistant.user)

    for page in (plan, f"{plan}write/", f"{plan}missing/"):
        words = words_of(client.get(page))
        assert "เขียนแผนได้แต่ส่งไม่ได้" in words
        assert words.index(f"{chair.full_name}</b> (ประธานกรรมการ)") < words.index(f"{seat.full_name}</b> (กรรมการ)")
        assert "ไม่มีบัญชี" not in words
        assert "บัญชีปิด" not in words
    refused = client.get(f"{plan}submit/")
    assert refused.status_code == 403
    assert "ท่านเป็นผู้ช่วยบันทึกข้อมูล เขียนแผนได้แต่ส่งไม่ได้" in words_of(refused)
    for who in (cast.member, cast.officer):
        client.force_login(who)
        assert "ส่งไม่ได้" not in words_of(client.get(plan))
    client.force_login(cast.stranger)
    assert "ผู้ช่วย" not in client.get(f"/work/plans/2567/{code}/submit/").content.decode()


def test_an_assistant_reads_whom_to_ask_where_nobody_of_the_committee_has_an_account(
    client, cast, assistant, draft, committee
):
    committee.members.update(user=None)
    client.force_login(assistant.user)

    words = words_of(client.get(draft.plan.get_absolute_url()))

    assert "ยังไม่มีกรรมการคนใดมีบัญชี ขอให้สำนักงานเขตเชิญกรรมการ" in words
    PlanRevision.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_on=ON, submitted_at=AT, submitted_by=cast.member
    )
    assert "ส่งไม่ได้" not in words_of(client.get(draft.plan.get_absolute_url()))


def test_the_committee_names_its_assistant_on_a_page_which_shows_the_link_once(client, cast, mailoutbox):
    client.force_login(cast.member)
    code = cast.home_community.code
    form = client.get(reverse("communities:assistant-name", args=[code]))

    shown = client.post(
        reverse("communities:assistant-name", args=[code]), VOLUNTEER | {"email": "mana@example.org", "ends_on": ""}
    )

    assert f"{code.lower()}.1" in form.content.decode()
    assert "ลิงก์" in words_of(shown)
    assert len(mailoutbox) == 1
    committee = client.get(reverse("communities:committee", args=[code]))
    assert "มานะ ช่วยดี" in words_of(committee)
    assert "ยังไม่เคยเข้าใช้ ออกลิงก์ใหม่" in words_of(committee)
