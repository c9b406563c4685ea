"""A meeting decides on several projects in one act, which is undone as one act."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import Bases, BasisChangedError
from budget.actions.checks.checks import answer
from budget.actions.checks.meetings import MeetingDecision, decide_in_meeting, undo_meeting
from budget.actions.errors import CheckError
from budget.models import CheckMeeting, ConsistencyCheck
from budget.queries.checks.checks import basis_of_answers
from tests.at_once import at_once
from tests.factories.budget import AT, CheckFactory
from tests.factories.communities import PlanProjectFactory

ON = date(2023, 6, 2)
VOTED = {"met_on": "1 มิ.ย. 2566", "members": "9", "votes_for": "7", "votes_against": "2"}


def by(person):
    return {"by": person, "at": AT, "on": ON}


def decision(outcome="include", **words):
    return MeetingDecision(outcome=outcome, met_on=ON, members=9, votes_for=7, votes_against=2, **words)


def bases(revision):
    projects = revision.projects.live().select_related("check_result")
    return Bases.of({project.pk: basis_of_answers(project) for project in projects})


def decide(revision, person, what=None, projects=None, **more):
    chosen = [p.pk for p in projects or revision.projects.order_by("rank")]
    more = {"act": uuid4(), "seen": bases(revision), **more}
    return decide_in_meeting(
        revision_id=revision.pk, project_ids=chosen, decision=what or decision(), **more, **by(person)
    )


def outcomes(revision):
    rows = ConsistencyCheck.objects.filter(project__revision=revision).order_by("project__rank")
    return [(check.outcome, check.checked_on is not None, check.meeting_id) for check in rows]


class TestDeciding:
    def test_each_check_is_signed_logged_and_names_the_meeting(self, cast, submitted):
        meeting = decide(submitted, cast.officer)

        assert outcomes(submitted) == [("include", True, meeting.pk)] * 2
        assert (meeting.met_on, meeting.members, meeting.votes_for, meeting.votes_against) == (ON, 9, 7, 2)
        verbs = list(Entry.objects.filter(actor=cast.officer).order_by("pk").values_list("verb", flat=True))
        assert verbs == ["budget.project_checked", "budget.project_checked", "budget.meeting_decided"]

    def test_what_goes_to_another_office_is_that_offices_duty(self, cast, submitted):
        decide(submitted, cast.officer, decision("forward", forwarded_to="สำนักการโยธา"))

        check = ConsistencyCheck.objects.first()
        assert (check.fits_mission, check.mission_reason) == (False, "เป็นหน้าที่ของสำนักการโยธา")

    def test_a_project_that_changed_meanwhile_leaves_all_as_they_were(self, cast, submitted):
        seen = bases(submitted)
        changed = submitted.projects.order_by("rank").last()
        CheckFactory(project=changed, outcome="community")

        with pytest.raises(BasisChangedError) as refused:
            decide(submitted, cast.officer, seen=seen)

        assert [change.label for change in refused.value.changes] == [changed.title]
        assert outcomes(submitted) == [("community", True, None)]
        assert not CheckMeeting.objects.exists()

    def test_a_project_that_would_lack_a_reason_leaves_all_as_they_were(self, cast, submitted):
        with pytest.raises(CheckError):
            decide(submitted, cast.officer, decision("not_possible"))

        assert outcomes(submitted) == []

    def test_a_project_of_another_plan_is_refused(self, cast, submitted):
        with pytest.raises(CheckError):
            decide(submitted, cast.officer, projects=[submitted.projects.first(), PlanProjectFactory()], seen=None)

    def test_a_person_of_another_district_may_not(self, cast, submitted):
        with pytest.raises(PermissionDenied):
            decide(submitted, cast.away_officer)

    @pytest.mark.parametrize("votes", [(8, 2), (4, 4)])
    def test_the_database_counts_the_votes(self, cast, submitted, votes):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckMeeting.objects.create(
                uuid=uuid4(), revision=submitted, met_on=ON, members=9, at=AT, by=cast.officer,
                votes_for=votes[0], votes_against=votes[1],
            )  # fmt: skip

    def test_who_decides_otherwise_afterwards_does_so_without_the_meeting(self, cast, submitted):
        meeting = decide(submitted, cast.officer)
        first, second = ConsistencyCheck.objects.order_by("pk")

        answer(project_id=first.project_id, answers={"outcome": "community"}, seen=first.version, **by(cast.officer))
        answer(project_id=second.project_id, answers={"area_reason": ""}, seen=second.version, **by(cast.officer))

        assert outcomes(submitted) == [("community", True, None), ("include", True, meeting.pk)]

    @pytest.mark.django_db(transaction=True)
    def test_the_same_page_sent_by_two_people_at_once_is_one_meeting(self, cast, submitted):
        act, seen = uuid4(), bases(submitted)

        made = at_once(lambda person: decide(submitted, person, act=act, seen=seen).pk, [cast.officer, cast.director])

        assert len(set(made)) == CheckMeeting.objects.count() == 1
        assert Entry.objects.filter(verb="budget.project_checked").count() == 2


class TestUndoing:
    def test_each_project_has_the_answers_that_it_had(self, cast, submitted):
        first = submitted.projects.order_by("rank").first()
        CheckFactory(project=first, outcome="not_possible", outcome_reason="ไม่มีที่ดิน")
        meeting = decide(submitted, cast.officer)

        undo_meeting(meeting_id=meeting.pk, **by(cast.director))

        assert outcomes(submitted) == [("not_possible", True, None), ("", False, None)]
        assert ConsistencyCheck.objects.get(project=first).outcome_reason == "ไม่มีที่ดิน"
        meeting.refresh_from_db()
        assert meeting.undone_by == cast.director
        assert Entry.objects.filter(verb="budget.meeting_undone").count() == 1

    def test_twice_undone_is_once_undone(self, cast, submitted):
        meeting = decide(submitted, cast.officer)

        for _time in range(2):
            undo_meeting(meeting_id=meeting.pk, **by(cast.officer))

        assert Entry.objects.filter(verb="budget.meeting_undone").count() == 1

    def test_nothing_is_undone_if_a_project_was_answered_since(self, cast, submitted):
        meeting = decide(submitted, cast.officer)
        check = ConsistencyCheck.objects.order_by("pk").last()
        answer(project_id=check.project_id, answers={"outcome": "community"}, seen=check.version, **by(cast.officer))

        with pytest.raises(CheckError, match=check.project.title):
            undo_meeting(meeting_id=meeting.pk, **by(cast.officer))

        assert [outcome for outcome, *_rest in outcomes(submitted)] == ["include", "community"]


class TestPage:
    @pytest.fixture
    def page(self, submitted):
        return reverse("budget:check-meeting", args=[submitted.pk])

    @pytest.fixture
    def form(self, client, cast, submitted, page):
        """The page with all projects ticked, as it would be sent."""
        client.force_login(cast.officer)
        projects = list(submitted.projects.order_by("rank").values_list("pk", flat=True))
        shown = client.get(page, {"project": projects})
        context = shown.context
        assert shown.content.decode().count('name="projects"') == len(projects)
        assert [is_chosen for _project, is_chosen, _marked in context["rows"]] == [True, True]
        act = context["form"]["act"].value()
        return {**VOTED, **context["seen"], "act": act, "projects": projects, "outcome": "include"}

    def test_what_was_chosen_in_the_table_is_decided(self, client, submitted, page, form):
        assert client.post(page, form).status_code == 302

        assert [outcome for outcome, *_rest in outcomes(submitted)] == ["include", "include"]
        listed = client.get(reverse("budget:check", args=[submitted.pk])).content.decode()
        assert reverse("budget:check-meeting-undo", args=[submitted.pk, CheckMeeting.objects.get().pk]) in listed

    def test_what_changed_comes_back_marked_and_the_others_can_be_decided(self, client, submitted, page, form):
        changed = submitted.projects.order_by("rank").first()
        CheckFactory(project=changed, outcome="community")

        answer = client.post(page, form)

        assert answer.status_code == 409
        assert [(chosen, marked) for _p, chosen, marked in answer.context["rows"]] == [(False, True), (True, False)]
        assert answer.context["button"] == "ทำอีก 1 รายการ"
        assert not CheckMeeting.objects.exists()

        others = [p.pk for p, is_chosen, _marked in answer.context["rows"] if is_chosen]
        assert client.post(page, {**form, **answer.context["seen"], "projects": others}).status_code == 302
        assert [outcome for outcome, *_rest in outcomes(submitted)] == ["community", "include"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"votes_for": "8", "votes_against": "2"}, "votes_for"),
            ({"votes_for": "4", "votes_against": "4"}, "votes_for"),
            ({"outcome": "forward"}, "forwarded_to"),
            ({"outcome": "not_possible"}, "outcome_reason"),
            ({"met_on": "3 มิ.ย. 2566"}, "met_on"),
            ({"projects": []}, "projects"),
        ],
    )
    def test_a_form_that_can_not_be_is_asked_again(self, client, submitted, page, form, wrong, field):
        answer = client.post(page, form | wrong)

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert outcomes(submitted) == []
