"""Whoever handed something in does not decide on it: plans of districts and communities, results for the director."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Notice, User
from bkkplan.ground.core.clock import now
from budget.actions import errors
from budget.actions.checks import checks
from budget.actions.plan import action_plan
from budget.queries.my_work import todos_for
from communities.actions import plans as community_plans
from communities.actions.errors import OwnPlanError
from communities.actions.steps import Meeting
from communities.queries import Completeness
from forums.actions import results
from forums.actions.errors import OwnResultsError
from forums.enums import ForumState
from forums.models import Forum
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, CheckFactory
from tests.factories.communities import CommitteeMemberFactory, PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory

ON = date(2023, 6, 2)
AT = now()

# Each case: who handed it in, who decides (each perhaps through a link that another person made), and whether these are
# two persons.
CASES = {
    "two persons": ("a", "b", True),
    "one person": ("a", "a", False),
    "handed in through the decider's link": ("a<b", "b", False),
    "handed in through a third one's link": ("a<b", "c", True),
    "decided through the link of who handed it in": ("a", "b<a", False),
    "both through one person's links": ("a<c", "b<c", False),
    "through links of two": ("a<b", "c<d", True),
}


@pytest.fixture
def people(cast):
    """Four who may all do everything in the district: only the rule of two persons stands between them."""
    everyone = {}
    for name in "abcd":
        person = everyone[name] = UserFactory(username=name, full_name=f"ผู้อำนวยการ {name}")
        for role in (Role.DISTRICT_OFFICER, Role.DISTRICT_DIRECTOR):
            AssignmentFactory(user=person, role=role, district=cast.home)
        CommitteeMemberFactory(committee__community=cast.home_community, user=person)
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])
    return everyone


def come_in(who, people):
    name, _, maker = who.partition("<")
    person = User.objects.get(pk=people[name].pk)
    person.entered_through = people[maker] if maker else None
    return person


class AnActionPlan:
    refused = errors.OwnEditionError
    signs = ("submitted", "approved")

    def __init__(self, cast):
        self.row = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2566, number=0)
        ActionPlanItemFactory(introduced_in=self.row)

    def hand_in(self, by):
        action_plan.submit(plan_id=self.row.plan_id, by=by, at=AT, on=ON)

    def decide(self, by):
        action_plan.approve(plan_id=self.row.plan_id, by=by, at=AT, on=ON)

    def page(self):
        return reverse("budget:action-plan-approve", args=[2566, self.row.plan.district.code])


class ACommunityPlan:
    refused = OwnPlanError
    signs = ("submitted", "confirmed")

    def __init__(self, cast):
        self.row = PlanRevisionFactory(plan__community=cast.home_community)

    def hand_in(self, by):
        # What a plan must have is asked elsewhere.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(community_plans, "completeness_of", lambda revision: Completeness((), (), ""))
            resolved = Meeting(words="เห็นชอบ", met_on=ON, present=24, chair_name="นางประธาน ดี")
            community_plans.submit(revision_id=self.row.pk, meeting=resolved, by=by, at=AT, on=ON)
        CheckFactory(project=PlanProjectFactory(revision=self.row))

    def decide(self, by):
        checks.confirm_plan(revision_id=self.row.pk, by=by, at=AT, on=ON)

    def page(self):
        return reverse("budget:check-confirm", args=[self.row.pk])


class Results:
    refused = OwnResultsError
    signs = ("recorded", "published")

    def __init__(self, cast):
        self.row = ForumFactory(district=cast.home, held=True, attendance_total=100)

    def hand_in(self, by):
        results.finish_recording(forum_id=self.row.pk, on=ON, by=by, at=AT)

    def decide(self, by):
        forum = Forum.objects.get(pk=self.row.pk)
        results.publish(forum_id=forum.pk, is_free_of_personal_data=True, on=ON, by=by, at=AT)

    def page(self):
        return reverse("forums:publish", args=[self.row.pk])


KINDS = pytest.mark.parametrize("kind", [AnActionPlan, ACommunityPlan, Results], ids=lambda kind: kind.__name__)
TABLE = pytest.mark.parametrize("case", CASES)


@KINDS
@TABLE
def test_another_person_decides_than_the_one_who_handed_it_in(cast, people, kind, case):
    first, second, may = CASES[case]
    matter = kind(cast)
    matter.hand_in(come_in(first, people))
    decider = come_in(second, people)

    if may:
        matter.decide(decider)
    else:
        with pytest.raises(kind.refused):
            matter.decide(decider)

    matter.row.refresh_from_db()
    assert getattr(matter.row, f"{kind.signs[1]}_by") == (decider if may else None)


@KINDS
@TABLE
def test_the_database_holds_to_it_too(cast, people, kind, case):
    first, second, may = CASES[case]
    matter = kind(cast)
    matter.hand_in(come_in("a", people))
    matter.decide(come_in("b", people))
    matter.row.refresh_from_db()
    for sign, who in zip(kind.signs, (first, second), strict=True):
        person = come_in(who, people)
        setattr(matter.row, f"{sign}_by", person)
        setattr(matter.row, f"{sign}_through", person.entered_through)

    if may:
        matter.row.save()
    else:
        with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
            matter.row.save()


@KINDS
def test_the_page_says_who_can_instead(client, cast, people, kind):
    matter = kind(cast)
    matter.hand_in(people["a"])
    client.force_login(people["a"])

    words = client.get(matter.page()).content.decode()

    assert "ผู้ที่ส่งเรื่องตัดสินเรื่องของตนเองไม่ได้" in words
    assert "ผู้อำนวยการ b, ผู้อำนวยการ c, ผู้อำนวยการ d" in words
    assert "ผู้อำนวยการ a" not in words.partition("ผู้ที่ส่งเรื่อง")[2].partition("ตัดสินแทน")[0]


@KINDS
def test_where_nobody_else_is_on_duty_the_page_asks_for_a_substitute(client, cast, people, kind):
    matter = kind(cast)
    matter.hand_in(people["a"])
    others = User.objects.filter(assignments__district=cast.home).exclude(pk=people["a"].pk)
    for other in others.distinct():
        other.assignments.update(ends_on=ON)
    client.force_login(people["a"])

    words = client.get(matter.page()).content.decode()

    assert "ขอให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน" in words


@KINDS
def test_a_substitute_of_today_decides(cast, kind):
    director = cast.director
    AssignmentFactory(user=director, role=Role.DISTRICT_OFFICER, district=cast.home)
    CommitteeMemberFactory(committee__community=cast.home_community, user=director)
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])
    substitute = UserFactory()
    acting = {"role": Role.DISTRICT_DIRECTOR, "acting": "in_place", "ends_on": date(2023, 6, 9)}
    AssignmentFactory(user=substitute, district=cast.home, starts_on=ON, **acting)
    matter = kind(cast)
    matter.hand_in(director)

    matter.decide(substitute)

    matter.row.refresh_from_db()
    assert getattr(matter.row, f"{kind.signs[1]}_by") == substitute


def test_a_session_of_a_link_counts_as_its_maker_s_on_the_page_too(client, cast, mailoutbox):
    cast.officer.set_password("ลำดวน-บานเช้า-2566")
    cast.officer.save(update_fields=["password"])
    matter = AnActionPlan(cast)
    client.force_login(cast.director)
    link = client.post(reverse("accounts:new-link", args=[cast.officer.pk])).context["address"]
    client.logout()
    client.post(link)
    place = [2566, cast.home.code]
    client.post(reverse("budget:action-plan-submit", args=place))
    client.logout()
    client.force_login(cast.director)

    page = client.post(reverse("budget:action-plan-approve", args=place), follow=True)

    matter.row.refresh_from_db()
    assert (matter.row.submitted_by, matter.row.submitted_through) == (cast.officer, cast.director)
    assert matter.row.state == "submitted"
    assert "รวมทั้งผ่านลิงก์เข้าระบบที่ตนออก" in page.content.decode()


def test_where_the_director_publishes_results_are_finished_first(cast, people):
    matter = Results(cast)

    with pytest.raises(OwnResultsError, match="บันทึกผลเสร็จแล้ว"):
        matter.decide(people["a"])

    assert Forum.objects.get(pk=matter.row.pk).state == ForumState.HELD


def test_where_no_director_is_asked_one_person_records_and_publishes(cast):
    matter = Results(cast)
    matter.hand_in(cast.officer)

    matter.decide(cast.officer)

    assert Forum.objects.get(pk=matter.row.pk).state == ForumState.PUBLISHED


def test_what_one_submitted_oneself_waits_for_others_in_the_queue(cast, people):
    matter = AnActionPlan(cast)
    matter.hand_in(people["a"])

    waits = {name: {todo.is_waiting_for_others for todo in todos_for(people[name], on=ON)} for name in "ab"}

    assert waits == {"a": {True}, "b": {False}}
    assert not Notice.objects.filter(recipient=people["a"], kind="action-plan-submitted").exists()
