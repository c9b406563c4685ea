import threading
from datetime import UTC, datetime, timedelta

import pytest
from celery import current_app
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bkkplan.ground.core import jobs, tasks
from bkkplan.ground.core.jobs import JobState
from tests.core.models import Errand
from tests.factories.accounts import UserFactory
from tests.waiting import eventually

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)

pytestmark = [pytest.mark.usefixtures("tables_of_the_sample_rows"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _broker_unknown(monkeypatch):
    monkeypatch.setattr(jobs, "_broker", jobs._Broker())


@pytest.fixture
def bell(monkeypatch):
    """Hears every ring."""
    rung = []
    monkeypatch.setattr(jobs.app, "send_task", lambda name, kwargs, **_: rung.append((name, kwargs)))
    return rung


def ask(key="kpi:2563"):
    return jobs.submit(Errand(key=key), by=None, at=AT)[0]


def let_lease_expire(job):
    Errand.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


# Asking


def test_a_request_is_queued_and_the_bell_rings_after_commit(bell, django_capture_on_commit_callbacks):
    person = UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        job, is_new = jobs.submit(Errand(key="kpi:2563"), by=person, at=AT)
        assert bell == []

    assert is_new
    assert (job.state, job.requested_by, job.requested_at) == (JobState.QUEUED, person, AT)
    assert bell == [("tests.run_errand", {"job_id": job.pk})]


def test_the_same_request_twice_is_one_job(bell):
    first = ask()

    second, is_new = jobs.submit(Errand(key="kpi:2563"), by=None, at=AT)

    assert (second, is_new) == (first, False)
    assert Errand.objects.count() == 1


def test_once_it_ended_the_same_request_is_a_new_job(bell):
    jobs.cancel(Errand, ask().pk)

    _, is_new = jobs.submit(Errand(key="kpi:2563"), by=None, at=AT)

    assert is_new


def test_another_broken_promise_is_not_taken_for_the_same_request(bell):
    jobs.cancel(Errand, ask().pk)

    with pytest.raises(IntegrityError, match="has_an_end_when_it_ended"), transaction.atomic():
        jobs.submit(Errand(key="kpi:2563", finished_at=AT), by=None, at=AT)


# Ringing


def test_a_broker_that_is_away_stops_nobody(monkeypatch, caplog, django_capture_on_commit_callbacks):
    def refuse(*_args, **_kwargs):
        raise ConnectionError("refused")

    monkeypatch.setattr(jobs.app, "send_task", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        job = ask()

    assert Errand.objects.get(pk=job.pk).state == JobState.QUEUED
    assert not jobs.broker_is_reachable()
    assert "waits for the sweep" in caplog.text


def test_the_sweep_rings_for_what_waits_and_for_nothing_else(bell):
    queued, running, left, done = (ask(key) for key in ("queued", "running", "left", "done"))
    jobs.claim(Errand, running.pk)
    jobs.claim(Errand, left.pk)
    let_lease_expire(left)
    jobs.claim(Errand, done.pk).finish()

    tasks.sweep_jobs()

    assert {kwargs["job_id"] for _, kwargs in bell} == {queued.pk, left.pk}


def test_the_sweep_is_on_the_clock(settings):
    [entry] = [e for e in settings.CELERY_BEAT_SCHEDULE.values() if e["task"] == tasks.SWEEP]

    assert entry["schedule"] == jobs.SWEEP_EVERY
    assert tasks.SWEEP in current_app.tasks


# Serving


def test_a_job_is_done_with_what_its_work_made():
    job = ask()

    def work(claim):
        claim.progress(1, total=2, sentence="ครึ่งทาง")
        claim.finish("เสร็จ", result="ไฟล์")

    assert jobs.serve(Errand, job.pk, work)

    job.refresh_from_db()
    assert (job.state, job.result, job.sentence) == (JobState.DONE, "ไฟล์", "เสร็จ")
    assert (job.done, job.total) == (2, 2)
    assert job.started_at <= job.finished_at
    assert (job.claimed_by, job.lease_until) == (None, None)


def test_a_doorbell_rung_twice_finds_nothing_the_second_time():
    job, calls = ask(), []

    jobs.serve(Errand, job.pk, calls.append)

    assert not jobs.serve(Errand, job.pk, calls.append)
    assert len(calls) == 1


def test_work_that_does_not_finish_by_itself_is_done_when_it_returns():
    job = ask()

    jobs.serve(Errand, job.pk, lambda claim: None)

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_work_that_can_not_be_done_fails_with_its_sentence():
    job = ask()

    def work(claim):
        raise jobs.JobFailedError("ไม่มีข้อมูลของปีนี้")

    jobs.serve(Errand, job.pk, work)

    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.FAILED, "ไม่มีข้อมูลของปีนี้")


def test_a_fault_fails_the_job_with_a_calm_sentence_and_is_logged(caplog):
    job = ask()

    jobs.serve(Errand, job.pk, lambda claim: 1 / 0)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" not in job.sentence
    assert "ผู้ดูแลระบบ" in job.sentence
    assert "ZeroDivisionError" in caplog.text


def test_the_oldest_row_is_taken_first():
    second = ask("second")
    first = Errand.objects.create(key="first", requested_at=AT - timedelta(hours=1))

    assert [jobs.claim(Errand).job.pk, jobs.claim(Errand).job.pk, jobs.claim(Errand)] == [first.pk, second.pk, None]


def test_a_job_that_took_its_worker_down_each_time_is_left():
    job = ask()
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(Errand, job.pk)
        let_lease_expire(job)

    assert jobs.claim(Errand, job.pk) is None

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "หลายครั้ง" in job.sentence


# Holding


def test_a_row_whose_lease_ran_out_goes_to_another_and_the_first_can_not_finish():
    job = ask()
    slow = jobs.claim(Errand, job.pk)
    let_lease_expire(job)
    quick = jobs.claim(Errand, job.pk)

    with pytest.raises(jobs.LostClaimError):
        slow.progress(1)
    with pytest.raises(jobs.LostClaimError):
        slow.finish(result="เก่า")
    quick.finish(result="ใหม่")
    with pytest.raises(jobs.LostClaimError):
        slow.fail("เก่า")

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, "ใหม่", 2)


def test_a_row_under_a_running_lease_is_nobody_elses():
    job = ask()
    jobs.claim(Errand, job.pk)

    assert jobs.claim(Errand, job.pk) is None


def test_progress_renews_the_lease():
    job = ask()
    claim = jobs.claim(Errand, job.pk)
    Errand.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=1))

    claim.progress(3, total=10)

    job.refresh_from_db()
    assert job.lease_until > timezone.now() + jobs.LEASE / 2
    assert (job.done, job.total) == (3, 10)


