"""The kept stage of a proposal is what its records say, and only what acts touched is followed."""

import pytest
from django.core.management import CommandError, call_command

from bkkplan.ground.audit.record import record
from budget.actions.stages import follow_all_proposals, follow_proposals
from budget.enums import ItemProgress, Stage
from budget.models import ProposalStage
from budget.queries import stages
from budget.queries.stages import kept_statuses, published_by_stage, standing_at, unproved_stages
from budget.queries.trace import statuses_of
from forums.models import Proposal
from tests.budget.test_trace import MAY, check, confirm, include, take_up
from tests.factories.accounts import AT, UserFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposals(monkeypatch):
    """One proposal at each stage and one that was given up; the log is read up to here, and no line is read again."""
    monkeypatch.setattr(stages, "READ_AGAIN", 0)
    forum = ForumFactory(published=True)
    proposed, planned, checked, included, done = ProposalFactory.create_batch(5, forum=forum)
    take_up(planned)
    for one in (checked, included, done):
        project = take_up(one)
        confirm(project)
        if one != checked:
            over = {"progress": ItemProgress.DONE, "done_on": MAY, "result": "ครบ"} if one == done else {}
            include(project, **over)
    given_up = UptakeFactory(
        proposal=ProposalFactory(forum=forum),
        on=MAY,
        ended_on=MAY,
        ended_at=AT,
        ended_by=UserFactory(),
        ended_reason="ซ้ำ",
    )
    ProposalFactory(forum=ForumFactory())  # of a forum that is not published
    follow_all_proposals()
    return [proposed, planned, checked, included, done, given_up.proposal]


@pytest.fixture
def walked(monkeypatch):
    """The proposals whose ways are walked."""
    found = []
    walk = stages.statuses_of
    monkeypatch.setattr("budget.actions.stages.statuses_of", lambda ids: found.extend(ids) or walk(ids))
    return found


def test_what_is_kept_is_what_the_ways_say(proposals):
    expected = statuses_of(Proposal.objects.filter(forum__state="published").values_list("pk", flat=True))
    reached = [status.stage for status in expected.values()]

    assert len(set(expected.values())) == len(proposals)
    assert kept_statuses(expected) == expected
    assert published_by_stage() == {stage: sum(one >= stage for one in reached) for stage in Stage}
    assert {
        code: {one.pk for one in Proposal.objects.filter(standing_at(code), pk__in=expected)} for code in CODES
    } == {code: {pk for pk, status in expected.items() if status.code == code} for code in CODES}


CODES = ["proposed", "planned", "checked", "included", "funded", "done", "given_up", "taken_out", "nothing"]


def test_only_what_an_act_touched_is_followed(proposals, walked):
    project = take_up(proposals[0])
    confirm(project)
    record("communities.plan_confirmed", project.revision, by=None, at=AT)

    assert follow_proposals() == 1

    assert walked == [proposals[0].pk]
    assert kept_statuses([proposals[0].pk])[proposals[0].pk].stage is Stage.CHECKED
    assert unproved_stages() == []


def test_without_an_act_nothing_is_walked(proposals, walked):
    assert follow_proposals() == 0
    record("forums.proposal_changed", proposals[1], by=None, at=AT)
    assert follow_proposals() == 0

    assert walked == []


def test_a_project_that_is_carried_over_moves_the_proposal_of_the_first_year(proposals):
    first = take_up(proposals[0])
    heir = take_up(ProposalFactory(forum=proposals[0].forum), carried_from=first)
    confirm(heir)
    record("communities.plan_confirmed", heir.revision, by=None, at=AT)

    assert follow_proposals() == 2
    assert unproved_stages() == []


def test_a_line_that_was_committed_late_is_read(proposals, monkeypatch):
    check(take_up(proposals[0]))
    late = record("forums.proposal_taken_up", proposals[0].uptakes.get(), by=None, at=AT)
    stages.LogRead.objects.update(newest=late.pk + 1)  # the line of another act was seen before
    record("forums.forum_published", proposals[0].forum, by=None, at=AT)
    record("forums.forum_published", proposals[0].forum, by=None, at=AT)

    assert follow_proposals() == 0
    monkeypatch.setattr(stages, "READ_AGAIN", 1000)
    record("forums.forum_published", proposals[0].forum, by=None, at=AT)
    assert follow_proposals() == 1


def test_the_command_proves_it_and_names_what_differs(proposals, capsys):
    call_command("check_stages")
    ProposalStage.objects.filter(proposal=proposals[1]).update(stage=Stage.DONE)
    ProposalStage.objects.create(proposal=proposals[0], stage=Stage.PLANNED)

    with pytest.raises(CommandError, match="2 differences"):
        call_command("check_stages")

    told = capsys.readouterr().err
    assert f"proposal {proposals[1].pk}: kept as done, is planned" in told
    assert f"proposal {proposals[0].pk}: kept as planned, was never taken up" in told
    assert follow_all_proposals() == 2


def test_at_night_everything_is_walked(proposals):
    ProposalStage.objects.filter(proposal=proposals[1]).update(stage=Stage.DONE)

    assert follow_all_proposals() == 1
    assert unproved_stages() == []
