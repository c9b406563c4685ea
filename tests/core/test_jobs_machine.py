"""Workers that stall, die and come back, people who cancel: whatever the order, a job ends once and says the truth."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bkkplan.ground.core import jobs
from bkkplan.ground.core.jobs import JobState
from tests.core.models import Errand

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class Workers(RuleBasedStateMachine):
    claims = Bundle("claims")

    def __init__(self):
        super().__init__()
        Errand.objects.all().delete()
        self.job = jobs.submit(Errand(key="one"), by=None, at=AT)[0]
        self.holder = None
        self.ended_as = None

    @rule(target=claims)
    def a_worker_answers_the_bell(self):
        row = Errand.objects.get(pk=self.job.pk)
        claim = jobs.claim(Errand, self.job.pk)
        is_free = row.state == JobState.QUEUED or (row.state == JobState.RUNNING and row.lease_until < timezone.now())
        if claim is None:
            assert not is_free or row.attempts >= jobs.MAX_ATTEMPTS
            if is_free:
                self.ended_as, self.holder = (JobState.FAILED, ""), None
            return multiple()
        assert is_free
        self.holder = claim
        return claim

    @rule(claim=claims)
    def a_worker_reports(self, claim):
        if claim is self.holder:
            claim.check()
        else:
            with pytest.raises(jobs.ClaimEndedError):
                claim.check()

    @rule(claim=consumes(claims))
    def a_worker_finishes(self, claim):
        result = str(id(claim))
        if claim is self.holder:
            claim.finish(result=result)
            self.ended_as, self.holder = (JobState.DONE, result), None
        else:
            with pytest.raises(jobs.ClaimEndedError):
                claim.finish(result=result)

    @rule()
    def a_worker_dies(self):
        if self.holder:
            Errand.objects.filter(pk=self.job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    @rule()
    def a_person_cancels(self):
        was_live = self.ended_as is None
        assert jobs.cancel(Errand, self.job.pk) == was_live
        if was_live:
            self.ended_as, self.holder = (JobState.CANCELLED, ""), None

    @invariant()
    def the_row_says_what_happened(self):
        row = Errand.objects.get(pk=self.job.pk)
        if self.ended_as:
            assert (row.state, row.result) == self.ended_as
        else:
            assert row.state == (JobState.RUNNING if self.holder else JobState.QUEUED)

    @invariant()
    def no_connection_is_broken(self):
        assert not connection.needs_rollback


@pytest.mark.usefixtures("tables_of_the_sample_rows")
@pytest.mark.django_db
@pytest.mark.slow
def test_whatever_happens_a_job_ends_once_and_says_the_truth():
    run_state_machine_as_test(
        Workers,
        settings=settings(
            max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
