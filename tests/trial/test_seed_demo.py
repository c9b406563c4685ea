from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bkkplan.figures.kpi.registry import official_summaries
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.files.evidence import recognise
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.routes.enums import PassageState
from bkkplan.ground.routes.models import Passage
from bkkplan.trial.builders.story import THIS_YEAR, TODAY
from bkkplan.trial.catalog import PASSWORD, accounts
from budget.enums import EditionState
from budget.models import ActionPlanEdition, BudgetRequest, DirectInclusion, ProposalStage
from budget.queries.flagship import requests as queries
from budget.queries.money.ledger import ledger_state
from budget.queries.stages import unproved_stages
from communities.enums import RevisionState
from communities.models import Community, PlanComment, PlanRevision, ReturnReason
from forums.enums import ForumState, ReplyKind, SuccessionKind
from forums.models import Attachment, Forum, Postponement, Reply, Succession

pytestmark = pytest.mark.slow


def seed(*words):
    output = StringIO()
    call_command("seed_demo", *words, stdout=output)
    return output.getvalue()


@pytest.mark.heavy
def test_a_year_of_the_city_adds_up(reference, client, settings):
    seed("--years", "2563")

    year = FiscalYear(2563)
    hearings, made, linked = (figure.ratio for figure in official_summaries(year, year.default_closing_on, at=now()))
    assert (hearings.counted, hearings.units) == (42, 50)
    assert (linked.counted, linked.units) == (39, 50)
    assert 90 < made.percent < 96
    assert made.units == Community.objects.eligible_on(year.end).count()
    output = StringIO()
    call_command("check_ledger", stdout=output)
    assert "agree" in output.getvalue()
    call_command("check_stages", stdout=output)
    assert ProposalStage.objects.count() > 100
    assert Entry.objects.filter(verb="communities.plan_confirmed").count() == (
        PlanRevision.objects.exclude(confirmed_on=None).count()
    )
    assert Entry.objects.filter(verb="demo.city_seeded").count() == 1
    assert {account.username for account in accounts()} <= set(User.objects.values_list("username", flat=True))
    assert client.login(username="officer1001", password=PASSWORD)
    # Kept beside the data although a day is fixed: what a command makes of them later is a sample too.
    assert settings.SAMPLE_DAY.read_text() == TODAY.isoformat()

    # It stands on empty ground only.
    with pytest.raises(CommandError, match="empty"):
        seed()
    assert seed("--if-empty") == ""


@pytest.mark.heavy
def test_the_year_under_way_has_evidence_and_a_forum_that_was_put_off(reference):
    seed("--years", "2566")

    files = Attachment.objects.values_list("content_type", "is_public")
    assert set(files) == {("image/png", True), ("application/pdf", False)}
    for attachment in Attachment.objects.all():
        with attachment.file.open() as file:
            assert recognise(file, name=attachment.original_name).mime == attachment.content_type
    # Every state can be seen on the working day. What was discarded is of the year before.
    editions = set(EditionState) - {EditionState.DISCARDED}
    for model, states in ((Forum, ForumState), (PlanRevision, RevisionState), (ActionPlanEdition, editions)):
        assert set(model.objects.values_list("state", flat=True)) == set(states)
    passages = dict(Passage.objects.values_list("office__district__code", "state"))
    assert passages == {"1008": PassageState.UNDER_WAY, "1022": PassageState.SENT_BACK}
    moved = Postponement.objects.get()
    assert moved.from_on < moved.to_on == moved.forum.scheduled_on
    brought = RowList.objects.get()
    assert (brought.state, [does for _key, does, *_rest in brought.made]) == ("done", ["new"] * 3)
    assert set(Succession.objects.values_list("kind", flat=True)) == set(SuccessionKind)
    assert set(Reply.objects.values_list("kind", flat=True)) == set(ReplyKind)
    assert DirectInclusion.objects.in_force().exists()
    assert ProposalStage.objects.filter(is_direct=True).exists()
    [partner] = Forum.objects.exclude(host=None).select_related("host__district", "district")
    assert partner.host.is_joint
    assert partner.district.group_id == partner.host.district.group_id
    assert PlanComment.objects.exclude(lineage=None).exclude(answer="").exists()
    returned = ReturnReason.objects.filter(mended_at__isnull=False).values("revision")
    assert ReturnReason.objects.filter(revision__in=returned, mended_at=None).exists()
    assert unproved_stages() == []


@pytest.mark.django_db
def test_without_districts_there_is_no_ground_for_it():
    with pytest.raises(CommandError, match="load_reference"):
        seed()

    assert User.objects.count() == 0


@pytest.mark.parametrize("years", ["2562", "2566-2563", "many", f"2563-{THIS_YEAR.be + 1}"])
def test_other_years_are_refused(years):
    with pytest.raises(CommandError, match="2563-2566"):
        seed("--years", years)


def test_the_accounts_are_listed_with_what_to_try():
    output = seed("--accounts")

    assert PASSWORD in output
    for account in accounts():
        assert account.username in output
        assert account.task in output


@pytest.mark.heavy
def test_districts_asked_for_money_and_one_line_of_each_fell(reference):
    seed("--years", "2564-2566")  # who asks for 2566 in January 2565 has the plans of 2564 to ask for

    granted = queries.table_for(BudgetRequest.objects.filter(district__code="1002", fiscal_year=2566))
    asking = queries.table_for(BudgetRequest.objects.filter(district__code="1001", fiscal_year=2567))
    assert (granted.is_granted, granted.is_voted, granted.last.total) == (True, True, granted.latest)
    assert [stage.kind for stage in asking.stages] == [1]
    assert all(sum(row.is_fallen for row in table.rows) == 1 for table in (granted, asking))
    flagships = BudgetRequest.objects.filter(flagship__fiscal_year=2566)
    assert {queries.table_for(flagships.filter(pk=one.pk)).is_granted for one in flagships} == {True}
    assert not ledger_state().faults
