"""The broker goes away or falls silent: who asks for long work is answered at once, and the work is done later."""

import time

import pytest
from celery import Celery
from django.urls import reverse

from bkkplan.figures.kpi.models import KpiRun
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core import jobs
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.jobs import JobState
from tests.factories.accounts import AssignmentFactory
from tests.factories.communities import CommunityFactory
from tests.waiting import eventually
from tests.workers import WITHIN, Broker

pytestmark = [pytest.mark.services, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]

AT_ONCE = 5  # seconds


@pytest.fixture(autouse=True)
def _the_portal_rings_there(settings, monkeypatch, broker):
    settings.WORKING_DAY = "2023-06-02"
    settings.CELERY_BROKER_URL = broker.url
    portal = Celery("bkkplan", set_as_current=False)
    portal.config_from_object("django.conf:settings", namespace="CELERY")
    monkeypatch.setattr(jobs, "app", portal)
    monkeypatch.setattr(jobs, "_broker", jobs._Broker())


def ask_for_run(client, year):
    return client.post(reverse("kpi:run", args=[FiscalYear(year)]), follow=True)


def ask_for_report(client, year):
    return client.post(reverse("reports:reports"), {"kind": "kpi", "year": year, "file_format": "xlsx"}, follow=True)


@pytest.mark.parametrize("lose", [Broker.go_away, Broker.fall_silent])
@pytest.mark.parametrize(
    ("ask", "model", "sentence"),
    [
        (ask_for_run, KpiRun, "ระบบประมวลผลยังไม่ตอบ คำขอถูกเก็บไว้แล้ว และจะคำนวณทันทีที่ระบบกลับมา"),
        (ask_for_report, ReportRequest, "ระบบประมวลผลยังไม่ตอบ คำขอถูกเก็บไว้แล้ว และจะทำทันทีที่ระบบกลับมา"),
    ],
    ids=["computation", "report"],
)
def test_what_was_asked_for_while_the_broker_was_away_is_done(client, broker, workers, ask, model, sentence, lose):
    CommunityFactory()
    client.force_login(AssignmentFactory(role=Role.STRATEGY).user)
    answer = ask(client, 2565)  # heard, and forgotten with the broker; the portal keeps a line to a broker that is gone
    assert sentence not in answer.content.decode()
    lose(broker)

    asked_at = time.monotonic()
    answer = ask(client, 2566)
    took = time.monotonic() - asked_at

    assert took < AT_ONCE
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert set(model.objects.values_list("fiscal_year", "state")) == {
        (2565, JobState.QUEUED),
        (2566, JobState.QUEUED),
    }

    broker.come_back()
    workers.start()

    assert eventually(lambda: model.objects.filter(state=JobState.DONE).count() == 2, WITHIN)
