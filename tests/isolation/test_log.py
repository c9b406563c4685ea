"""What the log says of acts that take several steps: the table of addresses tells of those that are one form."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from bkkplan.figures.kpi.actions.runs import request_run
from bkkplan.ground.accounts.actions import issue_link, use_link
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money
from budget.actions.plan import items
from communities.actions.committees import invite_member, seat_member
from communities.actions.writing import move, put_back, take_out
from communities.enums import AdoptionMethod
from forums.actions import evidence, results
from forums.actions.adoptions import adopt
from forums.enums import ForumKind
from tests.factories.accounts import AT
from tests.factories.communities import PlanProblemFactory, PlanProjectFactory
from tests.factories.forums import ForumFactory
from tests.isolation.city import DAY
from tests.isolation.log import line_of, not_in_words

pytestmark = pytest.mark.slow


def complete(city):
    return ForumFactory(district=city.home, held=True, attendance_total=310)


def finish(city, forum):
    results.finish_recording(forum_id=forum.pk, on=DAY, by=city.officer, at=AT)


def resume(city):
    forum = complete(city)
    finish(city, forum)
    results.resume_recording(forum_id=forum.pk, reason="ทดสอบ", by=city.director, at=AT, on=DAY)


def publish(city):
    forum = complete(city)
    results.publish(forum_id=forum.pk, is_free_of_personal_data=True, on=DAY, by=city.officer, at=AT)


def hide_file(city):
    evidence.set_public(uuid=city.public_file.uuid, is_public=False, by=city.officer, at=AT)


def adopt_at_a_meeting(city):
    meeting = ForumFactory(
        district=city.home,
        kind=ForumKind.ADOPTION_MEETING,
        community=city.home_community,
        published=True,
        scheduled_on=date(2023, 5, 16),
        announced_on=date(2023, 5, 1),
    )
    adopt(
        plan_id=city.submitted.plan_id,
        adopted_on=meeting.held_on,
        method=AdoptionMethod.COMMUNITY_MEETING,
        forum_id=meeting.pk,
        by=city.officer,
        at=AT,
        on=DAY,
    )


def enter(city):
    token = issue_link(user=city.stranger, purpose=LinkPurpose.LOGIN, by=city.administrator, at=AT)
    use_link(token=token, password=None, at=AT)


def invite(city):
    committee = city.home_community.committees.earliest("pk")
    seat = seat_member(
        committee_id=committee.pk,
        uuid=uuid4(),
        full_name="สมใจ",
        position="member",
        starts_on=DAY,
        by=city.officer,
        at=AT,
    )
    invite_member(member_id=seat.pk, username="somjai", email="", by=city.officer, at=AT, on=DAY)


def reorder(kind):
    def act(city):
        factory = PlanProblemFactory if kind == "problem" else PlanProjectFactory
        rows = [factory(revision=city.draft) for _ in range(2)]
        who = {"by": city.member, "at": AT}
        move(row=rows[1], to=1, **who)
        take_out(row=rows[1], **who)
        put_back(row=rows[1], **who)

    return act


def restore(city):
    who = {"item_id": city.draft_item.pk, "by": city.officer, "at": AT}
    items.drop_item(reason="ทดสอบ", on=DAY, **who)
    items.restore_item(**who)


def undo(city):
    act = uuid4()
    money.commit(allocation_id=city.purse.pk, amount=Decimal(10), act=act, on=DAY, by=city.officer, at=AT)
    money.undo(undone=act, act=uuid4(), by=city.officer, at=AT)


def measure(city):
    request_run(year=FiscalYear(2565), as_of=DAY, by=city.strategy, at=AT)


PLAN = "community revision year"
# An act, who does it, and its last line in the log: the verb, of what, and the names of all that is told.
ACTS = [
    (enter, "stranger", "accounts.link_used of accounts.onetimelink; told: link made_by purpose"),
    (lambda city: finish(city, complete(city)), "officer", "forums.results_recorded of forums.forum; told: on"),
    (resume, "director", "forums.recording_resumed of forums.forum; told: reason seen"),
    (publish, "officer", "forums.forum_published of forums.forum; told: held_on on seen"),
    (hide_file, "officer", "forums.file_made_internal of forums.attachment; told: forum"),
    (adopt_at_a_meeting, "officer", "forums.adoption_linked of forums.adoptionmeeting; told: adoption forum"),
    (reorder("problem"), "member", f"communities.problem_put_back of communities.planproblem; told: {PLAN}"),
    (reorder("project"), "member", f"communities.project_put_back of communities.planproject; told: {PLAN}"),
    (restore, "officer", "budget.item_restored of budget.actionplanitem; told: district edition year"),
    (undo, "officer", "budget.money_undone of budget.allocation; told: act document_no entries on"),
    (measure, "strategy", "kpi.run_requested of kpi.kpirun; told: as_of year"),
]
# What those acts leave on the way.
ON_THE_WAY = {
    "communities.problem_moved",
    "communities.problem_taken_out",
    "communities.project_moved",
    "communities.project_taken_out",
}


@pytest.mark.parametrize(("act", "who", "line"), ACTS, ids=[line.split()[0] for _, _, line in ACTS])
def test_the_last_line_names_the_act_its_person_and_what_it_was_done_to(city, act, who, line):
    last = last_entry()

    with transaction.atomic():
        act(city)
        entries = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
        raw = not_in_words(entries, city.administrator)
        transaction.set_rollback(True)

    assert line_of(entries[-1]) == line
    assert raw == set()
    assert entries[-1].actor == city.people[who]
    assert entries[-1].target_id


def test_a_row_that_is_moved_and_taken_out_leaves_a_line_for_each(city):
    last = last_entry()

    with transaction.atomic():
        for kind in ("problem", "project"):
            reorder(kind)(city)
        left = {entry.verb for entry in Entry.objects.filter(pk__gt=last)}
        transaction.set_rollback(True)

    assert left >= ON_THE_WAY


def test_an_invitation_leaves_a_line_of_the_seat_and_one_of_the_link(city):
    last = last_entry()

    with transaction.atomic():
        invite(city)
        entries = Entry.objects.filter(pk__gt=last, actor=city.officer).order_by("pk")
        lines = [line_of(entry) for entry in entries]
        transaction.set_rollback(True)

    assert lines[-2:] == [
        "communities.member_invited of communities.committeemember; told: community username",
        "accounts.link_issued of accounts.onetimelink; told: purpose user",
    ]


def last_entry() -> int:
    return Entry.objects.latest("pk").pk