def test_progress_costs_nothing_when_told_often(django_assert_num_queries):
    claim = jobs.claim(Errand, ask().pk)

    with django_assert_num_queries(1):
        for done in range(1000):
            claim.progress(done)


def test_a_cancelled_job_stops_at_its_next_progress():
    job, reached = ask(), []

    def work(claim):
        assert jobs.cancel(Errand, job.pk)
        claim.progress(1)
        reached.append("the end")

    assert not jobs.serve(Errand, job.pk, work)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert reached == []


def test_a_queued_job_is_cancelled_before_anyone_takes_it():
    job = ask()

    assert jobs.cancel(Errand, job.pk)
    assert jobs.claim(Errand, job.pk) is None


def test_what_has_ended_can_not_be_cancelled():
    job = ask()
    jobs.serve(Errand, job.pk, lambda claim: None)

    assert not jobs.cancel(Errand, job.pk)

    job.refresh_from_db()
    assert job.state == JobState.DONE


# The database keeps the promises


@pytest.mark.parametrize(
    ("broken", "promise"),
    [
        ({"state": JobState.RUNNING}, "is_claimed_while_running"),
        ({"state": JobState.DONE}, "has_an_end_when_it_ended"),
        ({"finished_at": AT}, "has_an_end_when_it_ended"),
        ({"lease_until": AT}, "is_claimed_while_running"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(broken, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Errand.objects.create(key="x", requested_at=AT, **broken)


# Several workers at once


def at_once(count, do):
    """Run in that many threads, each with its own connection, started together; their answers in any order."""
    answers, barrier = [], threading.Barrier(count)

    def run():
        try:
            barrier.wait()
            answers.append(do())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_never_take_the_same_row(bell):
    for number in range(6):
        ask(f"job {number}")

    claims = at_once(8, lambda: jobs.claim(Errand))

    taken = [claim.job.pk for claim in claims if claim]
    assert len(taken) == len(set(taken)) == 6


@pytest.mark.django_db(transaction=True)
def test_the_same_request_from_many_at_once_is_one_job(bell):
    answers = at_once(6, lambda: jobs.submit(Errand(key="kpi:2563"), by=None, at=AT))

    assert Errand.objects.count() == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert len({job.pk for job, _ in answers}) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_a_lease_is_kept_through_one_long_call(bell, monkeypatch):
    monkeypatch.setattr(jobs, "RENEW_EVERY", 0.05)
    job = ask()

    def long_call(claim):
        let_lease_expire(job)
        assert eventually(Errand.objects.filter(pk=job.pk, lease_until__gt=timezone.now()).exists)
        assert jobs.claim(Errand, job.pk) is None, "another worker took it"

    assert jobs.serve(Errand, job.pk, long_call)

    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_work_learns_between_two_reports_that_it_was_cancelled(bell, monkeypatch):
    monkeypatch.setattr(jobs, "RENEW_EVERY", 0.05)
    job = ask()

    def work(claim):
        claim.progress(1)
        jobs.cancel(Errand, job.pk)
        assert eventually(claim._is_lost.is_set)
        claim.progress(2)  # too soon for a write of its own
        pytest.fail("it went on")

    assert not jobs.serve(Errand, job.pk, work)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_one_long_transaction_tells_how_far_it_is_and_stops_when_it_is_cancelled(bell, monkeypatch):
    monkeypatch.setattr(jobs, "PROGRESS_EVERY", 0.02)
    job = ask()

    def far_enough():
        """What another person sees, who then cancels."""
        seen = eventually(lambda: Errand.objects.filter(pk=job.pk).values_list("done", "total").first() == (3, 4))
        jobs.cancel(Errand, job.pk)
        return seen

    def work(claim):
        with transaction.atomic():
            Errand.objects.create(key="written", requested_at=AT)
            claim.tell(3, 4)
            assert at_once(1, far_enough) == [True]
            assert eventually(claim._is_lost.is_set)
            claim.tell(4, 4)
        pytest.fail("it went on")

    assert not jobs.serve(Errand, job.pk, work)

    assert not Errand.objects.filter(key="written").exists()
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 3)
